"""Which course attempts an attempt at a learning path consists of, and beginning failed ones anew (T-05, X-02).

The courses of a path are fixed when an attempt at it begins: a `PathStep` for each names the course attempt that
counts. That is one the person has open (whatever began it), one they completed in this licensing period unless
duplicates are allowed, or a new one.
"""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.assignments.attempts import paths
from training_app.assignments.making import choosing
from training_app.assignments.model import Enrollment, PathStep
from training_app.assignments.rules import Source, Status
from training_app.catalog import queries as catalog
from training_app.core import db
from training_app.core.tables import known
from training_app.people.model import Person

_NEW = Enrollment.__table__.c  # type: ignore[attr-defined]  # SQLModel sets __table__


def begin(
    session: Session,
    *,
    path_id: int,
    people: sa.Select[int],
    source: Source,
    allow_duplicates: bool,
    today: date,
    now: datetime,
) -> None:
    """Give the attempts at a path that these people have just begun their courses. Run again it changes nothing."""
    version = catalog.current_version(session, training_id=path_id)
    for position, course in enumerate(catalog.courses_of(session, version_id=known(version.id)), start=1):
        course_id = known(course.id)
        begun = _begun(path_id, known(version.id), position, people)
        counts = None if allow_duplicates else _completed_this_period(session, course_id, today)
        _begin_course(session, course_id, sa.select(begun.c.of_person_id), counts=counts, source=source, now=now)
        _note_step(session, course_id, position, begun, counts)
    fresh: Any = sa.select(col(Enrollment.id)).where(*_open_at(path_id), col(Enrollment.person_id).in_(people))
    begun_now = sorted(session.connection().execute(fresh).scalars())
    paths.settle(session, path_ids=begun_now, actor_id=None, now=now)


def retry(session: Session, *, path_ids: list[int], source: Source, actor_id: int | None, now: datetime) -> list[int]:
    """Begin the failed courses of these path attempts anew, within the same attempt at the path (A-22, X-02).

    Answers the course attempts that count from now on. What was failed stays as it is.
    """
    failed: Any = (
        sa.select(col(PathStep.path_enrollment_id), col(PathStep.position), col(PathStep.course_id),
                  col(Enrollment.person_id))
        .join(Enrollment, col(Enrollment.id) == col(PathStep.enrollment_id))
        .where(db.is_one_of(col(PathStep.path_enrollment_id), path_ids), col(Enrollment.status) == Status.FAILED)
    )  # fmt: skip
    rows = session.connection().execute(failed).all()
    again: list[int] = []
    for course_id in sorted({row.course_id for row in rows}):
        of_course = [row for row in rows if row.course_id == course_id]
        people = sa.select(col(Person.id)).where(db.is_one_of(col(Person.id), [row.person_id for row in of_course]))
        _begin_course(session, course_id, people, source=source, now=now)
        again += _let_count(session, course_id, [row.path_enrollment_id for row in of_course])
    paths.follow(session, enrollment_ids=again, actor_id=actor_id, now=now)
    return again


def _let_count(session: Session, course_id: int, path_ids: list[int]) -> list[int]:
    """Let the open attempt at a course count in these path attempts; answer those attempts."""
    path: Any = sa.orm.aliased(Enrollment)
    open_one = (
        sa.select(col(Enrollment.id))
        .join(path, path.person_id == col(Enrollment.person_id))
        .where(*_open_at(course_id), path.id == col(PathStep.path_enrollment_id))
        .correlate(PathStep)
        .scalar_subquery()
    )
    step = db.is_one_of(col(PathStep.path_enrollment_id), path_ids) & (col(PathStep.course_id) == course_id)
    counted = sa.update(PathStep).where(step, open_one.is_not(None)).values(enrollment_id=open_one)
    found = session.connection().execute(counted.returning(col(PathStep.enrollment_id))).scalars()
    return sorted(found)


def _open_at(training_id: int) -> list[sa.ColumnElement[bool]]:
    return [col(Enrollment.training_id) == training_id, Enrollment.is_open_sql()]


def _begun(path_id: int, version_id: int, position: int, people: sa.Select[int]) -> sa.Subquery:
    """Path attempts that lack the course at a position, with their people."""
    has_it = sa.exists().where(
        col(PathStep.path_enrollment_id) == col(Enrollment.id), col(PathStep.position) == position
    )
    return (
        sa.select(col(Enrollment.id).label("path_id"), col(Enrollment.person_id).label("of_person_id"))
        .where(
            *_open_at(path_id),
            col(Enrollment.version_id) == version_id,
            col(Enrollment.person_id).in_(people),
            ~has_it,
        )
        .subquery()
    )


def _begin_course(
    session: Session, course_id: int, people: Any, *, counts: Any = None, source: Source, now: datetime
) -> None:
    """A new attempt at a course for these people, unless they have one open, or one that `counts`."""
    version = catalog.current_version(session, training_id=course_id)
    earlier: Any = sa.orm.aliased(Enrollment)
    number = (
        sa.select(sa.func.coalesce(sa.func.max(earlier.number), 0) + 1)
        .where(earlier.training_id == course_id, earlier.person_id == col(Person.id))
        .correlate(Person)
        .scalar_subquery()
    )
    fresh = {
        "person_id": col(Person.id), "training_id": sa.literal(course_id), "version_id": sa.literal(version.id),
        "number": number, "source": sa.literal(source.value), "status": sa.literal(Status.ENROLLED.value),
        "enrolled_at": sa.literal(now, _NEW.enrolled_at.type),
    }  # fmt: skip
    wanted = [col(Person.id).in_(people), ~choosing.has_open_sql(course_id)]
    if counts is not None:
        wanted.append(counts.is_(None))
    rows = sa.select(*fresh.values()).where(*wanted)
    session.connection().execute(db.insert_or_ignore(Enrollment).from_select(list(fresh), rows))


def _note_step(session: Session, course_id: int, position: int, begun: sa.Subquery, counts: Any) -> None:
    open_one: Any = (
        sa.select(col(Enrollment.id))
        .where(*_open_at(course_id), col(Enrollment.person_id) == col(Person.id))
        .correlate(Person)
        .scalar_subquery()
    )
    which = open_one if counts is None else sa.func.coalesce(counts, open_one)
    step = {
        "path_enrollment_id": begun.c.path_id, "position": sa.literal(position), "course_id": sa.literal(course_id),
        "enrollment_id": which,
    }  # fmt: skip
    rows = sa.select(*step.values()).select_from(begun).join(Person, col(Person.id) == begun.c.of_person_id)
    statement = db.insert_or_ignore(PathStep).from_select(list(step), rows.where(which.is_not(None)))
    session.connection().execute(statement)


def _completed_this_period(session: Session, course_id: int, today: date) -> Any:
    """The last attempt with which the person completed the course in their current licensing period."""
    return (
        sa.select(col(Enrollment.id))
        .where(
            col(Enrollment.person_id) == col(Person.id),
            col(Enrollment.training_id) == course_id,
            col(Enrollment.status) == Status.EVALUATED,
            col(Enrollment.closed_as).is_(None),
            col(Enrollment.completed_on) >= choosing.period_begins_sql(session, today),
        )
        .order_by(col(Enrollment.completed_on).desc(), col(Enrollment.id).desc())
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )
