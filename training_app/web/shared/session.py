"""Who is behind a tab: from the cookie of its connection, looked up at every event (P-06, P-07)."""

from datetime import date

import reflex as rx

from training_app.access.actor import Actor
from training_app.accounts import keys, queries
from training_app.core import clock, db, organization
from training_app.core.errors import NotAllowed


async def actor_of(state: rx.State) -> Actor | None:
    """Who acts in this tab now; None when nobody is signed in."""
    key = keys.key_in(state.router.headers.cookie)
    if not key:
        return None
    return await db.in_read(queries.actor, key_hash=keys.hash_of(key), now=clock.now())


async def me(state: rx.State) -> Actor:
    """Who acts in this tab now, in a handler that the gate lets only signed-in people call."""
    actor = await actor_of(state)
    if actor is None:
        message = "You are signed out. Sign in again to go on."
        raise NotAllowed(message)
    return actor


async def today() -> date:
    """The organization day."""
    return (await db.in_read(organization.of)).today(clock.now())
