"""An admin in a town, at the form of a new assignment, at a desk and on a phone."""

import pytest
from playwright.sync_api import expect
from support.browser import Visits
from support.build import SYSTEM
from support.form import FORM, Form
from support.server import Server
from support.town import Town

from training_app.access.rules import Role
from training_app.core.tables import known
from training_app.people import actions as people
from training_app.people.model import Person


@pytest.fixture(scope="module")
def ada(town: Town) -> Person:
    """The admin, in a town with 61 people at two stations, one of them deactivated, one who has done a course."""
    ada = town.person("Ada", Role.ADMIN, branch="Headquarters")
    with town.building() as build:
        for number in range(60):
            build.person("Kim", branch="Station 7", level="ALS" if number % 2 else "BLS", shift="AB"[number % 4 // 2])
        noa = build.person("Noa", "Nearby", branch="Station 9", level="ALS", shift="A")
        gone = build.person("Ivo", "Inactive", branch="Station 9", level="BLS")
        lifting = build.course("Lifting safely", level="BLS", code="LIFT-1")
        build.course("Bloodborne pathogens", code="BBP-1")
        build.course("Hazard communication", level="ALS", code="HAZ-1")
        build.assign(lifting, f"q={noa.username}")
        build.complete(noa, lifting)
        build.session.flush()
        people.deactivate(build.session, SYSTEM, person_id=known(gone.id), now=build.now)
    return ada


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


@pytest.fixture(params=["desk", "phone"])
def form(request: pytest.FixtureRequest, town: Town, ada: Person, visits: Visits) -> Form:
    """A new form, opened by the admin at 1280 and again at 360 pixels."""
    page = town.come(getattr(visits, request.param)(), ada, "/assignments/new")
    expect(page).to_have_url(FORM)
    form = Form(page, town.today())
    expect(form.training("Lifting safely")).to_be_visible()
    return form
