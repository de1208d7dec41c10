"""Courses without an exam on a phone: the dashboard, leaving and coming back, a learning path (L-01, L-02, T-05)."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect
from support.browser import Visits, scrolls_sideways, too_small_to_touch
from support.town import Town

from training_app.people.model import Person

LEARN = re.compile(r"/learn/\d+")


@dataclass(frozen=True)
class Course:
    """A course of three parts as its learner sees it."""

    page: Page

    def done(self, number: int) -> None:
        expect(self.page.get_by_text(f"{number} of 3 parts done")).to_be_visible()

    def shows(self, part: int) -> None:
        expect(self.page.get_by_role("article").get_by_role("heading", name=f"Part {part}")).to_be_visible()
        expect(self.page.get_by_role("article")).to_contain_text(f"Text of part {part}.")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("main").get_by_role("button", name=name, exact=True)

    def part(self, number: int) -> Locator:
        return self.page.get_by_role("navigation", name="Parts").get_by_role("button", name=f"Part {number}")

    def is_complete(self) -> None:
        expect(self.page.get_by_role("heading", name="Complete", exact=True)).to_be_visible()


@pytest.fixture
def lea(town: Town) -> Person:
    """A learner with one course of three parts, due in ten days."""
    lea = town.person("Lea")
    town.give(lea, "Bloodborne pathogens", days=10, materials=3)
    return lea


def open_course(page: Page) -> Course:
    page.get_by_role("link", name=re.compile("^(Begin|Continue) ?Bloodborne pathogens")).tap()
    expect(page.get_by_role("heading", level=1, name="Bloodborne pathogens")).to_be_visible()
    return Course(page)


@pytest.mark.rule("L-01", "on a phone: what is past due first, each with a chip that says how far its due date is")
def test_the_dashboard_shows_what_is_most_urgent_first(town: Town, visits: Visits):
    lea = town.person("Lea")
    for title, days, starts in (("In time", 60, 0), ("Late", -3, -20), ("This week", 5, 0), ("Today", 0, 0)):
        town.give(lea, title, days=days, starts=starts)
    town.give(lea, "Not yet", days=40, starts=10)
    page = town.come(visits.phone(), lea, "/home")
    cards = page.get_by_role("listitem").filter(has=page.get_by_role("heading"))
    expect(cards).to_have_count(4)
    for card, (title, chip) in enumerate(
        [("Late", "3 days past due"), ("Today", "Due today"), ("This week", "Due in 5 days"), ("In time", "Enrolled")]
    ):
        expect(cards.nth(card).get_by_role("heading", name=title)).to_be_visible()
        expect(cards.nth(card)).to_contain_text(chip)
        expect(cards.nth(card)).to_contain_text("0 of 2 parts")
    expect(page.get_by_text("1 past due, 2 due this week")).to_be_visible()
    expect(page.get_by_role("tab", name="Enrolled 4")).to_have_attribute("aria-selected", "true")
    page.get_by_role("tab", name="Completed 0").tap()
    expect(page.get_by_text("Trainings that you have completed stand here.")).to_be_visible()
    page.go_back()
    expect(cards).to_have_count(4)


# ── taking a course


@pytest.mark.rule("L-02", "in the browser: left in the middle and reloaded, it continues where it was")
@pytest.mark.rule("L-02", "in the browser: the same part finished in two tabs is done once, and both go on")
@pytest.mark.rule("T-02", "in the browser: without exam and evaluation complete when the materials are done")
def test_a_course_left_in_the_middle_continues_where_it_was(town: Town, lea: Person, visits: Visits):
    page = town.come(visits.phone(), lea, "/home")
    course = open_course(page)
    course.done(0)
    course.shows(1)
    course.button("Next").tap()
    course.done(1)
    course.shows(2)
    page.get_by_role("link", name="Home").last.tap()
    expect(page.get_by_text("1 of 3 parts")).to_be_visible()
    open_course(page)
    course.shows(2)
    with page.expect_response("**/materials/*"):
        course.part(3).tap()
    course.shows(3)
    page.reload()
    course.shows(3)
    course.button("Back").tap()
    course.shows(2)
    course.done(1)

    # ── the same part in another tab
    other = Course(page.context.new_page())
    other.page.goto(page.url)
    other.shows(2)
    for one in (course, other):
        one.page.bring_to_front()  # a browser draws a tab that is not in front seldom
        one.button("Next").tap()
        one.done(2)
        one.shows(3)
    page.bring_to_front()
    course.button("Finish").tap()
    course.is_complete()
    other.page.bring_to_front()
    other.button("Finish").tap()
    other.is_complete()
    page.bring_to_front()
    page.reload()
    course.is_complete()
    course.button("Look at it again").tap()
    course.shows(1)
    page.get_by_role("link", name="Home").last.tap()
    page.get_by_role("tab", name="Completed 1").tap()
    done = page.get_by_role("listitem").filter(has_text="Bloodborne pathogens")
    expect(done).to_contain_text("Evaluated")


@pytest.mark.rule("P-05", "in the browser: somebody else's attempt is not found")
def test_the_training_of_somebody_else_is_not_found(town: Town, lea: Person, visits: Visits):
    page = town.come(visits.phone(), lea, "/home")
    open_course(page)
    address = page.url
    noa = town.person("Noa")
    page = town.come(visits.phone(), noa, "/home")
    for made_up in (address, "/learn/999999", "/learn/abc"):
        page.goto(made_up)
        expect(page.get_by_role("heading", level=1, name="Training not found")).to_be_visible()
        expect(page.get_by_text("Bloodborne pathogens")).to_have_count(0)


# ── a learning path


@pytest.mark.rule("T-05", "on a phone: one card with its progress, its courses in order, and one button to go on")
@pytest.mark.rule("L-02", "inside a course of a path the way back to the path")
def test_a_path_is_taken_on_a_phone(town: Town, visits: Visits):
    lea = town.person("Lea")
    with town.building() as build:
        radio, driving = build.course("Radio", materials=1), build.course("Driving", materials=1)
        build.assign(radio, f"q={lea.username}")
        build.complete(lea, radio)
        build.assign(build.path("New hire", radio, driving, build.course("Lifting", materials=1)), f"q={lea.username}")
    page = town.come(visits.phone(), lea, "/home")
    card = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="New hire"))
    expect(card).to_contain_text("1 of 3 courses")
    expect(page.get_by_role("main").get_by_role("heading", level=2)).to_have_count(1)
    card.get_by_role("link").tap()
    expect(page.get_by_role("heading", level=1, name="New hire")).to_be_visible()
    courses = page.get_by_role("list", name="Courses in order").get_by_role("listitem")
    expect(courses).to_have_count(3)
    expect(courses.nth(0)).to_contain_text("before this path began. It counts.")
    assert too_small_to_touch(page) == []
    assert not scrolls_sideways(page)
    for title in ("Driving", "Lifting"):
        page.get_by_role("link", name="Continue").tap()
        expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
        expect(page.get_by_role("navigation", name="Learning path").get_by_role("link")).to_have_text("New hire")
        Course(page).button("Finish").tap()
        Course(page).is_complete()
        page.get_by_role("link", name="Back to “New hire”").tap()
        expect(page.get_by_role("heading", level=1, name="New hire")).to_be_visible()
    expect(page.get_by_text("You have completed this path.")).to_be_visible()
    page.get_by_role("link", name="Home").last.tap()
    page.get_by_role("tab", name=re.compile("^Completed")).tap()
    expect(page.get_by_role("heading", name="New hire")).to_be_visible()
