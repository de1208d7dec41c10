"""Step 1: a training is searched and chosen (A-03, A-04, A-05)."""

import re

import pytest
from playwright.sync_api import expect
from support.browser import Visits
from support.town import Town
from support.wizard import ACCREDITED, Wizard, spoken

from training_app.people.model import Person


@pytest.mark.rule("A-03", "a training is found by title, code, library and level, and chosen; the last choice counts")
def test_a_training_is_searched_and_chosen(wizard: Wizard):
    search = wizard.search()
    for words, found, others in (
        ("blood", "Bloodborne pathogens", "Lifting safely"),
        ("haz-1", "Hazard communication", "Bloodborne pathogens"),
        ("refresher", "Lifting safely", "Hazard communication"),
        ("bls", "Lifting safely", "Hazard communication"),
    ):
        search.fill(words)
        expect(wizard.training(others)).to_have_count(0)
        expect(wizard.training(found)).to_be_visible()
    wizard.choose("Lifting safely")
    wizard.is_saved()
    search.fill("")
    wizard.choose("Bloodborne pathogens")
    expect(wizard.training("Lifting safely")).not_to_be_checked()
    expect(wizard.steps()).to_contain_text("BBP-1 · In-house")


@pytest.mark.rule("A-03", "typed on, the search keeps its box and shows the answer to what was typed last")
def test_the_search_is_typed_on_while_its_answers_come(wizard: Wizard):
    search = wizard.search()
    search.press_sequentially("blo")
    expect(wizard.training("Lifting safely")).to_have_count(0)
    expect(search).to_be_focused()
    search.press_sequentially("nothing like it")
    expect(wizard.page.get_by_text("No course that can be assigned matches “blonothing like it”.")).to_be_visible()
    expect(search).to_be_focused()
    search.press("Enter")
    wizard.page.reload()
    expect(search).to_have_value("blonothing like it")
    expect(wizard.training("Lifting safely")).to_have_count(0)


@pytest.mark.rule("A-03", "each result says title, code, library, level, hours and the end of the accreditation")
def test_a_result_says_what_one_chooses_by(wizard: Wizard):
    row = wizard.page.locator("label").filter(has=wizard.training("Lifting safely"))
    for words in ("Lifting safely", "LIFT-1", "Clinical refresher", "BLS", "2.0 h"):
        expect(row).to_contain_text(words)
    row = wizard.page.locator("label").filter(has=wizard.training("Hazard communication"))
    expect(row).to_contain_text(f"Accredited through {spoken(wizard.today + ACCREDITED)}")
    row = wizard.page.locator("label").filter(has=wizard.training("Bloodborne pathogens"))
    expect(row).to_contain_text("No level")


@pytest.mark.rule("A-05", "in the wizard: an expired course and an archived one are not offered")
def test_what_is_over_is_not_offered(wizard: Wizard):
    expect(wizard.training("Lifting safely")).to_be_visible()
    for title in ("Vertical rescue", "Paper charting"):
        expect(wizard.training(title)).to_have_count(0)


@pytest.mark.rule("A-03", "one course or one training plan: the wizard says the difference, and when there is no plan")
def test_the_difference_of_a_course_and_a_training_plan_is_said(wizard: Wizard):
    kinds = wizard.page.get_by_role("navigation", name="Kind of training")
    expect(
        wizard.page.get_by_text("An assignment holds exactly one training: one course or, for several")
    ).to_be_visible()
    expect(kinds.get_by_role("link", name="Course")).to_have_attribute("aria-current", "true")
    wizard.choose("Lifting safely")
    kinds.get_by_role("link", name="Training plan").click()
    expect(wizard.page.get_by_text("There is no training plan yet that can be assigned.")).to_be_visible()
    # What is chosen stays in sight.
    expect(wizard.page.get_by_role("radio")).to_have_count(1)
    expect(wizard.training("Lifting safely")).to_be_checked()
    wizard.page.reload()
    expect(kinds.get_by_role("link", name="Training plan")).to_have_attribute("aria-current", "true")
    kinds.get_by_role("link", name="Course").click()
    expect(wizard.training("Bloodborne pathogens")).to_be_visible()
    expect(wizard.training("Lifting safely")).to_be_checked()


@pytest.mark.rule("A-04", "the level and the title of the training stand at every step")
def test_the_level_stands_at_every_step(wizard: Wizard):
    wizard.choose("Hazard communication")
    for step in ("training", "dates", "options", "people"):
        wizard.open(step)
        expect(wizard.head().get_by_text("ALS", exact=True)).to_be_visible()
        expect(wizard.head()).to_contain_text("Hazard communication")
    wizard.open("training").choose("Bloodborne pathogens")
    expect(wizard.head().get_by_text("No level", exact=True)).to_be_visible()


@pytest.mark.rule("A-03", "trainings come in pages, and the address carries the page")
def test_many_trainings_come_in_pages(town: Town, ada: Person, visits: Visits):
    with town.building() as build:
        for number in range(11):
            build.course(f"Drill {number:02}", library="Drill book")
    page = town.come(visits.desk(), ada, "/assignments/new")
    wizard = Wizard(page, town.today()).is_at("training")
    wizard.search().fill("drill book")
    expect(page.get_by_text(re.compile("1.10 of 11"))).to_be_visible()
    page.get_by_role("link", name="Next page").click()
    expect(wizard.training("Drill 10")).to_be_visible()
    expect(page.get_by_role("radio")).to_have_count(1)
    page.reload()
    expect(wizard.training("Drill 10")).to_be_visible()
    expect(wizard.training("Drill 00")).to_have_count(0)
