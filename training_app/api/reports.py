"""The "Report of User(s) Assigned" as a file, sent while it is read (A-23, M-05)."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.api import spreadsheets
from training_app.api.session import ActorDep
from training_app.api.spreadsheets import Line
from training_app.assignments import queries, report
from training_app.assignments.filters import PlaceFilter
from training_app.assignments.report import ReportRow
from training_app.core import clock, db, organization

router = APIRouter(prefix="/exports/assignments")
COLUMNS = ("Name", "Email", "Course Title", "Start Date", "Due Date", "Status", "Attempts", "Score", "Completed on")


@router.get("/{assignment_id}/report.csv")
async def users_assigned(request: Request, actor: ActorDep, assignment_id: str) -> StreamingResponse:
    """The people whom the page's address asks for, as CSV; the query is that of the page."""
    number, now, wanted = spreadsheets.number(assignment_id), clock.now(), PlaceFilter.from_query(request.url.query)
    # Asked before the first byte: afterwards nothing can be refused any more.
    head = await db.in_read(_head, actor, assignment_id=number, wanted=wanted, now=now)
    name = f"users-assigned-{number}.csv"
    return spreadsheets.answer(name, head, _rows(actor, number, wanted, now))


def _head(session: Session, actor: Actor, *, assignment_id: int, wanted: PlaceFilter, now: datetime) -> list[Line]:
    """What the report is of, what it is narrowed to, and when and by whom it was made, above its columns."""
    of = organization.of(session)
    detail = queries.assignment(session, actor, assignment_id=assignment_id, today=of.today(now))
    return [
        ("Report of User(s) Assigned", f"{detail.title} ({detail.code})"),
        ("Filter", wanted.said()),
        ("Made", f"{now.astimezone(ZoneInfo(of.zone)):%Y-%m-%d %H:%M} ({of.zone}) by {actor.name}"),
        (),
        COLUMNS,
    ]


def _rows(actor: Actor, assignment_id: int, wanted: PlaceFilter, now: datetime) -> Iterator[Line]:
    with db.read() as session:
        today = organization.of(session).today(now)
        yield from map(_cells, report.lines(session, actor, assignment_id=assignment_id, wanted=wanted, today=today))


def _cells(row: ReportRow) -> Line:
    return (row.name, row.email, row.title, row.starts_on, row.due_on, report.status_in_words(row), str(row.attempts),
            row.score, row.completed_on)  # fmt: skip
