"""The "Report of User(s) Assigned": what is seen on its page, and the same rows for a file (A-23)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments import places, queries
from training_app.assignments.filters import PlaceFilter
from training_app.assignments.model import Assignee, Assignment, Enrollment
from training_app.assignments.rules import Status
from training_app.catalog.model import Training
from training_app.core.paging import Page, Paged
from training_app.people.model import Person

AT_A_TIME = 1000
Cells = tuple[str, str, str, date, date, str, int, Decimal | None, date | None]


@dataclass(frozen=True)
class ReportRow:
    """One person's line. Days are ISO; `status` is the one of the attempt, `days` count from today to the due day."""

    id: int
    name: str
    email: str
    title: str
    starts_on: str
    due_on: str
    days: int
    status: str
    attempts: int
    score: str
    completed_on: str


def report(session: Session, actor: Actor, *, assignment_id: int, wanted: PlaceFilter, today: date) -> Paged[ReportRow]:
    """One page of the report: the people under a tab, as the search and the sort say."""
    actor.require(Permission.MANAGE_ASSIGNMENTS)
    total = people(session, actor, assignment_id=assignment_id, wanted=wanted, today=today)
    page = Page(wanted.page, wanted.size)
    rows = session.connection().execute(page.cut(_lines(actor, assignment_id, wanted, today)))
    return Paged([_row(row, today) for row in rows], total, page)


def people(session: Session, actor: Actor, *, assignment_id: int, wanted: PlaceFilter, today: date) -> int:
    """How many lines the whole report has."""
    tabs = places.place_tabs(session, actor, assignment_id=assignment_id, wanted=wanted, today=today)
    return next(tab.number for tab in tabs if tab.label == wanted.tab.value)


def cells(session: Session, actor: Actor, *, assignment_id: int, wanted: PlaceFilter, today: date) -> Iterator[Cells]:
    """All lines of the report for a file, read from the database as they are asked for; `NotFound` at the first.

    Name, email, course title, start and due day, status in words, attempts, score, day of completion.
    """
    actor.require(Permission.MANAGE_ASSIGNMENTS)
    queries.row_of(session, actor, assignment_id=assignment_id)
    statement = _lines(actor, assignment_id, wanted, today)
    for row in session.connection().execute(statement, execution_options={"yield_per": AT_A_TIME}):
        name, status = f"{row.first_name} {row.last_name}".strip(), places.shown_status(row)
        yield (name, row.email, row.title, row.starts_on, row.due_on, status_in_words(status, row.due_on < today),
               row.number, row.score, row.completed_on)  # fmt: skip


def status_in_words(status: str, is_late: bool) -> str:  # noqa: FBT001  # asked for each of 100,000 lines
    """The status as the page's chips say it, for a cell: an open attempt whose due date has passed is "Past due"."""
    return "Past due" if is_late and status == Status.ENROLLED else status.capitalize()


def _lines(actor: Actor, assignment_id: int, wanted: PlaceFilter, today: date) -> Any:
    columns: tuple[Any, ...] = (
        col(Assignee.id), col(Person.first_name), col(Person.last_name), col(Person.email), col(Training.title),
        col(Assignment.starts_on), col(Assignee.due_on), col(Enrollment.status), col(Enrollment.closed_as),
        Assignee.is_excused_sql(today).label("is_excused"), col(Enrollment.number), col(Enrollment.score),
        col(Enrollment.completed_on),
    )  # fmt: skip
    return (
        sa.select(*columns)
        .select_from(_joined())
        .where(places.within(actor, assignment_id), *wanted.where(today))
        .order_by(*places.in_order(wanted.sort))
    )


def _joined() -> sa.Join:
    return (
        places.placed()
        .join(Assignment, col(Assignment.id) == col(Assignee.assignment_id))
        .join(Training, col(Training.id) == col(Assignment.training_id))
    )


def _row(row: Any, today: date) -> ReportRow:
    return ReportRow(
        id=row.id,
        name=f"{row.first_name} {row.last_name}".strip(),
        email=row.email,
        title=row.title,
        starts_on=row.starts_on.isoformat(),
        due_on=row.due_on.isoformat(),
        days=(row.due_on - today).days,
        status=places.shown_status(row),
        attempts=row.number,
        score=f"{row.score:f}".rstrip("0").rstrip(".") if row.score is not None else "",
        completed_on=row.completed_on.isoformat() if row.completed_on else "",
    )
