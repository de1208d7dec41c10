"""The calendar event that goes with a message of a due date: put in, moved with it, and taken out (N-09).

One place in an assignment is one event, whatever it is an assignment of; two assignments of one training are two. The
later message has the higher id, so a program that gets them in another order keeps what was said last.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.assignments.model import Assignee, Assignment
from training_app.core import mail
from training_app.core.mime import Attachment
from training_app.core.organization import Organization
from training_app.core.settings import settings
from training_app.notifications.calendar import events, held
from training_app.notifications.calendar.events import Entry, Method, Organizer
from training_app.notifications.deciding import making
from training_app.notifications.rules import DAYS_BEFORE_DUE, Occasion

OF_A_DUE_DAY = (Occasion.STARTED, Occasion.DUE_IN_7, Occasion.DUE_TODAY, Occasion.PAST_DUE, Occasion.REENROLLED,
                Occasion.DUE_MOVED)  # fmt: skip
TAKEN_OUT = (Occasion.CANCELLED, Occasion.WITHDRAWN)
NAMES = {Method.PUBLISH: "due.ics", Method.CANCEL: "cancelled.ics"}


def attachments(session: Session, of: Organization, rows: Iterable[Any]) -> tuple[Attachment, ...]:
    """The calendar files of these messages, which go in one mail; none when no day is spoken of."""
    put_in, taken_out = [], []
    for row in rows:
        if row.occasion in OF_A_DUE_DAY:
            put_in.append(_due(row, *_place(session, row)))
        elif row.occasion in TAKEN_OUT:
            taken_out.append(_entry(row, row.assignee_id, row.due_on, "Your trainings", "/home"))
        elif row.occasion in held.TAKEN_OUT:
            taken_out += held.of_message(session, of, row)
        elif row.occasion in held.PUT_IN:
            put_in += held.of_message(session, of, row)
    made = ((Method.PUBLISH, put_in), (Method.CANCEL, taken_out))
    return tuple(_file(of, entries, method) for method, entries in made if entries)


def uid_of_place(assignee_id: int) -> str:
    """What makes the event of a place the same in every mail and in the private calendar."""
    return f"assignee-{assignee_id}@{mail.host()}"


def uid_of_award(award_id: int) -> str:
    """The same of the day on which a certification expires."""
    return f"award-{award_id}@{mail.host()}"


def _file(of: Organization, entries: list[Entry], method: Method) -> Attachment:
    content = events.file(entries, Organizer(of.name, of.sender), method=method)
    return Attachment(NAMES[method], events.media_type(method), content)


def _due(row: Any, assignee_id: int, day: date) -> Entry:
    return _entry(row, assignee_id, day, "Open the training", f"/learn/{row.enrollment_id}")


def _entry(row: Any, assignee_id: int, day: date, invites: str, path: str) -> Entry:
    link = settings().address() + path
    return Entry(
        uid=uid_of_place(assignee_id),
        day=day,
        summary=f"Due: {row.title}",
        description=f"{invites}: {link}",
        url=link,
        sequence=row.id,
        stamp=row.made_at,
    )


def _place(session: Session, row: Any) -> tuple[int, date]:
    """Of which place the message speaks, and when that is due.

    A reminder speaks for every assignment of its training that is due on its day (A-11): where the person is out of the
    one that it was made for, it is another's.
    """
    is_there = row.withdrawn_at is None and row.cancelled_at is None and row.excused_at is None
    if is_there and (row.occasion not in DAYS_BEFORE_DUE or row.place_due_on == row.due_on):
        return row.assignee_id, row.place_due_on
    others = (
        col(Assignee.person_id) == row.person_id,
        col(Assignment.training_id) == row.training_id,
        col(Assignee.due_on) == row.due_on,
        col(Assignee.withdrawn_at).is_(None),
        col(Assignee.excused_at).is_(None),
        col(Assignment.cancelled_at).is_(None),
        col(Assignment.published_at).is_not(None),
    )
    found = making.places([sa.func.min(col(Assignee.id))]).where(*others)
    other: int | None = session.connection().execute(found).scalar_one()
    return other or row.assignee_id, row.due_on
