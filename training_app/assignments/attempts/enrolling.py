"""Giving people an attempt at a training, and a place in an assignment with it, many at once (A-11, T-05)."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.assignments.attempts import path_attempts
from training_app.assignments.making import choosing
from training_app.assignments.model import Assignee, Assignment, Enrollment
from training_app.assignments.rules import Source, Status
from training_app.catalog import queries as catalog
from training_app.catalog.model import Training
from training_app.catalog.rules import TrainingKind
from training_app.core import db
from training_app.people.model import Person

_NEW = Enrollment.__table__.c  # type: ignore[attr-defined]  # SQLModel sets __table__


def enroll(
    session: Session,
    *,
    training_id: int,
    people: sa.Select[int],
    source: Source = Source.ASSIGNED,
    allow_duplicates: bool,
    today: date,
    now: datetime,
) -> None:
    """Give those of these people an attempt who are to have one; whoever has one open gets no second.

    Left out are the deactivated, who lacks a prerequisite, and, unless duplicates are allowed, who completed it in
    their licensing period on the organization day `today`. With a learning path come its courses.
    """
    version = catalog.current_version(session, training_id=training_id)
    earlier = (
        sa.select(sa.func.coalesce(sa.func.max(col(Enrollment.number)), 0) + 1)
        .where(col(Enrollment.training_id) == training_id, col(Enrollment.person_id) == col(Person.id))
        .correlate(Person)
        .scalar_subquery()
    )
    wanted = [
        Person.active_sql(),
        ~choosing.has_open_sql(training_id),
        ~choosing.lacks_prerequisite_sql(session, training_id),
    ]
    if not allow_duplicates:
        wanted.append(~choosing.completed_this_period_sql(session, training_id, today))
    fresh = {
        "person_id": col(Person.id), "training_id": sa.literal(training_id), "version_id": sa.literal(version.id),
        "number": earlier, "source": sa.literal(source.value), "status": sa.literal(Status.ENROLLED.value),
        "enrolled_at": sa.literal(now, _NEW.enrolled_at.type),
    }  # fmt: skip
    rows = sa.select(*fresh.values()).where(col(Person.id).in_(people), *wanted)
    session.connection().execute(db.insert_or_ignore(Enrollment).from_select(list(fresh), rows))
    if session.get_one(Training, training_id).kind == TrainingKind.PATH:
        path_attempts.begin(session, path_id=training_id, people=people, source=source,
                            allow_duplicates=allow_duplicates, today=today, now=now)  # fmt: skip


def place(session: Session, *, assignment: Assignment, people: sa.Select[int], now: datetime) -> None:
    """Give these people a place with the attempt that they have open; whoever has a place keeps it as it is."""
    columns = Assignee.__table__.c  # type: ignore[attr-defined]  # SQLModel sets __table__
    place = {
        "assignment_id": sa.literal(assignment.id), "person_id": col(Enrollment.person_id),
        "enrollment_id": col(Enrollment.id), "due_on": sa.literal(assignment.due_on, columns.due_on.type),
        "due_set_at": sa.literal(now, columns.due_set_at.type), "occasion": sa.literal(1),
        "joined_in": sa.literal(assignment.version), "left_in": sa.literal(0),
    }  # fmt: skip
    rows = (
        sa.select(*place.values())
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .where(
            col(Enrollment.training_id) == assignment.training_id,
            Enrollment.is_open_sql(),
            Person.active_sql(),
            col(Enrollment.person_id).in_(people),
        )
    )
    session.connection().execute(db.insert_or_ignore(Assignee).from_select(list(place), rows))
