"""Telling everybody who is past due in an assignment, beyond the regular reminders (A-21)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments import queries
from training_app.assignments.model import Assignee, Enrollment
from training_app.assignments.records import PastDueNotice
from training_app.assignments.rules import Status, StatusTab
from training_app.core import audit, db, events, organization
from training_app.people.model import Person
from training_app.people.queries import visible


@dataclass(frozen=True)
class PastDueNotified:
    """Whoever is past due on `day` is to be told; no ids means everybody in the assignment."""

    assignment_id: int
    notice_id: int
    day: str
    assignee_ids: list[int] | None = None


@dataclass(frozen=True)
class PastDueAccount:
    """Whom it would reach, who is past due and left out, and what was done on this organization day already.

    `told_at` is an ISO instant, empty when nobody was told today; `times` is what `notify` wants as `after`.
    """

    people: int
    failed: int
    closed: int
    deactivated: int
    times: int
    told_at: str
    told_by: str


@dataclass(frozen=True)
class Notified:
    """How many are told. `again` when somebody had told them already since the number `after` was read."""

    people: int
    failed: int
    again: bool = False


def account(session: Session, actor: Actor, *, assignment_id: int, now: datetime) -> PastDueAccount:
    """Count whom "Notify Past Due Users" would reach now, among those whom the actor sees."""
    actor.require(Permission.MANAGE_ASSIGNMENTS)
    queries.row_of(session, actor, assignment_id=assignment_id)
    today = organization.of(session).today(now)
    numbers = session.connection().execute(_counted(actor, assignment_id, today)).one()
    last = _last(session, assignment_id, today)
    by = session.get(Person, last.by_id) if last and last.by_id else None
    return PastDueAccount(
        people=numbers.people,
        failed=numbers.failed,
        closed=numbers.closed,
        deactivated=numbers.deactivated,
        times=last.number if last else 0,
        told_at=last.at.isoformat() if last else "",
        told_by=by.name() if by else "",
    )


def notify(session: Session, actor: Actor, *, assignment_id: int, after: int, now: datetime) -> Notified:
    """Tell everybody past due by dashboard and e-mail, whatever the switches; failed ones are left out (A-21).

    `after` is how often it had been done on this organization day when the actor was asked: a second click, or
    somebody else at the same moment, finds another number, and nobody is told twice.
    """
    found = account(session, actor, assignment_id=assignment_id, now=now)
    today = organization.of(session).today(now)
    if found.people == 0:
        return Notified(0, found.failed)
    if found.times != after:
        return Notified(0, found.failed, again=True)
    notice = PastDueNotice(assignment_id=assignment_id, day=today, number=after + 1, by_id=actor.person_id, at=now,
                           people=found.people)  # fmt: skip
    notice_id = _note(session, notice)
    if notice_id is None:
        return Notified(0, found.failed, again=True)
    among = None if actor.scope.everybody else _reached_ids(session, actor, assignment_id, today)
    fact = PastDueNotified(assignment_id, notice_id, today.isoformat(), among)
    events.record(session, fact, actor_id=actor.person_id, at=now)
    audit.write(session, actor_id=actor.person_id, at=now, act="past due notified", subject="assignment",
                subject_id=assignment_id, after={"people": found.people, "failed left out": found.failed})  # fmt: skip
    return Notified(found.people, found.failed)


def is_reached_sql(today: date) -> sa.ColumnElement[bool]:
    """Whether somebody past due is told, for places joined with attempts and people: not failed, closed, or gone."""
    return Assignee.is_in_sql(StatusTab.PAST_DUE, today) & Enrollment.is_open_sql() & Person.active_sql()


def _counted(actor: Actor, assignment_id: int, today: date) -> Any:
    there = Assignee.is_in_sql(StatusTab.PAST_DUE, today)
    failed = col(Enrollment.status) == Status.FAILED
    closed = ~failed & col(Enrollment.closed_as).is_not(None)
    parts = {
        "people": is_reached_sql(today),
        "failed": there & failed,
        "closed": there & closed,
        "deactivated": there & ~failed & ~closed & ~Person.active_sql(),
    }
    counted = (sa.func.count().filter(condition).label(name) for name, condition in parts.items())
    return _of(sa.select(*counted), actor, assignment_id)


def _reached_ids(session: Session, actor: Actor, assignment_id: int, today: date) -> list[int]:
    reached = _of(sa.select(col(Assignee.id)), actor, assignment_id).where(is_reached_sql(today))
    return list(session.connection().execute(reached.order_by(col(Assignee.id))).scalars())


def _of(statement: Any, actor: Actor, assignment_id: int) -> Any:
    return (
        statement.select_from(Assignee)
        .join(Enrollment, col(Enrollment.id) == col(Assignee.enrollment_id))
        .join(Person, col(Person.id) == col(Assignee.person_id))
        .where(col(Assignee.assignment_id) == assignment_id, visible(actor))
    )


def _last(session: Session, assignment_id: int, today: date) -> PastDueNotice | None:
    todays = select(PastDueNotice).where(PastDueNotice.assignment_id == assignment_id, PastDueNotice.day == today)
    return session.exec(todays.order_by(col(PastDueNotice.number).desc()).limit(1)).first()


def _note(session: Session, notice: PastDueNotice) -> int | None:
    """The id of this notice; None when there is one of its number already."""
    statement = db.insert_or_ignore(PastDueNotice).values(notice.model_dump(exclude={"id"}))
    made = session.connection().execute(statement.returning(col(PastDueNotice.id))).scalar_one_or_none()
    return None if made is None else int(made)
