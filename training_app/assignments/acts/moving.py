"""Moving the due day of places that people have in an assignment (A-19, A-22, A-26)."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.assignments.model import Assignee
from training_app.core import db, events
from training_app.core.tables import known


@dataclass(frozen=True)
class DueDatesMoved:
    """The due day of these places in a published assignment moved; no ids means all of its places."""

    assignment_id: int
    assignee_ids: list[int] | None = None


def move(
    session: Session, *, assignment_id: int, assignee_ids: list[int], due_on: date, actor_id: int | None, now: datetime
) -> list[int]:
    """Let these places be due on another day; answer those whose day that changed. Their people are told at once.

    Reminders follow by themselves: they are decided by the day that a place has (X-05).
    """
    changed = (
        sa.update(Assignee)
        .where(
            col(Assignee.assignment_id) == assignment_id,
            db.is_one_of(col(Assignee.id), assignee_ids),
            col(Assignee.withdrawn_at).is_(None),
            col(Assignee.due_on) != due_on,
        )
        .values(due_on=due_on, due_set_at=now)
        .returning(col(Assignee.id))
    )
    moved = sorted(known(moved_id) for moved_id in session.connection().execute(changed).scalars())
    if moved:
        events.record(session, DueDatesMoved(assignment_id, moved), actor_id=actor_id, at=now)
    return moved
