"""Delivering e-mails: claimed first, checked again, handed over, and what came of it noted (N-03, N-04).

A claim is committed before the mail server is spoken to. So a process that dies leaves at most one mail of which
nobody knows whether it arrived; that one is sent again with the same Message-ID, and no other.
"""

import logging
import random
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from threading import Event
from time import monotonic
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col

from training_app.core import db, organization
from training_app.core.mail import Line, NotAccepted
from training_app.core.organization import Organization
from training_app.core.tables import known
from training_app.notifications.model import Message
from training_app.notifications.rules import CLAIM, Channel, MessageStatus, Occasion, next_try
from training_app.notifications.sending import digest, reading
from training_app.notifications.sending.letters import Letter, Writer, why_silent
from training_app.notifications.wording import templates

BATCH = 50
BATCHES = 10
# Long before a claim is void, so that nobody else has the message while we are still sending it.
PATIENCE = CLAIM / 2
# Seconds. What was read before that says nothing about the moment of sending.
FRESH = 1.0

Write = Callable[[Any], Letter]
"""Takes a claimed message and answers its letter."""

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
    with Line() as line, db.writing() as kept:
        sender = _Sender(line, kept, of, worker, now)
        for _batch in range(BATCHES):
            claimed = claim(now, worker=worker)
            for row, letter in sender.fresh(claimed):
                if monotonic() > until or (stop and stop.is_set()):
                    free_claims(now, worker=worker)
                    return not (stop and stop.is_set())
                sender.deliver(row, letter)
            if line.is_unreachable or len(claimed) < BATCH:
                break
        return not line.is_unreachable


def free_claims(now: datetime, *, worker: str) -> int:
    """Give back what this worker has claimed: when it is stopped, or had been ended and starts again.

    That it was claimed stays on record, for a digest that somebody took up must not grow any more.
    """
    mine = (Message.waiting_sql(), col(Message.status) == MessageStatus.SENDING, col(Message.claimed_by) == worker)
    back = {"status": MessageStatus.PENDING.value, "claimed_by": "", "next_try_at": now}
    with db.write() as session:
        return session.connection().execute(sa.update(Message).where(*mine).values(back)).rowcount


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


def _due(now: datetime) -> sa.Select[Any]:
    """What may be tried: waiting ones, and those whose claim is void because its owner is silent."""
    is_due = (Message.waiting_sql(), col(Message.next_try_at) <= now, col(Message.channel) == Channel.EMAIL.value)
    return sa.select(col(Message.id)).where(*is_due).order_by(col(Message.next_try_at), col(Message.id))


@dataclass(frozen=True)
class _Sender:
    """Who sends what it has claimed, at an instant, over one connection to the mail server."""

    line: Line
    kept: sa.Connection
    of: Organization
    worker: str
    now: datetime

    def fresh(self, message_ids: list[int]) -> Iterator[tuple[Any, Write]]:
        """These claimed messages, each as it is when its turn comes: read together, and again as time goes by."""
        left = deque(message_ids)
        while left:
            stale_at = monotonic() + FRESH
            with db.look() as session:
                rows = reading.claimed_together(session, message_ids=list(left), worker=self.worker)
                write = partial(Writer(self.of, templates.wordings(session), self.now).letter, session)
                is_fresh = True
                while left and is_fresh:
                    message_id = left.popleft()
                    # What the one before has noted is seen by the next.
                    session.rollback()
                    if message_id in rows:
                        yield rows[message_id], write
                    is_fresh = monotonic() < stale_at

    def deliver(self, row: Any, write: Write) -> None:
        """Send one and note what came of it. One that cannot be written must not keep the others waiting."""
        try:
            said = write(row)
            if said.mail is None:
                self._leave_out(row)
                return
            answer = self.line.send(said.mail)
        except NotAccepted as refusal:
            self._note(row, _refused(row, refusal, self.now))
        except Exception:
            reference = uuid4().hex[:8]
            log.exception("message %s could not be sent, reference %s", row.id, reference)
            fault = NotAccepted(f"Muster could not write this mail (reference {reference}).")
            self._note(row, _refused(row, fault, self.now))
        else:
            self._note(row, _sent(row, said, answer, self.now), said)

    def _note(self, row: Any, values: dict[str, Any], said: Letter | None = None) -> None:
        """What is out must be on record, so that nobody sends it again: if need be over a new connection."""
        if row.occasion != Occasion.DIGEST and not (said and said.broken):
            try:
                with self.kept.begin():
                    self.kept.execute(_NOTE, self._mine(row, values))
            except OperationalError:
                log.warning("message %s is noted over a new connection", row.id)
            else:
                return
        with db.write() as session:
            self._record(session, row, values, said)

    def _mine(self, row: Any, values: dict[str, Any]) -> dict[str, Any]:
        return values | {"claimed_by": "", "message": row.id, "worker": self.worker}

    def _record(self, session: Session, row: Any, values: dict[str, Any], said: Letter | None = None) -> None:
        noted = session.connection().execute(_NOTE, self._mine(row, values)).rowcount
        if said and said.broken:
            templates.note_broken(session, said.broken, now=self.now)
        if said and noted and row.occasion == Occasion.DIGEST:
            digest.settle(session, row, self.of, self.now, said=said.says, answer=values.get("answer", ""))

    def _leave_out(self, row: Any) -> None:
        """Ask once more where it is noted: what happened since it was read may have brought the reason back (X-05)."""
        with db.write() as session:
            now_read = reading.claimed(session, message_id=row.id, worker=self.worker)
            if now_read is None:
                return
            why = why_silent(session, self.of, now_read, now=self.now)
            if why:
                values = {"status": MessageStatus.SUPPRESSED.value, "why": why, "facts": {}}
                self._record(session, row, values, Letter(None, why))
            else:
                self._record(session, row, {"status": MessageStatus.PENDING.value, "next_try_at": self.now})


def _sent(row: Any, said: Letter, answer: str, now: datetime) -> dict[str, Any]:
    assert said.mail is not None  # noqa: S101 - it has been sent
    return {
        "status": MessageStatus.SENT.value,
        "sent_at": now,
        "attempts": row.attempts + 1,
        "answer": answer,
        "subject": said.mail.subject,
        "text": said.kept,
        "facts": {},
    }


def _refused(row: Any, refusal: NotAccepted, now: datetime) -> dict[str, Any]:
    """Another try later or, refused for good or for the last time, none: an admin sees it (N-03)."""
    attempts = row.attempts + 1
    again = None if refusal.permanent else next_try(attempts, now, random.random())  # noqa: S311 - spreads the load
    values = {"attempts": attempts, "answer": refusal.answer}
    if again is None:
        return values | {"status": MessageStatus.FAILED.value}
    return values | {"status": MessageStatus.PENDING.value, "next_try_at": again}
