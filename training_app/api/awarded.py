"""Who was awarded a certification as a file: CSV is sent while it is read, XLSX when it is made (C-12)."""

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
from training_app.certifications.awarding import awarded
from training_app.certifications.awarding.filters import AwardedFilter
from training_app.core import clock, db, files, organization
from training_app.core.errors import MusterError
from training_app.reports import awarded_users, csv_file, making
from training_app.reports.rules import Format

router = APIRouter(prefix="/exports/certifications")


class TooManyToWaitFor(MusterError):
    """This file would take too long to wait for. The CSV begins at once, or narrow the list by a search or a state."""

    status = 422


@router.get("/{certification_id}/awarded.csv")
async def awarded_csv(request: Request, actor: ActorDep, certification_id: str) -> StreamingResponse:
    """The people whom the page's address asks for, as CSV; the query is that of the page."""
    number, wanted, now = (
        spreadsheets.number(certification_id),
        AwardedFilter.from_query(request.url.query),
        clock.now(),
    )
    # Asked before the first byte: afterwards nothing can be refused any more.
    await db.in_read(awarded_users.content, actor, certification_id=number, wanted=wanted, now=now)
    return spreadsheets.streamed(awarded_users.file_name(number, Format.CSV), _parts(actor, number, wanted, now))


@router.get("/{certification_id}/awarded.xlsx")
async def awarded_xlsx(request: Request, actor: ActorDep, certification_id: str) -> FileAnswer:
    """The same as XLSX."""
    number, wanted = spreadsheets.number(certification_id), AwardedFilter.from_query(request.url.query)
    file = await db.in_read(_made, actor, certification_id=number, wanted=wanted, now=clock.now())
    size = os.fstat(file.fileno()).st_size
    name = awarded_users.file_name(number, Format.XLSX)
    return FileAnswer(file, name=name, media_type=Format.XLSX.media_type(), size=size)


def _made(session: Session, actor: Actor, *, certification_id: int, wanted: AwardedFilter, now: datetime) -> BinaryIO:
    """The finished file, open. Its name has gone already: what remains ends with the answer, or with the process."""
    content = awarded_users.content(session, actor, certification_id=certification_id, wanted=wanted, now=now)
    today = organization.of(session).today(now)
    people = awarded.people_in(session, actor, certification_id=certification_id, wanted=wanted, today=today)
    if not Format.XLSX.can_be_downloaded(people):
        raise TooManyToWaitFor
    with files.workshop() as folder:
        return making.make(content, Format.XLSX, folder).open("rb")


def _parts(actor: Actor, certification_id: int, wanted: AwardedFilter, now: datetime) -> Iterator[str]:
    with db.read() as session:
        content = awarded_users.content(session, actor, certification_id=certification_id, wanted=wanted, now=now)
        yield from csv_file.parts_of(content)
