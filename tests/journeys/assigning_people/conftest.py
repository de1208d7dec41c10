"""An admin in a town of 130 people, at the people step of a draft, at a desk and on a phone."""

import pytest
from playwright.sync_api import expect
from support.assign_users import AssignUsers
from support.browser import Visits
from support.build import SYSTEM
from support.server import Server
from support.town import Town

from training_app.access.rules import Role
from training_app.assignments.making import drafting
from training_app.core.tables import known
from training_app.people import actions as people
from training_app.people.model import Person


@pytest.fixture(scope="module")
def ada(town: Town) -> Person:
    """The admin: at Station 4 stand 60 people, at Station 7 another 60, at Station 9 some who have names."""
    ada = town.person("Ada", Role.ADMIN, branch="Headquarters")
    with town.building() as build:
        for number in range(120):
            build.person("Kim", branch="Station 4" if number < 60 else "Station 7",
                         level="ALS" if number % 2 else "BLS", shift="AB"[number % 4 // 2])  # fmt: skip
        for first, last, level in (("Noa", "Nearby", "ALS"), ("Nora", "Nashville", "BLS"), ("Norbert", "Noon", None)):
            build.person(first, last, branch="Station 9", level=level, shift="C",
                         email=f"{first.lower()}@muster.test")  # fmt: skip
        gone = build.person("Ivo", "Inactive", branch="Station 9", level="BLS", shift="C")
        build.course("Pediatric airway", level="ALS", code="PAM-204")
        build.session.flush()
        people.deactivate(build.session, SYSTEM, person_id=known(gone.id), now=build.now)
    return ada


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


@pytest.fixture
def draft(town: Town, ada: Person) -> int:
    """A new draft of the admin's, whose training is chosen."""
    with town.building() as build:
        actor = build.actor(ada)
        draft_id = drafting.begin(build.session, actor, now=build.now)
        drafting.choose_training(build.session, actor, draft_id=draft_id, training_id=1, now=build.now)
    return draft_id


@pytest.fixture(params=["desk", "phone"])
def step(request: pytest.FixtureRequest, town: Town, ada: Person, draft: int, visits: Visits) -> AssignUsers:
    """The step, opened by the admin at 1280 and again at 360 pixels."""
    page = town.come(getattr(visits, request.param)(), ada, f"/assignments/new/{draft}/people")
    shown = AssignUsers(page, draft)
    expect(shown.rows()).to_have_count(20)
    return shown
