"""Bringing a file of people by a native form, and taking the refused rows home (P-08).

A file that cannot be read goes back to the form with `?refused=<number>`; what is wrong with it is in a cookie under
the same number, because an address that carries a text could be made by anybody.
"""

import asyncio
import secrets
from collections.abc import AsyncGenerator
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.api.session import ActorDep, same_origin
from training_app.core import clock, db
from training_app.core.errors import Invalid, Problem
from training_app.core.settings import settings
from training_app.imports import planning, previews, uploads
from training_app.imports.uploads import MOST_BYTES, REFUSED, TooLarge

router = APIRouter(prefix="/imports", dependencies=[Depends(same_origin)])
PAGE = "/people/import"
REMEMBERED = 600
LONGEST_REASON = 500
# The name and the borders of the form are in the body too. What is a little too large is read to its end, or else
# the browser would see a broken connection in place of the answer.
AROUND = 16 * 1024
READ_ON = 4 * MOST_BYTES
TOO_LARGE = MultiPartException("too large")  # of this kind, the parser closes what it has read so far


class NoFile(Invalid):
    """Choose a file."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(Problem("file", "Choose a file."))


@router.post("/people")
async def bring_people(request: Request, actor: ActorDep) -> RedirectResponse:
    """Keep a roster and plan its rows; lead to the page of its import, or back to the form with what is wrong."""
    actor.require(Permission.MANAGE_PEOPLE)
    try:
        name, content = await _file(request)
        table = await asyncio.to_thread(uploads.read, content)
    except Invalid as refused:
        return _back(refused.message)
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


async def _file(request: Request) -> tuple[str, bytes]:
    """The name and the bytes of the one file of the form, read no further than its limit."""
    try:
        form = await MultiPartParser(request.headers, _limited(request), max_files=1, max_fields=1).parse()
    except (MultiPartException, KeyError, AssertionError) as broken:
        raise TooLarge if broken.args == TOO_LARGE.args else NoFile from broken
    try:
        file = form.get("file")
        if not isinstance(file, UploadFile) or not file.filename:
            raise NoFile
        return file.filename, await file.read()
    finally:
        await form.close()


async def _limited(request: Request) -> AsyncGenerator[bytes, None]:
    size = 0
    async for part in request.stream():
        size += len(part)
        if size <= MOST_BYTES + AROUND:
            yield part
        elif size > READ_ON:
            break
    if size > MOST_BYTES + AROUND:
        raise TOO_LARGE


def _back(reason: str) -> RedirectResponse:
    number = secrets.token_hex(4)
    answer = RedirectResponse(f"{PAGE}?refused={number}", 303, headers={"Cache-Control": "no-store"})
    answer.set_cookie(REFUSED, f"{number}:{quote(reason[:LONGEST_REASON])}", max_age=REMEMBERED, path="/",
                      httponly=True, samesite="lax", secure=settings().behind_tls())  # fmt: skip
    return answer
