"""What a learner reads of their own trainings, and of nobody else's (P-05, L-01)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.assignments.model import Assignee, Assignment, Enrollment, MaterialDone
from training_app.assignments.rules import Source, Status
from training_app.catalog import queries as catalog
from training_app.catalog.model import Material, Training
from training_app.core.errors import NotFound
from training_app.people.model import Person


@dataclass(frozen=True)
class LearningRow:
    """One attempt as its learner sees it. Days are ISO, empty where there is none; `days` counts to the due day."""

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
class Learning:
    """One attempt with everything to work through."""

    row: LearningRow
    steps: list[Step]


WEEK = 7


def home(session: Session, actor: Actor, *, today: date) -> Home:
    """Everything the actor has to do and has done, on the organization day `today`."""
    rows = [_row(row, today) for row in session.connection().execute(_attempts(actor, today))]
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
    return Learning(_row(found, today), steps)


def mine(actor: Actor, today: date) -> list[sa.ColumnElement[bool]]:
    """Which attempts are the actor's own and shown to them: from the start day of what asks for them on (X-03)."""
    shown = _asked(today).where(col(Assignee.enrollment_id) == col(Enrollment.id)).correlate(Enrollment).exists()
    own_act = col(Enrollment.source) != Source.ASSIGNED
    return [
        col(Enrollment.person_id) == actor.person_id,
        shown | own_act | (col(Enrollment.status) == Status.EVALUATED),
    ]


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
        .where(col(Assignee.enrollment_id) == col(Enrollment.id), col(Assignee.excused_at).is_(None))
        .correlate(Enrollment)
        .scalar_subquery()
    )
    total = sa.select(sa.func.count()).where(col(Material.version_id) == col(Enrollment.version_id))
    done = sa.select(sa.func.count()).where(col(MaterialDone.enrollment_id) == col(Enrollment.id))
    return (
        sa.select(
            col(Enrollment.id),
            col(Training.title),
            col(Training.code),
            col(Training.level),
            col(Training.minutes),
            col(Enrollment.status),
            col(Enrollment.number),
            col(Enrollment.completed_on),
            col(Enrollment.version_id),
            due.label("due_on"),
            total.correlate(Enrollment).scalar_subquery().label("total"),
            done.correlate(Enrollment).scalar_subquery().label("done"),
        )
        .join(Training, col(Training.id) == col(Enrollment.training_id))
        .where(*mine(actor, today), col(Enrollment.closed_as).is_(None))
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
        done=row.done,
        total=row.total,
        number=row.number,
        completed_on=row.completed_on.isoformat() if row.completed_on else "",
    )
