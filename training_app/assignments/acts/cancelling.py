"""“Cancel Assignment”: it is asked of nobody any more; who completed it stays (A-25, V-01)."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.assignments.acts import concerned, withdrawing
from training_app.assignments.acts.concerned import AlreadyCancelled
from training_app.assignments.model import Assignee, Assignment
from training_app.core import audit, events
from training_app.core.errors import Conflict
from training_app.people.model import Person
from training_app.people.queries import visible


class BeyondScope(Conflict):
    """People beyond your teams are in this assignment. Somebody who sees everybody in it can cancel it."""


@dataclass(frozen=True)
class AssignmentCancelled:
    """A published assignment was cancelled, and these places with it."""

    assignment_id: int
    assignee_ids: list[int]


@dataclass(frozen=True)
class CancelAccount:
    """How many it would withdraw, and how many who completed it stay."""

    withdrawn: int
    complete: int


@dataclass(frozen=True)
class Cancelled:
    """How many were withdrawn and how many stay; `again` when it was cancelled before."""

    withdrawn: int
    complete: int
    again: bool = False


def account(session: Session, actor: Actor, *, assignment_id: int) -> CancelAccount:
    """Count what "Cancel Assignment" would do. The lock does not hold for it."""
    concerned.assignment(session, actor, assignment_id=assignment_id)
    _require_everybody(session, actor, assignment_id)
    return _account(session, actor, assignment_id)


def cancel(session: Session, actor: Actor, *, assignment_id: int, now: datetime) -> Cancelled:
    """Withdraw everybody who is not complete, and let the assignment be cancelled (A-25). Twice is once."""
    try:
        assignment = concerned.assignment(session, actor, assignment_id=assignment_id, is_held=True)
    except AlreadyCancelled:
        return Cancelled(0, _account(session, actor, assignment_id).complete, again=True)
    _require_everybody(session, actor, assignment_id)
    _mark(session, assignment, actor, now)
    gone = withdrawing.withdraw(
        session,
        assignment_id=assignment_id,
        assignee_ids=None,
        by_id=actor.person_id,
        why="The assignment was cancelled.",
        now=now,
    )
    stay = _account(session, actor, assignment_id).complete
    events.record(session, AssignmentCancelled(assignment_id, gone), actor_id=actor.person_id, at=now)
    audit.write(session, actor_id=actor.person_id, at=now, act="assignment cancelled", subject="assignment",
                subject_id=assignment_id, after={"withdrawn": len(gone), "complete": stay}, rows=gone)  # fmt: skip
    return Cancelled(len(gone), stay)


def _require_everybody(session: Session, actor: Actor, assignment_id: int) -> None:
    if concerned.has_others(session, actor, assignment_id=assignment_id):
        raise BeyondScope


def _account(session: Session, actor: Actor, assignment_id: int) -> CancelAccount:
    """Who is in it: everybody, for whoever may cancel it sees them all."""
    is_complete = withdrawing.is_complete_sql()
    counted = (
        sa.select(
            sa.func.count().filter(~is_complete).label("withdrawn"),
            sa.func.count().filter(is_complete).label("complete"),
        )
        .select_from(Assignee)
        .join(Person, col(Person.id) == col(Assignee.person_id))
        .where(col(Assignee.assignment_id) == assignment_id, col(Assignee.withdrawn_at).is_(None), visible(actor))
    )
    return CancelAccount(**session.connection().execute(counted).mappings().one())


def _mark(session: Session, assignment: Assignment, actor: Actor, now: datetime) -> None:
    assignment.cancelled_at, assignment.cancelled_by_id = now, actor.person_id
    # An edit that is under way finds that something else came first.
    assignment.version += 1
    session.add(assignment)
