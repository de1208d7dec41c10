"""An admin in a town at the report of an assignment, at a desk and on a phone."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page
from support.browser import Visits
from support.server import Server
from support.town import Town

from training_app.access.rules import Role
from training_app.people.model import Person


@dataclass(frozen=True)
class Office:
    """Ada, another admin, and two assignments: of six people, and of more than a report is made for at once."""

    ada: Person
    sam: Person
    few: int
    many: int


@pytest.fixture(scope="module")
def office(town: Town) -> Office:
    ada, sam = town.person("Ada", Role.ADMIN, last="Admin"), town.person("Sam", Role.SUPERADMIN, last="Super")
    with town.building() as build:
        build.people(4, level="BLS")
        few = build.assign(build.course("Lifting safely", code="LIFT"))
        build.people(110, level="ALS")
        many = build.assign(build.course("Bloodborne pathogens", code="BLOOD"))
    return Office(ada, sam, few.assignment_id, many.assignment_id)


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


@pytest.fixture(params=["desk", "phone"])
def page(request: pytest.FixtureRequest, town: Town, office: Office, visits: Visits) -> Page:
    """A browser in which the admin has signed in, 1280 and again 360 pixels wide."""
    page = getattr(visits, request.param)()
    town.sign_in(page, office.ada)
    return page
