"""Two server processes with a Redis between them, as a large organization runs them."""

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from support import redis
from support import server as servers
from support.cast import Cast
from support.database import pointed_to
from support.news import settled, tell
from support.signing_in import PASSWORD
from support.socket import HYDRATE, SHELL, connected, sign_in

from training_app.web.admin.assignments import AssignmentList
from training_app.web.learner.notifications import NotificationsPage

SECONDS = 3.0


@dataclass(frozen=True)
class Pair:
    """The addresses of two processes on one database; the loop runs in the first."""

    first: str
    second: str
    cast: Cast

    def key_of(self, name: str) -> str:
        return sign_in(self.first, name, PASSWORD)


@pytest.fixture(scope="module")
def pair(built, furnished, tmp_path_factory) -> Iterator[Pair]:
    folder: Path = tmp_path_factory.mktemp("pair")
    database = f"sqlite:///{shutil.copyfile(furnished[0], folder / 'muster.db')}"
    with redis.running(folder) as between, pointed_to(database, folder / "first"):
        said = {"MUSTER_DATABASE_URL": database, "MUSTER_REDIS_URL": between}
        with (
            servers.running(folder / "first", said) as first,
            servers.running(folder / "second", said | {"MUSTER_LOOP": "false"}) as second,
        ):
            yield Pair(first.address, second.address, furnished[1].cast)


@pytest.mark.rule("N-02", "the unread count changes in the open pages of every process, with Redis between them")
async def test_news_and_reading_reach_the_tabs_of_every_process(pair):
    lea, noa = pair.key_of("lea"), pair.key_of("noa")
    async with connected(pair.first, lea) as here, connected(pair.second, lea) as there, \
            connected(pair.second, noa) as another:  # fmt: skip
        await settled(here, there, another)
        before, others = here.bell(), another.bell()
        await asyncio.to_thread(tell, pair.cast.lea)
        await asyncio.gather(*(tab.until(lambda tab=tab: tab.bell() == before + 1, SECONDS) for tab in (here, there)))
        await there.send(f"{NotificationsPage.get_full_name()}.read_all")
        await asyncio.gather(*(tab.until(lambda tab=tab: tab.bell() == 0, SECONDS) for tab in (here, there)))
        await another.settle()
        assert (another.bell(), another.asked_for) == (others, [])


@pytest.mark.rule("P-07", "who signs in next in the same tab, on another process, sees nothing of the person before")
async def test_what_one_person_left_in_redis_does_not_meet_the_next(pair):
    async with connected(pair.first, pair.key_of("ada"), token="a-tab-on-both") as before:
        await before.open("/assignments")
        assert "Lifting safely" in " ".join(before.heard)
    async with connected(pair.second, pair.key_of("lea"), token="a-tab-on-both") as now:
        await now.send(HYDRATE)
        await now.settle()
        heard = " ".join(now.heard)
        assert "Lifting safely" not in heard
        assert "Ada Admin" not in heard
        assert now.var(AssignmentList.get_full_name(), "rows") in (None, [])
        assert now.var(SHELL, "name") in (None, "")


@pytest.mark.rule("P-07", "sign-out counts at the next click in the pages of every process")
async def test_a_session_that_ends_on_one_process_has_ended_on_the_other(pair):
    lea = pair.key_of("lea")
    async with connected(pair.second, lea) as socket:
        await socket.open("/home")
        assert socket.led_to == []
        await asyncio.to_thread(_sign_out, pair.first, lea)
        await socket.send(f"{NotificationsPage.get_full_name()}.load")
        await socket.settle()
        assert socket.led_to == ["/sign-in"]


def _sign_out(address: str, key: str) -> None:
    assert httpx.post(f"{address}/auth/sign-out", headers={"Cookie": f"muster={key}"}).status_code == 303
