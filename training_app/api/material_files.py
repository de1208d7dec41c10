"""Files of materials: pictures, videos and the pages of a PDF are shown in the page, anything else is saved (T-01).

Only what was recognized by its content is shown: a picture made anew, a video, a page that we drew. The rest of a
file's life here is that of any kept file (`api.kept_files`).
"""

import asyncio
import logging
import secrets
from typing import BinaryIO, Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse
from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.api import spreadsheets
from training_app.api.kept_files import saved_as
from training_app.api.ranges import NO_SUCH_PART, RangedAnswer
from training_app.api.session import ActorDep
from training_app.assignments.attempts import material_files
from training_app.assignments.attempts.material_files import KeptMaterial
from training_app.core import clock, db, files, pdf, pictures
from training_app.core.errors import NotFound
from training_app.core.files import FileLost
from training_app.core.media import VIDEOS
from training_app.core.pdf import DrawnPage
from training_app.core.pictures import PREVIEW_TYPE

log = logging.getLogger(__name__)
router = APIRouter(prefix="/files/materials")
GET_AND_HEAD = ["GET", "HEAD"]
THUMBNAIL = 240  # twice as many pixels as it takes, for screens that have twice as many
# What was published keeps its file for good, so that a phone need not ask for it twice; whoever signs in there next
# must ask. In a draft it may be replaced at any time.
LASTING = {"Cache-Control": "private, max-age=31536000, immutable", "Vary": "Cookie"}
PASSING = {"Cache-Control": "private, no-cache"}
GUARDED = {"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"}


@router.api_route("/{material_id}", methods=GET_AND_HEAD)
async def file(actor: ActorDep, request: Request, material_id: str) -> RangedAnswer:
    """The file as it was brought: a video to be played, anything else to be saved."""
    kept, content = await db.in_read(_open, actor, material_id=material_id, which="key")
    is_video = kept.media_type in VIDEOS
    disposition = "inline" if is_video else saved_as(kept.name)
    answer = _answer(request, content, kept.key, disposition=disposition, media_type=kept.media_type)
    return _lasting(answer, kept) if is_video else answer


@router.api_route("/{material_id}/preview", methods=GET_AND_HEAD)
async def picture(actor: ActorDep, request: Request, material_id: str) -> RangedAnswer:
    """The picture of a file, made anew from it."""
    kept, content = await db.in_read(_open, actor, material_id=material_id, which="preview_key")
    answer = _answer(request, content, kept.preview_key, disposition="inline", media_type=PREVIEW_TYPE)
    return _lasting(answer, kept)


@router.get("/{material_id}/captions.vtt")
async def captions(actor: ActorDep, material_id: str) -> Response:
    """What is said in a video, for who cannot hear it."""
    number = spreadsheets.number(material_id)
    said = await db.in_read(material_files.captions_of, actor, material_id=number, now=clock.now())
    return Response(said, media_type="text/vtt", headers=GUARDED | PASSING)


@router.get("/{material_id}/thumbnail")
async def thumbnail(actor: ActorDep, material_id: str) -> Response:
    """The same picture as small as it stands in a list."""
    _, content = await db.in_read(_open, actor, material_id=material_id, which="preview_key")
    with content:
        small = await asyncio.to_thread(pictures.smaller, content, THUMBNAIL)
    return Response(small.content, media_type=PREVIEW_TYPE, headers=GUARDED | PASSING)


@router.get("/{material_id}/pages/{number}")
async def page(actor: ActorDep, material_id: str, number: str) -> Response:
    """One page of a PDF as a picture."""
    drawn, headers = await _drawn(actor, material_id, number)
    return Response(drawn.picture, media_type=drawn.media_type, headers=headers)


@router.get("/{material_id}/pages/{number}/text")
async def text(actor: ActorDep, material_id: str, number: str) -> Response:
    """The text of one page of a PDF, for whoever does not see the picture; empty when it was scanned."""
    drawn, headers = await _drawn(actor, material_id, number)
    return PlainTextResponse(drawn.text, headers=headers)


def _answer(
    request: Request, content: BinaryIO, tag: str, *, disposition: str, media_type: str
) -> RangedAnswer:  # fmt: skip
    is_head = request.method == "HEAD"
    return RangedAnswer(content, asked=request.headers, is_head=is_head, tag=tag, disposition=disposition,
                        media_type=media_type)  # fmt: skip


def _lasting(answer: RangedAnswer, kept: KeptMaterial) -> RangedAnswer:
    if kept.is_lasting and answer.status_code != NO_SUCH_PART:
        answer.headers.update(LASTING)
    return answer


async def _drawn(actor: Actor, material_id: str, number: str) -> tuple[DrawnPage, dict[str, str]]:
    kept = await db.in_read(_kept, actor, material_id)
    wanted = spreadsheets.number(number)
    if not 1 <= wanted <= kept.pages:
        raise NotFound
    try:
        drawn = await pdf.page(kept.key, wanted, now=clock.now())
    except FileLost as error:
        raise _lost(material_id) from error
    return drawn, GUARDED | (LASTING if kept.is_lasting else PASSING)


def _kept(session: Session, actor: Actor, material_id: str) -> KeptMaterial:
    number = spreadsheets.number(material_id)
    return material_files.file_of(session, actor, material_id=number, now=clock.now())


def _open(
    session: Session, actor: Actor, *, material_id: str, which: Literal["key", "preview_key"]
) -> tuple[KeptMaterial, BinaryIO]:
    kept = _kept(session, actor, material_id)
    key: str = getattr(kept, which)
    if not key:
        raise NotFound
    try:
        return kept, files.open_(key)
    except FileLost as error:
        raise _lost(material_id) from error


def _lost(material_id: str) -> FileLost:
    reference = secrets.token_hex(4)
    log.error("%s: the file of material %s has gone from the store", reference, material_id)
    return FileLost(f"This file is no longer on the server. Tell whoever assigned it, and quote {reference}.")
