"""Giving failed people a new attempt in the same assignment (A-22)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments import queries
from training_app.assignments.attempts import path_attempts
from training_app.assignments.making.entry import problems_of_training
from training_app.assignments.model import Assignee, Assignment, Enrollment
from training_app.assignments.rules import Source, Status, StatusTab
from training_app.catalog import queries as catalog
from training_app.catalog.model import Training
from training_app.catalog.rules import TrainingKind
from training_app.core import audit, db, events, organization
from training_app.core.errors import Invalid, NotFound, Problem
from training_app.people.model import Person
from training_app.people.queries import visible


@dataclass(frozen=True)
class UsersReenrolled:
    """These places in a published assignment got a new attempt."""

    assignment_id: int
    assignee_ids: list[int]


@dataclass(frozen=True)
class FailedAccount:
    """Whom it would give a new attempt, for how many of them the due date has passed, and who is left out.

    `last_day` is the end of the accreditation as an ISO day, empty where there is none.
    """

    people: int
    need_due: int
    deactivated: int
    last_day: str
    dashboard_notifications: bool
    emails: bool


@dataclass(frozen=True)
class Reenrolled:
    """How many have a new attempt, and how many of them a new due date."""

    people: int
    moved: int


def account(
    session: Session, actor: Actor, *, assignment_id: int, assignee_ids: list[int] | None = None, today: date
) -> FailedAccount:
    """Count whom "Re-enroll Failed Users" would concern: these places, or all failed ones."""
    actor.require(Permission.MANAGE_ASSIGNMENTS)
    assignment = queries.row_of(session, actor, assignment_id=assignment_id)
    training = session.get_one(Training, assignment.training_id)
    failed = _failed(session, actor, assignment_id, assignee_ids, today)
    active = [one for one in failed if one.deactivated_at is None]
    return FailedAccount(
        people=len(active),
        need_due=sum(1 for one in active if one.due_on < today),
        deactivated=len(failed) - len(active),
        last_day=training.accredited_through.isoformat() if training.accredited_through else "",
        dashboard_notifications=assignment.dashboard_notifications,
        emails=assignment.emails,
    )


def reenroll(
    session: Session,
    actor: Actor,
    *,
    assignment_id: int,
    assignee_ids: list[int] | None = None,
    due_on: date | None = None,
    now: datetime,
) -> Reenrolled:
    """Give failed people a new attempt: those in these places, or all. Twice is once: they are no longer failed.

    `due_on` becomes the due date of those, and only those, whose own has passed. What was failed stays as it is.
    """
    actor.require(Permission.MANAGE_ASSIGNMENTS)
    assignment = queries.row_of(session, actor, assignment_id=assignment_id)
    today = organization.of(session).today(now)
    # Two of these at the same moment come one after the other, and the second finds nobody failed.
    session.exec(select(Assignment.id).where(Assignment.id == assignment_id).with_for_update()).one()
    failed = _failed(session, actor, assignment_id, assignee_ids, today)
    places = [one.id for one in failed if one.deactivated_at is None]
    late = [one.id for one in failed if one.deactivated_at is None and one.due_on < today]
    if not places:
        return Reenrolled(0, 0)
    training = session.get_one(Training, assignment.training_id)
    wrong = _problems(session, training, due_on, is_asked=bool(late), today=today)
    if wrong:
        raise Invalid(*wrong)
    made = _begin_attempts(session, assignment, places, actor.person_id, now)
    _move_places(session, assignment, places)
    if late:
        moved = sa.update(Assignee).where(_is_one_of(late)).values(due_on=due_on, due_set_at=now)
        session.connection().execute(moved)
    events.record(session, UsersReenrolled(assignment_id, places), actor_id=actor.person_id, at=now)
    audit.write(session, actor_id=actor.person_id, at=now, act="failed users re-enrolled", subject="assignment",
                subject_id=assignment_id, after={"people": len(places), "moved": len(late), "due_on": due_on},
                rows=made)  # fmt: skip
    return Reenrolled(len(places), len(late))


def _failed(session: Session, actor: Actor, assignment_id: int, chosen: list[int] | None, today: date) -> list[Any]:
    """The failed places, of those chosen or of all; a chosen one that is not the actor's to see is `NotFound`."""
    statement: Any = (
        sa.select(
            col(Assignee.id),
            col(Assignee.due_on),
            col(Person.deactivated_at),
            Assignee.is_in_sql(StatusTab.FAILED, today).label("is_failed"),
        )
        .select_from(Assignee)
        .join(Enrollment, col(Enrollment.id) == col(Assignee.enrollment_id))
        .join(Person, col(Person.id) == col(Assignee.person_id))
        .where(col(Assignee.assignment_id) == assignment_id, visible(actor))
        .order_by(col(Assignee.id))
    )
    if chosen is None:
        return list(session.connection().execute(statement.where(Assignee.is_in_sql(StatusTab.FAILED, today))))
    found = session.connection().execute(statement.where(_is_one_of(chosen))).all()
    if {one.id for one in found} != set(chosen):
        raise NotFound
    return [one for one in found if one.is_failed]


