"""What one can enroll oneself in, and how one stands with it (L-01, X-03, T-05)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.assignments.attempts import shown
from training_app.assignments.model import Enrollment
from training_app.assignments.records import Attendance
from training_app.assignments.rules import OPEN, Status
from training_app.assignments.sessions import offered as sessions
from training_app.catalog.model import PathCourse, Training, TrainingVersion
from training_app.catalog.rules import CourseKind, SignUpBy, TrainingKind
from training_app.certifications import periods
from training_app.core import organization, paging
from training_app.core.db import is_one_of
from training_app.core.paging import Page, Paged
from training_app.people.model import Person
from training_app.people.rules import folded

FIRST = Page(size=20)

ATTENDED = "It is completed by attending a session."
APPROVED = "It is completed when your record of it is approved."
NOT_NOW = "It is not offered at present."
FAILED = "You did not pass. Whoever assigned it can enroll you again."
THIS_PERIOD = "You have completed it in this licensing period already."
PIECE_BY_PIECE = "Completed piece by piece: you have completed each of its courses in this licensing period."


@dataclass(frozen=True)
class Offer:
    """A training as it stands for one person. Days are ISO, empty where there is none.

    `attempt_id` is the attempt to go on with, 0 where there is none or nothing to do here. `completed_id` is the one
    completed last. Without anything to go on with one `can_enroll`, or `why` says why not. `has_sessions`: of an
    instructor, at least one of which one could sign up for.
    """

    id: int
    title: str
    level: str
    is_path: bool
    hours: str
    minutes: int
    courses: int
    is_open: bool
    attempt_id: int
    status: str
    completed_on: str
    completed_id: int
    can_enroll: bool
    why: str
    is_external: bool
    is_enrolled: bool
    has_attended: bool
    has_sessions: bool = False


def trainings(session: Session, actor: Actor, *, q: str, today: date, page: Page = FIRST) -> Paged[Offer]:
    """One page of what anybody can enroll themselves in on the organization day `today`, by title.

    Online courses, learning paths, and courses of an instructor with a session that everybody can sign up for; they
    are found by title, code, library or level.
    """
    found = _offered(q, today)
    cut = page.cut(found.order_by(col(Training.title), col(Training.id)))
    ids = list(session.connection().execute(cut).scalars())
    stands = offers(session, actor, training_ids=ids, today=today)
    return Paged([stands[one] for one in ids], paging.count(session, found), page)


def number(session: Session, actor: Actor, *, q: str, today: date) -> int:
    """How many `trainings` there are with this search."""
    del actor  # the catalogue is the same for everybody
    return paging.count(session, _offered(q, today))


def offers(session: Session, actor: Actor, *, training_ids: Collection[int], today: date) -> dict[int, Offer]:
    """How these trainings stand for the actor, by their ids; nobody else's attempts are looked at (P-05)."""
    rows = session.connection().execute(_looked_at(training_ids, today)).all()
    attempts = _attempts(session, actor, training_ids, today)
    asked = {row.requires_id for row in rows if row.requires_id} | set(training_ids)
    attended = _attended(session, actor, asked)
    begins = _period_begins(session, actor, today)
    pieced = _piece_by_piece(session, actor, training_ids, begins)
    return {row.id: _offer(row, attempts[row.id], attended, begins, row.id in pieced) for row in rows}


def _offered(q: str, today: date) -> Any:
    wanted = [col(Training.search).contains(word, autoescape=True) for word in folded(q).split()]
    is_taken_here = sa.or_(col(Training.kind) == TrainingKind.PATH, col(Training.course_kind) == CourseKind.ONLINE)
    is_offered = is_taken_here | sessions.open_sql(col(Training.id), today, by=(SignUpBy.EVERYONE,))
    return sa.select(col(Training.id)).where(Training.can_be_assigned_sql(today), is_offered, *wanted)


def _looked_at(training_ids: Collection[int], today: date) -> Any:
    required: Any = sa.orm.aliased(Training)
    courses = sa.select(sa.func.count()).where(col(PathCourse.version_id) == TrainingVersion.newest_of_sql(Training))
    columns = (Training.id, Training.title, Training.level, Training.kind, Training.course_kind, Training.hours,
               Training.minutes, Training.requires_id)  # fmt: skip
    return (
        sa.select(
            *map(col, columns),
            required.title.label("required"),
            Training.can_be_assigned_sql(today).label("is_offered"),
            courses.correlate(Training).scalar_subquery().label("courses"),
            sessions.open_sql(col(Training.id), today, by=(SignUpBy.EVERYONE,)).label("for_everyone"),
            sessions.open_sql(col(Training.id), today, by=(SignUpBy.ENROLLED,)).label("for_enrolled"),
        )
        .outerjoin(required, required.id == col(Training.requires_id))
        .where(is_one_of(col(Training.id), training_ids))
    )


