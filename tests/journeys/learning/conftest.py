"""One town in which people take courses; all journeys of this folder share it."""

from collections.abc import Iterator

import pytest
from support.server import Server
from support.town import Town, Towns


@pytest.fixture(scope="package")
def town(towns: Towns) -> Iterator[Town]:
    with towns.one() as town:
        yield town


@pytest.fixture
def server(town: Town) -> Server:
    return town.server
