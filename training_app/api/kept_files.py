"""Kept files, to whoever may see them: the original to be saved, never to be opened here, and its picture (C-06).

Which file an address means, and who may have it, is asked of the feature whose rows speak of it.
"""

import asyncio
import logging
import os
import secrets
from collections.abc import Callable
from io import BytesIO
from typing import BinaryIO
from urllib.parse import quote

from fastapi import APIRouter
from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.api import spreadsheets
from training_app.api.session import ActorDep
from training_app.api.spreadsheets import FileAnswer
from training_app.assignments.external import proofs
from training_app.certifications.submitting import files as submitted
from training_app.certifications.tracking import files as tracked
from training_app.core import db, files, pictures, staging
from training_app.core.errors import NotFound
from training_app.core.files import FileLost
from training_app.core.pictures import PREVIEW_TYPE
from training_app.core.stored import Kept
from training_app.people import mark

log = logging.getLogger(__name__)
# Twice as many pixels as it takes on the page, for phones that have twice as many.
LONGEST_SIDE = 240
router = APIRouter(prefix="/files")
Query = Callable[..., Kept]
"""`(session, actor, *, file_id)`; `NotFound` for whoever may not see the file."""


class KeptAnswer(FileAnswer):
    """A file that somebody brought: whatever is in it, nothing of it runs or is rendered as ours."""

    def __init__(self, file: BinaryIO, *, disposition: str, media_type: str, size: int | None = None) -> None:
        """Take over the open file; what is not on the disk says its size."""
        whole = os.fstat(file.fileno()).st_size if size is None else size
        super().__init__(file, name="file", media_type=media_type, size=whole)
        self.headers["Content-Disposition"] = disposition
        self.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
        self.headers["X-Content-Type-Options"] = "nosniff"


def staged_of(session: Session, actor: Actor, *, file_id: int) -> Kept:
    """A file that waits for a form, for whoever sent it."""
    row = staging.staged(session, by_id=actor.person_id or 0, file_id=file_id)
    return Kept(row.key, row.preview_key, row.name, row.size, row.media_type)


# What an address names, and who answers for it.
QUERIES: dict[str, Query] = {
    "activities": proofs.proof_of,
    "awards": tracked.file_of,
    "staged": staged_of,
    "submissions": submitted.photo_of,
}


@router.get("/mark")
async def organization_mark(actor: ActorDep) -> KeptAnswer:
    """The organization's mark, to whoever is signed in (T-06)."""
    file = await db.in_read(_open_mark, actor)
    return KeptAnswer(file, disposition="inline", media_type=PREVIEW_TYPE)


@router.get("/{kind}/{file_id}")
async def original(actor: ActorDep, kind: str, file_id: str) -> KeptAnswer:
    """A file as it was brought, to be saved."""
    kept, file = await db.in_read(_open, actor, kind=kind, file_id=file_id, is_preview=False)
    return KeptAnswer(file, disposition=saved_as(kept.name), media_type=kept.media_type)


@router.get("/{kind}/{file_id}/preview")
async def picture(actor: ActorDep, kind: str, file_id: str) -> KeptAnswer:
    """The picture of a file, made anew from it, to be shown in a page."""
    _kept, file = await db.in_read(_open, actor, kind=kind, file_id=file_id, is_preview=True)
    return KeptAnswer(file, disposition="inline", media_type=PREVIEW_TYPE)


@router.get("/{kind}/{file_id}/thumbnail")
async def thumbnail(actor: ActorDep, kind: str, file_id: str) -> KeptAnswer:
    """The same picture as small as it stands in a list: a page with several is soon there on a slow line (L-01)."""
    _kept, file = await db.in_read(_open, actor, kind=kind, file_id=file_id, is_preview=True)
    small = await asyncio.to_thread(_small, file)
    return KeptAnswer(small, disposition="inline", media_type=PREVIEW_TYPE, size=small.getbuffer().nbytes)


def saved_as(name: str) -> str:
    """What tells a browser to save a file, and under which name, whatever signs are in it."""
    plain = "".join(sign if " " <= sign <= "~" and sign not in '"\\%' else "_" for sign in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _small(file: BinaryIO) -> BytesIO:
    with file:
        return BytesIO(pictures.smaller(file, LONGEST_SIDE).content)


def _open_mark(session: Session, actor: Actor) -> BinaryIO:
    return files.open_(mark.key_of(session, actor))


def _open(session: Session, actor: Actor, *, kind: str, file_id: str, is_preview: bool) -> tuple[Kept, BinaryIO]:
    """The file, open: who has it open reads it to its end, even when it is deleted meanwhile."""
    if kind not in QUERIES:
        raise NotFound
    kept = QUERIES[kind](session, actor, file_id=spreadsheets.number(file_id))
    if is_preview and not kept.preview_key:
        raise NotFound
    try:
        return kept, files.open_(kept.preview_key if is_preview else kept.key)
    except FileLost as error:
        reference = secrets.token_hex(4)
        log.exception("%s: the file %s of %s has gone from the store", reference, file_id, kind)
        message = f"This file is no longer on the server. Tell whoever looks after it, and quote {reference}."
        raise FileLost(message) from error
