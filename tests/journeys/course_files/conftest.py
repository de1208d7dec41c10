"""An admin in a town of their own."""

import pytest
from support.server import Server
from support.town import Town

from training_app.access.rules import Role
from training_app.people.model import Person


@pytest.fixture(scope="module")
def ada(town: Town) -> Person:
    return town.person("Ada", Role.ADMIN, branch="Headquarters")


@pytest.fixture
def server(town: Town) -> Server:
    return town.server
