"""What a claimed message says to whom right now, or why it is no longer said: asked at the moment of sending (N-04)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.accounts import keys as account_keys
from training_app.accounts.model import Link
from training_app.assignments.model import Assignee, Assignment, Enrollment
from training_app.catalog.model import Training
from training_app.core import mail
from training_app.core.mail import Mail
from training_app.core.organization import Organization
from training_app.core.settings import settings
from training_app.notifications import keys
from training_app.notifications.model import Message
from training_app.notifications.reasons import Place, is_switched_on_sql, is_told_sql, why_not
from training_app.notifications.rules import OF_AN_ACCOUNT, Channel, MessageStatus, Occasion, due_in_words, spoken
from training_app.notifications.texts import Words, render
from training_app.people.model import Person


@dataclass(frozen=True)
class Letter:
    """What a message became: a mail to send or, with `why`, none. `kept` is the text as it may be stored."""

    mail: Mail | None
    kept: str = ""
    why: str = ""
    attempts: int = 0


def letter(session: Session, of: Organization, *, message_id: int, worker: str, now: datetime) -> Letter | None:
    """The letter of a message that this worker has claimed; None when the claim is no longer its own."""
    row = session.connection().execute(_READ, {"message": message_id, "worker": worker}).one_or_none()
    if row is None:
        return None
    if row.occasion in OF_AN_ACCOUNT:
        why = _why_no_link(session, row, now)
    else:
        why = _why_not_told(session, row, of.today(now))
    return Letter(None, why=why, attempts=row.attempts) if why else _written(row, of, now)


def message_id_of(key: str, channel: str, made_at: datetime) -> str:
    """The Message-ID: the same at every try, and another one in another database that has the same keys."""
    return f"<{sha256(f'{key} {channel} {made_at.isoformat()}'.encode()).hexdigest()[:40]}@{mail.host()}>"


def _written(row: Any, of: Organization, now: datetime) -> Letter:
    token = row.facts.get("token", "")
    path = f"/{_DOORS[row.occasion]}/{token}" if row.occasion in OF_AN_ACCOUNT else f"/learn/{row.enrollment_id}"
    words = Words(
        organization=of.name,
        zone=of.zone,
        first_name=row.first_name,
        training=row.title or "",
        due=spoken(row.due_on) if row.due_on else "",
        when=due_in_words(row.due_on, of.today(now)) if row.due_on else "",
        link=settings().address() + path,
    )
    texts = render(Occasion(row.occasion), words)
    written = Mail(
        message_id=message_id_of(row.key, row.channel, row.made_at),
        at=now,
        sender=of.sender,
        sender_name=of.name,
        to=row.email,
        to_name=f"{row.first_name} {row.last_name}",
        subject=texts.subject,
        text=texts.text,
        html=texts.html,
    )
    kept = texts.text.replace(token, "…") if token else texts.text
    return Letter(written, kept=kept, attempts=row.attempts)


def _why_no_link(session: Session, row: Any, now: datetime) -> str:
    if row.deactivated_at is not None:
        return "The person was deactivated."
    link = session.get(Link, account_keys.hash_of(row.facts.get("token", "")))
    return "" if link is not None and link.is_usable(now) else "The link was used, replaced or is over."


def _why_not_told(session: Session, row: Any, today: date) -> str:
    if row.assignment_id is None:
        return "The place in the assignment is gone."
    why = why_not(
        Place(
            is_active=row.deactivated_at is None,
            is_published=row.published_at is not None,
            starts_on=row.starts_on,
            is_withdrawn=row.withdrawn_at is not None,
            is_excused=row.excused_at is not None,
            status=row.status,
            closed_as=row.closed_as,
            completed_on=row.completed_on,
        ),
        today,
    )
    if row.occasion in _KEYS_NOW:
        return why or ("" if row.key == _KEYS_NOW[row.occasion](row) else _NEWER[row.occasion])
    why = why or ("" if row.place_due_on == row.due_on else f"The due date is {spoken(row.place_due_on)} now.")
    if row.occasion == Occasion.PAST_DUE:
        return why
    return "" if why and _another_place_asks(session, row, today) else why


def _another_place_asks(session: Session, row: Any, today: date) -> bool:
    """Whether the same training is due on the same day by another assignment: one reminder speaks for both (A-11)."""
    another = (
        sa.select(col(Assignee.id))
        .join(Assignment, col(Assignment.id) == col(Assignee.assignment_id))
        .join(Enrollment, col(Enrollment.id) == col(Assignee.enrollment_id))
        .join(Person, col(Person.id) == col(Assignee.person_id))
        .where(
            col(Assignee.person_id) == row.person_id,
            col(Assignee.due_on) == row.due_on,
            col(Assignment.training_id) == row.training_id,
            is_told_sql(today),
            is_switched_on_sql(Channel(row.channel)),
        )
    )
    return session.connection().execute(another.limit(1)).first() is not None


# The key that a message about the place as it is now has, and why one with another is not sent.
_KEYS_NOW: dict[str, Callable[[Any], str]] = {
    Occasion.STARTED: lambda row: keys.key(keys.STARTED, assignee=row.assignee_id, occasion=row.place_occasion),
    Occasion.REENROLLED: lambda row: keys.key(keys.REENROLLED, assignee=row.assignee_id, enrollment=row.enrollment_id),
}
_NEWER: dict[str, str] = {
    Occasion.STARTED: "The person was removed and added again since.",
    Occasion.REENROLLED: "There is a newer attempt.",
}

_DOORS: dict[str, str] = {Occasion.INVITATION: "invitation", Occasion.RESET: "reset"}

_READ = (
    sa.select(
        *(col(column) for column in (Message.key, Message.channel, Message.occasion, Message.person_id)),
        *(col(column) for column in (Message.assignee_id, Message.due_on, Message.facts, Message.attempts)),
        *(col(column) for column in (Message.made_at, Person.first_name, Person.last_name, Person.email)),
        *(col(column) for column in (Person.deactivated_at, Assignment.published_at, Assignment.starts_on)),
        *(col(column) for column in (Assignment.training_id, Assignee.assignment_id, Assignee.enrollment_id)),
        *(col(column) for column in (Assignee.withdrawn_at, Assignee.excused_at, Enrollment.status)),
        *(col(column) for column in (Enrollment.closed_as, Enrollment.completed_on, Training.title)),
        col(Assignee.due_on).label("place_due_on"),
        col(Assignee.occasion).label("place_occasion"),
    )
    .select_from(Message)
    .join(Person, col(Person.id) == col(Message.person_id))
    .outerjoin(Assignee, col(Assignee.id) == col(Message.assignee_id))
    .outerjoin(Assignment, col(Assignment.id) == col(Assignee.assignment_id))
    .outerjoin(Enrollment, col(Enrollment.id) == col(Assignee.enrollment_id))
    .outerjoin(Training, col(Training.id) == col(Assignment.training_id))
    .where(
        col(Message.id) == sa.bindparam("message"),
        col(Message.status) == MessageStatus.SENDING.value,
        col(Message.claimed_by) == sa.bindparam("worker"),
    )
)
