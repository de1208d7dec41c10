"""The "Report of User(s) Assigned" as a file, sent while it is read (A-23, M-05)."""

import csv
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from itertools import islice
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.api.session import ActorDep
from training_app.assignments import queries, report
from training_app.assignments.filters import PlaceFilter
from training_app.assignments.report import ReportRow
from training_app.core import clock, db, organization
from training_app.core.errors import NotFound
from training_app.imports.cells import harmless

router = APIRouter(prefix="/exports/assignments")
BOM = "\ufeff"  # by which Excel knows UTF-8
AT_A_TIME = 500
COLUMNS = ("Name", "Email", "Course Title", "Start Date", "Due Date", "Status", "Attempts", "Score", "Completed on")


@router.get("/{assignment_id}/report.csv")
async def users_assigned(request: Request, actor: ActorDep, assignment_id: str) -> StreamingResponse:
    """The people whom the page's address asks for, as CSV; the query is that of the page."""
    number, now, wanted = _number(assignment_id), clock.now(), PlaceFilter.from_query(request.url.query)
    # Asked before the first byte: afterwards nothing can be refused any more.
    head = await db.in_read(_head, actor, assignment_id=number, wanted=wanted, now=now)
    return StreamingResponse(
        _lines(actor, number, wanted, now, head),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="users-assigned-{number}.csv"',
            "Cache-Control": "private, no-store",
        },
    )


def _head(
    session: Session, actor: Actor, *, assignment_id: int, wanted: PlaceFilter, now: datetime
) -> list[tuple[str, ...]]:
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


def _lines(
    actor: Actor, assignment_id: int, wanted: PlaceFilter, now: datetime, head: list[tuple[str, ...]]
) -> Iterator[str]:
    yield BOM + _written(head)
    with db.read() as session:
        today = organization.of(session).today(now)
        rows = map(_cells, report.lines(session, actor, assignment_id=assignment_id, wanted=wanted, today=today))
        while some := list(islice(rows, AT_A_TIME)):
            yield _written(some)


def _written(rows: list[tuple[str, ...]]) -> str:
    text = StringIO()
    csv.writer(text).writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def _cells(row: ReportRow) -> tuple[str, ...]:
    return (row.name, row.email, row.title, row.starts_on, row.due_on, report.status_in_words(row), str(row.attempts),
            row.score, row.completed_on)  # fmt: skip


def _number(text: str) -> int:
    """The id that the address names; `NotFound` when it is no number that a database can hold."""
    if not (text.isascii() and text.isdecimal() and len(text) < 10):  # noqa: PLR2004  # 32 bits
        raise NotFound
    return int(text)
