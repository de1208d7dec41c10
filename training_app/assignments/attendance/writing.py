"""Writing what was decided of the people of one session: their attempts, that they attended, and what follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.assignments.attempts import paths
from training_app.assignments.attempts.completion import EnrollmentsCompleted
from training_app.assignments.attendance.attending import Act, Decision, Mark
from training_app.assignments.model import Assignee, Enrollment, PathStep
from training_app.assignments.records import Attendance
from training_app.assignments.rules import ClosedAs, Source, Status
from training_app.catalog import queries as catalog
from training_app.core import bulk, db, events
from training_app.core.errors import Conflict

_AT_A_TIME = 500


class Overtaken(Conflict):
    """Somebody else enrolled some of these people at this moment. Nothing was recorded; record it again."""


@dataclass(frozen=True)
class Sitting:
    """One session that is recorded: of which course, on which organization day, by whom, and when it is written."""

    course_id: int
    day: date
    by_id: int | None
    now: datetime


def write(session: Session, sitting: Sitting, decisions: Sequence[Decision]) -> list[int]:
    """Write the attempts and who attended; answer the attempts that were made or changed."""
    written = [one for one in decisions if one.act not in (Act.ALREADY, Act.ABSENT)]
    if not written:
        return []
    changed = [one for one in written if one.act is not Act.NOTE]
    attempts = {one.standing.person_id: one.attempt_id for one in written if one.attempt_id is not None}
    fresh = _enroll(session, sitting, [one for one in changed if one.enrolls])
    attempts |= fresh
    _settle(session, sitting, [one for one in changed if not one.enrolls])
    attended = [
        {"course_id": sitting.course_id, "person_id": one.standing.person_id, "day": sitting.day,
         "enrollment_id": attempts[one.standing.person_id], "by_id": sitting.by_id, "at": sitting.now}
        for one in written
        if one.act is not Act.CORRECT
    ]  # fmt: skip
    bulk.insert(session, Attendance, attended)
    _stand_in(session, sitting.course_id, fresh)
    session.expire_all()
    done = sorted(attempts[one.standing.person_id] for one in changed if _completes(one))
    if done:
        events.record(session, EnrollmentsCompleted(done), actor_id=sitting.by_id, at=sitting.now)
    ids = [attempts[one.standing.person_id] for one in changed]
    paths.follow(session, enrollment_ids=ids, actor_id=sitting.by_id, now=sitting.now)
    return sorted(attempts[one.standing.person_id] for one in written)


def _completes(one: Decision) -> bool:
    """Whether the attempt is complete by this entry, and was not before."""
    was = one.standing.recorded
    return _status(one) == Status.EVALUATED and (was is None or was.status != Status.EVALUATED)


def _status(one: Decision) -> Status:
    """What the attempt is afterwards: who attended is complete, or passed where an evaluation is owed (T-02)."""
    if one.entry.mark is Mark.FAILED:
        return Status.FAILED
    was = one.standing.recorded
    if was is not None and was.status != Status.FAILED:
        return Status(was.status)
    return Status.PASSED if one.standing.has_evaluation else Status.EVALUATED


def _outcome(one: Decision, sitting: Sitting) -> dict[str, Any]:
    status = _status(one)
    is_done = status == Status.EVALUATED
    return {
        "status": status.value,
        "score": one.entry.score,
        "completed_on": sitting.day if is_done else None,
        "completed_at": sitting.now if is_done else None,
    }


def _enroll(session: Session, sitting: Sitting, new: list[Decision]) -> dict[int, int]:
    """Attempts for those who have none open, with their result; answer them by person."""
    if not new:
        return {}
    version = catalog.current_version(session, training_id=sitting.course_id)
    numbers = _next_numbers(session, sitting.course_id, [one.standing.person_id for one in new])
    rows = [
        {"person_id": one.standing.person_id, "training_id": sitting.course_id, "version_id": version.id,
         "number": numbers.get(one.standing.person_id, 1), "source": Source.ATTENDANCE.value,
         "enrolled_at": sitting.now}
        | _outcome(one, sitting)
        for one in new
    ]  # fmt: skip
    made: dict[int, int] = {}
    for first in range(0, len(rows), _AT_A_TIME):
        statement = db.insert_or_ignore(Enrollment).values(rows[first : first + _AT_A_TIME])
        found = session.connection().execute(statement.returning(col(Enrollment.person_id), col(Enrollment.id)))
        made |= {row.person_id: row.id for row in found}
    if len(made) != len(new):
        raise Overtaken
    return made


def _next_numbers(session: Session, course_id: int, people: list[int]) -> dict[int, int]:
    earlier = (
        sa.select(col(Enrollment.person_id), (sa.func.max(col(Enrollment.number)) + 1).label("number"))
        .where(col(Enrollment.training_id) == course_id, db.is_one_of(col(Enrollment.person_id), people))
        .group_by(col(Enrollment.person_id))
    )
    return {row.person_id: row.number for row in session.connection().execute(earlier)}


def _settle(session: Session, sitting: Sitting, decisions: Sequence[Decision]) -> None:
    """Write results into attempts that are there; without a score the one they have stays."""
    table: Any = Enrollment.__table__  # type: ignore[attr-defined]  # SQLModel sets __table__
    given = [
        {"row_id": one.attempt_id} | {f"new_{name}": value for name, value in _outcome(one, sitting).items()}
        for one in decisions
    ]
    if not given:
        return
    names = [name.removeprefix("new_") for name in given[0] if name != "row_id"]
    values: dict[str, Any] = {name: sa.bindparam(f"new_{name}", type_=table.c[name].type) for name in names}
    # What was complete stays so since the same day and moment: there only the score is another.
    values["completed_on"] = sa.func.coalesce(table.c.completed_on, values["completed_on"])
    values["completed_at"] = sa.func.coalesce(table.c.completed_at, values["completed_at"])
    values["score"] = sa.func.coalesce(values["score"], table.c.score)
    session.connection().execute(sa.update(table).where(table.c.id == sa.bindparam("row_id")).values(values), given)


def _stand_in(session: Session, course_id: int, fresh: dict[int, int]) -> None:
    """Where an assignment or a path asked for an attempt that failed or lapsed, the one of the session takes its place.

    Whoever failed and comes again has not failed that assignment any more.
    """
    if not fresh:
        return
    mine = db.is_one_of(col(Enrollment.person_id), fresh)
    gone = (
        sa.select(col(Enrollment.id))
        .where(mine, col(Enrollment.training_id) == course_id,
               (col(Enrollment.status) == Status.FAILED) | (col(Enrollment.closed_as) == ClosedAs.LAPSED),
               ~db.is_one_of(col(Enrollment.id), fresh.values()))
    )  # fmt: skip
    now = sa.select(col(Enrollment.id)).where(db.is_one_of(col(Enrollment.id), fresh.values()))
    theirs = now.where(col(Enrollment.person_id) == col(Assignee.person_id)).correlate(Assignee)
    places = sa.update(Assignee).where(col(Assignee.enrollment_id).in_(gone), col(Assignee.withdrawn_at).is_(None))
    session.connection().execute(places.values(enrollment_id=theirs.scalar_subquery()))
    before: Any = sa.orm.aliased(Enrollment)
    of_step = sa.select(before.person_id).where(before.id == col(PathStep.enrollment_id)).correlate(PathStep)
    taken = now.where(col(Enrollment.person_id) == of_step.scalar_subquery()).correlate(PathStep).scalar_subquery()
    steps = sa.update(PathStep).where(col(PathStep.enrollment_id).in_(gone))
    session.connection().execute(steps.values(enrollment_id=taken))
