"""A course and its facts, and what is done with it as a whole, at a desk and on a phone (T-01, X-04)."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from support.browser import Visits, axe, scrolls_sideways, too_small_to_touch
from support.town import Town

from training_app.people.model import Person


def button(within: Page | Locator, name: str) -> Locator:
    return within.get_by_role("button", name=name, exact=True)


def head(page: Page, title: str) -> Locator:
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    return page.locator(".head")


@pytest.mark.rule("T-01", "in the browser: a course is begun, what it lacks is named, and it is deleted again")
def test_a_course_is_made_and_deleted_again(town: Town, ada: Person, visits: Visits):
    page = town.come(visits.desk(), ada, "/catalog")
    page.get_by_role("link", name="New course").click()
    head(page, "New course")
    # ── nothing typed is lost when it is refused
    page.get_by_label("Title", exact=True).fill("Airway basics")
    page.get_by_label("Hours", exact=True).fill("many")
    button(page, "Create course").click()
    expect(page.locator("#hours_help.wrong")).to_have_text("Hours: enter a number, for example 1.5.")
    expect(page.get_by_label("Title", exact=True)).to_have_value("Airway basics")
    page.get_by_label("Hours", exact=True).fill("1.5")
    page.get_by_label("Code", exact=True).fill("air-1")
    page.get_by_label("Library", exact=True).fill("County library")
    axe(page)
    button(page, "Create course").click()
    expect(page).to_have_url(re.compile(r"/courses/\d+/materials$"))
    # ── it says of itself what it is, and what it lacks
    expect(head(page, "Airway basics")).to_contain_text("Not published")
    button(page, "Publish…").click()
    asked = page.get_by_role("alertdialog")
    button(asked, "Publish").click()
    expect(asked).to_contain_text("Add at least one material, or an exam.")
    axe(page)
    asked.get_by_role("link", name="Materials").click()
    expect(asked).to_have_count(0)
    page.get_by_label("More about this course").click()
    button(page, "Delete…").click()
    button(page.get_by_role("alertdialog"), "Delete").click()
    head(page, "Catalog")
    expect(page.get_by_role("link", name="Airway basics")).to_have_count(0)
    expect(page.get_by_role("link", name="Lifting safely")).to_be_visible()


@pytest.mark.rule("X-04", "in the browser: a course is changed on a phone, and whom a new version concerns is said")
def test_a_course_is_changed_on_a_phone(town: Town, ada: Person, visits: Visits):
    page = town.come(visits.phone(), ada, "/catalog?kind=online")
    expect(page.get_by_label("Remove filter Kind Online")).to_be_visible()
    assert too_small_to_touch(page) == []
    assert not scrolls_sideways(page)
    page.get_by_role("link", name="Lifting safely").tap()
    expect(head(page, "Lifting safely")).to_contain_text("Version 1")
    page.get_by_label("Title", exact=True).fill("Lifting well")
    button(page, "Save changes").tap()
    head(page, "Lifting well")
    button(page, "Change the content").tap()
    expect(head(page, "Lifting well")).to_contain_text("Draft")
    assert too_small_to_touch(page) == []
    assert not scrolls_sideways(page)
    button(page, "Publish…").tap()
    asked = page.get_by_role("alertdialog")
    expect(asked).to_contain_text("1 person is in version 1 and keeps it. Whoever begins from now on gets version 2.")
    axe(page)
    button(asked, "Cancel").tap()
    page.get_by_label("More about this course").tap()
    button(page, "Discard changes").tap()
    button(page.get_by_role("alertdialog"), "Discard changes").tap()
    expect(button(page, "Change the content")).to_be_visible()
    # ── it is in use: archived instead of deleted, and put back
    page.get_by_label("More about this course").tap()
    button(page, "Delete…").tap()
    expect(asked).to_contain_text("1 assignment is of it.")
    button(asked, "Archive instead").tap()
    expect(page.get_by_text("This course is archived: it cannot be assigned.")).to_be_visible()
    page.get_by_label("More about this course").tap()
    button(page, "Put back into the catalog").tap()
    expect(page.get_by_text("This course is archived: it cannot be assigned.")).to_have_count(0)
