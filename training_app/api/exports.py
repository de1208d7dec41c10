"""Those chosen on a draft as a file (A-13)."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.api import spreadsheets
from training_app.api.session import ActorDep
from training_app.api.spreadsheets import Line
from training_app.assignments.making import drafts, reviewing
from training_app.assignments.making.drafts import DraftDetail
from training_app.assignments.making.reviewing import ReviewRow
from training_app.assignments.rules import Part
from training_app.core import clock, db, organization

router = APIRouter(prefix="/exports")
COLUMNS = ("Name", "Email", "Level", "Branch", "Reason")
PARTS = {
    Part.CHOSEN: "Everybody chosen",
    Part.ENROLLED: "Get a new enrollment",
    Part.JOINING: "Join with the attempt they have open",
    Part.SKIPPED: "Skipped",
    Part.COMPLETED: "Skipped: completed it in this licensing period",
    Part.PREREQUISITE: "Skipped: prerequisite missing",
    Part.DEACTIVATED: "Skipped: deactivated",
    Part.GONE: "Skipped: taken out by somebody else meanwhile",
    Part.OTHER_LEVEL: "Of another level",
    Part.STAYING: "Stay as before",
    Part.RETURNING: "Come back, and go on where they were",
    Part.REMOVED: "Removed: withdrawn",
    Part.KEPT: "Stay because they are complete",
}


@router.get("/drafts/{draft_id}.csv")
async def draft_people(actor: ActorDep, draft_id: str, part: Part = Part.CHOSEN) -> StreamingResponse:
    """A part of those chosen on one's own draft, with the reasons, as CSV."""
    number, now = spreadsheets.number(draft_id), clock.now()
    # Asked before the first byte: afterwards nothing can be refused any more.
    head = await db.in_read(_head, actor, draft_id=number, part=part, now=now)
    name = f"draft-{number}-{part.value.replace('_', '-')}.csv"
    return spreadsheets.answer(name, head, _rows(actor, number, part, now))


def _head(session: Session, actor: Actor, *, draft_id: int, part: Part, now: datetime) -> list[Line]:
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


def _rows(actor: Actor, draft_id: int, part: Part, now: datetime) -> Iterator[Line]:
    with db.read() as session:
        today = organization.of(session).today(now)
        yield from map(_cells, reviewing.lines(session, actor, draft_id=draft_id, part=part, today=today))


def _cells(row: ReviewRow) -> Line:
    return row.name, row.email, row.level, row.branch, row.reason


def _title(draft: DraftDetail) -> str:
    return f"{draft.training.title} ({draft.training.code})" if draft.training else ""
