"""An admin in a town, at the assignments and their people, at a desk and on a phone."""

import pytest
from playwright.sync_api import Page
from support.browser import Visits
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


@pytest.fixture(params=["desk", "phone"])
def page(request: pytest.FixtureRequest, town: Town, ada: Person, visits: Visits) -> Page:
    """A browser in which the admin has signed in, 1280 and again 360 pixels wide."""
    page = getattr(visits, request.param)()
    town.sign_in(page, ada)
    return page
