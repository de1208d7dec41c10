"""A medic signs up for a session on their phone, waits, gets a seat, and steps back (T-03, L-03)."""

import re
from dataclasses import dataclass
from datetime import time, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from support.browser import Visits, axe, scrolls_sideways, too_small_to_touch
from support.build import SYSTEM
from support.server import Server
from support.town import Town

from training_app.assignments.sessions import making, signing_up
from training_app.assignments.sessions.entry import NewSession
from training_app.catalog.rules import CourseKind, SignUpBy
from training_app.core.tables import known
from training_app.people.model import Person


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


@dataclass
class Sessions:
    """Two sessions of a course: one with a single seat, and one for as many as come."""

    town: Town
    small: int
    big: int

    def fill(self, person: Person) -> None:
        with self.town.building() as build:
            signing_up.sign_up(build.session, build.actor(person), session_id=self.small, now=build.now)

    def free(self, person: Person) -> None:
        with self.town.building() as build:
            signing_up.step_back(build.session, build.actor(person), session_id=self.small, now=build.now)


def held_in(town: Town) -> Sessions:
    """Both sessions of a course that Lea has to do."""
    today = town.today()
    with town.building() as build:
        course = build.course("Hands-on CPR", materials=0, course_kind=CourseKind.INSTRUCTOR_LED)
        build.assign(course, "q=lea")
        numbers = []
        for days, seats in ((5, 1), (9, None)):
            day = today + timedelta(days=days)
            new = NewSession(day, day, time(9), time(12), "Station 2", "Tess Trainer", "Bring **gloves**.", seats,
                             SignUpBy.EVERYONE)  # fmt: skip
            made = making.add(build.session, SYSTEM, course_id=known(course.id), new=new, now=build.now)
            numbers.append(known(made[0].id))
    return Sessions(town, *numbers)


def card(page: Page, words: str | re.Pattern[str]) -> Locator:
    return page.locator("li.task").filter(has_text=words)


def fit_for_a_phone(page: Page) -> None:
    axe(page)
    assert (too_small_to_touch(page), scrolls_sideways(page)) == ([], False)


@pytest.mark.rule("T-03", "from the phone: a learner signs up, waits in the line, gets the seat, and steps back")
@pytest.mark.rule("L-01", "Home says for which session one is signed up, and leads to where one is chosen")
def test_a_medic_signs_up_on_the_phone(town: Town, visits: Visits):
    lea, noa = town.person("Lea"), town.person("Noa")
    held = held_in(town)
    held.fill(noa)
    page = town.come(visits.phone(), lea, "/home")
    card(page, "Hands-on CPR").get_by_role("link", name="Choose a session").tap()
    expect(page.get_by_role("heading", level=2, name="Sessions")).to_be_visible()
    small, big = card(page, "09:00").nth(0), card(page, "09:00").nth(1)
    expect(small).to_contain_text("Full")
    fit_for_a_phone(page)
    # ── the small one is full: she waits, and gets the seat that comes free
    small.get_by_role("button", name="Join the waiting list").tap()
    expect(small.get_by_text("Waiting list: you are 1st")).to_be_visible()
    held.free(noa)
    page.reload()
    expect(small.get_by_text("Signed up")).to_be_visible()
    # ── the dashboard says so
    page.goto("/home")
    expect(card(page, "Hands-on CPR")).to_contain_text(re.compile(r"Signed up: .*, 09:00, Station 2"))
    fit_for_a_phone(page)
    card(page, "Hands-on CPR").get_by_role("link", name="Look at the session").tap()
    # ── she steps back, and takes the other one
    small.get_by_role("button", name="Step back").tap()
    asked = page.get_by_role("alertdialog")
    expect(asked).to_contain_text("Your seat goes to the first who waits")
    fit_for_a_phone(page)
    asked.get_by_role("button", name="Step back").tap()
    expect(small.get_by_role("button", name="Sign up")).to_be_visible()
    big.get_by_role("button", name="Sign up").tap()
    expect(big.get_by_text("Signed up")).to_be_visible()
    # ── Noa, who is not enrolled, finds the sessions under "Enroll"
    page = town.come(visits.phone(), noa, "/enroll?tab=courses")
    card(page, "Hands-on CPR").get_by_role("link", name="Sign up for a session").tap()
    expect(page.get_by_role("heading", level=1, name="Hands-on CPR")).to_be_visible()
    card(page, "09:00").nth(1).get_by_role("button", name="Sign up").tap()
    expect(card(page, "09:00").nth(1).get_by_text("Signed up")).to_be_visible()
    fit_for_a_phone(page)
    page.goto("/home")
    expect(page.get_by_role("region", name="Your sessions")).to_contain_text("Hands-on CPR")
    fit_for_a_phone(page)
