"""What a journey needs: the pages built once, a server of its own, a mail server, a browser.

A journey that can be gone at a desk and on a phone is gone at one of the two, in turn, for the time it takes;
`make prove` goes each at both. What must hold on every page is looked at on both in any run (`test_every_page`).
"""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from support import browser as browsers
from support import server as servers
from support import smtp
from support.browser import Visits
from support.database import Maker
from support.server import Server
from support.smtp import Sink
from support.town import Town, Towns

WIDTHS = ("desk", "phone")
HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out one of the two widths of each journey, the other one of the next."""
    if os.environ.get("MUSTER_PROVE"):
        return
    turns: dict[str, int] = {}
    numbers = count()
    left_out = []
    for item in items:
        width = _width_of(item)
        if width and item.path.is_relative_to(HERE):
            journey = item.nodeid.replace(width, "")
            if journey not in turns:
                turns[journey] = next(numbers)
            if width != WIDTHS[turns[journey] % len(WIDTHS)]:
                left_out.append(item)
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def _width_of(item: pytest.Item) -> str:
    said = getattr(item, "callspec", None)
    return next((value for value in said.params.values() if value in WIDTHS), "") if said else ""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with browsers.browser() as started:
        yield started


@pytest.fixture
def sink() -> Iterator[Sink]:
    """Where this journey's e-mails arrive."""
    with smtp.listening() as listening:
        yield listening


@pytest.fixture
def server(built: None, sink: Sink, tmp_path: Path) -> Iterator[Server]:
    """A server with an empty database that sends its e-mails to `sink`."""
    with servers.running(tmp_path / "data", sink.environment()) as running:
        yield running


@pytest.fixture(scope="session")
def towns(
    built: None, sqlite_copies: Maker, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Towns]:
    """A town for each file that asks for one."""
    files = {item.path for item in request.session.items if "towns" in getattr(item, "fixturenames", ())}
    towns = Towns(lambda: tmp_path_factory.mktemp("town"), sqlite_copies, len(files))
    yield towns
    towns.end()


@pytest.fixture(scope="module")
def town(towns: Towns) -> Iterator[Town]:
    """A small organization that the journeys of one file share, with a server and a mail server of its own.

    A file that uses it says so once: its fixture `server` is then `town.server`.
    """
    with towns.one() as town:
        yield town


@pytest.fixture
def visits(chromium: Browser, server: Server) -> Iterator[Visits]:
    """People who come by, as many as the journey wants: `visits.desk()`, `visits.phone()`."""
    visiting = Visits(chromium, server.address)
    yield visiting
    visiting.end()


@pytest.fixture
def desk(visits: Visits) -> Page:
    return visits.desk()


@pytest.fixture
def phone(visits: Visits) -> Page:
    return visits.phone()
