"""A town in which a course is looked at before anybody takes it."""

import pytest
from support.server import Server
from support.town import Town


@pytest.fixture
def server(town: Town) -> Server:
    return town.server
