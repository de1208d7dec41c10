"""How a refusal reads over HTTP: JSON with its message; a browser that is not signed in is led to the sign-in page."""

import logging
import secrets
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response

from training_app.access.actor import Actor
from training_app.accounts import actions as accounts
from training_app.api.session import NotSignedIn
from training_app.core import clock, db
from training_app.core.errors import Invalid, MusterError, NotAllowed

log = logging.getLogger(__name__)
PRIVATE = {"Cache-Control": "no-store"}


def render_all(app: FastAPI) -> None:
    """Let every error of this app's routes be answered by the functions below."""
    app.exception_handler(MusterError)(refused)
    app.exception_handler(RequestValidationError)(malformed)
    app.exception_handler(Exception)(unexpected)


async def refused(request: Request, error: Exception) -> Response:
    """What was refused for a reason, with its status; a missing right is recorded (P-06)."""
    assert isinstance(error, MusterError)  # noqa: S101 (what this is registered for)
    if isinstance(error, NotAllowed | NotSignedIn):
        actor: Actor | None = getattr(request.state, "actor", None)
        await db.in_write(accounts.record_refusal, actor, _handler(request), clock.now())
    if isinstance(error, NotSignedIn) and request.method == "GET" and "text/html" in request.headers.get("accept", ""):
        address = f"/sign-in?{urlencode({'next': _address(request)})}"
        return RedirectResponse(address, 303, headers=PRIVATE)
    problems = error.problems if isinstance(error, Invalid) else ()
    said = {"error": error.message, "problems": [{"field": one.field, "text": one.text} for one in problems]}
    return JSONResponse(said, error.status, headers=PRIVATE)


async def malformed(_request: Request, error: Exception) -> Response:
    """Arguments of the wrong kind: each with its place, never with the value that was sent."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 (what this is registered for)
    problems = [{"field": ".".join(map(str, one["loc"][1:])), "text": one["msg"]} for one in error.errors()]
    return JSONResponse({"error": Invalid.__doc__, "problems": problems}, 422, headers=PRIVATE)


async def unexpected(request: Request, error: Exception) -> Response:
    """Our fault: a number to quote, under which the log has the trace."""
    reference = secrets.token_hex(4)
    log.error("%s: %s failed", reference, _handler(request), exc_info=error)
    message = f"Something went wrong on our side. Quote {reference} when you report it."
    return JSONResponse({"error": message, "problems": [], "reference": reference}, 500, headers=PRIVATE)


def _handler(request: Request) -> str:
    route = request.scope.get("route")
    return f"{request.method} {getattr(route, 'path', 'unknown')}"


def _address(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")
