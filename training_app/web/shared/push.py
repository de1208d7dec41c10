"""Open pages learn of what concerns their person, without reload (N-02).

A tab is asked to send the event itself: with its own cookie and address, through the gate, though its state on the
server may have expired. With Redis the news reaches the tabs of every web process; without, those of this one; the
slow poll of `assets/session.js` covers whatever is missed.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import Future
from contextlib import asynccontextmanager, suppress
from typing import Any, ClassVar

import reflex as rx
from redis.asyncio import Redis
from redis.exceptions import RedisError
from reflex.state import StateUpdate
from reflex_base.event import Event

from training_app.core import news
from training_app.core.settings import settings

SECONDS_BETWEEN_TRIES = 5.0
log = logging.getLogger(__name__)


class _Here:
    """What this process knows: its app, its loop, and whose pages each of its tabs shows."""

    app: rx.App | None = None
    loop: asyncio.AbstractEventLoop | None = None
    redis: "Redis | None" = None
    refresh: Callable[[], Any] | None = None
    tabs: ClassVar[dict[str, int]] = {}


def opened(person_id: int, token: str) -> None:
    """Remember that this tab shows this person's pages."""
    _Here.tabs[token] = person_id


def changed(person_ids: Iterable[int]) -> None:
    """Let the open pages of these people refresh their bell. Call it after the commit, from any thread."""
    loop, people = _Here.loop, frozenset(person_ids)
    if people and loop is not None and not loop.is_closed():
        asyncio.run_coroutine_threadsafe(_tell(people), loop).add_done_callback(_log_failure)


@asynccontextmanager
async def running(app: rx.App, refresh: Callable[[], Any]) -> AsyncIterator[None]:
    """Push while the server runs; `refresh` is the handler that the tabs are asked to send."""
    _Here.app, _Here.loop, _Here.refresh = app, asyncio.get_running_loop(), refresh
    listening = None
    if settings().redis_url:
        _Here.redis = Redis.from_url(settings().redis_url)
        listening = asyncio.create_task(_listen(_Here.redis))
    try:
        yield
    finally:
        if listening:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening
        if _Here.redis:
            await _Here.redis.aclose()
        _Here.app = _Here.loop = _Here.redis = _Here.refresh = None


async def _tell(person_ids: frozenset[int]) -> None:
    if _Here.redis is None:
        await _refresh_here(person_ids)
        return
    try:
        await _Here.redis.publish(news.CHANNEL, news.written(person_ids))
    except (RedisError, OSError) as failed:
        log.warning("Redis cannot be reached, only the pages of this process are told: %s", failed)
        await _refresh_here(person_ids)


async def _listen(redis: "Redis") -> None:
    while True:
        try:
            async with redis.pubsub() as heard:
                await heard.subscribe(news.CHANNEL)
                async for message in heard.listen():
                    if message["type"] == "message":
                        await _refresh_here(news.people_in(message["data"]))
        except (RedisError, OSError) as failed:
            log.warning("Redis cannot be reached, news of other processes is late: %s", failed)
        except Exception:
            log.exception("listening to other processes failed, going on")
        await asyncio.sleep(SECONDS_BETWEEN_TRIES)


async def _refresh_here(person_ids: frozenset[int]) -> None:
    app, refresh = _Here.app, _Here.refresh
    if app is None or refresh is None or app.event_namespace is None:
        return
    connected = app.event_namespace._token_manager.token_to_socket  # no public name says who is connected
    for token, person_id in tuple(_Here.tabs.items()):
        if token not in connected:
            _Here.tabs.pop(token, None)  # closed; one that comes back says so again
        elif person_id in person_ids:
            await app.event_namespace.emit_update(StateUpdate(events=Event.from_event_type(refresh())), token)


def _log_failure(told: "Future[None]") -> None:
    if not told.cancelled() and (failed := told.exception()):
        log.error("open pages could not be told", exc_info=failed)
