"""Whom a job skipped, and why, as a file, sent while it is read (J-01, M-05)."""

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
from training_app.core import clock, db, organization
from training_app.people import long_work
from training_app.people.long_work import LineRow

router = APIRouter(prefix="/exports/jobs")
COLUMNS = ("Name", "Email", "Branch", "Why")


@router.get("/{key}.csv")
async def skipped(actor: ActorDep, key: str, q: str = "") -> StreamingResponse:
    """The people whom a job skipped, with the reasons, narrowed by the search of its page."""
    # Asked before the first byte: afterwards nothing can be refused any more.
    head = await db.in_read(_head, actor, key=key, q=q, now=clock.now())
    return spreadsheets.answer("skipped.csv", head, _rows(actor, key, q))


def _head(session: Session, actor: Actor, *, key: str, q: str, now: datetime) -> list[Line]:
    """What the list is of, what it is narrowed to, and when it was made, above its columns."""
    job, zone = long_work.job(session, actor, key=key), organization.of(session).zone
    return [
        ("Job", job.title),
        ("Started", f"{job.started_said} by {job.started_by}"),
        ("Filter", f"with “{q}” in the name" if q else "Everybody skipped"),
        ("Made", f"{now.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} ({zone}) by {actor.name}"),
        (),
        COLUMNS,
    ]


def _rows(actor: Actor, key: str, q: str) -> Iterator[Line]:
    with db.read() as session:
        yield from map(_cells, long_work.all_lines(session, actor, key=key, q=q))


def _cells(row: LineRow) -> Line:
    return row.name, row.email, row.branch, row.why
