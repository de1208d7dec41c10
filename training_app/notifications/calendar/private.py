"""What somebody's private calendar shows: their open due days, sessions, and expiries of certifications (N-09)."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.assignments.model import Assignee, Enrollment
from training_app.catalog.model import Training
from training_app.certifications import expiring
from training_app.certifications.model import Award, Certification
from training_app.core import organization
from training_app.core.errors import NotFound
from training_app.core.settings import settings
from training_app.notifications.calendar import address, events, held
from training_app.notifications.calendar.events import Entry, Organizer
from training_app.notifications.calendar.mailed import uid_of_award, uid_of_place
from training_app.notifications.deciding import making
from training_app.notifications.deciding.reasons import is_told_sql
from training_app.notifications.model import CalendarAddress, Message
from training_app.people.model import Person


def calendar(session: Session, *, token: str, now: datetime) -> bytes:
    """The calendar file behind a secret; `NotFound` where it leads nowhere, or to somebody who was deactivated.

    Asked again with nothing changed it is the same to the last byte. A place has the number that the latest message
    about it has, so a program that got both keeps the same of the two.
    """
    owner = (
        sa.select(col(Person.id))
        .join(CalendarAddress, col(CalendarAddress.person_id) == col(Person.id))
        .where(col(CalendarAddress.token) == token, Person.active_sql())
    )
    person_id = session.connection().execute(owner).scalar_one_or_none() if address.is_one(token) else None
    if person_id is None:
        raise NotFound
    of = organization.of(session)
    today = of.today(now)
    entries = _due_days(session, person_id, today) + held.of_person(session, of, person_id, today)
    if of.certification_tracking:
        entries += _expiries(session, person_id, today)
    return events.file(entries, Organizer(of.name, of.sender), name=f"{of.name}: due dates")


def _due_days(session: Session, person_id: int, today: date) -> list[Entry]:
    """As the person sees them: not before the start, not while excused, not what is complete or closed."""
    latest = sa.select(sa.func.max(col(Message.id))).where(col(Message.assignee_id) == col(Assignee.id))
    columns: list[Any] = [
        col(Assignee.id),
        col(Assignee.due_on),
        col(Assignee.due_set_at),
        col(Enrollment.id).label("enrollment_id"),
        col(Training.title),
        sa.func.coalesce(latest.correlate(Assignee).scalar_subquery(), 0).label("latest"),
    ]
    mine = making.places(columns).where(col(Assignee.person_id) == person_id, is_told_sql(today))
    rows = session.connection().execute(mine.order_by(col(Assignee.due_on), col(Assignee.id)))
    return [_due_day(row) for row in rows]


def _due_day(row: Any) -> Entry:
    link = f"{settings().address()}/learn/{row.enrollment_id}"
    return Entry(
        uid=uid_of_place(row.id),
        day=row.due_on,
        summary=f"Due: {row.title}",
        description=f"Open the training: {link}",
        url=link,
        sequence=row.latest,
        stamp=row.due_set_at,
    )


def _expiries(session: Session, person_id: int, today: date) -> list[Entry]:
    """Of what holds today, where nothing takes over; also of a kind that is no longer awarded."""
    mine = (
        sa.select(
            col(Award.id), col(Award.expires_on), col(Award.created_at), col(Award.version), col(Certification.name)
        )
        .join(Certification, col(Certification.id) == col(Award.certification_id))
        .where(col(Award.person_id) == person_id, Award.is_valid_sql(today), expiring.matters_sql(today))
        .order_by(col(Award.expires_on), col(Award.id))
    )
    return [_expiry(row) for row in session.connection().execute(mine)]


def _expiry(row: Any) -> Entry:
    link = f"{settings().address()}/home"
    return Entry(
        uid=uid_of_award(row.id),
        day=row.expires_on,
        summary=f"Expires: {row.name}",
        description=f"The last valid day of {row.name}. Your certifications: {link}",
        url=link,
        sequence=row.version,
        stamp=row.created_at,
    )
