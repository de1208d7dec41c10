"""Bringing a file of who attended a session by a native form, and taking the refused rows home (T-03)."""

import asyncio
from datetime import date
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, StreamingResponse
from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.api import bringing, spreadsheets
from training_app.api.session import ActorDep, same_origin
from training_app.api.spreadsheets import Line
from training_app.core import clock, db
from training_app.core.errors import Invalid
from training_app.imports import attendance

router = APIRouter(prefix="/imports/attendance", dependencies=[Depends(same_origin)])


@router.post("/{course_id}/{day}")
async def bring(request: Request, actor: ActorDep, course_id: str, day: date) -> RedirectResponse:
    """Enter the good rows of a file for the session of a day; lead back to its page, which names the refused ones."""
    actor.require(Permission.RECORD_ATTENDANCE)
    number = spreadsheets.number(course_id)
    page = f"/courses/{number}/attendance?day={day.isoformat()}"
    try:
        name, content = await bringing.file_of(request, most=attendance.MOST_BYTES)
        table = await asyncio.to_thread(attendance.read, content)
        said: dict[str, Any] = {"course_id": number, "day": day, "file_name": name, "table": table, "now": clock.now()}
        await db.in_write(attendance.bring, actor, **said)
    except Invalid as refused:
        return bringing.back(page, refused.message)
    return RedirectResponse(page, 303, headers={"Cache-Control": "no-store"})


@router.get("/{course_id}/{day}/refused.csv")
async def refused_rows(actor: ActorDep, course_id: str, day: date) -> StreamingResponse:
    """The refused rows of one's own file, with the reason beside each."""
    number = spreadsheets.number(course_id)
    rows = await db.in_read(_rows, actor, number, day)
    return spreadsheets.answer(f"refused-{number}-{day.isoformat()}.csv", [], iter(rows))


def _rows(session: Session, actor: Actor, course_id: int, day: date) -> list[Line]:
    return list(attendance.refused_rows(session, actor, course_id=course_id, day=day))
