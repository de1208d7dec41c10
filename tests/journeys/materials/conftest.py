"""One town in which people work through files; all journeys of this folder share it."""

from collections.abc import Iterator

import pytest
from support import server as servers
from support import smtp
from support.server import Server
from support.town import Town


@pytest.fixture(scope="package")
def town(built: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with smtp.listening() as sink, servers.running(tmp_path_factory.mktemp("town"), sink.environment()) as running:
        yield Town(running, sink)


@pytest.fixture
def server(town: Town) -> Server:
    return town.server
