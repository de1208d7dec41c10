"""From the review to the assignment: asked once, and made once (A-14)."""

import re

import pytest
from playwright.sync_api import Locator, expect
from support.browser import axe
from support.review import Desk, Review
from support.town import Town

from training_app.catalog.model import Training

MADE = re.compile(r"/assignments/\d+$")


@pytest.fixture
def course(town: Town) -> Training:
    """A course that only this journey assigns."""
    with town.building() as build:
        return build.course("Stretchers")


# ── asked, and made once


@pytest.mark.rule("A-14", "“Create” on the review asks, naming the training and the number of people")
def test_create_asks_and_names_training_and_number(review, desk_of: Desk, course, crew):
    seen = review(desk_of.draft(course, *crew.everybody()))
    seen.create()
    expect(seen.dialog()).to_contain_text("Assign to 5 people?")
    expect(seen.dialog()).to_contain_text("Stretchers")
    expect(seen.confirm()).to_have_text("Assign to 5 people")
    axe(seen.page)
    for leave in ("Escape", "Cancel"):
        if leave == "Escape":
            seen.page.keyboard.press("Escape")
        else:
            seen.create()
            seen.dialog().get_by_role("button", name="Cancel").click()
        expect(seen.dialog()).to_have_count(0)
    assert desk_of.made(course) == 0


@pytest.mark.rule("A-14", "confirmed on the review, the assignment is made and its page opens")
def test_confirmed_the_assignment_is_made(review, desk_of: Desk, course, crew):
    seen = review(desk_of.draft(course, *crew.everybody()))
    seen.create()
    seen.confirm().click()
    expect(seen.page).to_have_url(MADE)
    expect(seen.page.get_by_role("heading", level=1, name="Stretchers")).to_be_visible()
    expect(seen.page.locator("#notice")).to_contain_text("Assigned to 5 people.")
    expect(seen.page.get_by_role("tab", name=re.compile(r"^All\s*5"))).to_be_visible()


@pytest.mark.rule("A-14", "a double click on the review makes one assignment")
def test_a_double_click_makes_one(review, desk_of: Desk, course, crew):
    seen = review(desk_of.draft(course, crew.lea, crew.bo))
    seen.create()
    seen.confirm().dblclick()
    expect(seen.page).to_have_url(MADE)
    expect(seen.page.get_by_role("heading", level=1, name="Stretchers")).to_be_visible()
    expect(seen.page.locator("#notice")).to_contain_text("Assigned to 2 people.")
    assert desk_of.made(course) == 1


@pytest.mark.rule("A-14", "the review open in two tabs and created in both makes one assignment")
def test_two_tabs_make_one(desk_review, desk_of: Desk, course, crew):
    first = desk_review(desk_of.draft(course, crew.lea, crew.bo))
    second = Review(first.page.context.new_page(), first.draft, first.today)
    second.page.goto(first.page.url)
    second.ready()
    for seen in (first, second):
        seen.create()
        expect(seen.dialog()).to_be_visible()
    for seen in (first, second):
        seen.confirm().click()
        expect(seen.page).to_have_url(MADE)
        expect(seen.page.get_by_role("heading", level=1, name="Stretchers")).to_be_visible()
    expect(second.page.locator("#notice")).to_contain_text("created before: here is the assignment")
    assert first.page.url == second.page.url
    assert desk_of.made(course) == 1


@pytest.mark.rule("A-14", "the review of a draft that was created leads to the assignment: by reload, and by Back")
def test_a_created_draft_leads_to_its_assignment(desk_review, desk_of: Desk, course, crew):
    seen = desk_review(desk_of.draft(course, crew.lea))
    address = seen.page.url
    seen.create()
    seen.confirm().click()
    expect(seen.page).to_have_url(MADE)
    made = seen.page.url
    expect(seen.page.get_by_role("heading", level=1, name="Stretchers")).to_be_visible()
    seen.page.go_back()
    expect(seen.page).to_have_url(made)
    seen.page.goto(address)
    expect(seen.page).to_have_url(made)
    assert desk_of.made(course) == 1


@pytest.mark.rule("A-14", "above 100 people the review says that it is being created, and a job makes it whole")
def test_more_than_a_hundred_are_assigned_by_a_job(desk_review, desk_of: Desk, course, town: Town):
    with town.building() as build:
        build.people(110, first="Ola", branch="Station 2")
    seen = desk_review(desk_of.draft(course, found="q=Ola"))
    seen.create()
    expect(seen.dialog().get_by_role("textbox")).to_have_count(0)
    seen.confirm().click()
    expect(seen.page.locator("#notice")).to_contain_text("It is being created.")
    expect(seen.page.get_by_role("tab", name=re.compile(r"^All\s*110"))).to_be_visible(timeout=60_000)
    assert desk_of.made(course) == 1


@pytest.mark.rule("A-14", "above 500 people the number is typed before it is created")
def test_above_five_hundred_the_number_is_typed(desk_review, desk_of: Desk, course, town: Town):
    with town.building() as build:
        build.people(501, first="Uma", branch="Station 3")
    seen = desk_review(desk_of.draft(course, found="q=Uma"))
    seen.create()
    typed = seen.dialog().get_by_label("Type 501 to go on")
    typed.fill("500")
    seen.confirm().click()
    expect(typed).to_be_focused()
    expect(seen.dialog()).to_be_visible()
    assert desk_of.made(course) == 0
    typed.fill("501")
    seen.confirm().click()
    expect(seen.page).to_have_url(MADE)
    assert desk_of.made(course) == 1


@pytest.mark.rule("L-03", "the review is read and created by keyboard alone")
def test_an_assignment_is_created_by_keyboard_alone(desk_review, desk_of: Desk, course, crew):
    seen = desk_review(desk_of.draft(course, *crew.everybody()))
    keys = seen.page.keyboard

    def tab_to(wanted: Locator) -> None:
        for _ in range(60):
            keys.press("Tab")
            if wanted.count() and wanted.first.evaluate("one => one === document.activeElement"):
                return
        pytest.fail(f"Tab does not lead to {wanted}")

    tab_to(seen.tab("Skipped 0"))
    keys.press("Enter")
    expect(seen.tab("Skipped 0")).to_have_attribute("aria-selected", "true")
    tab_to(seen.page.get_by_label("Search these people"))
    tab_to(seen.page.get_by_role("link", name="Download", exact=True))
    tab_to(seen.page.get_by_role("button", name="Create", exact=True))
    keys.press("Enter")
    expect(seen.dialog()).to_be_visible()
    tab_to(seen.confirm())
    keys.press("Enter")
    expect(seen.page).to_have_url(MADE)
    expect(seen.page.get_by_role("heading", level=1, name="Stretchers")).to_be_focused()
    assert desk_of.made(course) == 1
