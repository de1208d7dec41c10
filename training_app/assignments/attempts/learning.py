"""What a learner reads of their own trainings, and of nobody else's (P-05, L-01)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.assignments.model import Assignee, Assignment, Enrollment, MaterialDone, PathStep
from training_app.assignments.rules import Source, Status
from training_app.catalog import queries as catalog
from training_app.catalog.model import Material, Training
from training_app.catalog.rules import TrainingKind
from training_app.core.errors import NotFound
from training_app.people.model import Person


@dataclass(frozen=True)
class LearningRow:
    """One attempt as its learner sees it. Days are ISO, empty where there is none; `days` counts to the due day.

    `done` and `total` count parts; of a learning path, its courses.
    """

    id: int
    title: str
    code: str
    level: str
    minutes: int
    status: str
    due_on: str
    days: int
    done: int
    total: int
    number: int
    completed_on: str
    is_path: bool = False


@dataclass(frozen=True)
class Home:
    """The learner's dashboard (L-01): what is owed, what is past due first, and what is complete, newest first."""

    name: str
    enrolled: list[LearningRow]
    completed: list[LearningRow]
    past_due: int
    due_this_week: int


@dataclass(frozen=True)
class Step:
    """One material of a training that is being taken."""

    id: int
    position: int
    kind: str
    title: str
    body: str
    url: str
    done: bool


@dataclass(frozen=True)
class OfPath:
    """The attempt at a learning path that a course belongs to."""

    id: int
    title: str


@dataclass(frozen=True)
class Learning:
    """One attempt with everything to work through, and the learning paths that it is a course of."""

    row: LearningRow
    steps: list[Step]
    paths: list[OfPath]


WEEK = 7


def home(session: Session, actor: Actor, *, today: date) -> Home:
    """Everything the actor has to do and has done, on the organization day `today`.

    What only a learning path asks for stands in the path, until it is complete.
    """
    asked_for = _attempts(actor, today).where(_stands_alone(today) | (col(Enrollment.status) == Status.EVALUATED))
    rows = [_row(row, today) for row in session.connection().execute(asked_for)]
    owed = [row for row in rows if row.status in {Status.ENROLLED, Status.PASSED}]
    owed.sort(key=lambda row: (row.due_on == "", row.due_on, row.title))
    done = sorted((row for row in rows if row.completed_on), key=lambda row: row.completed_on, reverse=True)
    person = session.get(Person, actor.person_id) if actor.person_id else None
    return Home(
        name=person.first_name if person else "",
        enrolled=owed,
        completed=done,
        past_due=sum(1 for row in owed if row.due_on and row.days < 0),
        due_this_week=sum(1 for row in owed if row.due_on and 0 <= row.days < WEEK),
    )


def learning(session: Session, actor: Actor, *, enrollment_id: int, today: date) -> Learning:
    """One attempt of the actor's own with its materials in order; a stranger's is `NotFound` (P-05)."""
    found = session.connection().execute(_attempts(actor, today).where(col(Enrollment.id) == enrollment_id)).first()
    if found is None:
        raise NotFound
    finished = sa.select(col(MaterialDone.material_id)).where(col(MaterialDone.enrollment_id) == enrollment_id)
    done = set(session.connection().execute(finished).scalars())
    steps = [
        Step(one.id, one.position, one.kind, one.title, one.body, one.url, one.id in done)
        for one in catalog.materials(session, version_id=found.version_id)
    ]
    return Learning(_row(found, today), steps, _paths_of(session, enrollment_id, today))


def mine(actor: Actor, today: date) -> list[sa.ColumnElement[bool]]:
    """Which attempts are the actor's own and shown to them: from the start day of what asks for them on (X-03).

    The courses of a learning path are shown with it.
    """
    return [
        col(Enrollment.person_id) == actor.person_id,
        _is_shown(Enrollment, today) | _is_in_shown_path(today) | (col(Enrollment.status) == Status.EVALUATED),
    ]


def _is_shown(attempt: Any, today: date) -> sa.ColumnElement[bool]:
    """Whether an assignment that has begun asks for an attempt, or the person themselves began or opened it."""
    place = _asked(today).where(col(Assignee.enrollment_id) == attempt.id).correlate(attempt).exists()
    return sa.or_(place, attempt.source != Source.ASSIGNED, attempt.self_enrolled_at.is_not(None))


def _stands_alone(today: date) -> sa.ColumnElement[bool]:
    """Whether something else than a learning path asks for an attempt; a path gives its courses its own source."""
    place = _asked(today).where(col(Assignee.enrollment_id) == col(Enrollment.id)).correlate(Enrollment).exists()
    own_act = (col(Enrollment.source) != Source.ASSIGNED) & ~_is_in_shown_path(today)
    return sa.or_(place, own_act, col(Enrollment.self_enrolled_at).is_not(None))


