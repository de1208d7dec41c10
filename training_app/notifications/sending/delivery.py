"""Delivering e-mails: claimed first, checked again, handed over, and what came of it noted (N-03, N-04).

A claim is committed before the mail server is spoken to. So a process that dies leaves at most one mail of which
nobody knows whether it arrived; that one is sent again with the same Message-ID, and no other.
"""

import logging
import random
from datetime import datetime
from threading import Event
from time import monotonic
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.core import db, organization
from training_app.core.mail import Line, NotAccepted
from training_app.core.organization import Organization
from training_app.core.tables import known
from training_app.notifications.model import Message
from training_app.notifications.rules import CLAIM, Channel, MessageStatus, next_try
from training_app.notifications.sending.letters import Letter, letter

BATCH = 20
BATCHES = 25
# Long before a claim is void, so that nobody else has the message while we are still sending it.
PATIENCE = CLAIM / 2

log = logging.getLogger(__name__)
_NOTE = sa.update(Message).where(
    col(Message.id) == sa.bindparam("message"),
    col(Message.status) == MessageStatus.SENDING.value,
    col(Message.claimed_by) == sa.bindparam("worker"),
)


def is_due(session: Session, now: datetime) -> bool:
    """Whether there is an e-mail whose time has come."""
    return session.connection().execute(_due(now).limit(1)).first() is not None


def process_waiting_mail(now: datetime, *, worker: str = "", stop: Event | None = None) -> bool:
    """Send e-mails whose time has come, over one connection, until `stop`. True when it is worth asking again at once.

    `worker` is who claims them, a name that no other running process has.
    """
    until = monotonic() + PATIENCE.total_seconds()
    with db.look() as session:
        if not is_due(session, now):
            return False
        of = organization.of(session)
    with Line() as line:
        for _batch in range(BATCHES):
            claimed = claim(now, worker=worker)
            for message_id in claimed:
                if monotonic() > until or (stop and stop.is_set()):
                    return False
                _deliver(line, of, message_id, worker, now)
            if line.is_unreachable or len(claimed) < BATCH:
                break
        return not line.is_unreachable


def free_claims(now: datetime, *, worker: str) -> int:
    """Give back what this worker had claimed before it was ended; called when it starts."""
    mine = (Message.waiting_sql(), col(Message.status) == MessageStatus.SENDING, col(Message.claimed_by) == worker)
    back = {"status": MessageStatus.PENDING.value, "claimed_by": "", "claimed_at": None, "next_try_at": now}
    with db.write() as session:
        return session.connection().execute(sa.update(Message).where(*mine).values(back)).rowcount


def _due(now: datetime) -> sa.Select[Any]:
    """What may be tried: waiting ones, and those whose claim is void because its owner is silent."""
    is_due = (Message.waiting_sql(), col(Message.next_try_at) <= now, col(Message.channel) == Channel.EMAIL.value)
    return sa.select(col(Message.id)).where(*is_due).order_by(col(Message.next_try_at), col(Message.id))


def claim(now: datetime, *, worker: str) -> list[int]:
    """Make some of what is due this worker's own, committed; answer the ids of the messages."""
    claimed = {
        "status": MessageStatus.SENDING.value,
        "claimed_at": now,
        "claimed_by": worker,
        "next_try_at": now + CLAIM,
    }
    with db.write() as session:
        due = _due(now).limit(BATCH).with_for_update(skip_locked=True)
        free = list(session.connection().execute(due).scalars())
        # Asked again in the UPDATE itself: whoever claimed in between has moved `next_try_at`.
        still = (col(Message.id).in_(free), Message.waiting_sql(), col(Message.next_try_at) <= now)
        taken = sa.update(Message).where(*still).values(claimed).returning(col(Message.id))
        return sorted(known(taken_id) for taken_id in session.connection().execute(taken).scalars())


def _deliver(line: Line, of: Organization, message_id: int, worker: str, now: datetime) -> None:
    try:
        with db.look() as session:
            said = letter(session, of, message_id=message_id, worker=worker, now=now)
        if said is None:
            return
        values = _handed_over(line, said, now) if said.mail else _suppressed(said)
    except NotAccepted as refusal:
        values = _refused(message_id, refusal, now)
    except Exception:
        # One message that cannot be written must not keep the others waiting.
        reference = uuid4().hex[:8]
        log.exception("message %s could not be sent, reference %s", message_id, reference)
        values = _refused(message_id, NotAccepted(f"Muster could not write this mail (reference {reference})."), now)
    with db.write() as session:
        session.connection().execute(_NOTE, values | {"claimed_by": "", "message": message_id, "worker": worker})


def _handed_over(line: Line, said: Letter, now: datetime) -> dict[str, Any]:
    assert said.mail is not None  # noqa: S101 - asked by the caller
    answer = line.send(said.mail)
    return {
        "status": MessageStatus.SENT.value,
        "sent_at": now,
        "attempts": said.attempts + 1,
        "answer": answer,
        "subject": said.mail.subject,
        "text": said.kept,
        "facts": {},
    }


def _suppressed(said: Letter) -> dict[str, Any]:
    return {"status": MessageStatus.SUPPRESSED.value, "why": said.why, "facts": {}}


def _refused(message_id: int, refusal: NotAccepted, now: datetime) -> dict[str, Any]:
    """Another try later or, refused for good or for the last time, none: an admin sees it (N-03)."""
    with db.read() as session:
        tried = sa.select(col(Message.attempts)).where(col(Message.id) == message_id)
        attempts = session.connection().execute(tried).scalar_one() + 1
    again = None if refusal.permanent else next_try(attempts, now, random.random())  # noqa: S311 - spreads the load
    values = {"attempts": attempts, "answer": refusal.answer}
    if again is None:
        return values | {"status": MessageStatus.FAILED.value}
    return values | {"status": MessageStatus.PENDING.value, "next_try_at": again}
