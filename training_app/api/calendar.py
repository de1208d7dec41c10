"""Private calendars: who knows the secret in the address may read it, and programs ask for it now and then (N-09)."""

from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Header
from fastapi.responses import Response
from sqlalchemy.exc import StatementError
from sqlmodel import Session

from training_app.core import clock, db
from training_app.notifications.calendar import private

router = APIRouter(prefix="/calendar")
KIND = "text/calendar; charset=utf-8"
NOT_MODIFIED = 304


@router.api_route("/{token}.ics", methods=["GET", "HEAD"])
async def calendar(token: str, if_none_match: Annotated[str, Header()] = "") -> Response:
    """Somebody's due days. An unknown secret and one of a deactivated person are not found alike."""
    content = await db.in_read(_read, token=token)
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    headers = {"Cache-Control": "private, no-cache", "ETag": tag}
    if tag in if_none_match:
        return Response(status_code=NOT_MODIFIED, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="due-dates.ics"'
    return Response(content, media_type=KIND, headers=headers)


def _read(session: Session, *, token: str) -> bytes:
    try:
        return private.calendar(session, token=token, now=clock.now())
    except StatementError as error:
        # The log would have the secret among the values of the statement.
        error.hide_parameters = True
        raise