def _is_in_shown_path(today: date) -> sa.ColumnElement[bool]:
    of_it = _shown_paths(today).where(col(PathStep.enrollment_id) == col(Enrollment.id)).correlate(Enrollment)
    found: sa.ColumnElement[bool] = of_it.exists()
    return found


def _shown_paths(today: date) -> Any:
    """Courses of attempts at learning paths that are shown, with those attempts."""
    path: Any = sa.orm.aliased(Enrollment)
    steps: Any = sa.select(path.id, path.training_id).join(PathStep, col(PathStep.path_enrollment_id) == path.id)
    return steps.where(path.closed_as.is_(None), _is_shown(path, today))


def _paths_of(session: Session, enrollment_id: int, today: date) -> list[OfPath]:
    of_it = _shown_paths(today).where(col(PathStep.enrollment_id) == enrollment_id).subquery()
    titles = sa.select(of_it.c.id, col(Training.title)).join(of_it, of_it.c.training_id == col(Training.id))
    return [OfPath(row.id, row.title) for row in session.connection().execute(titles.order_by(of_it.c.id))]


def _asked(today: date) -> Any:
    """Places in assignments that ask for the attempt now."""
    return (
        sa.select(col(Assignee.id))
        .join(Assignment, col(Assignment.id) == col(Assignee.assignment_id))
        .where(
            col(Assignee.withdrawn_at).is_(None),
            col(Assignment.published_at).is_not(None),
            col(Assignment.starts_on) <= today,
        )
    )


def _attempts(actor: Actor, today: date) -> Any:
    due = (
        _asked(today)
        .with_only_columns(sa.func.min(col(Assignee.due_on)))
        .where(col(Assignee.enrollment_id) == col(Enrollment.id), ~Assignee.is_excused_sql(today))
        .correlate(Enrollment)
        .scalar_subquery()
    )
    is_path = col(Training.kind) == TrainingKind.PATH
    total = sa.select(sa.func.count()).where(col(Material.version_id) == col(Enrollment.version_id))
    done = sa.select(sa.func.count()).where(col(MaterialDone.enrollment_id) == col(Enrollment.id))
    courses = _counted_courses(actor).subquery("courses")
    of_path = courses.c.path_enrollment_id == col(Enrollment.id)
    return (
        sa.select(
            col(Enrollment.id),
            col(Training.title),
            col(Training.code),
            col(Training.level),
            is_path.label("is_path"),
            sa.case((is_path, courses.c.minutes), else_=col(Training.minutes)).label("minutes"),
            col(Enrollment.status),
            col(Enrollment.number),
            col(Enrollment.completed_on),
            col(Enrollment.version_id),
            due.label("due_on"),
            sa.case((is_path, courses.c.total), else_=total.correlate(Enrollment).scalar_subquery()).label("total"),
            sa.case((is_path, courses.c.done), else_=done.correlate(Enrollment).scalar_subquery()).label("done"),
        )
        .join(Training, col(Training.id) == col(Enrollment.training_id))
        .outerjoin(courses, of_path)
        .where(*mine(actor, today), col(Enrollment.closed_as).is_(None))
    )


def _counted_courses(actor: Actor) -> Any:
    """How many courses each path attempt of the actor's has, how many are complete, and what they take (T-05)."""
    attempt: Any = sa.orm.aliased(Enrollment)
    return (
        sa.select(
            col(PathStep.path_enrollment_id),
            sa.func.count().label("total"),
            sa.func.count().filter(attempt.status == Status.EVALUATED).label("done"),
            sa.func.sum(col(Training.minutes)).label("minutes"),
        )
        .join(attempt, attempt.id == col(PathStep.enrollment_id))
        .join(Training, col(Training.id) == col(PathStep.course_id))
        .where(attempt.person_id == actor.person_id)
        .group_by(col(PathStep.path_enrollment_id))
    )


def _row(row: Any, today: date) -> LearningRow:
    return LearningRow(
        id=row.id,
        title=row.title,
        code=row.code,
        level=row.level or "",
        minutes=row.minutes or 0,
        status=row.status,
        due_on=row.due_on.isoformat() if row.due_on else "",
        days=(row.due_on - today).days if row.due_on else 0,
        done=row.done or 0,
        total=row.total or 0,
        number=row.number,
        completed_on=row.completed_on.isoformat() if row.completed_on else "",
        is_path=row.is_path,
    )
