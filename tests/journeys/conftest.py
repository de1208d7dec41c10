"""What a journey needs: the pages built once, a server of its own, a mail server, a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from support import browser as browsers
from support import server as servers
from support import smtp
from support.browser import Visits
from support.server import Server
from support.smtp import Sink
from support.town import Town


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


@pytest.fixture(scope="module")
def town(built: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A small organization that the journeys of one file share, with a server and a mail server of its own.

    A file that uses it says so once: its fixture `server` is then `town.server`.
    """
    with smtp.listening() as sink, servers.running(tmp_path_factory.mktemp("town"), sink.environment()) as running:
        yield Town(running, sink)


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
