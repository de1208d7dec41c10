"""A course as one file, and the statistics of its exam as CSV (T-01)."""

from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.api import spreadsheets
from training_app.api.session import ActorDep
from training_app.api.spreadsheets import Line
from training_app.assignments.exams import statistics, statistics_listing
from training_app.assignments.exams.statistics_listing import StatisticsFilter
from training_app.catalog.packing import packing
from training_app.catalog.packing.packing import Pack
from training_app.core import clock, db, organization

router = APIRouter(prefix="/exports/courses")


@router.get("/{course_id}.zip")
async def course_file(actor: ActorDep, course_id: str) -> StreamingResponse:
    """A course with its materials, its exam and its evaluation, of its draft if it has one."""
    pack = await db.in_read(_pack, actor, course_id=spreadsheets.number(course_id))
    headers = {"Content-Disposition": f'attachment; filename="{pack.name}"', "Cache-Control": "private, no-store"}
    return StreamingResponse(packing.pieces(pack), media_type="application/zip", headers=headers)


@router.get("/{course_id}/statistics.csv")
async def exam_statistics(request: Request, actor: ActorDep, course_id: str) -> StreamingResponse:
    """The statistics of the questions that the address asks for, a line for each choice."""
    number = spreadsheets.number(course_id)
    wanted = replace(StatisticsFilter.from_query(request.url.query), page=1)
    lines = await db.in_read(_lines, actor, course_id=number, wanted=wanted)
    return spreadsheets.answer(f"statistics-{number}.csv", [statistics_listing.COLUMNS], iter(lines))


def _pack(session: Session, actor: Actor, *, course_id: int) -> Pack:
    today = organization.of(session).today(clock.now())
    return packing.pack(session, actor, training_id=course_id, today=today)


def _lines(session: Session, actor: Actor, *, course_id: int, wanted: StatisticsFilter) -> list[Line]:
    found = statistics.statistics(session, actor, training_id=course_id)
    return list(statistics_listing.lines(found, wanted))
