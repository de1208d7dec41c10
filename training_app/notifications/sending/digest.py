"""The one mail that says a person's reminders of a day, and what becomes of them with it (N-08).

Each is asked for its own reason (N-04). Those that still have one are said and are sent by that; the others are
suppressed when the mail goes. Until then all of them wait, however often it is tried.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.core.organization import Organization
from training_app.notifications.model import Message
from training_app.notifications.rules import MessageStatus
from training_app.notifications.sending import reading, suppressing
from training_app.notifications.sending.words import words
from training_app.notifications.wording.texts import Line

NOTHING_LEFT = "None of the reminders in it had a reason any more."


def held(session: Session, row: Any, of: Organization, now: datetime) -> list[Any]:
    """The reminders that a claimed digest still has to say, the most urgent first."""
    gathered = reading.gathered(session, message_id=row.id)
    reasons = [item for item in gathered if not suppressing.why_suppressed(session, item, of, now)]
    return sorted(reasons, key=_urgency)


def lines(session: Session, items: Iterable[Any], of: Organization, now: datetime) -> tuple[Line, ...]:
    """What the digest says of each, with where it leads."""
    return tuple(_line(session, item, of, now) for item in items)


def settle(session: Session, row: Any, of: Organization, now: datetime, *, said: tuple[int, ...], answer: str) -> None:
    """Note what came of everything that a digest carried, together with the digest itself.

    What was said is sent, even if it was called off while the mail was on its way. What got its reason back in the
    meantime has been left out of this mail, so it goes alone (X-05).
    """
    connection = session.connection()
    if said:
        sent = {"status": MessageStatus.SENT.value, "sent_at": now, "answer": answer, "why": ""}
        was_said = (col(Message.id).in_(said), col(Message.carried_by_id) == row.id)
        connection.execute(sa.update(Message).where(*was_said).values(sent))
    alone = {"status": MessageStatus.PENDING.value, "carried_by_id": None, "next_try_at": now}
    for item in reading.gathered(session, message_id=row.id):
        why = suppressing.why_suppressed(session, item, of, now)
        left_out = {"status": MessageStatus.SUPPRESSED.value, "why": why} if why else alone
        connection.execute(sa.update(Message).where(col(Message.id) == item.id).values(left_out))


def _line(session: Session, item: Any, of: Organization, now: datetime) -> Line:
    said = words(session, item, of, now)
    return Line(f"{said.training or said.certification} {said.when} ({said.due})", said.link)


def _urgency(item: Any) -> tuple[date, str, int]:
    return item.due_on, item.title or item.name or item.facts.get("title", ""), item.id
