"""The places in an assignment that an act is to concern, held until it is done (A-25, A-26)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments import queries
from training_app.assignments.model import Assignee, Assignment, Enrollment
from training_app.assignments.rules import Status, is_excused
from training_app.core import db
from training_app.core.errors import Conflict, NotFound
from training_app.people.model import Person
from training_app.people.queries import visible


class AlreadyCancelled(Conflict):
    """This assignment was cancelled."""


class BeingCreated(Conflict):
    """This assignment is still being created. Cancel its job, or wait until it is whole."""


@dataclass(frozen=True)
class Place:
    """One person's place, with how things stand there."""

    id: int
    enrollment_id: int
    due_on: date
    status: str
    closed_as: str | None
    withdrawn_at: datetime | None
    excused_at: datetime | None
    excused_until: date | None

    def is_complete(self) -> bool:
        """Whether nothing is left to ask for."""
        return self.status == Status.EVALUATED and self.closed_as is None

    def is_excused(self, today: date) -> bool:
        """Whether the person is excused on the organization day `today` (A-26)."""
        return is_excused(self.excused_at, self.excused_until, today)


def assignment(session: Session, actor: Actor, *, assignment_id: int, is_held: bool = False) -> Assignment:
    """The row of an assignment to which something can be done; `is_held` lets everybody else wait for it.

    `AlreadyCancelled` and `BeingCreated` say why nothing can.
    """
    actor.require(Permission.MANAGE_ASSIGNMENTS)
    row = queries.row_of(session, actor, assignment_id=assignment_id)
    if is_held:
        session.refresh(row, with_for_update=True)
    if row.cancelled_at is not None:
        raise AlreadyCancelled
    if row.published_at is None:
        raise BeingCreated
    return row


def places(session: Session, actor: Actor, *, assignment_id: int, assignee_ids: list[int] | None) -> list[Place]:
    """These places, or all that the actor sees; a chosen one that is not the actor's to see is `NotFound`."""
    columns: tuple[Any, ...] = (
        col(Assignee.id), col(Assignee.enrollment_id), col(Assignee.due_on), col(Enrollment.status),
        col(Enrollment.closed_as), col(Assignee.withdrawn_at), col(Assignee.excused_at), col(Assignee.excused_until),
    )  # fmt: skip
    statement = (
        sa.select(*columns)
        .select_from(Assignee)
        .join(Enrollment, col(Enrollment.id) == col(Assignee.enrollment_id))
        .join(Person, col(Person.id) == col(Assignee.person_id))
        .where(col(Assignee.assignment_id) == assignment_id, visible(actor))
        .order_by(col(Assignee.id))
    )
    if assignee_ids is not None:
        statement = statement.where(db.is_one_of(col(Assignee.id), assignee_ids))
    session.flush()
    found = [Place(*row) for row in session.connection().execute(statement)]
    if assignee_ids is not None and {one.id for one in found} != set(assignee_ids):
        raise NotFound
    return found


def has_others(session: Session, actor: Actor, *, assignment_id: int) -> bool:
    """Whether somebody in the assignment is not the actor's to see."""
    if actor.scope.everybody:
        return False
    others = (
        sa.select(col(Assignee.id))
        .join(Person, col(Person.id) == col(Assignee.person_id))
        .where(col(Assignee.assignment_id) == assignment_id, col(Assignee.withdrawn_at).is_(None), ~visible(actor))
    )
    return session.connection().execute(others.limit(1)).first() is not None
