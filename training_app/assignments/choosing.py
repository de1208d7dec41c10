"""What becomes of each chosen person, decided by the database for everybody at once (A-11, A-13)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments.model import Enrollment
from training_app.assignments.rules import Status
from training_app.audience import queries as audience
from training_app.audience.filters import PeopleFilter
from training_app.certifications.model import Award, Certification
from training_app.core import organization
from training_app.core.clock import months_after
from training_app.people.model import Person


@dataclass(frozen=True)
class Account:
    """What an assignment would do to the people chosen."""

    enrolled: int
    joined: int
    completed: int
    deactivated: int

    def assigned(self) -> int:
        """How many get a place in the assignment."""
        return self.enrolled + self.joined


def account(
    session: Session, actor: Actor, *, training_id: int, whom: PeopleFilter, allow_duplicates: bool, today: date
) -> Account:
    """Count what would become of everybody whom the filter finds if they were assigned today."""
    actor.require(Permission.MANAGE_ASSIGNMENTS)
    people = audience.everyone(actor, whom, today)
    active, has_open = Person.active_sql(), has_open_sql(training_id)
    skipped = sa.false() if allow_duplicates else completed_this_period_sql(session, training_id, today)
    kind = sa.case((~active, "deactivated"), (has_open, "joined"), (skipped, "completed"), else_="enrolled")
    each = sa.select(kind.label("kind")).where(col(Person.id).in_(people)).subquery()
    counted = session.connection().execute(sa.select(each.c.kind, sa.func.count()).group_by(each.c.kind)).all()
    numbers = {str(kind): int(number) for kind, number in counted}
    return Account(**{name: numbers.get(name, 0) for name in ("enrolled", "joined", "completed", "deactivated")})


def has_open_sql(training_id: int) -> sa.ColumnElement[bool]:
    """Whether the person has an open attempt at the training: they join with it and get no second one."""
    return sa.exists().where(
        col(Enrollment.person_id) == col(Person.id),
        col(Enrollment.training_id) == training_id,
        Enrollment.is_open_sql(),
    )


def completed_this_period_sql(session: Session, training_id: int, today: date) -> sa.ColumnElement[bool]:
    """Whether the person completed the training in their current licensing period (A-11)."""
    default_start = months_after(today, -organization.of(session).licensing_months)
    completed = (
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
    began = _licence(sa.func.max(col(Award.issued_on)), Award.is_valid_sql(today))
    lapsed = _licence(sa.func.max(col(Award.expires_on)), col(Award.expires_on) < today)
    in_period = sa.case(
        (began.is_not(None), completed >= began),
        (lapsed.is_not(None), completed > lapsed),
        else_=completed >= default_start,
    )
    return completed.is_not(None) & in_period


def _licence(day: Any, condition: sa.ColumnElement[bool]) -> sa.ScalarSelect[Any]:
    return (
        sa.select(day)
        .join(Certification, col(Certification.id) == col(Award.certification_id))
        .where(
            col(Award.person_id) == col(Person.id),
            col(Certification.is_licence),
            col(Award.revoked_at).is_(None),
            condition,
        )
        .correlate(Person)
        .scalar_subquery()
    )
