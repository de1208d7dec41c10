"""Sending a file for a form: one request for each, its bytes as they are, whole or not at all (C-05, C-25, T-04).

Nothing belongs to anybody's record by this alone: what the form then does with it is asked of the form's own action.
"""

import asyncio
from pathlib import Path

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.requests import ClientDisconnect

from training_app.access.actor import Actor
from training_app.api.session import ActorDep, same_origin
from training_app.api.upload_limits import Limit, TooLarge, limit_of
from training_app.core import clock, db, files, staging
from training_app.core.errors import Invalid, MusterError, NotAllowed, Problem

router = APIRouter(prefix="/files", dependencies=[Depends(same_origin)])
LONGEST_PLACE = 60


class BrokenOff(MusterError):
    """The file did not come through whole, so nothing of it was kept. Send it again."""


@router.get("/limit")
async def limit(actor: ActorDep, place: str = "") -> Limit:
    """The most that a file for this form may have, so that a page need not send one that is larger."""
    return limit_of(actor, place)


@router.post("")
async def upload(request: Request, actor: ActorDep, name: str, place: str) -> dict[str, object]:
    """Keep a file for a form of whoever sends it; answers its id, name, size, and whether it can be shown."""
    if actor.person_id is None:
        raise NotAllowed
    if not place or len(place) > LONGEST_PLACE:
        raise Invalid(Problem("place", "This call makes no sense: it names no form."))
    said, limit = staging.plain_name(name), limit_of(actor, place)
    with files.workshop() as folder:
        file = folder / "received"
        await _receive(request, file, said, limit)
        received = await asyncio.to_thread(staging.received, file, name=said)
        number = await db.in_write(_stage, actor, received=received, place=place)
    return {"id": number, "name": said, "size": received.content.size, "shown": received.preview is not None}


def _stage(session: Session, actor: Actor, *, received: staging.Received, place: str) -> int:
    return staging.stage(session, received, by_id=actor.person_id or 0, place=place, now=clock.now())


async def _receive(request: Request, file: Path, name: str, limit: Limit) -> None:
    most, size = limit.bytes, 0
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > most:
        raise TooLarge(name, limit)
    try:
        with file.open("wb") as out:
            async for piece in request.stream():
                size += len(piece)
                if size > most:
                    raise TooLarge(name, limit)
                await asyncio.to_thread(out.write, piece)
    except ClientDisconnect as gone:
        raise BrokenOff from gone
    if declared.isdecimal() and size < int(declared):
        raise BrokenOff
