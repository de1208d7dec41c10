"""Whether this process can do its work."""

import logging

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, text

from training_app.core import db

log = logging.getLogger(__name__)
router = APIRouter()


@router.get("/health")
async def health() -> JSONResponse:
    """200 while the database answers, 503 otherwise. Tells nothing else: anybody may ask."""
    try:
        await db.in_read(_ask)
    except SQLAlchemyError:
        log.exception("the database does not answer")
        return JSONResponse({"database": "unreachable"}, 503)
    return JSONResponse({"database": "ok"})


def _ask(session: Session) -> None:
    session.connection().execute(text("SELECT 1"))