def _problems(
    session: Session, training: Training, due_on: date | None, *, is_asked: bool, today: date
) -> list[Problem]:
    wrong = problems_of_training(session, training, due_on if is_asked else None, today)
    if is_asked and due_on is None:
        wrong.append(Problem("due_on", "Due date is missing: the one they had has passed."))
    if is_asked and due_on is not None and due_on < today:
        wrong.append(Problem("due_on", f"Due date {due_on:%d %b %Y} is before today, {today:%d %b %Y}."))
    return wrong


def _begin_attempts(
    session: Session, assignment: Assignment, places: list[int], actor_id: int | None, now: datetime
) -> list[int]:
    """New attempts for those who have no open one at the training; of a path its failed courses. Answers their ids."""
    training_id = assignment.training_id
    if session.get_one(Training, training_id).kind == TrainingKind.PATH:
        return _retry_paths(session, training_id, places, actor_id, now)
    number = (
        sa.select(sa.func.max(col(Enrollment.number)) + 1)
        .where(col(Enrollment.training_id) == training_id, col(Enrollment.person_id) == col(Assignee.person_id))
        .correlate(Assignee)
        .scalar_subquery()
    )
    version = catalog.current_version(session, training_id=training_id)
    fresh = {
        "person_id": col(Assignee.person_id), "training_id": sa.literal(training_id), "number": number,
        "version_id": sa.literal(version.id), "source": sa.literal(Source.ASSIGNED.value),
        "status": sa.literal(Status.ENROLLED.value),
        "enrolled_at": sa.literal(now, Enrollment.__table__.c.enrolled_at.type),  # type: ignore[attr-defined]  # SQLModel sets __table__
    }  # fmt: skip
    rows = sa.select(*fresh.values()).where(_is_one_of(places), _open_attempt(training_id).is_(None))
    statement = db.insert_or_ignore(Enrollment).from_select(list(fresh), rows.order_by(col(Assignee.id)))
    return list(session.connection().execute(statement.returning(col(Enrollment.id))).scalars())


def _retry_paths(session: Session, path_id: int, places: list[int], actor_id: int | None, now: datetime) -> list[int]:
    of_places = sa.select(col(Assignee.enrollment_id)).where(_is_one_of(places), _open_attempt(path_id).is_(None))
    failed = sorted(session.connection().execute(of_places).scalars())
    return path_attempts.retry(session, path_ids=failed, source=Source.ASSIGNED, actor_id=actor_id, now=now)


def _move_places(session: Session, assignment: Assignment, places: list[int]) -> None:
    moved = sa.update(Assignee).where(_is_one_of(places)).values(enrollment_id=_open_attempt(assignment.training_id))
    session.connection().execute(moved)


def _open_attempt(training_id: int) -> Any:
    """The open attempt of the person of a place; one that something else began serves this assignment too (E-07)."""
    return (
        sa.select(col(Enrollment.id))
        .where(
            col(Enrollment.person_id) == col(Assignee.person_id),
            col(Enrollment.training_id) == training_id,
            Enrollment.is_open_sql(),
        )
        .correlate(Assignee)
        .scalar_subquery()
    )


def _is_one_of(places: list[int]) -> sa.ColumnElement[bool]:
    return db.is_one_of(col(Assignee.id), places)
