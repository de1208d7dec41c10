"""Closing attempts that nothing asks for any more, and opening them again (A-19, A-25, A-26, X-02).

A closed attempt keeps its status, its progress and its number. What asks for one: a place in an assignment, an attempt
at a learning path of which it is a course, or the person themselves.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.assignments.attempts import paths
from training_app.assignments.model import Assignee, Enrollment, PathStep
from training_app.assignments.records import Closing
from training_app.assignments.rules import OPEN, ClosedAs, Source, Status
from training_app.core import bulk, db
from training_app.core.tables import known

# What somebody asked for apart from any assignment.
OWN_ACTS = (Source.SELF_ENROLLED, Source.REASSIGNED, Source.AUTO_REASSIGNED)


def is_asked_sql() -> sa.ColumnElement[bool]:
    """Whether anything asks for an attempt: a place that is neither withdrawn nor excused for good, a path, oneself."""
    path: Any = sa.orm.aliased(Enrollment)
    place = sa.exists().where(
        col(Assignee.enrollment_id) == col(Enrollment.id),
        col(Assignee.withdrawn_at).is_(None),
        col(Assignee.excused_at).is_(None) | col(Assignee.excused_until).is_not(None),
    )
    course_of = (
        sa.select(path.id)
        .join(PathStep, col(PathStep.path_enrollment_id) == path.id)
        .where(
            col(PathStep.enrollment_id) == col(Enrollment.id),
            path.closed_as.is_(None),
            path.status != Status.EVALUATED,
        )
        .correlate(Enrollment)
        .exists()
    )
    oneself = col(Enrollment.source).in_(OWN_ACTS) | col(Enrollment.self_enrolled_at).is_not(None)
    return place.correlate(Enrollment) | course_of | oneself


def close(
    session: Session,
    *,
    enrollment_ids: list[int],
    closed_as: ClosedAs,
    by_id: int | None,
    why: str = "",
    now: datetime,
    unasked_only: bool = True,
) -> list[int]:
    """Close those of these attempts that are neither complete nor closed; answer which.

    With `unasked_only` what something still asks for stays. The course attempts of a closed path are closed with it
    where nothing else asks for them, whatever `unasked_only` says (X-02).
    """
    session.flush()
    wanted = [
        db.is_one_of(col(Enrollment.id), enrollment_ids),
        col(Enrollment.closed_as).is_(None),
        col(Enrollment.status) != Status.EVALUATED,
    ]
    if unasked_only:
        wanted.append(~is_asked_sql())
    statement = sa.update(Enrollment).where(*wanted).values(closed_as=closed_as.value).returning(col(Enrollment.id))
    closed = _ids(session, statement)
    if not closed:
        return []
    bulk.insert(session, Closing, [{"enrollment_id": one, "by_id": by_id, "at": now, "why": why} for one in closed])
    courses = close(session, enrollment_ids=_courses_of(session, closed), closed_as=closed_as, by_id=by_id, why=why,
                    now=now)  # fmt: skip
    session.expire_all()
    return [*closed, *courses]


def reopen(session: Session, *, enrollment_ids: list[int], closed_as: ClosedAs, now: datetime) -> list[int]:
    """Open attempts again that were closed in this way, as they were; answer which.

    Where the person has another open attempt at the training by now, there are no two: places and paths go on with
    that one (E-07). The course attempts of a path come back with it.
    """
    session.flush()
    was = db.is_one_of(col(Enrollment.id), enrollment_ids) & (col(Enrollment.closed_as) == closed_as.value)
    other = paths.other_open()
    is_free = col(Enrollment.status).not_in(OPEN) | other.is_(None)
    statement = sa.update(Enrollment).where(was, is_free).values(closed_as=None).returning(col(Enrollment.id))
    opened = _ids(session, statement)
    if opened:
        session.connection().execute(sa.delete(Closing).where(db.is_one_of(col(Closing.enrollment_id), opened)))
    _go_on_with_the_other(session, was)
    courses = _courses_of(session, opened)
    if courses:
        opened += reopen(session, enrollment_ids=courses, closed_as=closed_as, now=now)
        paths.follow(session, enrollment_ids=courses, actor_id=None, now=now)
    session.expire_all()
    return opened


def _go_on_with_the_other(session: Session, still_closed: sa.ColumnElement[bool]) -> None:
    pairs = sa.select(col(Enrollment.id), paths.other_open().label("other")).where(still_closed)
    other_of = {row.id: row.other for row in session.connection().execute(pairs) if row.other is not None}
    for closed, other in other_of.items():
        place = sa.update(Assignee).where(col(Assignee.enrollment_id) == closed, col(Assignee.withdrawn_at).is_(None))
        session.connection().execute(place.values(enrollment_id=other))
        step = sa.update(PathStep).where(col(PathStep.enrollment_id) == closed)
        session.connection().execute(step.values(enrollment_id=other))


def _courses_of(session: Session, path_ids: list[int]) -> list[int]:
    steps = sa.select(col(PathStep.enrollment_id)).where(db.is_one_of(col(PathStep.path_enrollment_id), path_ids))
    return _ids(session, steps) if path_ids else []


def _ids(session: Session, statement: Any) -> list[int]:
    return sorted(known(number) for number in session.connection().execute(statement).scalars())
