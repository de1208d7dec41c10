"""The form of a new assignment: what goes wrong is named, and it is created once (A-05, A-14)."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, expect
from support.browser import Visits
from support.form import FORM, MADE, Form, add_course, is_named, made
from support.town import Town

from training_app.people.model import Person

# ── what goes wrong is named


@pytest.mark.rule("A-05", "on the form: no training, no due date and nobody are named, each beside its field")
def test_everything_that_is_missing_is_named_at_once(form: Form):
    form.page.get_by_label("Find by name or email").fill("nobody of that name")
    form.found(0)
    form.create()
    is_named(form, "training", "Choose the training to assign.")
    is_named(form, "due_on", "Due date is missing.")
    is_named(form, "people", "Nobody")
    expect(form.field("Due date")).to_have_attribute("aria-invalid", "true")
    form.choose("Bloodborne pathogens")
    expect(form.page.locator("#training_help.wrong")).to_have_count(0)
    expect(form.page.locator("#due_on_help.wrong")).to_be_visible()


@pytest.mark.rule("A-05", "on the form: due before the start is named")
def test_a_due_date_before_the_start_is_named(form: Form):
    form.choose("Bloodborne pathogens")
    form.enter("Start date", form.today + timedelta(days=9))
    form.enter("Due date", form.today + timedelta(days=8))
    form.create()
    is_named(form, "due_on", "before the start date")


@pytest.mark.rule("A-05", "on the form: a start before today is named")
def test_a_start_in_the_past_is_named(form: Form):
    form.choose("Bloodborne pathogens")
    form.enter("Start date", form.today - timedelta(days=1))
    form.enter("Due date", form.today + timedelta(days=8))
    form.create()
    is_named(form, "starts_on", "is before today")


# ── asked, and made once


@pytest.mark.rule("A-14", "asks for confirmation, naming training and number of people; cancelled, nothing is made")
def test_creating_asks_and_escape_makes_nothing(form: Form, town: Town):
    form.filled("Bloodborne pathogens", "nearby")
    before = made(town, "Bloodborne pathogens")
    for leave in ("Escape", "Cancel"):
        form.create()
        expect(form.dialog()).to_contain_text("Bloodborne pathogens")
        expect(form.dialog().get_by_role("button", name=re.compile("^Assign to 1 "))).to_be_visible()
        if leave == "Escape":
            form.page.keyboard.press("Escape")
        else:
            form.dialog().get_by_role("button", name="Cancel").click()
        expect(form.dialog()).to_have_count(0)
        expect(form.page).to_have_url(FORM)
    assert made(town, "Bloodborne pathogens") == before


@pytest.mark.rule("A-14", "a double click makes one assignment")
def test_a_double_click_makes_one_assignment(form: Form, town: Town):
    title = f"Clicked twice {form.page.viewport_size['width']}"
    add_course(town, title)
    form.page.reload()
    form.filled(title, "nearby")
    form.create()
    form.dialog().get_by_role("button", name=re.compile("^Assign to")).dblclick()
    expect(form.page).to_have_url(MADE)
    expect(form.page.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect(form.page.get_by_role("row").filter(has_text="Noa Nearby")).to_be_visible()
    assert made(town, title) == 1


@pytest.mark.rule("A-14", "the form open in two tabs, sent by both, makes one assignment")
def test_two_tabs_on_one_form_make_one_assignment(town: Town, ada: Person, visits: Visits):
    title = "Sent from two tabs"
    add_course(town, title)
    page = town.come(visits.desk(), ada, "/assignments/new")
    form = Form(page, town.today()).filled(title, "nearby")
    beside = Form(page.context.new_page(), form.today)
    beside.page.goto(page.url)
    beside.found(1)
    for one in (form, beside):
        one.create()
        expect(one.dialog()).to_be_visible()
    for one in (form, beside):
        one.dialog().get_by_role("button", name=re.compile("^Assign to")).click(no_wait_after=True)
    for one in (form, beside):
        expect(one.page.get_by_role("heading", level=1, name=title)).to_be_visible()
    assert form.page.url == beside.page.url
    assert made(town, title) == 1


@pytest.mark.rule("L-03", "the form of a new assignment works by keyboard alone")
def test_an_assignment_is_made_by_keyboard_alone(town: Town, ada: Person, visits: Visits):
    title = "By keyboard alone"
    add_course(town, title)
    page = town.come(visits.desk(), ada, "/assignments")
    form, keys = Form(page, town.today()), page.keyboard
    expect(page.get_by_role("heading", level=1, name="Assignments")).to_be_visible()

    def tab_to(wanted: Locator) -> None:
        for _ in range(60):
            keys.press("Tab")
            if wanted.count() and wanted.first.evaluate("one => one === document.activeElement"):
                return
        pytest.fail(f"Tab does not lead to {wanted}")

    tab_to(page.get_by_role("link", name="New Assignment"))
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1, name="New Assignment")).to_be_focused()
    tab_to(page.get_by_label("Search by title, code, library or level"))
    keys.type("keyboard")
    expect(form.training("Lifting safely")).to_have_count(0)
    tab_to(form.training(title))
    keys.press("Space")
    expect(form.training(title)).to_be_checked()
    # A day that is typed the same whichever way round the browser asks for it, such as 4 April.
    later = (form.today + timedelta(days=days) for days in range(1, 40))
    due = next(day for day in later if day.day == day.month)
    tab_to(form.field("Due date"))
    keys.type(f"{due:%d%m%Y}", delay=60)
    expect(form.field("Due date")).to_have_value(due.isoformat())
    tab_to(form.field("E-mails"))
    keys.press("Space")
    form.tells("No e-mails will be sent.")
    tab_to(page.locator("summary"))
    keys.press("Enter")
    tab_to(page.get_by_role("button", name=re.compile("^Station 9")))
    keys.press("Enter")
    expect(form.chip("Branch Station 9")).to_be_visible()
    form.found(2)
    tab_to(page.get_by_role("button", name="Create", exact=True))
    keys.press("Enter")
    expect(form.dialog()).to_be_visible()
    tab_to(form.dialog().get_by_role("button", name=re.compile("^Assign to")))
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1, name=title)).to_be_focused()
    expect(page.get_by_role("row").filter(has_text="Noa Nearby")).to_be_visible()
    assert made(town, title) == 1


# ── who may not, and what is not there


@pytest.mark.rule("P-06", "in the browser: a page without the right says which one is missing and shows nothing else")
def test_a_learner_is_told_that_the_right_is_missing(town: Town, ada: Person, visits: Visits):
    lea = town.person("Lea")
    page = visits.desk()
    for address in ("/assignments", "/assignments/new", "/assignments/1"):
        town.come(page, lea, address)
        expect(page.get_by_text("This page needs the right “Manage Assignments”.")).to_be_visible()
        main = page.get_by_role("main")
        expect(main.get_by_role("link", name="New Assignment")).to_have_count(0)
        expect(main.get_by_role("button", name="Create")).to_have_count(0)
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
