"""Taking people out of an assignment, and in again (A-19, A-25, V-01).

To withdraw is to ask no longer: progress and history stay. What is complete stays in the assignment.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.assignments.attempts import closing
from training_app.assignments.model import Assignee, Assignment, Enrollment
from training_app.assignments.records import Withdrawal
from training_app.assignments.rules import OPEN, ClosedAs, Status
from training_app.core import bulk, db
from training_app.core.tables import known


@dataclass(frozen=True)
class UsersWithdrawn:
    """These places were taken out of a published assignment that goes on."""

    assignment_id: int
    assignee_ids: list[int]


def withdraw(
    session: Session,
    *,
    assignment_id: int,
    assignee_ids: list[int] | None,
    by_id: int | None,
    why: str,
    now: datetime,
) -> list[int]:
    """Withdraw these places (None: all) unless they are complete or withdrawn already; answer which.

    Their attempts are closed unless something else asks for them. Whoever calls has counted the assignment's version
    up; it is noted as the one with which the places left (A-24).
    """
    session.flush()
    assignment = session.get_one(Assignment, assignment_id)
    wanted = [
        col(Assignee.assignment_id) == assignment_id,
        col(Assignee.withdrawn_at).is_(None),
        ~is_complete_sql(),
    ]
    if assignee_ids is not None:
        wanted.append(db.is_one_of(col(Assignee.id), assignee_ids))
    statement = sa.update(Assignee).where(*wanted).values(withdrawn_at=now, left_in=assignment.version)
    rows = session.connection().execute(statement.returning(col(Assignee.id), col(Assignee.enrollment_id))).all()
    gone = sorted(known(row.id) for row in rows)
    if gone:
        noted = [{"assignee_id": one, "by_id": by_id, "at": now, "why": why} for one in gone]
        bulk.insert(session, Withdrawal, noted)
        closing.close(session, enrollment_ids=[row.enrollment_id for row in rows], closed_as=ClosedAs.WITHDRAWN,
                      by_id=by_id, why=why, now=now)  # fmt: skip
    session.expire_all()
    return gone


def bring_back(session: Session, *, assignment_id: int, assignee_ids: list[int], now: datetime) -> list[int]:
    """Let withdrawn places be asked for again, each with the attempt it had (A-19); answer which.

    They are due with the assignment, an excuse of before is over, and the occasion counts up, so that the notices are
    made anew (X-05). Where the person has begun another attempt since, they go on with that one.
    """
    session.flush()
    assignment = session.get_one(Assignment, assignment_id)
    statement = (
        sa.update(Assignee)
        .where(
            col(Assignee.assignment_id) == assignment_id,
            db.is_one_of(col(Assignee.id), assignee_ids),
            col(Assignee.withdrawn_at).is_not(None),
        )
        .values(
            withdrawn_at=None,
            excused_at=None,
            excused_until=None,
            joined_in=assignment.version,
            occasion=col(Assignee.occasion) + 1,
            due_on=assignment.due_on,
            due_set_at=now,
        )
    )
    returning = statement.returning(col(Assignee.id), col(Assignee.enrollment_id))
    rows = session.connection().execute(returning).all()
    back = sorted(known(row.id) for row in rows)
    if back:
        attempts = [row.enrollment_id for row in rows]
        for closed_as in (ClosedAs.WITHDRAWN, ClosedAs.EXCUSED):
            closing.reopen(session, enrollment_ids=attempts, closed_as=closed_as, now=now)
        _join_open(session, back, assignment.training_id)
    session.expire_all()
    return back


def is_complete_sql() -> sa.ColumnElement[bool]:
    """Whether the attempt of a place is complete."""
    attempt: Any = sa.orm.aliased(Enrollment)
    return sa.exists().where(
        attempt.id == col(Assignee.enrollment_id), attempt.status == Status.EVALUATED, attempt.closed_as.is_(None)
    )


def _join_open(session: Session, places: list[int], training_id: int) -> None:
    """What was superseded meanwhile is gone on with as the attempt that is open now."""
    current: Any = sa.orm.aliased(Enrollment)
    open_one = (
        sa.select(current.id)
        .where(
            current.person_id == col(Assignee.person_id),
            current.training_id == training_id,
            current.closed_as.is_(None),
            current.status.in_(OPEN),
        )
        .correlate(Assignee)
        .scalar_subquery()
    )
    was_closed = sa.exists().where(
        col(Enrollment.id) == col(Assignee.enrollment_id), col(Enrollment.closed_as).is_not(None)
    )
    moved = sa.update(Assignee).where(db.is_one_of(col(Assignee.id), places), was_closed, open_one.is_not(None))
    session.connection().execute(moved.values(enrollment_id=open_one))
