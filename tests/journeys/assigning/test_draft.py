"""The draft behind the wizard: nothing entered is lost, and it is nobody else's (A-03, A-14)."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from support.browser import Visits, axe, scrolls_sideways, too_small_to_touch
from support.town import Town
from support.wizard import MADE, STEP, TITLES, Wizard, add_course, made, spoken

from training_app.access.rules import Role
from training_app.people.model import Person

RECONNECTED = 25.0


@pytest.mark.rule("A-03", "the five steps stand beside each one with the answers so far and a check when complete")
def test_the_steps_stand_beside_with_their_answers(wizard: Wizard):
    checks = wizard.page.get_by_role("img", name="Complete")
    expect(wizard.steps().get_by_role("listitem")).to_have_count(5)
    expect(wizard.steps().get_by_role("link", name="Training")).to_have_attribute("aria-current", "step")
    wizard.filled("Bloodborne pathogens", "nearby")
    steps, due = wizard.steps(), wizard.today + timedelta(days=30)
    for words in (
        "Bloodborne pathogens", "BBP-1 · In-house", f"Starts {spoken(wizard.today)}", f"Due {spoken(due)}",
        "Dashboard notifications on", "E-mails on", "Duplicate enrollments off", "1 person chosen",
    ):  # fmt: skip
        expect(steps).to_contain_text(words)
    expect(checks).to_have_count(3)
    expect(steps.get_by_role("link", name="Assign Users")).to_have_attribute("aria-current", "step")
    steps.get_by_role("link", name="Dates").click()
    wizard.is_at("dates")
    assert not scrolls_sideways(wizard.page)


@pytest.mark.rule("A-14", "reloaded, gone back and forward, left and come back to, the wizard has all that was entered")
def test_reload_back_and_forward_lose_nothing(wizard: Wizard):
    page, due = wizard.page, wizard.today + timedelta(days=45)

    def is_all_there() -> None:
        for words in ("Bloodborne pathogens", f"Due {spoken(due)}", "E-mails off"):
            expect(wizard.steps()).to_contain_text(words)

    wizard.choose("Bloodborne pathogens").next("dates").enter("Due date", due)
    wizard.next("options").field("E-mails").click()
    is_all_there()
    page.reload()
    is_all_there()
    expect(wizard.field("E-mails")).not_to_be_checked()
    page.go_back()
    wizard.is_at("dates")
    expect(wizard.field("Due date")).to_have_value(due.isoformat())
    page.go_back()
    wizard.is_at("training")
    expect(wizard.training("Bloodborne pathogens")).to_be_checked()
    page.go_forward()
    wizard.is_at("dates")
    is_all_there()
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="Assignments").click()
    expect(page.get_by_role("heading", level=1, name="Assignments")).to_be_visible()
    page.go_back()
    wizard.is_at("dates")
    is_all_there()


@pytest.mark.rule("A-03", "“Save and leave” keeps the draft among the assignments, to be continued from there")
def test_a_draft_is_left_and_continued(wizard: Wizard, town: Town):
    title = f"Left at {wizard.page.viewport_size['width']}"
    add_course(town, title)
    wizard.page.reload()
    wizard.choose(title)
    wizard.page.get_by_role("button", name="Save and leave").click()
    expect(wizard.page.get_by_role("heading", level=1, name="Assignments")).to_be_visible()
    expect(wizard.page.get_by_role("status").filter(has_text="Your draft is kept.")).to_be_visible()
    wizard.page.get_by_role("link", name=f"Continue {title}").click()
    expect(wizard.page).to_have_url(STEP)
    expect(wizard.steps()).to_contain_text(title)


@pytest.mark.rule(
    "A-03", "a new assignment begins an empty draft; an untouched one is taken up; Back goes where one was"
)
def test_beginning_again(town: Town, ada: Person, visits: Visits):
    page = town.come(visits.desk(), ada, "/assignments")
    wizard = Wizard(page, town.today())
    page.get_by_role("link", name="New Assignment").first.click()
    wizard.is_at("training")
    untouched = page.url
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Assignments")).to_be_visible()
    page.get_by_role("link", name="New Assignment").first.click()
    wizard.is_at("training")
    assert page.url == untouched
    wizard.choose("Bloodborne pathogens")
    page.goto("/assignments/new")
    wizard.is_at("training")
    expect(wizard.training("Bloodborne pathogens")).to_be_visible()
    assert page.url != untouched
    expect(wizard.training("Bloodborne pathogens")).not_to_be_checked()
    expect(wizard.steps()).not_to_contain_text("BBP-1")


@pytest.mark.rule("A-14", "two tabs on one draft: each step keeps what the other tab wrote in another field")
def test_two_tabs_on_one_draft_lose_nothing(town: Town, ada: Person, visits: Visits):
    page = town.come(visits.desk(), ada, "/assignments/new")
    wizard = Wizard(page, town.today()).is_at("training").choose("Bloodborne pathogens").next("dates")
    beside = Wizard(page.context.new_page(), wizard.today)
    beside.page.goto(page.url)
    beside.is_at("dates")
    start, due = wizard.today + timedelta(days=2), wizard.today + timedelta(days=20)
    wizard.enter("Start date", start)
    beside.enter("Due date", due)
    for one in (wizard, beside):
        one.page.reload()
        expect(one.field("Start date")).to_have_value(start.isoformat())
        expect(one.field("Due date")).to_have_value(due.isoformat())


@pytest.mark.rule("A-14", "in the browser: the server killed while the wizard is filled in, nothing entered is lost")
def test_a_killed_server_loses_nothing_of_the_draft(town: Town, ada: Person, visits: Visits):
    for complaint in ("WebSocket", "Failed to load"):
        visits.forgive(complaint)
    page, start = town.come(visits.desk(), ada, "/assignments/new"), town.today() + timedelta(days=3)
    wizard = Wizard(page, town.today()).filled("Bloodborne pathogens", "nearby").open("dates")
    wizard.enter("Start date", start)
    town.server.restart()
    # The browser tries again by itself, after a pause that grows. What was known of the tab is gone.
    page.get_by_role("button", name="+90 days").click()
    due = spoken(start + timedelta(days=90))
    expect(wizard.steps()).to_contain_text(f"Due {due}", timeout=RECONNECTED * 1000)
    for words in ("Bloodborne pathogens", f"Starts {spoken(start)}", "1 person chosen"):
        expect(wizard.steps()).to_contain_text(words)
    page.reload()
    expect(wizard.field("Start date")).to_have_value(start.isoformat())


@pytest.mark.rule("A-14", "a draft that became an assignment leads there from every step, and says so")
def test_a_draft_that_was_created_leads_to_its_assignment(town: Town, ada: Person, visits: Visits):
    add_course(town, "Created once")
    page = town.come(visits.desk(), ada, "/assignments/new")
    wizard = Wizard(page, town.today()).filled("Created once", "nearby").next("review")
    draft = page.url.partition("/review")[0]
    wizard.create().get_by_role("button", name=re.compile("^Assign to 1 ")).click()
    expect(page).to_have_url(MADE)
    assignment = page.url
    for step in TITLES:
        page.goto(f"{draft}/{step}")
        expect(page).to_have_url(assignment)
        expect(page.get_by_role("status").filter(has_text="This draft was created before")).to_be_visible()
    assert made(town, "Created once") == 1


@pytest.mark.rule("A-14", "created in another tab, a step that is still open writes nothing more and says why")
def test_a_step_left_open_changes_nothing_of_what_was_created(town: Town, ada: Person, visits: Visits):
    add_course(town, "Created beside")
    page = town.come(visits.desk(), ada, "/assignments/new")
    wizard = Wizard(page, town.today()).filled("Created beside", "nearby")
    beside = Wizard(page.context.new_page(), wizard.today)
    beside.page.goto(page.url)
    beside.is_at("people").open("options")
    wizard.next("review").create().get_by_role("button", name=re.compile("^Assign to 1 ")).click()
    expect(page).to_have_url(MADE)
    beside.field("E-mails").click()
    expect(
        beside.page.get_by_text("This assignment has been created already, in another window or tab.")
    ).to_be_visible()
    page.reload()
    expect(page.get_by_text("e-mails on")).to_be_visible()


# ── who may not, and what is not there


@pytest.mark.rule("A-03", "somebody else's draft, one that does not exist and a malformed address are not found")
def test_a_draft_of_somebody_else_is_not_found(town: Town, ada: Person, visits: Visits):
    page = town.come(visits.desk(), ada, "/assignments/new")
    wizard = Wizard(page, town.today()).is_at("training").choose("Hazard communication")
    draft = re.search(r"new/(\d+)/", page.url)
    assert draft
    bea = town.person("Bea", Role.ADMIN)
    hers = town.come(visits.phone(), bea, "/home")
    for number in (draft[1], "999999", "abc", "-1", "9999999999999999", "1%27"):
        for step in TITLES:
            hers.goto(f"/assignments/new/{number}/{step}")
            expect(hers.get_by_role("heading", level=1, name="Draft not found")).to_be_visible()
            expect(hers.get_by_text("There is no such draft.")).to_be_visible()
            expect(hers.get_by_text("Hazard communication")).to_have_count(0)
    axe(hers)
    assert too_small_to_touch(hers) == []
    hers.get_by_role("link", name="All assignments").click()
    expect(hers.get_by_role("heading", level=1, name="Assignments")).to_be_visible()
    page.reload()
    wizard.is_at("training")
    expect(wizard.training("Hazard communication")).to_be_checked()


@pytest.mark.rule("P-06", "in the browser: a page without the right says which one is missing and shows nothing else")
def test_a_learner_is_told_that_the_right_is_missing(town: Town, ada: Person, visits: Visits):
    lea = town.person("Lea")
    page = visits.desk()
    for address in ("/assignments", "/assignments/new", "/assignments/new/1/training", "/assignments/1"):
        town.come(page, lea, address)
        expect(page.get_by_text("This page needs the right “Manage Assignments”.")).to_be_visible()
        main = page.get_by_role("main")
        expect(main.get_by_role("link", name="New Assignment")).to_have_count(0)
        expect(main.get_by_role("button")).to_have_count(0)
        expect(main.get_by_role("table")).to_have_count(0)
    assert "Lifting safely" not in page.content()
    page.get_by_role("link", name="Go to your home page").click()
    expect(page.get_by_role("heading", level=1, name="Home")).to_be_visible()


def test_a_made_up_assignment_is_not_found(town: Town, ada: Person, visits: Visits):
    page = town.come(visits.desk(), ada, "/assignments/1")
    expect(page.get_by_role("heading", level=1, name="Lifting safely")).to_be_visible()
    for made_up in ("999999", "abc", "-1", "9999999999999999", "1%27"):
        page.goto(f"/assignments/{made_up}")
        expect(page.get_by_role("heading", level=1, name="Assignment not found")).to_be_visible()
        expect(page.get_by_text("There is no such assignment, or you may not see it.")).to_be_visible()
        expect(page.get_by_role("main")).not_to_contain_text("LIFT-1")
    page.get_by_role("link", name="All assignments").click()
    expect(page.get_by_role("heading", level=1, name="Assignments")).to_be_visible()


@pytest.mark.rule("L-03", "every step of the wizard, in light and dark, without anything that axe finds serious")
def test_every_step_can_be_read_and_touched(wizard: Wizard):
    wizard.filled("Hazard communication", "nearby")
    for step in ("training", "dates", "options", "people"):
        wizard.open(step)
        expect(wizard.steps()).to_contain_text("1 person chosen")
        for scheme in ("light", "dark"):
            wizard.page.emulate_media(color_scheme=scheme)
            expect(wizard.page.locator("html")).to_have_class(re.compile(rf"\b{scheme}\b"))
            axe(wizard.page)
        assert not scrolls_sideways(wizard.page)
        assert wizard.is_wide() or too_small_to_touch(wizard.page) == []
