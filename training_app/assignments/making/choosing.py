"""What becomes of each chosen person, decided by the database for everybody at once (A-11, A-13)."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.assignments.model import Chosen, Enrollment
from training_app.assignments.records import Attendance
from training_app.assignments.rules import Status
from training_app.catalog import queries as catalog
from training_app.catalog.model import Training
from training_app.certifications import periods
from training_app.core import organization
from training_app.core.tables import known
from training_app.people.model import Person


def has_open_sql(training_id: int) -> sa.ColumnElement[bool]:
    """Whether the person has an open attempt at the training: they join with it and get no second one."""
    return sa.exists().where(
        col(Enrollment.person_id) == col(Person.id),
        col(Enrollment.training_id) == training_id,
        Enrollment.is_open_sql(),
    )


def is_other_level_sql(level: str | None) -> sa.ColumnElement[bool]:
    """Whether the person has another level than a training, or none (A-04). A training without level suits all."""
    return sa.false() if level is None else col(Person.level).is_(None) | (col(Person.level) != level)


def has_attended_sql(course_id: int) -> sa.ColumnElement[bool]:
    """Whether the person attended a session of the course, whatever came of it (T-05)."""
    return sa.exists().where(col(Attendance.person_id) == col(Person.id), col(Attendance.course_id) == course_id)


def lacks_prerequisite_sql(session: Session, training_id: int) -> sa.ColumnElement[bool]:
    """Whether the person has not attended the course that the training requires (T-05)."""
    required = sa.select(col(Training.requires_id)).where(col(Training.id) == training_id)
    course_id = session.connection().execute(required).scalar_one_or_none()
    return sa.false() if course_id is None else ~has_attended_sql(course_id)


def completed_this_period_sql(session: Session, training_id: int, today: date) -> sa.ColumnElement[bool]:
    """Whether the person completed the training in their current licensing period (A-11).

    A learning path is completed as well when each of its courses was, in whatever way (X-02).
    """
    begins = period_begins_sql(session, today)
    whole = _is_since(completed_on_sql(training_id), begins)
    version = catalog.current_version(session, training_id=training_id)
    courses = catalog.courses_of(session, version_id=known(version.id))
    if not courses:
        return whole
    return whole | sa.and_(*(_is_since(completed_on_sql(known(course.id)), begins) for course in courses))


def _is_since(completed: sa.ScalarSelect[date | None], begins: sa.ScalarSelect[date]) -> sa.ColumnElement[bool]:
    return completed.is_not(None) & (completed >= begins)


def completed_on_sql(training_id: int) -> sa.ScalarSelect[date | None]:
    """The last day on which the person completed the training; what was withdrawn or superseded does not count."""
    return (
        sa.select(sa.func.max(col(Enrollment.completed_on)))
        .where(
            col(Enrollment.person_id) == col(Person.id),
            col(Enrollment.training_id) == training_id,
            col(Enrollment.status) == Status.EVALUATED,
            col(Enrollment.closed_as).is_(None),
        )
        .correlate(Person)
        .scalar_subquery()
    )


def period_begins_sql(session: Session, today: date) -> sa.ScalarSelect[date]:
    """The first day of the person's licensing period."""
    return periods.begins_sql(col(Person.id), today, organization.of(session).licensing_months)


def number_chosen(session: Session, form_key: str) -> int:
    """How many people are chosen on a form."""
    number = sa.select(sa.func.count()).where(col(Chosen.form_key) == form_key)
    return session.connection().execute(number).scalar_one()
