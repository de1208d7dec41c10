"""Questions of an exam as CSV: brought by a native form, refused rows taken home, the bank taken out (T-01)."""

import asyncio
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, StreamingResponse
from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.api import bringing, spreadsheets
from training_app.api.session import ActorDep, same_origin
from training_app.api.spreadsheets import Line
from training_app.catalog import courses
from training_app.core import clock, db, organization
from training_app.core.errors import Conflict, Invalid
from training_app.imports.questions import bringing as questions
from training_app.imports.questions import export, plan, waiting

router = APIRouter()


@router.get("/imports/questions/example.csv")
async def example(_actor: ActorDep) -> StreamingResponse:
    """A file of one question of each kind, to begin with."""
    return spreadsheets.answer("questions-example.csv", [], iter(export.EXAMPLE))


@router.post("/imports/questions/{course_id}", dependencies=[Depends(same_origin)])
async def bring(request: Request, actor: ActorDep, course_id: str) -> RedirectResponse:
    """Keep a file for the bank of a course; lead to the page with its preview, or with what is wrong with it."""
    actor.require(Permission.MANAGE_CATALOG)
    number = spreadsheets.number(course_id)
    page = f"/courses/{number}/exam/import"
    try:
        name, content = await bringing.file_of(request, most=plan.MOST_BYTES)
        said: dict[str, Any] = {"course_id": number, "name": name, "content": content, "now": clock.now()}
        await asyncio.to_thread(questions.bring, actor, **said)
    except (Invalid, Conflict) as refused:
        return bringing.back(page, refused.message)
    return RedirectResponse(page, 303, headers={"Cache-Control": "no-store"})


@router.get("/exports/courses/{course_id}/refused-questions.csv")
async def refused_rows(actor: ActorDep, course_id: str) -> StreamingResponse:
    """The refused rows of one's own waiting file, with the reason beside each."""
    number = spreadsheets.number(course_id)
    rows = await db.in_read(waiting.refused, actor, course_id=number)
    return spreadsheets.answer(f"refused-questions-{number}.csv", [], iter(rows))


@router.get("/exports/courses/{course_id}/questions.csv")
async def bank(actor: ActorDep, course_id: str) -> StreamingResponse:
    """The questions of a course, of its draft if it has one, as a file that can be brought back."""
    number = spreadsheets.number(course_id)
    code, rows = await db.in_read(_bank, actor, course_id=number)
    return spreadsheets.answer(f"questions-{code}.csv", [], iter(rows))


def _bank(session: Session, actor: Actor, *, course_id: int) -> tuple[str, list[Line]]:
    actor.require(Permission.MANAGE_CATALOG)
    today = organization.of(session).today(clock.now())
    head = courses.head(session, actor, training_id=course_id, today=today)
    code = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in head.code)
    return code, list(export.bank(session, actor, version_id=head.version_id))
