"""The "Report of User(s) Assigned" as a file: CSV is sent while it is read, XLSX and PDF when they are made (A-23)."""

import os
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.api import spreadsheets
from training_app.api.session import ActorDep
from training_app.api.spreadsheets import FileAnswer
from training_app.assignments import report
from training_app.assignments.filters import PlaceFilter
from training_app.core import clock, db, files, organization
from training_app.core.errors import MusterError
from training_app.reports import csv_file, making, users_assigned
from training_app.reports.rules import Format

router = APIRouter(prefix="/exports/assignments")


class TooManyToWaitFor(MusterError):
    """This file would take too long to wait for. "Email Report" makes it, and tells you when it is there."""

    status = 422


@router.get("/{assignment_id}/report.csv")
async def users_assigned_csv(request: Request, actor: ActorDep, assignment_id: str) -> StreamingResponse:
    """The people whom the page's address asks for, as CSV; the query is that of the page."""
    number, now, wanted = spreadsheets.number(assignment_id), clock.now(), PlaceFilter.from_query(request.url.query)
    # Asked before the first byte: afterwards nothing can be refused any more.
    await db.in_read(users_assigned.content, actor, assignment_id=number, wanted=wanted, now=now)
    return spreadsheets.streamed(users_assigned.file_name(number, Format.CSV), _parts(actor, number, wanted, now))


@router.get("/{assignment_id}/report.xlsx")
async def users_assigned_xlsx(request: Request, actor: ActorDep, assignment_id: str) -> FileAnswer:
    """The same as XLSX."""
    return await _answer(request, actor, assignment_id, Format.XLSX)


@router.get("/{assignment_id}/report.pdf")
async def users_assigned_pdf(request: Request, actor: ActorDep, assignment_id: str) -> FileAnswer:
    """The same as PDF."""
    return await _answer(request, actor, assignment_id, Format.PDF)


async def _answer(request: Request, actor: Actor, assignment_id: str, kind: Format) -> FileAnswer:
    number, wanted = spreadsheets.number(assignment_id), PlaceFilter.from_query(request.url.query)
    file = await db.in_read(_made, actor, assignment_id=number, wanted=wanted, kind=kind, now=clock.now())
    size = os.fstat(file.fileno()).st_size
    return FileAnswer(file, name=users_assigned.file_name(number, kind), media_type=kind.media_type(), size=size)


def _made(
    session: Session, actor: Actor, *, assignment_id: int, wanted: PlaceFilter, kind: Format, now: datetime
) -> BinaryIO:
    """The finished file, open. Its name has gone already: what remains ends with the answer, or with the process."""
    content = users_assigned.content(session, actor, assignment_id=assignment_id, wanted=wanted, now=now)
    today = organization.of(session).today(now)
    people = report.people(session, actor, assignment_id=assignment_id, wanted=wanted, today=today)
    if not kind.can_be_downloaded(people):
        raise TooManyToWaitFor
    with files.workshop() as folder:
        return making.make(content, kind, folder).open("rb")


def _parts(actor: Actor, assignment_id: int, wanted: PlaceFilter, now: datetime) -> Iterator[str]:
    with db.read() as session:
        content = users_assigned.content(session, actor, assignment_id=assignment_id, wanted=wanted, now=now)
        yield from csv_file.parts_of(content)
