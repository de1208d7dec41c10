"""The evaluation of a course made at a desk from a template, and looked at on a phone (T-01, A-24)."""

import pytest
from playwright.sync_api import Locator, Page, expect
from support.browser import Visits, axe, scrolls_sideways, too_small_to_touch
from support.build import SYSTEM
from support.evaluating import QUESTIONS, answer, evaluate
from support.server import Server
from support.town import Town

from training_app.access.rules import Role
from training_app.catalog import drafting
from training_app.catalog.editing import evaluation_items as items
from training_app.core.tables import known


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def rows(page: Page) -> Locator:
    return page.get_by_role("list", name="Questions").locator(".eved-row")


@pytest.mark.rule("T-01", "in the browser: an evaluation begins from a template, is changed, and saved as a template")
@pytest.mark.rule("A-24", "in the browser: what another editor did to an evaluation is said, and theirs can be taken")
def test_an_evaluation_is_made_from_a_template(town: Town, visits: Visits):
    ada, (course, version_id) = town.person("Ada", Role.ADMIN), draft_of(town)
    page = town.come(visits.desk(), ada, f"/courses/{course}/evaluation")
    button(page, "Begin with this template, Course reaction").press("Enter")
    expect(rows(page)).to_have_count(7)
    edited_beside_somebody_else(town, page, version_id)
    moved_and_removed_by_keyboard(page)
    saved_as_a_template(page)
    # ── on a phone: the same, and what was answered to a course that is not being changed
    phone = town.come(visits.phone(), ada, f"/courses/{course}/evaluation")
    expect(rows(phone)).to_have_count(6)
    fits(phone)
    button(phone, "Edit question 2").tap()
    expect(phone.get_by_label("Question", exact=True)).to_be_visible()
    fits(phone)
    button(phone, "Cancel").tap()
    phone.goto(f"{town.server.address}/courses/{answered(town)}/evaluation")
    expect(rows(phone).first).to_contain_text("1 answer so far · 4.0 on average")
    expect(button(phone, "Add question")).to_have_count(0)
    phone.get_by_role("link", name="Read 1 answer to question 3").tap()
    expect(phone.get_by_text("More time at the pump.")).to_be_visible()
    assert phone.get_by_text("Lea Number").count() == 0
    fits(phone)
    axe(phone)


def draft_of(town: Town) -> tuple[int, int]:
    """A course without an evaluation, and its draft."""
    with town.building() as build:
        course = known(build.course("Ladders").id)
        return course, drafting.begin(build.session, SYSTEM, training_id=course, now=build.now)


def answered(town: Town) -> int:
    """A course whose evaluation Lea has submitted."""
    lea = town.person("Lea")
    with town.building() as build:
        course = build.course("Pumps", evaluation=QUESTIONS)
        build.assign(course, f"q={lea.username}")
        build.complete(lea, course)
        attempt = build.attempt(lea, course)
        answer(build.session, build.actor(lea), attempt, 3, "More time at the pump.", build.now)
        evaluate(build.session, build.actor(lea), attempt, build.now)
        return known(course.id)


def edited_beside_somebody_else(town: Town, page: Page, version_id: int) -> None:
    """What is refused stays typed; of what both changed theirs can be taken."""
    button(page, "Edit question 3").press("Enter")
    expect(page.get_by_label("Choices", exact=True)).to_have_value("Too short\nAbout right\nToo long")
    axe(page)
    with town.building() as build:
        third = items.evaluation(build.session, SYSTEM, version_id=version_id).items[2]
        new = type(third.entered)(third.entered.kind, "Was it long?", third.entered.choices)
        items.edit(build.session, SYSTEM, item_id=third.id, base=third.entered, new=new, now=build.now)
    page.get_by_label("Question", exact=True).fill("How long did it seem?")
    page.get_by_label("Choices", exact=True).fill("Too long")
    button(page, "Save question").click()
    expect(page.locator("#choices_help")).to_have_text("Add at least two choices.")
    expect(page.get_by_label("Question", exact=True)).to_have_value("How long did it seem?")
    page.get_by_label("Choices", exact=True).fill("Short\nLong")
    button(page, "Save question").click()
    expect(page.locator("#question_text_help")).to_contain_text("It is now: “Was it long?”.")
    button(page, "Take theirs").press("Enter")
    expect(page.get_by_label("Question", exact=True)).to_have_value("Was it long?")
    expect(page.get_by_label("Question", exact=True)).to_be_focused()
    expect(page.get_by_label("Choices", exact=True)).to_have_value("Short\nLong")
    page.get_by_label("Choices", exact=True).press("Control+Enter")
    expect(rows(page).nth(2)).to_contain_text("Was it long?")
    expect(rows(page).nth(2)).to_contain_text("Short")


def moved_and_removed_by_keyboard(page: Page) -> None:
    """A move says where the question is now, and the focus stays with it."""
    button(page, "Move question 2 up").press("Enter")
    expect(rows(page).first).to_contain_text("How clear were the materials?")
    expect(page.get_by_text("“How clear were the materials?” is question 1 of 7.")).to_have_count(1)
    expect(button(page, "Move question 1 down")).to_be_focused()
    button(page, "Remove question 7").press("Enter")
    button(page, "Remove").click()
    expect(rows(page)).to_have_count(6)


def saved_as_a_template(page: Page) -> None:
    """A name that is taken stays in the box."""
    button(page, "Save as template").press("Enter")
    page.get_by_label("Name of the template").fill("course reaction")
    button(page, "Save template").click()
    expect(page.get_by_text("There is a template “Course reaction” already. Choose another name.")).to_be_visible()
    expect(page.get_by_label("Name of the template")).to_have_value("course reaction")
    page.get_by_label("Name of the template").fill("Ladders and the like")
    button(page, "Save template").click()
    page.get_by_text("Saved templates").click()
    expect(page.get_by_role("heading", name="Ladders and the like")).to_be_visible()
    axe(page)


def fits(page: Page) -> None:
    assert not scrolls_sideways(page)
    assert too_small_to_touch(page) == []
