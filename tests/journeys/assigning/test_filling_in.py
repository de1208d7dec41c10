"""The form of a new assignment: every control, and that nothing entered is lost (A-11, A-12, A-14)."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from support.browser import Visits
from support.form import FORM, Form, is_named
from support.town import Town

from training_app.people.model import Person

RECONNECTED = 20.0

# ── every control


def test_a_training_is_searched_and_chosen(form: Form):
    search = form.page.get_by_label("Search by title, code, library or level")
    search.press_sequentially("blood")
    expect(form.training("Lifting safely")).to_have_count(0)
    expect(search).to_be_focused()
    form.choose("Bloodborne pathogens")
    search.fill("HAZ-1")
    expect(form.training("Hazard communication")).to_be_visible()
    search.fill("nothing of that name")
    expect(form.page.get_by_text("No training that can be assigned matches.")).to_be_visible()
    chosen = form.page.get_by_role("region", name="Training", exact=True)
    expect(chosen).to_contain_text("BBP-1")
    search.fill("")
    expect(form.training("Lifting safely")).to_be_visible()
    expect(form.training("Bloodborne pathogens")).to_be_checked()
    form.choose("Lifting safely")
    expect(form.training("Bloodborne pathogens")).not_to_be_checked()
    expect(form.page.get_by_role("heading", level=1).locator("xpath=..")).to_contain_text("BLS")


def test_dates_are_typed_or_taken_from_the_start(form: Form):
    expect(form.field("Start date")).to_have_value(form.today.isoformat())
    for days in (7, 30, 90):
        form.page.get_by_role("button", name=f"+{days} days").click()
        expect(form.field("Due date")).to_have_value((form.today + timedelta(days=days)).isoformat())
    later = form.today + timedelta(days=10)
    form.enter("Start date", later)
    form.page.get_by_role("button", name="+7 days").click()
    expect(form.field("Due date")).to_have_value((later + timedelta(days=7)).isoformat())
    form.enter("Due date", later + timedelta(days=3))
    expect(form.field("Due date")).to_have_value((later + timedelta(days=3)).isoformat())
    form.field("Start date").fill("")
    form.page.get_by_role("button", name="+30 days").click()
    expect(form.field("Due date")).to_have_value((form.today + timedelta(days=30)).isoformat())
    form.create()
    is_named(form, "starts_on", "Start date is missing.")


@pytest.mark.rule("A-12", "both switches are on, with the advice to leave them on, and the form says what is off")
def test_the_switches_say_what_will_not_be_sent(form: Form):
    dashboard, emails = form.field("Dashboard notifications"), form.field("E-mails")
    group = form.page.get_by_role("group", name="Send Dashboard Notifications & E-mails")
    expect(group).to_contain_text("We advise to leave both on")
    expect(dashboard).to_be_checked()
    expect(emails).to_be_checked()
    emails.click()
    form.tells("No e-mails will be sent.")
    dashboard.click()
    form.tells("Nobody will be told anything.")
    emails.click()
    form.tells("Nothing will appear on dashboards.")
    dashboard.click()
    expect(form.page.get_by_label("What will happen")).not_to_contain_text("dashboards")


@pytest.mark.rule("A-11", "on the form: who completed it in this period is skipped, or enrolled when duplicates are on")
def test_duplicates_are_skipped_or_allowed(form: Form):
    form.choose("Lifting safely")
    form.add("Station 9", "Branch Station 9")
    form.tells("0will be enrolled")
    form.tells("1completed it in this period, skipped")
    form.tells("1are deactivated, skipped")
    form.page.get_by_label(re.compile("Allow Duplicate Enrollments")).click()
    form.tells("1will be enrolled")
    form.tells("0completed it in this period, skipped")


def test_people_are_searched_filtered_and_paged(form: Form):
    form.found(63)
    expect(form.rows()).to_have_count(50)
    form.page.get_by_role("link", name="Next page").click()
    expect(form.rows()).to_have_count(13)
    expect(form.page.get_by_text(re.compile("51.63 of 63"))).to_be_visible()
    form.page.get_by_role("link", name="Previous page").click()
    expect(form.rows()).to_have_count(50)
    form.add("ALS", "Level ALS")
    form.found(31)
    form.add("Station 7", "Branch Station 7")
    form.found(30)
    form.add("BLS", "Level BLS")
    form.found(60)
    form.chip("Level ALS").click()
    form.found(30)
    search = form.page.get_by_label("Find by name or email")
    search.press_sequentially("noa")
    expect(form.page.get_by_text("Nobody matches this filter.")).to_be_visible()
    expect(search).to_be_focused()
    form.page.get_by_role("button", name="Clear all").click()
    form.found(63)
    expect(search).to_have_value("")
    search.fill("nearby")
    form.found(1)
    expect(form.rows()).to_contain_text("Noa Nearby")


def test_a_menu_closes_by_escape_and_by_a_click_beside_it(form: Form):
    menu, choice = form.page.locator("summary"), form.page.get_by_role("button", name=re.compile("^Station 9"))
    menu.click()
    expect(choice).to_be_visible()
    form.page.keyboard.press("Escape")
    expect(choice).to_be_hidden()
    expect(menu).to_be_focused()
    menu.click()
    expect(choice).to_be_visible()
    form.page.get_by_role("heading", level=1).click()
    expect(choice).to_be_hidden()


# ── nothing entered is lost


@pytest.mark.rule("A-14", "reloaded, left and come back to, the form has everything that was entered")
def test_reload_back_and_forward_lose_nothing(form: Form):
    page, due = form.page, form.today + timedelta(days=45)
    form.choose("Hazard communication")
    form.enter("Due date", due)
    form.field("E-mails").click()
    form.tells("No e-mails will be sent.")
    form.add("ALS", "Level ALS")
    page.get_by_label("Find by name or email").fill("nearby")
    form.found(1)

    def is_all_there() -> None:
        expect(form.training("Hazard communication")).to_be_checked()
        expect(form.field("Due date")).to_have_value(due.isoformat())
        expect(form.field("E-mails")).not_to_be_checked()
        expect(form.chip("Level ALS")).to_be_visible()
        expect(page.get_by_label("Find by name or email")).to_have_value("nearby")
        form.found(1)

    page.reload()
    is_all_there()
    page.get_by_role("link", name="Assignments").last.click()
    expect(page.get_by_role("heading", level=1, name="Assignments")).to_be_visible()
    page.go_back()
    is_all_there()
    page.go_forward()
    expect(page.get_by_role("heading", level=1, name="Assignments")).to_be_visible()
    page.go_back()
    is_all_there()


@pytest.mark.rule("A-14", "in the browser: the server killed while a form is filled in, nothing entered is lost")
def test_a_killed_server_loses_nothing_of_the_form(town: Town, ada: Person, visits: Visits):
    for complaint in ("WebSocket", "Failed to load"):
        visits.forgive(complaint)
    page = town.come(visits.desk(), ada, "/assignments/new")
    expect(page).to_have_url(FORM)
    form = Form(page, town.today()).filled("Hazard communication", "nearby")
    town.server.restart()
    form.field("E-mails").click()
    # The browser tries again by itself, after a pause that grows.
    form.tells("No e-mails will be sent.", within=RECONNECTED)
    form.create()
    expect(form.dialog()).to_contain_text("Hazard communication")
    expect(form.dialog().get_by_role("button", name=re.compile("^Assign to 1 "))).to_be_visible()


def test_a_new_form_is_empty_whatever_the_last_one_said(form: Form):
    page = form.page
    form.create()
    expect(page.get_by_role("alert")).to_contain_text("Choose the training to assign.")
    page.get_by_role("link", name="Cancel").click()
    page.get_by_role("link", name="New Assignment").first.click()
    expect(page).to_have_url(FORM)
    expect(form.training("Lifting safely")).to_be_visible()
    expect(page.get_by_role("alert")).not_to_contain_text("Choose the training to assign.")
