"""An admin in a town who brings rosters, at a desk and on a phone."""

import pytest
from playwright.sync_api import Page
from support.browser import Visits
from support.rosters import Desk
from support.server import Server
from support.smtp import Sink
from support.town import Town

from training_app.access.rules import Role
from training_app.people.model import Person


@pytest.fixture
def own_town(server: Server, sink: Sink) -> Town:
    """A town of this journey's own, whose server may be killed."""
    return Town(server, sink)


@pytest.fixture
def ada(own_town: Town) -> Person:
    return own_town.person("Ada", Role.ADMIN, branch="Headquarters")


@pytest.fixture(params=["desk", "phone"])
def page(request: pytest.FixtureRequest, visits: Visits) -> Page:
    """At 1280 and again at 360 pixels."""
    chosen: Page = getattr(visits, request.param)()
    return chosen


@pytest.fixture
def desk(page: Page, own_town: Town, ada: Person) -> Desk:
    """The admin before the form."""
    return Desk(own_town.come(page, ada, "/people/import"), own_town)