def _attempts(session: Session, actor: Actor, training_ids: Iterable[int], today: date) -> dict[int, list[Any]]:
    """The actor's attempts at each of these trainings that they see, the newest first."""
    columns = (Enrollment.id, Enrollment.training_id, Enrollment.status, Enrollment.closed_as,
               Enrollment.completed_on)  # fmt: skip
    wanted: Any = sa.select(*map(col, columns), shown.is_asked_sql(today).label("is_asked")).where(
        *shown.mine(actor, today), is_one_of(col(Enrollment.training_id), training_ids)
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in session.connection().execute(wanted.order_by(col(Enrollment.number).desc())):
        found[row.training_id].append(row)
    return found


def _attended(session: Session, actor: Actor, course_ids: Iterable[int]) -> set[int]:
    there = sa.select(col(Attendance.course_id)).where(
        col(Attendance.person_id) == actor.person_id, is_one_of(col(Attendance.course_id), course_ids)
    )
    return set(session.connection().execute(there).scalars())


def _period_begins(session: Session, actor: Actor, today: date) -> date:
    begins = periods.begins_sql(col(Person.id), today, organization.of(session).licensing_months)
    of_theirs = sa.select(begins).where(col(Person.id) == actor.person_id)
    return session.connection().execute(of_theirs).scalar_one_or_none() or today


def _piece_by_piece(session: Session, actor: Actor, training_ids: Collection[int], begins: date) -> set[int]:
    """The paths of which the actor has completed each course in this licensing period: nobody begins them (X-02)."""
    completed = sa.exists().where(
        col(Enrollment.person_id) == actor.person_id,
        col(Enrollment.training_id) == col(PathCourse.course_id),
        col(Enrollment.status) == Status.EVALUATED,
        col(Enrollment.closed_as).is_(None),
        col(Enrollment.completed_on) >= begins,
    )
    of_path = sa.select(col(PathCourse.id)).where(col(PathCourse.version_id) == TrainingVersion.newest_of_sql(Training))
    lacks = of_path.where(~completed.correlate(PathCourse)).correlate(Training).exists()
    paths: Any = sa.select(col(Training.id)).where(
        col(Training.kind) == TrainingKind.PATH,
        is_one_of(col(Training.id), training_ids),
        of_path.correlate(Training).exists(),
        ~lacks,
    )
    return set(session.connection().execute(paths).scalars())


def _offer(row: Any, attempts: list[Any], attended: set[int], begins: date, is_pieced: bool) -> Offer:  # noqa: FBT001
    current = [one for one in attempts if one.closed_as is None]
    ahead = next((one for one in current if one.status in OPEN), None)
    complete = [one for one in current if one.status == Status.EVALUATED and one.completed_on]
    last = max(complete, key=lambda one: one.completed_on, default=None)
    is_taken_here = row.kind == TrainingKind.PATH or row.course_kind == CourseKind.ONLINE
    goes_on = ahead is not None and (is_taken_here or ahead.status == Status.PASSED)
    is_recent = last is not None and last.completed_on >= begins
    done = THIS_PERIOD if is_recent else PIECE_BY_PIECE if is_pieced else ""
    why = "" if goes_on else _why_not(row, current, done, attended)
    return Offer(
        id=row.id,
        title=row.title,
        level=row.level or "",
        is_path=row.kind == TrainingKind.PATH,
        hours=f"{row.hours.normalize():f}" if row.hours else "",
        minutes=row.minutes or 0,
        courses=row.courses,
        is_open=ahead is not None,
        attempt_id=ahead.id if ahead and goes_on else 0,
        status=ahead.status if ahead else "",
        completed_on=last.completed_on.isoformat() if last else "",
        completed_id=last.id if last else 0,
        can_enroll=not ahead and not why,
        why=why,
        is_external=row.course_kind == CourseKind.EXTERNAL,
        is_enrolled=bool(current),
        has_attended=row.id in attended,
        has_sessions=(row.for_everyone and row.is_offered) or (ahead is not None and row.for_enrolled),
    )


def _why_not(row: Any, current: list[Any], done: str, attended: set[int]) -> str:
    """Why one cannot enroll in a training that one has no open attempt at, or has `done`; empty where one can."""
    reasons = (
        (row.course_kind == CourseKind.INSTRUCTOR_LED, ATTENDED),
        (row.course_kind == CourseKind.EXTERNAL, APPROVED),
        (not row.is_offered, NOT_NOW),
        (bool(current) and current[0].status == Status.FAILED and current[0].is_asked, FAILED),
        (done, done),
        (row.requires_id and row.requires_id not in attended, f"Before it you must have attended “{row.required}”."),
    )
    return next((why for holds, why in reasons if holds), "")
