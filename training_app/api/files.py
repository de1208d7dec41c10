"""Kept files, handed to whom they were sent and to nobody else (A-23)."""

import logging
import os
import secrets
from typing import BinaryIO

from fastapi import APIRouter
from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.api import spreadsheets
from training_app.api.session import ActorDep
from training_app.api.spreadsheets import FileAnswer
from training_app.core import db, files
from training_app.core.files import FileLost
from training_app.reports import queries
from training_app.reports.queries import SavedFile

log = logging.getLogger(__name__)
router = APIRouter(prefix="/files")


@router.get("/reports/{report_id}")
async def saved_report(actor: ActorDep, report_id: str) -> FileAnswer:
    """A report that was sent to whoever asks."""
    said, file = await db.in_read(_open, actor, report_id=spreadsheets.number(report_id))
    return FileAnswer(file, name=said.name, media_type=said.media_type, size=os.fstat(file.fileno()).st_size)


def _open(session: Session, actor: Actor, *, report_id: int) -> tuple[SavedFile, BinaryIO]:
    said = queries.file_of(session, actor, report_id=report_id)
    try:
        return said, files.open_(said.key)
    except FileLost as error:
        reference = secrets.token_hex(4)
        log.exception("%s: the file of report %s has gone from the store", reference, report_id)
        message = f"The file of this report is no longer on the server. Make the report anew, or quote {reference}."
        raise FileLost(message) from error
