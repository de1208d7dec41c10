"""An assignment in a town, and two admins who may edit it; Sam may override the lock."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page
from support.browser import Visits
from support.editing.on_page import EditPage
from support.server import Server
from support.town import Town

from training_app.access.rules import Role
from training_app.people.model import Person


@dataclass(frozen=True)
class Office:
    """Ada is an admin, Sam a superadmin; Lea, Max and Noa are learners."""

    town: Town
    ada: Person
    sam: Person

    def come(self, page: Page, person: Person, assignment: int) -> EditPage:
        """Somebody presses the button on the page of the assignment."""
        self.town.come(page, person, f"/assignments/{assignment}")
        return EditPage(page, assignment, self.town.today())


@pytest.fixture(scope="module")
def office(town: Town) -> Office:
    ada = town.person("Ada", Role.ADMIN, branch="Headquarters")
    sam = town.person("Sam", Role.SUPERADMIN, branch="Headquarters")
    with town.building() as build:
        for name in ("Lea", "Max", "Noa"):
            build.person(name, "Learner", branch="Station 4")
    return Office(town, ada, sam)


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


@pytest.fixture(params=["desk", "phone"])
def page(request: pytest.FixtureRequest, visits: Visits) -> Page:
    """At 1280 and again at 360 pixels."""
    opened: Page = getattr(visits, request.param)()
    return opened
