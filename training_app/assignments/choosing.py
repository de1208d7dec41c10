"""What becomes of each chosen person, decided by the database for everybody at once (A-11, A-13)."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.assignments.model import Chosen, Enrollment
from training_app.assignments.rules import Status
from training_app.certifications import periods
from training_app.core import organization
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


def completed_this_period_sql(session: Session, training_id: int, today: date) -> sa.ColumnElement[bool]:
    """Whether the person completed the training in their current licensing period (A-11)."""
    completed = completed_on_sql(training_id)
    return completed.is_not(None) & (completed >= period_begins_sql(session, today))


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
