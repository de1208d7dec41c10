"""An admin in a town, at the wizard of a new assignment, at a desk and on a phone."""

from datetime import timedelta

import pytest
from support.browser import Visits
from support.server import Server
from support.town import Town
from support.wizard import ACCREDITED, Wizard

from training_app.access.rules import Role
from training_app.people.model import Person


@pytest.fixture(scope="module")
def ada(town: Town) -> Person:
    """The admin, in a town with a few courses: for BLS, for ALS, one that ends, two that are over."""
    ada = town.person("Ada", Role.ADMIN, branch="Headquarters")
    today = town.today()
    with town.building() as build:
        noa = build.person("Noa", "Nearby", branch="Station 9", level="ALS")
        build.person("Bo", "Basic", branch="Station 9", level="BLS")
        lifting = build.course("Lifting safely", level="BLS", code="LIFT-1", hours=2, library="Clinical refresher")
        build.course("Bloodborne pathogens", code="BBP-1")
        build.course("Hazard communication", level="ALS", code="HAZ-1", accredited_through=today + ACCREDITED)
        build.course("Vertical rescue", accredited_through=today - timedelta(days=1))
        build.course("Paper charting").archived_at = build.now
        build.assign(lifting, f"q={noa.username}")
        build.complete(noa, lifting)
    return ada


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


@pytest.fixture(params=["desk", "phone"])
def wizard(request: pytest.FixtureRequest, town: Town, ada: Person, visits: Visits) -> Wizard:
    """A new draft, opened by the admin at 1280 and again at 360 pixels."""
    page = town.come(getattr(visits, request.param)(), ada, "/assignments/new")
    return Wizard(page, town.today()).is_at("training")
