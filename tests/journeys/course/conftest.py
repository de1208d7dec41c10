"""An admin in a town with a course that somebody is in."""

import pytest
from support.server import Server
from support.town import Town

from training_app.access.rules import Role
from training_app.people.model import Person


@pytest.fixture(scope="module")
def ada(town: Town) -> Person:
    ada = town.person("Ada", Role.ADMIN, branch="Headquarters")
    with town.building() as build:
        noa = build.person("Noa", "Nearby")
        build.assign(build.course("Lifting safely", code="LIFT-1"), f"q={noa.username}")
    return ada


@pytest.fixture
def server(town: Town) -> Server:
    return town.server
