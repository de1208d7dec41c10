"""Lists as files, sent while they are read: no list is ever whole in memory (A-13, M-05)."""

import csv
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from itertools import islice
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.api.session import ActorDep
from training_app.assignments import drafts, reviewing
from training_app.assignments.drafts import DraftDetail
from training_app.assignments.reviewing import ReviewRow
from training_app.assignments.rules import Part
from training_app.core import clock, db, organization
from training_app.core.errors import NotFound
from training_app.imports.cells import harmless

router = APIRouter(prefix="/exports")
BOM = "\ufeff"  # by which Excel knows UTF-8
AT_A_TIME = 500
COLUMNS = ("Name", "Email", "Level", "Branch", "Reason")
PARTS = {
    Part.CHOSEN: "Everybody chosen",
    Part.ENROLLED: "Get a new enrollment",
    Part.JOINING: "Join with the attempt they have open",
    Part.SKIPPED: "Skipped",
    Part.COMPLETED: "Skipped: completed it in this licensing period",
    Part.DEACTIVATED: "Skipped: deactivated",
    Part.OTHER_LEVEL: "Of another level",
}


@router.get("/drafts/{draft_id}.csv")
async def draft_people(actor: ActorDep, draft_id: str, part: Part = Part.CHOSEN) -> StreamingResponse:
    """A part of those chosen on one's own draft, with the reasons, as CSV."""
    number, now = _number(draft_id), clock.now()
    # Asked before the first byte: afterwards nothing can be refused any more.
    head = await db.in_read(_head, actor, draft_id=number, part=part, now=now)
    return StreamingResponse(
        _lines(actor, number, part, now, head),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="draft-{number}-{part.value.replace("_", "-")}.csv"',
            "Cache-Control": "private, no-store",
        },
    )


def _head(session: Session, actor: Actor, *, draft_id: int, part: Part, now: datetime) -> list[tuple[str, ...]]:
    """What the list is of and when it was made, above its columns."""
    of = organization.of(session)
    draft = drafts.draft(session, actor, draft_id=draft_id, today=of.today(now))
    made = now.astimezone(ZoneInfo(of.zone))
    return [
        ("Course Title", _title(draft)),
        ("Start Date", draft.starts_on),
        ("Due Date", draft.due_on),
        ("List", PARTS[part]),
        ("Made", f"{made:%Y-%m-%d %H:%M} ({of.zone})"),
        (),
        COLUMNS,
    ]


def _lines(actor: Actor, draft_id: int, part: Part, now: datetime, head: list[tuple[str, ...]]) -> Iterator[str]:
    yield BOM + _written(head)
    with db.read() as session:
        today = organization.of(session).today(now)
        people = map(_cells, reviewing.lines(session, actor, draft_id=draft_id, part=part, today=today))
        while some := list(islice(people, AT_A_TIME)):
            yield _written(some)


def _written(rows: list[tuple[str, ...]]) -> str:
    text = StringIO()
    csv.writer(text).writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def _cells(row: ReviewRow) -> tuple[str, ...]:
    return row.name, row.email, row.level, row.branch, row.reason


def _title(draft: DraftDetail) -> str:
    return f"{draft.training.title} ({draft.training.code})" if draft.training else ""


def _number(text: str) -> int:
    """The id that the address names; `NotFound` when it is no number that a database can hold."""
    if not (text.isascii() and text.isdecimal() and len(text) < 10):  # noqa: PLR2004  # 32 bits
        raise NotFound
    return int(text)
