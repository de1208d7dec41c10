"""Who is calling: the actor behind a request's cookie, and the address it came from."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request

from training_app.access.actor import Actor
from training_app.accounts import keys, queries
from training_app.core import clock, db
from training_app.core.errors import MusterError, NotAllowed
from training_app.core.settings import settings

SAME = ("same-origin", "none")


class NotSignedIn(MusterError):
    """Sign in first."""

    status = 401


class FromElsewhere(NotAllowed):
    """This request came from another site's page."""


async def actor_if_any(request: Request) -> Actor | None:
    """Who is signed in, or nobody. Looked up at every request: what was taken away counts at once."""
    key = keys.key_in(request.headers.get("cookie", ""))
    actor = await db.in_read(queries.actor, key_hash=keys.hash_of(key), now=clock.now()) if key else None
    request.state.actor = actor
    return actor


async def signed_in(actor: Annotated[Actor | None, Depends(actor_if_any)]) -> Actor:
    """Who is signed in; `NotSignedIn` otherwise."""
    if actor is None:
        raise NotSignedIn
    return actor


MaybeActorDep = Annotated[Actor | None, Depends(actor_if_any)]
ActorDep = Annotated[Actor, Depends(signed_in)]


def same_origin(request: Request) -> None:
    """Refuse what a page of another site sent: every browser says where a request comes from, in one way or both."""
    fetched = request.headers.get("sec-fetch-site")
    if fetched is not None and fetched not in SAME:
        raise FromElsewhere
    origin = request.headers.get("origin")
    if fetched is None and origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise FromElsewhere


def address_of(request: Request) -> str:
    """The caller's address: the connection's, or what the outermost of the trusted proxies saw."""
    direct = request.client.host if request.client else ""
    proxies = settings().trusted_proxies
    if not proxies:
        return direct
    said = [part.strip() for line in request.headers.getlist("x-forwarded-for") for part in line.split(",")]
    return said[-proxies] if len(said) >= proxies else direct
