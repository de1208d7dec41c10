"""What a claimed message says to whom right now, unless `suppressing` knows why it is no longer said (N-04)."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.assignments.model import Assignee, Assignment, Enrollment
from training_app.assignments.rules import OPEN
from training_app.catalog.model import Training
from training_app.core import files, mail
from training_app.core.files import FileLost
from training_app.core.mail import Mail, NotAccepted
from training_app.core.mime import Attachment
from training_app.core.organization import Organization
from training_app.core.settings import settings
from training_app.notifications import calling_off, making, suppressing
from training_app.notifications.model import Message
from training_app.notifications.rules import OF_AN_ACCOUNT, MessageStatus, Occasion, due_in_words, spoken
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
    why = suppressing.why_suppressed(session, row, of, now)
    return Letter(None, why=why, attempts=row.attempts) if why else _written(session, row, of, now)


def message_id_of(key: str, channel: str, made_at: datetime) -> str:
    """The Message-ID: the same at every try, and another one in another database that has the same keys."""
    return f"<{sha256(f'{key} {channel} {made_at.isoformat()}'.encode()).hexdigest()[:40]}@{mail.host()}>"


def _written(session: Session, row: Any, of: Organization, now: datetime) -> Letter:
    texts = render(Occasion(row.occasion), _words(session, row, of, now))
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
        attachments=_attached(row.facts),
    )
    token = row.facts.get("token", "")
    kept = texts.text.replace(token, "…") if token else texts.text
    return Letter(written, kept=kept, attempts=row.attempts)


def _words(session: Session, row: Any, of: Organization, now: datetime) -> Words:
    today = of.today(now)
    due_on = row.place_due_on if row.occasion in _OF_THE_PLACE else row.due_on
    said = {name: row.facts[name] for name in ("filter", "made", "name") if name in row.facts}
    return Words(
        organization=of.name,
        zone=of.zone,
        first_name=row.first_name,
        training=row.title or row.facts.get("title", ""),
        due=spoken(due_on) if due_on else "",
        when=due_in_words(due_on, today) if due_on else "",
        link=settings().address() + _path(row),
        rest=_what_remains(session, row, today) if row.occasion == Occasion.CANCELLED else "",
        **said,
    )


def _path(row: Any) -> str:
    if row.occasion in OF_AN_ACCOUNT:
        return f"/{_DOORS[row.occasion]}/{row.facts.get('token', '')}"
    if row.occasion == Occasion.REPORT:
        return str(row.facts["link"])
    return "/home" if row.occasion == Occasion.CANCELLED else f"/learn/{row.enrollment_id}"


def _what_remains(session: Session, row: Any, today: date) -> str:
    """What a cancelled assignment leaves of the person's attempt, which others may ask for too."""
    if row.closed_as is not None or row.status not in OPEN:
        return calling_off.NOT_ASKED
    due_on = suppressing.another_place(session, row, today)
    if due_on is None:
        return calling_off.STILL_ASKED
    return f"Another assignment still asks for it: it {due_in_words(due_on, today)} ({spoken(due_on)})."


def _attached(facts: dict[str, Any]) -> tuple[Attachment, ...]:
    """The file of a report. One that has gone is not passed over: the mail fails, and an admin sees why."""
    if "file" not in facts:
        return ()
    try:
        content = files.read(facts["file"])
    except FileLost as lost:
        answer = f"“{facts['name']}” could not be attached: {lost.message}"
        raise NotAccepted(answer, permanent=True) from lost
    return (Attachment(facts["name"], facts["media_type"], content),)


# Of these the day counts that the place is due on when the mail goes; a reminder speaks of the day it is made for.
_OF_THE_PLACE = (Occasion.STARTED, Occasion.REENROLLED)
_DOORS: dict[str, str] = {Occasion.INVITATION: "invitation", Occasion.RESET: "reset"}

_READ = (
    sa.select(
        *(col(column) for column in (Message.id, Message.key, Message.channel, Message.occasion, Message.person_id)),
        *(col(column) for column in (Message.assignee_id, Message.due_on, Message.facts, Message.attempts)),
        *(col(column) for column in (Message.made_at, Person.first_name, Person.last_name, Person.email)),
        *(col(column) for column in (Person.deactivated_at, Assignment.published_at, Assignment.starts_on)),
        *(col(column) for column in (Assignment.training_id, Assignee.assignment_id, Assignee.enrollment_id)),
        *(col(column) for column in (Assignee.withdrawn_at, Assignee.excused_at, Assignee.excused_until)),
        *(col(column) for column in (Enrollment.status, Enrollment.closed_as, Enrollment.completed_on)),
        *(col(column) for column in (Assignment.cancelled_at, Training.title)),
        col(Assignee.due_on).label("place_due_on"),
        col(Assignee.occasion).label("place_occasion"),
        making.attempt_sql().label("attempt_id"),
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
