"""Bringing a file of people by a native form, and taking the refused rows home (P-08)."""

import asyncio

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.api import bringing
from training_app.api.session import ActorDep, same_origin
from training_app.core import clock, db
from training_app.core.errors import Invalid
from training_app.imports import planning, previews, uploads
from training_app.imports.uploads import MOST_BYTES

router = APIRouter(prefix="/imports", dependencies=[Depends(same_origin)])
PAGE = "/people/import"


@router.post("/people")
async def bring_people(request: Request, actor: ActorDep) -> RedirectResponse:
    """Keep a roster and plan its rows; lead to the page of its import, or back to the form with what is wrong."""
    actor.require(Permission.MANAGE_PEOPLE)
    try:
        name, content = await bringing.file_of(request, most=MOST_BYTES)
        table = await asyncio.to_thread(uploads.read, content)
    except Invalid as refused:
        return bringing.back(PAGE, refused.message)
    now = clock.now()
    brought = await db.in_write(uploads.begin, actor, file_name=name, content=content, table=table, now=now)
    prepared = await db.in_read(planning.prepare, actor, import_id=brought, now=now)
    await db.in_write(planning.keep, actor, import_id=brought, prepared=prepared, now=now)
    return RedirectResponse(f"{PAGE}/{brought}", 303, headers={"Cache-Control": "no-store"})


@router.get("/people/{import_id}/refused.csv")
async def refused_rows(import_id: int, actor: ActorDep) -> Response:
    """The refused rows of one's own import, with the reason beside each."""
    text = await db.in_read(_refused, actor, import_id)
    return Response(
        text.encode("utf-8-sig"),  # with its mark, spreadsheets read the accents right
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="refused-{import_id}.csv"',
            "Cache-Control": "private, no-store",
        },
    )


def _refused(session: Session, actor: Actor, import_id: int) -> str:
    return "".join(previews.refused_csv(session, actor, import_id=import_id))
