"""An admin in a town with two courses that somebody is in."""

import pytest
from support.server import Server
from support.town import Town

from training_app.access.rules import Role
from training_app.people.model import Person


@pytest.fixture(scope="module")
def ada(town: Town) -> Person:
    ada = town.person("Ada", Role.ADMIN, branch="Headquarters")
    with town.building() as build:
        lea = build.person("Lea", "Learner")
        for title in ("Lifting safely", "Radio"):
            build.assign(build.course(title), f"q={lea.username}")
    return ada


@pytest.fixture
def server(town: Town) -> Server:
    return town.server
