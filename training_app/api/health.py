"""Whether this process can do its work, and whether somebody decides and sends messages (N-10)."""

import logging
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError

from training_app.access.actor import Actor
from training_app.core import clock, db
from training_app.notifications import queries
from training_app.notifications.queries import Health

log = logging.getLogger(__name__)
router = APIRouter()


@router.get("/health")
async def health() -> JSONResponse:
    """200 while the database answers, 503 otherwise. Anybody may ask, so it names nobody and nothing.

    `loop` says when the background loop last went round, whether it is `behind` (silent for a minute, or an e-mail
    waits for longer than 15), how many e-mails are `waiting`, and how many things are `failing`: e-mails given up,
    steps of the loop, facts set aside. A loop that stands still is no 503: whoever asks this of a web process takes it
    out of service, and the pages work without it. Watch `behind` for that.
    """
    try:
        found = await db.in_read(queries.health, Actor.system(), now=clock.now())
    except SQLAlchemyError:
        log.exception("the database does not answer")
        return JSONResponse({"database": "unreachable"}, 503)
    return JSONResponse({"database": "ok", "loop": _loop(found)})


def _loop(found: Health) -> dict[str, Any]:
    return {
        "last_tick": _iso(found.last_tick),
        "behind": found.is_behind,
        "waiting": found.waiting + found.gathered,
        "failing": found.failed + len(found.failing) + found.set_aside,
    }


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
