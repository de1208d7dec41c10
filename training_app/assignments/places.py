"""Reading the places that people have in an assignment: "Enrollment Status" (A-17, A-18)."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments.acts import remarks
from training_app.assignments.acts.remarks import Remark
from training_app.assignments.filters import PlaceFilter, PlaceSort
from training_app.assignments.model import Assignee, Assignment, Enrollment
from training_app.assignments.queries import TabCount, shown
from training_app.assignments.rules import ClosedAs, Status, StatusTab
from training_app.core.paging import Page, Paged
from training_app.people.model import Branch, Person
from training_app.people.queries import visible


@dataclass(frozen=True)
class PlaceRow:
    """One person's place in an assignment. Days are ISO; `days` counts from today to the due day.

    `remark` speaks of an excuse that holds and of a due date that was extended.
    """

    id: int
    person_id: int
    name: str
    email: str
    branch: str
    due_on: str
    days: int
    status: str
    attempts: int
    completed_on: str
    remark: Remark


@dataclass(frozen=True)
class Progress:
    """How many people an assignment has, how many of them count, and of those how many stand where."""

    people: int
    counted: int
    evaluated: int
    passed: int
    enrolled: int
    past_due: int
    failed: int


def places(session: Session, actor: Actor, *, assignment_id: int, wanted: PlaceFilter, today: date) -> Paged[PlaceRow]:
    """One page of the people assigned who stand under a tab, among those whom the actor sees (A-17, A-18)."""
    actor.require(Permission.MANAGE_ASSIGNMENTS)
    where = [within(actor, assignment_id), *wanted.where(today)]
    counted = sa.select(sa.func.count()).select_from(_counted(actor, wanted, wanted.tab)).where(*where)
    total = session.connection().execute(counted).scalar_one()
    page = Page(wanted.page, wanted.size)
    columns: tuple[Any, ...] = (
        col(Assignee.id), col(Assignee.person_id), col(Person.first_name), col(Person.last_name), col(Person.email),
        col(Branch.name).label("branch"), col(Assignee.due_on), col(Enrollment.status), col(Enrollment.closed_as),
        col(Enrollment.number), col(Enrollment.completed_on), Assignee.is_excused_sql(today).label("is_excused"),
    )  # fmt: skip
    statement = sa.select(*columns).select_from(placed()).where(*where).order_by(*in_order(wanted.sort))
    rows = session.connection().execute(page.cut(statement)).all()
    said = remarks.remarks(session, assignee_ids=[row.id for row in rows]) if rows else {}
    return Paged([_place_row(row, said.get(row.id, _NOTHING), today) for row in rows], total, page)


def place_tabs(
    session: Session, actor: Actor, *, assignment_id: int, wanted: PlaceFilter, today: date
) -> list[TabCount]:
    """How many people stand under each tab with the same search, in one query (A-17)."""
    actor.require(Permission.MANAGE_ASSIGNMENTS)
    counts = [sa.func.count().filter(Assignee.is_in_sql(tab, today)) for tab in StatusTab]
    joined = _counted(actor, wanted, *StatusTab)
    statement = sa.select(*counts).select_from(joined).where(within(actor, assignment_id), *wanted.words())
    row = session.connection().execute(statement).one()
    return [TabCount(tab.name.lower(), tab.value, row[place]) for place, tab in enumerate(StatusTab)]


def progress(session: Session, actor: Actor, *, assignment_id: int, today: date) -> Progress:
    """How far an assignment is: each person once, by how things stand with them, in one query."""
    actor.require(Permission.MANAGE_ASSIGNMENTS)
    # Who is excused or deactivated counts in no percentage.
    counts = Person.active_sql() & ~Assignee.is_excused_sql(today)
    parts = {"people": sa.true(), "counted": counts} | {
        name: counts & condition for name, condition in _parts(today).items()
    }
    numbers = (sa.func.count().filter(condition).label(name) for name, condition in parts.items())
    joined = sa.join(Assignee, Enrollment, col(Enrollment.id) == col(Assignee.enrollment_id))
    statement = sa.select(*numbers).select_from(joined.join(Person, col(Person.id) == col(Assignee.person_id)))
    statement = statement.where(within(actor, assignment_id), Assignee.is_in_sql(StatusTab.ALL, today))
    return Progress(**session.connection().execute(statement).mappings().one())


def _parts(today: date) -> dict[str, sa.ColumnElement[bool]]:
    """Nobody is in two of these; what is closed in another way than lapsed is in none."""
    late, failed = Assignee.is_in_sql(StatusTab.PAST_DUE, today), Assignee.is_in_sql(StatusTab.FAILED, today)
    return {
        "evaluated": Assignee.is_in_sql(StatusTab.EVALUATED, today),
        "passed": Assignee.is_in_sql(StatusTab.PASSED, today) & ~late,
        "enrolled": Assignee.is_in_sql(StatusTab.ENROLLED, today) & ~late,
        "past_due": late & ~failed,
        "failed": failed,
    }


def placed() -> sa.Join:
    """Places with their attempts, people and branches."""
    return (
        sa.join(Assignee, Enrollment, col(Enrollment.id) == col(Assignee.enrollment_id))
        .join(Person, col(Person.id) == col(Assignee.person_id))
        .join(Branch, col(Branch.id) == col(Person.branch_id))
    )


def _counted(actor: Actor, wanted: PlaceFilter, *tabs: StatusTab) -> sa.FromClause:
    """Places joined with no more than the conditions speak of: nothing else has to be looked up for a number."""
    joined: Any = sa.inspect(Assignee).local_table
    if set(tabs) != {StatusTab.ALL}:
        joined = joined.join(Enrollment, col(Enrollment.id) == col(Assignee.enrollment_id))
    if wanted.words() or not actor.scope.everybody:
        joined = joined.join(Person, col(Person.id) == col(Assignee.person_id))
    return cast("sa.FromClause", joined)


def within(actor: Actor, assignment_id: int) -> sa.ColumnElement[bool]:
    """The places of an assignment that the actor may see."""
    # Asked apart, once: a join or IN would keep PostgreSQL from reading the page in the order of names.
    seen = sa.exists().where(col(Assignment.id) == assignment_id, shown(actor))
    return (col(Assignee.assignment_id) == assignment_id) & seen & visible(actor)


def in_order(sort: str) -> list[sa.ColumnElement[Any]]:
    """What places are sorted by; the id last, so that no two pages show the same one."""
    columns = _PLACE_SORTS[PlaceSort(sort.removeprefix("-"))]
    ordered = [column.desc() if sort.startswith("-") else column.asc() for column in columns]
    return [*ordered, col(Assignee.id).asc()]


def shown_status(row: Any) -> str:
    """The status that is shown of a place: what closed the attempt, or excused the person, before its own."""
    if row.is_excused and row.closed_as in {None, ClosedAs.LAPSED}:
        return str(ClosedAs.EXCUSED.value)
    return str(row.closed_as or row.status)


def _place_row(row: Any, remark: Remark, today: date) -> PlaceRow:
    return PlaceRow(
        id=row.id,
        person_id=row.person_id,
        name=f"{row.first_name} {row.last_name}",
        email=row.email,
        branch=row.branch,
        due_on=row.due_on.isoformat(),
        days=(row.due_on - today).days,
        status=shown_status(row),
        attempts=row.number,
        completed_on=row.completed_on.isoformat() if row.completed_on else "",
        remark=remark,
    )


_NOTHING = Remark()

_PLACE_SORTS: dict[PlaceSort, tuple[Any, ...]] = {
    PlaceSort.NAME: (col(Person.last_name), col(Person.first_name)),
    PlaceSort.EMAIL: (col(Person.email_key),),
    PlaceSort.BRANCH: (col(Branch.name), col(Person.last_name)),
    PlaceSort.STATUS: (
        sa.case({Status.EVALUATED: 3, Status.PASSED: 2, Status.ENROLLED: 1}, value=col(Enrollment.status), else_=0),
        col(Person.last_name),
    ),
    PlaceSort.DUE: (col(Assignee.due_on), col(Person.last_name)),
    PlaceSort.ATTEMPTS: (col(Enrollment.number), col(Person.last_name)),
    PlaceSort.SCORE: (col(Enrollment.score), col(Person.last_name)),
    PlaceSort.COMPLETED: (col(Enrollment.completed_on), col(Person.last_name)),
}
