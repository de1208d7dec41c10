"""An admin in a town with a few courses, one of them held by an instructor."""

import pytest
from support.server import Server
from support.town import Town

from training_app.access.rules import Role
from training_app.catalog.rules import CourseKind
from training_app.people.model import Person


@pytest.fixture(scope="module")
def ada(town: Town) -> Person:
    ada = town.person("Ada", Role.ADMIN, branch="Headquarters")
    with town.building() as build:
        build.person("Noa", "Nearby", branch="Station 9")
        for title, code, hours in (("Radio", "RAD-1", 1), ("Driving", "DRV-1", 4), ("Lifting safely", "LIFT-1", 2)):
            build.course(title, code=code, hours=hours)
        build.course("Drill day", code="DAY-1", course_kind=CourseKind.INSTRUCTOR_LED)
    return ada


@pytest.fixture
def server(town: Town) -> Server:
    return town.server
