"""What keeps a draft from being created: each is said with the way to mend it, and nothing is written (A-05, A-14)."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from support.browser import Visits, axe
from support.build import SYSTEM
from support.review import Desk, Review
from support.town import Town

from training_app.access.rules import Role
from training_app.assignments.making import drafting
from training_app.catalog import actions as catalog
from training_app.catalog.model import Training
from training_app.core.tables import known


@pytest.fixture
def course(town: Town) -> Training:
    """A course that only this journey assigns."""
    with town.building() as build:
        return build.course("Stretchers")


def is_refused(seen: Review, words: str, change: str, step: str) -> None:
    """Said in the summary, which has the focus, with the way to the step; nothing is asked."""
    expect(seen.problems()).to_contain_text(words)
    expect(seen.problems()).to_be_focused()
    expect(seen.dialog()).to_have_count(0)
    link = seen.problems().get_by_role("link", name=change)
    expect(link).to_have_attribute("href", f"/assignments/new/{seen.draft}/{step}")


@pytest.mark.rule("X-04", "a course archived while the review is open cannot be created, and the review says so")
@pytest.mark.rule("A-14", "refused on the review, nothing is written and the way to mend it is named")
@pytest.mark.parametrize("when", ["before it was asked", "while it was asked"])
def test_a_course_archived_meanwhile_is_refused(review, desk_of: Desk, course, crew, town: Town, when: str):
    seen = review(desk_of.draft(course, crew.lea))
    if when == "while it was asked":
        seen.create()
        expect(seen.dialog()).to_be_visible()
    with town.building() as build:
        catalog.archive(build.session, SYSTEM, training_id=known(course.id), now=build.now)
    if when == "while it was asked":
        seen.confirm().click()
    else:
        seen.create()
    is_refused(seen, "cannot be assigned: it is archived.", "Choose another training", "training")
    assert desk_of.written(course) == [0, 0, 0]


@pytest.mark.rule("A-05", "a start day that passed while the review was open is refused there")
def test_a_start_day_that_passed_over_night_is_refused(review, desk_of: Desk, course, crew):
    seen = review(desk_of.draft(course, crew.lea))
    days = {"starts_on": seen.today - timedelta(1), "due_on": seen.today + timedelta(30)}
    desk_of.change(drafting.set_dates, seen.draft, **days)
    seen.create()
    is_refused(seen, "is before today", "Change the dates", "dates")
    axe(seen.page)
    assert desk_of.written(course) == [0, 0, 0]


@pytest.mark.rule("A-14", "when everybody would be skipped, the review says so and nothing is created")
def test_everybody_skipped_is_refused(review, desk_of: Desk, crew):
    before = desk_of.written(crew.course)
    seen = review(desk_of.draft(crew.course, crew.max))
    expect(seen.column("Who")).to_contain_text("0 people will be assigned")
    seen.create()
    is_refused(seen, "everybody chosen is skipped", "Choose other people", "people")
    assert desk_of.written(crew.course) == before


@pytest.mark.rule("A-13", "a review with something missing leads to the step where it is entered, and says what")
@pytest.mark.parametrize(
    ("lacking", "step", "words"),
    [
        ("training", "training", "Choose the training to assign."),
        ("due", "dates", "Due date is missing."),
        ("people", "people", "Nobody is chosen. Choose at least one person."),
    ],
)
def test_something_missing_leads_to_its_step(
    town: Town, visits: Visits, desk_of: Desk, course, crew, lacking: str, step: str, words: str
):
    people = () if lacking == "people" else (crew.lea,)
    draft = desk_of.draft(None if lacking == "training" else course, *people)
    if lacking == "due":
        desk_of.change(drafting.set_dates, draft, starts_on=town.today(), due_on=None)
    page = town.come(visits.desk(), desk_of.ada, f"/assignments/new/{draft}/review")
    expect(page).to_have_url(re.compile(f"/assignments/new/{draft}/{step}"))
    expect(page.locator("#notice")).to_contain_text(words)


@pytest.mark.rule("A-14", "emptied in another tab, the review leads to the people and nothing is created")
def test_a_draft_emptied_in_another_tab_leads_to_the_people(desk_review, desk_of: Desk, course, crew):
    seen = desk_review(desk_of.draft(course, crew.lea))
    desk_of.change(drafting.remove_person, seen.draft, person_id=known(crew.lea.id))
    seen.create()
    expect(seen.page).to_have_url(re.compile(f"/assignments/new/{seen.draft}/people"))
    expect(seen.page.locator("#notice")).to_contain_text("Nobody is chosen.")
    assert desk_of.made(course) == 0


# ── whose it is


@pytest.mark.rule("P-06", "in the browser: the review of somebody else's draft is not found, without the right refused")
def test_the_review_is_its_maker_s_alone(town: Town, visits: Visits, desk_of: Desk, course, crew):
    draft = desk_of.draft(course, crew.lea)
    page = town.come(visits.desk(), town.person("Abe", Role.ADMIN), f"/assignments/new/{draft}/review")
    expect(page.get_by_role("heading", level=1, name="Draft not found")).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text("Stretchers")
    page = town.come(visits.desk(), town.person("Les"), f"/assignments/new/{draft}/review")
    expect(page.get_by_text("This page needs the right “Manage Assignments”.")).to_be_visible()
    expect(page.get_by_role("button", name="Create", exact=True)).to_have_count(0)
