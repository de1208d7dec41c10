"""Bringing a file by a native form, and taking the refused rows home (P-08)."""

import asyncio

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.api import bringing
from training_app.api.session import ActorDep, same_origin
from training_app.core import clock, db
from training_app.core.errors import Invalid
from training_app.imports import planning, previews, uploads
from training_app.imports.kinds import Kind
from training_app.imports.people import PEOPLE
from training_app.imports.uploads import MOST_BYTES

router = APIRouter(prefix="/imports", dependencies=[Depends(same_origin)])
PAGE = "/people/import"


@router.post("/people")
async def bring_people(request: Request, actor: ActorDep) -> RedirectResponse:
    """Keep a roster and plan its rows; lead to the page of its import, or back to the form with what is wrong."""
    return await bring(request, actor, PEOPLE, PAGE)


@router.get("/people/{import_id}/refused.csv")
async def refused_rows(import_id: int, actor: ActorDep) -> Response:
    """The refused rows of one's own import, with the reason beside each."""
    return await refused(actor, PEOPLE, import_id)


async def bring(request: Request, actor: Actor, kind: Kind, page: str) -> RedirectResponse:
    """Keep a file of this kind and plan its rows; lead to its import below `page`, or back there with the fault."""
    await db.in_read(kind.require, actor, None)
    try:
        name, content = await bringing.file_of(request, most=MOST_BYTES)
        table = await asyncio.to_thread(uploads.read, content)
    except Invalid as wrong:
        return bringing.back(page, wrong.message)
    now = clock.now()
    brought = await db.in_write(uploads.begin, actor, file_name=name, content=content, table=table, now=now, kind=kind)
    prepared = await db.in_read(planning.prepare, actor, import_id=brought, now=now, kind=kind)
    await db.in_write(planning.keep, actor, import_id=brought, prepared=prepared, now=now, kind=kind)
    return RedirectResponse(f"{page}/{brought}", 303, headers={"Cache-Control": "no-store"})


async def refused(actor: Actor, kind: Kind, import_id: int) -> Response:
    """The refused rows of one's own import as a file."""
    text = await db.in_read(_refused, actor, import_id, kind)
    return Response(
        text.encode("utf-8-sig"),  # with its mark, spreadsheets read the accents right
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="refused-{import_id}.csv"',
            "Cache-Control": "private, no-store",
        },
    )


def _refused(session: Session, actor: Actor, import_id: int, kind: Kind) -> str:
    return "".join(previews.refused_csv(session, actor, import_id=import_id, kind=kind))
