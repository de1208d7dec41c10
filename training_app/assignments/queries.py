"""Reading assignments, for those who manage them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments.acts.locking import is_locked, locked_from
from training_app.assignments.filters import AssignmentFilter, AssignmentSort, tab_sql
from training_app.assignments.model import Assignee, Assignment, Enrollment
from training_app.assignments.rules import AssignmentTab, StatusTab, tab_of_assignment
from training_app.catalog.model import Training
from training_app.core import jobs
from training_app.core.errors import NotFound
from training_app.core.jobs import Progress
from training_app.core.paging import Page, Paged
from training_app.core.tables import known
from training_app.people.model import Person
from training_app.people.queries import visible


@dataclass(frozen=True)
class AssignmentRow:
    """An assignment in the list (A-01). Days are ISO."""

    id: int
    title: str
    level: str
    starts_on: str
    due_on: str
    people: int
    percent_complete: int
    past_due: int
    is_cancelled: bool


@dataclass(frozen=True)
class AssignmentDetail:
    """An assignment at the head of its page (A-17). Days are ISO, `cancelled_at` an instant, empty unless cancelled.

    `job_key` is of the job that is creating it; empty where there is none.
    """

    id: int
    title: str
    code: str
    level: str
    starts_on: str
    due_on: str
    tab: str
    dashboard_notifications: bool
    emails: bool
    allow_duplicates: bool
    being_created: bool
    percent_created: int
    job_key: str
    made_by: str
    locked_from: str
    is_locked: bool
    cancelled_at: str
    cancelled_by: str


@dataclass(frozen=True)
class TabCount:
    """A tab, its label and how many stand under it."""

    key: str
    label: str
    number: int


def assignments(session: Session, actor: Actor, *, wanted: AssignmentFilter, today: date) -> Paged[AssignmentRow]:
    """One page of the assignments of a tab, with how far each is among the people whom the actor sees (A-01)."""
    actor.require(Permission.MANAGE_ASSIGNMENTS)
    where = [shown(actor), *wanted.where(today)]
    joined = sa.join(Assignment, Training, col(Training.id) == col(Assignment.training_id))
    number = sa.select(sa.func.count()).select_from(joined if wanted.q else Assignment).where(*where)
    total = session.connection().execute(number).scalar_one()
    page = Page(wanted.page, wanted.size)
    chosen = sa.select(Assignment.__table__, Training.title, Training.level).select_from(joined).where(*where)  # type: ignore[attr-defined, call-overload]  # SQLModel sets __table__
    name = wanted.sort.removeprefix("-")
    if name in _BY_PROGRESS:
        progress = _progress(actor, today, sa.select(col(Assignment.id)).select_from(joined).where(*where)).subquery()
        chosen = chosen.outerjoin_from(joined, progress, progress.c.assignment_id == col(Assignment.id))
        columns = [_BY_PROGRESS[AssignmentSort(name)](progress.c)]
    else:
        columns = list(_SORTS[AssignmentSort(name)])
    ordered = [column.desc() if wanted.sort.startswith("-") else column.asc() for column in columns]
    found = session.connection().execute(page.cut(chosen.order_by(*ordered, col(Assignment.id)))).all()
    ids = sa.select(col(Assignment.id)).where(col(Assignment.id).in_([row.id for row in found]))
    far = {row.assignment_id: row for row in session.connection().execute(_progress(actor, today, ids))}
    return Paged([_assignment_row(row, far.get(row.id)) for row in found], total, page)


def assignment_tabs(session: Session, actor: Actor, *, wanted: AssignmentFilter, today: date) -> list[TabCount]:
    """How many assignments each tab has with the same search, in one query (A-01)."""
    actor.require(Permission.MANAGE_ASSIGNMENTS)
    statement = sa.select(*(sa.func.count().filter(tab_sql(tab, today)) for tab in AssignmentTab))
    statement = statement.select_from(Assignment).where(shown(actor))
    if wanted.q:
        training = col(Training.id) == col(Assignment.training_id)
        statement = statement.join(Training, training).where(*wanted.where(today)[:-1])
    row = session.connection().execute(statement).one()
    return [TabCount(tab.value.lower(), tab.value, row[place]) for place, tab in enumerate(AssignmentTab)]


def row_of(session: Session, actor: Actor, *, assignment_id: int) -> Assignment:
    """The row of one assignment, for actions; `NotFound` otherwise."""
    row = session.exec(select(Assignment).where(Assignment.id == assignment_id, shown(actor))).first()
    if row is None:
        raise NotFound
    return row


def assignment(session: Session, actor: Actor, *, assignment_id: int, today: date) -> AssignmentDetail:
    """One assignment at the head of its page (A-17)."""
    actor.require(Permission.MANAGE_ASSIGNMENTS)
    row = row_of(session, actor, assignment_id=assignment_id)
    training = session.get_one(Training, row.training_id)
    job = jobs.progress(session, row.key) if row.published_at is None else None
    return AssignmentDetail(
        id=known(row.id),
        title=training.title,
        code=training.code,
        level=training.level or "",
        starts_on=row.starts_on.isoformat(),
        due_on=row.due_on.isoformat(),
        tab=tab_of_assignment(row.starts_on, row.due_on, today),
        dashboard_notifications=row.dashboard_notifications,
        emails=row.emails,
        allow_duplicates=row.allow_duplicates,
        being_created=row.published_at is None,
        percent_created=_percent(job) if row.published_at is None else 100,
        job_key=job.key if job else "",
        made_by=_name(session, row.made_by_id),
        locked_from=locked_from(row.due_on).isoformat(),
        is_locked=is_locked(row.due_on, today),
        cancelled_at=row.cancelled_at.isoformat() if row.cancelled_at else "",
        cancelled_by=_name(session, row.cancelled_by_id),
    )


def _name(session: Session, person_id: int | None) -> str:
    person = session.get(Person, person_id) if person_id else None
    return person.name() if person else ""


def _percent(job: Progress | None) -> int:
    return job.done * 100 // job.total if job and job.total else 0


def shown(actor: Actor) -> sa.ColumnElement[bool]:
    """Published, or made by the actor: while it is being created nobody else sees it (A-14)."""
    return col(Assignment.published_at).is_not(None) | (col(Assignment.made_by_id) == actor.person_id)


def _progress(actor: Actor, today: date, ids: sa.Select[Any]) -> Any:
    """People, complete and past due of each assignment; who is excused or deactivated counts in no percentage."""
    there = Assignee.is_in_sql(StatusTab.ALL, today)

    def counted(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.sum(sa.cast(condition, sa.Integer))

    owing = Person.active_sql()
    statement: Any = (
        sa.select(
            col(Assignee.assignment_id),
            counted(there).label("people"),
            counted(there & owing & ~Assignee.is_excused_sql(today)).label("counted"),
            counted(owing & Assignee.is_in_sql(StatusTab.EVALUATED, today)).label("complete"),
            counted(Assignee.is_in_sql(StatusTab.PAST_DUE, today)).label("past_due"),
        )
        .join(Enrollment, col(Enrollment.id) == col(Assignee.enrollment_id))
        .join(Person, col(Person.id) == col(Assignee.person_id))
        .where(col(Assignee.assignment_id).in_(ids), visible(actor))
        .group_by(col(Assignee.assignment_id))
    )
    return statement


def _assignment_row(row: Any, far: Any) -> AssignmentRow:
    return AssignmentRow(
        id=row.id,
        title=row.title,
        level=row.level or "",
        starts_on=row.starts_on.isoformat(),
        due_on=row.due_on.isoformat(),
        people=far.people if far else 0,
        percent_complete=far.complete * 100 // far.counted if far and far.counted else 0,
        past_due=far.past_due if far else 0,
        is_cancelled=row.cancelled_at is not None,
    )


_SORTS: dict[AssignmentSort, tuple[Any, ...]] = {
    AssignmentSort.TITLE: (col(Training.title),),
    AssignmentSort.LEVEL: (col(Training.level), col(Training.title)),
    AssignmentSort.STARTS: (col(Assignment.starts_on),),
    AssignmentSort.DUE: (col(Assignment.due_on),),
}

_BY_PROGRESS: dict[str, Any] = {
    AssignmentSort.PEOPLE: lambda far: sa.func.coalesce(far.people, 0),
    AssignmentSort.COMPLETE: lambda far: sa.func.coalesce(far.complete * 1.0 / sa.func.nullif(far.counted, 0), 0),
    AssignmentSort.PAST_DUE: lambda far: sa.func.coalesce(far.past_due, 0),
}
