"""Open pages are asked to refresh their bell: those of the people concerned, in every process, and no others (N-02)."""

import asyncio
import contextlib
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
import redis
from redis.asyncio import Redis
from reflex.state import StateUpdate

from training_app.core import news
from training_app.core.settings import settings
from training_app.web.shared import push
from training_app.web.shared.shell import Shell

LEA, NOA = 5, 6


@dataclass
class Wire:
    """Stands where the websockets are: who is connected, and which tabs were asked to refresh."""

    connected: set[str] = field(default_factory=set)
    asked: "asyncio.Queue[str]" = field(default_factory=asyncio.Queue)

    @property
    def _token_manager(self) -> SimpleNamespace:
        return SimpleNamespace(token_to_socket=dict.fromkeys(self.connected))

    async def emit_update(self, update: StateUpdate, token: str) -> None:
        assert [event.name.rpartition(".")[2] for event in update.events] == ["refresh"]
        self.asked.put_nowait(token)

    def open(self, person_id: int, token: str) -> None:
        self.connected.add(token)
        push.opened(person_id, token)

    async def next(self) -> str:
        return await asyncio.wait_for(self.asked.get(), 5)


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    wire = Wire()
    async with push.running(SimpleNamespace(event_namespace=wire), Shell.refresh):
        yield wire


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Several processes share a Redis; its address."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    monkeypatch.setenv("MUSTER_REDIS_URL", f"redis://127.0.0.1:{port}")
    monkeypatch.setattr(push, "SECONDS_BETWEEN_TRIES", 0.05)
    settings.cache_clear()
    yield f"redis://127.0.0.1:{port}"
    settings.cache_clear()


@contextlib.contextmanager
def redis_at(address: str) -> Iterator[None]:
    program = shutil.which("redis-server")
    assert program, "there is no Redis: `make test` installs it"
    process = subprocess.Popen(
        [program, "--port", address.rpartition(":")[2], "--save", "", "--bind", "127.0.0.1"], stdout=subprocess.DEVNULL
    )
    try:
        with contextlib.closing(redis.Redis.from_url(address, retry=redis.retry.Retry(_backoff(), 100))) as asked:
            asked.ping()
        yield
    finally:
        process.terminate()
        process.wait(10)


def _backoff() -> redis.backoff.ConstantBackoff:
    return redis.backoff.ConstantBackoff(0.05)


async def heard_by_all(address: str) -> None:
    """Until this process listens to the others: Redis answers how many heard."""
    async with asyncio.timeout(10), Redis.from_url(address) as other:
        while not await other.publish(news.CHANNEL, "0"):
            pass


@pytest.mark.rule("N-02", "all open pages of the person are asked to refresh, and nobody else's")
async def test_the_open_pages_of_a_person_refresh_and_nobody_else_s(wire):
    wire.open(LEA, "lea-phone")
    wire.open(NOA, "noa-phone")
    wire.open(LEA, "lea-desk")
    push.changed([LEA])
    assert {await wire.next(), await wire.next()} == {"lea-phone", "lea-desk"}
    push.changed([NOA])
    assert await wire.next() == "noa-phone"
    assert wire.asked.empty()


@pytest.mark.rule("N-02", "news from the thread of the loop reaches open pages")
async def test_the_loop_tells_from_its_own_thread(wire):
    wire.open(LEA, "lea-phone")
    await asyncio.to_thread(push.changed, frozenset({LEA}))
    assert await wire.next() == "lea-phone"


async def test_a_tab_in_which_somebody_else_signs_in_is_theirs(wire):
    wire.open(LEA, "a-tab")
    wire.open(NOA, "a-tab")
    push.changed([LEA])
    push.changed([NOA])
    assert await wire.next() == "a-tab"
    assert wire.asked.empty()


async def test_a_closed_page_is_not_asked_and_one_that_comes_back_is(wire):
    wire.open(LEA, "lea-phone")
    wire.open(LEA, "lea-desk")
    wire.connected.remove("lea-phone")
    push.changed([LEA])
    assert await wire.next() == "lea-desk"
    wire.open(LEA, "lea-phone")
    push.changed([LEA])
    assert {await wire.next(), await wire.next()} == {"lea-phone", "lea-desk"}


async def test_nothing_is_asked_when_the_server_does_not_run():
    push.opened(LEA, "lea-phone")
    push.changed([LEA])


@pytest.mark.rule("N-02", "with several processes the news of each reaches the pages of the others")
async def test_the_news_of_another_process_reaches_the_pages_of_this_one(many):
    with redis_at(many):
        wire = Wire()
        async with push.running(SimpleNamespace(event_namespace=wire), Shell.refresh), Redis.from_url(many) as other:
            wire.open(LEA, "lea-phone")
            await heard_by_all(many)
            await other.publish(news.CHANNEL, f"nonsense,{NOA},{LEA}")
            assert await wire.next() == "lea-phone"
            push.changed([LEA])
            assert await wire.next() == "lea-phone"
            assert wire.asked.empty()


@pytest.mark.rule(
    "N-02", "without a reachable Redis the pages of the own process are told, and all again once it is back"
)
async def test_pages_are_told_while_redis_is_away_and_after_it_came_back(many):
    wire = Wire()
    async with push.running(SimpleNamespace(event_namespace=wire), Shell.refresh):
        wire.open(LEA, "lea-phone")
        push.changed([LEA])
        assert await wire.next() == "lea-phone"
        with redis_at(many):
            await heard_by_all(many)
            async with Redis.from_url(many) as other:
                await other.publish(news.CHANNEL, str(LEA))
            assert await wire.next() == "lea-phone"
