"""Attempts at learning paths follow their courses (T-05).

Which course attempts a path attempt consists of is fixed when it begins, see `path_attempts`.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.assignments.attempts.completion import EnrollmentsCompleted
from training_app.assignments.model import Enrollment, PathStep
from training_app.assignments.rules import OPEN, Status
from training_app.core import audit, db, events


def follow(session: Session, *, enrollment_ids: list[int], actor_id: int | None, now: datetime) -> None:
    """Bring the path attempts that consist of these course attempts into step with them, in the same transaction.

    A path is failed when a course is, complete when all are, passed when all are passed or complete (T-05).
    """
    session.flush()
    of_them = sa.select(col(PathStep.path_enrollment_id)).where(
        db.is_one_of(col(PathStep.enrollment_id), enrollment_ids)
    )
    followed = set(session.connection().execute(of_them.distinct()).scalars())
    settle(session, path_ids=sorted(followed), actor_id=actor_id, now=now)


def settle(session: Session, *, path_ids: list[int], actor_id: int | None, now: datetime) -> None:
    """Read the status of these path attempts off their courses."""
    if not path_ids:
        return
    session.flush()
    # Held first: of two courses that are finished at the same moment, the second sees the first.
    mine = sa.select(col(Enrollment.id), col(Enrollment.status)).where(
        db.is_one_of(col(Enrollment.id), path_ids),
        col(Enrollment.closed_as).is_(None),
        col(Enrollment.status) != Status.EVALUATED,
    )
    held = session.connection().execute(mine.order_by(col(Enrollment.id)).with_for_update()).all()
    becomes = _statuses(session, [row.id for row in held])
    changed = {row.id: becomes[row.id] for row in held if becomes.get(row.id, row.status) != row.status}
    for status in set(changed.values()):
        _change(session, [one for one, becoming in changed.items() if becoming == status], status, now)
    done = sorted(one for one, status in changed.items() if status == Status.EVALUATED)
    if done:
        events.record(session, EnrollmentsCompleted(done), actor_id=actor_id, at=now)
        audit.write(session, actor_id=actor_id, at=now, act="training completed", subject="enrollment",
                    subject_id=done[0] if len(done) == 1 else None, after={"status": Status.EVALUATED},
                    rows=done)  # fmt: skip
    session.expire_all()


def _statuses(session: Session, path_ids: list[int]) -> dict[int, Status]:
    """What each path attempt is, read off its courses."""

    def number(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.count().filter(condition)

    counts = col(Enrollment.closed_as).is_(None)
    statement: Any = (
        sa.select(
            col(PathStep.path_enrollment_id).label("path_id"),
            sa.func.count().label("total"),
            number(col(Enrollment.status) == Status.EVALUATED).label("evaluated"),
            number(counts & (col(Enrollment.status) == Status.PASSED)).label("passed"),
            number(counts & (col(Enrollment.status) == Status.FAILED)).label("failed"),
        )
        .join(Enrollment, col(Enrollment.id) == col(PathStep.enrollment_id))
        .where(db.is_one_of(col(PathStep.path_enrollment_id), path_ids))
        .group_by(col(PathStep.path_enrollment_id))
    )
    return {row.path_id: status_of(row) for row in session.connection().execute(statement)}


def status_of(row: Any) -> Status:
    """The status of a path attempt whose courses are counted in a row: total, evaluated, passed, failed."""
    if row.evaluated == row.total:
        return Status.EVALUATED
    if row.failed:
        return Status.FAILED
    return Status.PASSED if row.evaluated + row.passed == row.total else Status.ENROLLED


def _change(session: Session, path_ids: list[int], status: Status, now: datetime) -> None:
    values: dict[str, Any] = {"status": status.value}
    wanted = [db.is_one_of(col(Enrollment.id), path_ids)]
    if status == Status.EVALUATED:
        values |= {"completed_at": now, "completed_on": _last_completed()}
    else:
        # One that had failed stays so where the person has begun another attempt at the path since.
        wanted.append(col(Enrollment.status).in_(OPEN) | other_open().is_(None))
    session.connection().execute(sa.update(Enrollment).where(*wanted).values(values))


def _last_completed() -> Any:
    """The day on which the last course of a path attempt was completed."""
    course: Any = sa.orm.aliased(Enrollment)
    return (
        sa.select(sa.func.max(course.completed_on))
        .join(PathStep, col(PathStep.enrollment_id) == course.id)
        .where(col(PathStep.path_enrollment_id) == col(Enrollment.id))
        .correlate(Enrollment)
        .scalar_subquery()
    )


def other_open() -> Any:
    """The open attempt that the person of an attempt has at the same training besides it."""
    another: Any = sa.orm.aliased(Enrollment)
    return (
        sa.select(another.id)
        .where(
            another.person_id == col(Enrollment.person_id),
            another.training_id == col(Enrollment.training_id),
            another.id != col(Enrollment.id),
            another.closed_as.is_(None),
            another.status.in_(OPEN),
        )
        .correlate(Enrollment)
        .scalar_subquery()
    )
