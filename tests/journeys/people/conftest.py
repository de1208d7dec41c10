"""A town whose people differ in whatever a filter asks for, and an admin at their list."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from support.browser import Visits
from support.build import SYSTEM
from support.server import Server
from support.town import Town

from training_app.access.rules import Role
from training_app.certifications import actions as certifications
from training_app.certifications.actions import NewAward, NewCertification
from training_app.core.tables import known
from training_app.people import actions as people
from training_app.people.model import Person

EVERYBODY = 67


@dataclass(frozen=True)
class Roster:
    """The list of people as somebody sees it."""

    page: Page

    def add_filter(self) -> Locator:
        return self.page.locator("summary").filter(has_text="Add filter")

    def offered(self, name: str) -> Locator:
        """A field or a value in the open menu; a value has a number behind it."""
        of_menu = self.page.locator("details[open] .sheet")
        return of_menu.get_by_role("button", name=re.compile(rf"^{re.escape(name)}( \d+)?$"))

    def add(self, field: str, value: str) -> None:
        self.add_filter().click()
        self.page.locator("details[open] .sheet").get_by_role("button", name=field, exact=True).click()
        self.offered(value).click()
        expect(self.add_filter()).to_be_focused()

    def chip(self, words: str) -> Locator:
        return self.page.get_by_role("button", name=f"Remove filter {words}", exact=True)

    def opens(self, words: str) -> Locator:
        """The chip itself, which opens its field."""
        return self.page.locator(".criterion .words").filter(has_text=words)

    def tells(self, words: str) -> None:
        """The sentence above the list, and its foot, say as many."""
        expect(self.page.locator("p[aria-live=polite]")).to_have_text(words)

    def rows(self) -> Locator:
        return self.page.locator("tbody tr")

    def search(self) -> Locator:
        return self.page.get_by_label("Search by name, email, username or number")


@pytest.fixture(scope="module")
def folk(town: Town) -> dict[str, Person]:
    """An admin, a captain with one report, and a learner, among sixty more.

    One is deactivated; three hold licences that end at different times.
    """
    ada = town.person("Ada", Role.ADMIN, last="Admin", branch="Headquarters")
    boss = town.person("Bo", Role.MANAGER, last="Boss", branch="Headquarters")
    lea = town.person("Lea", last="Learner", branch="Headquarters")
    today = town.today()
    with town.building() as build:
        for number in range(60):
            build.person("Kim", f"Zett{number:02}", branch=f"Station {number % 10 + 1}",
                         level="ALS" if number % 2 else "BLS", shift="AB"[number % 4 // 2],
                         hired_on=date(2020, 1, 1) + timedelta(days=number))  # fmt: skip
        held = [
            build.person(first, "Holder", branch="Station 1", level="ALS", shift="C") for first in ("Una", "Vic", "Wyn")
        ]
        gone = build.person("Ivo", "Inactive", branch="Station 1", level="BLS")
        licence = certifications.add_certification(
            build.session,
            SYSTEM,
            new=NewCertification(name="Paramedic licence", code="PARA", is_licence=True),
            now=build.now,
        )
        for person, days in zip(held, (-10, 20, 400), strict=True):
            award = NewAward(known(person.id), known(licence.id), expires_on=today + timedelta(days=days))
            certifications.award(build.session, SYSTEM, new=award, now=build.now)
        build.session.flush()
        people.deactivate(build.session, SYSTEM, person_id=known(gone.id), now=build.now)
        build.person("Own", "Report", branch="Headquarters", manager_id=boss.id)
    return {"ada": ada, "boss": boss, "lea": lea}


@pytest.fixture(scope="module")
def ada(folk: dict[str, Person]) -> Person:
    return folk["ada"]


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


@pytest.fixture(params=["desk", "phone"])
def roster(request: pytest.FixtureRequest, town: Town, ada: Person, visits: Visits) -> Roster:
    """The list, opened by the admin at 1280 and again at 360 pixels."""
    roster = Roster(town.come(getattr(visits, request.param)(), ada, "/people"))
    roster.tells(f"{EVERYBODY} people are active.")
    return roster
