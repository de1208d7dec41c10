"""Reading what stands on the attendance sheet of a session that is printed (T-03)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.assignments.records import SignUp
from training_app.assignments.sessions import finding, people
from training_app.catalog.model import Training
from training_app.catalog.records import CourseSession
from training_app.core import organization
from training_app.core.errors import NotFound
from training_app.people.queries import visible


@dataclass(frozen=True)
class Signing:
    """Somebody who signs on the sheet."""

    name: str
    employee_number: str


@dataclass(frozen=True)
class PrintedSheet:
    """A session with those who have a seat by name, and those who wait in their order, whom the actor sees.

    `unseen` take part besides. `blank` rows are left for whoever comes without.
    """

    organization: str
    course: str
    code: str
    when: str
    day: date
    place: str
    instructor: str
    is_cancelled: bool
    seated: tuple[Signing, ...]
    waiting: tuple[Signing, ...]
    unseen: int
    blank: int


BLANK_ROWS = 8


def sheet(session: Session, actor: Actor, *, session_id: int, today: date) -> PrintedSheet:
    """What is printed of a session on the organization day `today`; `NotFound` when there is none."""
    finding.require_keeper(actor)
    held = session.get(CourseSession, session_id)
    if held is None:
        raise NotFound
    course = session.get_one(Training, held.course_id)
    there = people.taking_part(held, today).where(visible(actor), col(SignUp.stepped_back_at).is_(None))
    found = session.connection().execute(there).all()
    return PrintedSheet(
        organization=organization.of(session).name,
        course=course.title,
        code=course.code,
        when=finding.when_of(held).in_words(),
        day=held.day,
        place=held.place,
        instructor=held.instructor,
        is_cancelled=held.cancelled_at is not None,
        seated=tuple(_signing(one) for one in found if not one.is_waiting),
        waiting=tuple(_signing(one) for one in found if one.is_waiting),
        unseen=people.in_it(session, session_id) - len(found),
        blank=BLANK_ROWS,
    )


def _signing(row: Any) -> Signing:
    name = f"{row.first_name} {row.last_name}".strip()
    return Signing(name, row.employee_number or "")
