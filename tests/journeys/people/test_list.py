"""The list of people: every control at both widths, its main way by keyboard alone, and what the address carries."""

import re

import pytest
from playwright.sync_api import expect
from support.browser import Visits, axe, scrolls_sideways, too_small_to_touch
from support.town import Town

from training_app.people.model import Person

# ── every control


@pytest.mark.rule("A-07", "in the browser: criteria are added, opened again, taken out and cleared; the words follow")
def test_people_are_filtered_by_every_control(roster):
    roster.add("Level", "ALS")
    roster.tells("33 people are ALS, who are active.")
    roster.add("Shift", "A")
    roster.tells("15 people are ALS, on shift A, who are active.")
    roster.opens("Shift is").click()
    roster.offered("B").click()
    roster.tells("30 people are ALS, on shift A or B, who are active.")
    expect(roster.chip("Shift is A or B")).to_be_visible()
    assert not scrolls_sideways(roster.page)
    roster.chip("Shift is A or B").click()
    roster.tells("33 people are ALS, who are active.")
    expect(roster.add_filter()).to_be_focused()
    roster.page.get_by_role("button", name="Clear all").click()
    roster.tells("67 people are active.")
    expect(roster.add_filter()).to_be_focused()


@pytest.mark.rule("A-07", "in the browser: many values are searched, and a chosen one taken out where it was chosen")
def test_a_value_among_many_is_searched(roster):
    roster.add_filter().click()
    roster.offered("Branch").click()
    search = roster.page.get_by_label("Search in Branch")
    expect(search).to_be_focused()
    search.press_sequentially("station 10")
    expect(roster.page.locator("details[open] .sheet button .n")).to_have_count(1)
    expect(search).to_be_focused()
    roster.offered("Station 10").click()
    roster.tells("6 people are at Station 10, who are active.")
    roster.opens("Branch is").click()
    roster.page.locator("details[open] .sheet button[aria-pressed=true]").click()
    roster.tells("67 people are active.")


@pytest.mark.rule("A-07", "in the browser: a certification by its state, expiring within the days that one enters")
def test_a_certification_is_chosen_by_its_state(roster):
    page = roster.page
    for state, words in (("Valid", "Vic and Wyn"), ("Expired", "Una")):
        roster.add_filter().click()
        page.locator("details[open] .sheet").get_by_role("button", name="Certification", exact=True).click()
        roster.offered("Paramedic licence").click()
        page.locator("details[open] .sheet").get_by_role("button", name=state, exact=True).click()
        expect(roster.rows()).to_have_count(len(words.split(" and ")))
        for name in words.split(" and "):
            expect(roster.rows().filter(has_text=f"{name} Holder")).to_be_visible()
        roster.chip(f"Certification Paramedic licence, {state.lower()}").click()
    roster.add_filter().click()
    page.locator("details[open] .sheet").get_by_role("button", name="Certification", exact=True).click()
    roster.offered("Paramedic licence").click()
    page.get_by_label("Expiring within").fill("30")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(roster.rows()).to_have_count(1)
    expect(roster.rows()).to_contain_text("In 20 days")
    expect(roster.chip("Certification Paramedic licence, expires within 30 days")).to_be_visible()


@pytest.mark.rule("A-07", "in the browser: a range of days with “From” and “Through”, either of which may stay empty")
def test_a_range_of_days_is_entered(roster):
    page = roster.page
    roster.add_filter().click()
    roster.offered("Hired").click()
    page.get_by_label("From").fill("2020-01-01")
    page.get_by_label("Through").fill("2020-01-10")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(roster.rows()).to_have_count(10)
    expect(roster.add_filter()).to_be_focused()
    roster.chip("Hired from 1 Jan 2020 through 10 Jan 2020").click()
    roster.add_filter().click()
    roster.offered("Hired").click()
    page.get_by_label("Through").fill("2020-01-03")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(roster.rows()).to_have_count(3)


def test_a_view_is_saved_used_and_deleted(roster):
    page = roster.page
    roster.add("Level", "BLS")
    page.locator("summary").filter(has_text="Save this view").click()
    page.get_by_label("Name of the view").fill("All the basics")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Saved as “All the basics”.")).to_be_visible()
    page.get_by_role("button", name="Clear all").click()
    roster.tells("67 people are active.")
    page.locator("summary").filter(has_text="Saved views").click()
    page.get_by_role("link", name=re.compile("^All the basics")).click()
    roster.tells("30 people are BLS, who are active.")
    page.locator("summary").filter(has_text="Saved views").click()
    page.get_by_role("button", name="Delete the saved view All the basics").click()
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_contain_text("Delete the saved view “All the basics”?")
    dialog.get_by_role("button", name="Cancel").click()
    page.locator("summary").filter(has_text="Saved views").click()
    page.get_by_role("button", name="Delete the saved view All the basics").click()
    dialog.get_by_role("button", name="Delete").click()
    expect(page.locator("summary").filter(has_text="Saved views")).to_have_count(0)


def test_a_menu_closes_by_escape_and_by_a_click_beside_it(roster):
    roster.add_filter().click()
    expect(roster.offered("Level")).to_be_visible()
    roster.page.keyboard.press("Escape")
    expect(roster.offered("Level")).to_have_count(0)
    expect(roster.add_filter()).to_be_focused()
    roster.add_filter().click()
    roster.offered("Level").click()
    expect(roster.offered("ALS")).to_be_visible()
    roster.page.get_by_role("button", name="Other fields").click()
    expect(roster.offered("Branch")).to_be_visible()
    roster.page.get_by_role("heading", level=1).click()
    expect(roster.offered("Branch")).to_have_count(0)


@pytest.mark.rule("L-03", "each part of the filter's menu, open, in light and dark: read by axe, and large enough")
def test_the_open_menu_can_be_read_and_touched_by_everybody(roster):
    page = roster.page

    def look() -> None:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            expect(page.locator("html")).to_have_class(re.compile(rf"\b{scheme}\b"))
            axe(page)
        assert not scrolls_sideways(page)
        assert page.viewport_size["width"] > 360 or too_small_to_touch(page) == []

    roster.add("Level", "ALS")
    for field, first in (("Branch", "Station 1"), ("Hired", "Add"), ("Certification", "Paramedic licence")):
        roster.add_filter().click()
        page.locator("details[open] .sheet").get_by_role("button", name=field, exact=True).click()
        expect(roster.offered(first)).to_be_visible()
        look()
        page.keyboard.press("Escape")
        expect(page.locator("details[open]")).to_have_count(0)
    roster.add_filter().click()
    page.locator("details[open] .sheet").get_by_role("button", name="Certification", exact=True).click()
    roster.offered("Paramedic licence").click()
    expect(page.get_by_label("Expiring within")).to_be_visible()
    look()
    page.keyboard.press("Escape")
    page.locator("summary").filter(has_text="Save this view").click()
    expect(page.get_by_label("Name of the view")).to_be_visible()
    look()


# ── by keyboard alone


@pytest.mark.rule("A-07", "by keyboard alone: a criterion is chosen, changed and taken out, and the focus stays near")
def test_people_are_filtered_by_keyboard_alone(roster):
    page, keys = roster.page, roster.page.keyboard
    roster.search().focus()
    keys.press("Tab")
    expect(roster.add_filter()).to_be_focused()
    keys.press("Enter")
    expect(roster.offered("Level")).to_be_focused()
    keys.press("Enter")
    expect(roster.offered("ALS")).to_be_focused()
    keys.press("ArrowDown")
    expect(roster.offered("BLS")).to_be_focused()
    keys.press("Enter")
    roster.tells("30 people are BLS, who are active.")
    expect(roster.add_filter()).to_be_focused()
    keys.press("Shift+Tab")
    expect(roster.chip("Level is BLS")).to_be_focused()
    keys.press("Shift+Tab")
    expect(roster.opens("Level is")).to_be_focused()
    keys.press("Enter")
    expect(roster.offered("ALS")).to_be_focused()
    keys.press("Enter")
    roster.tells("63 people are BLS or ALS, who are active.")
    expect(roster.add_filter()).to_be_focused()
    keys.press("Shift+Tab")
    keys.press("Enter")
    roster.tells("67 people are active.")
    expect(roster.add_filter()).to_be_focused()
    keys.press("Enter")
    expect(roster.offered("Level")).to_be_focused()
    keys.press("Escape")
    expect(roster.add_filter()).to_be_focused()
    expect(page.locator("details[open]")).to_have_count(0)


# ── the address


@pytest.mark.rule(
    "M-04", "in the browser: pages, sort and filter of the list of people are in the address, Back leads back"
)
def test_the_address_carries_everything(town: Town, ada: Person, visits: Visits):
    page = town.come(visits.desk(), ada, "/people")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(50)
    page.get_by_role("link", name="Name").click()
    expect(rows.first).to_contain_text("Kim Zett59")
    page.get_by_role("link", name="Next page").click()
    expect(rows).to_have_count(17)
    expect(page).to_have_url(re.compile(r"/people\?sort=-name&page=2$"))
    seen = rows.all_inner_texts()
    page.reload()
    expect(rows).to_have_count(17)
    assert rows.all_inner_texts() == seen
    other = town.come(visits.phone(), ada, page.url)
    expect(other.locator("tbody tr")).to_have_count(17)
    expect(other.locator("tbody tr").first).to_contain_text(seen[0].split("\n")[0].split("\t")[0])
    page.locator("summary").filter(has_text="Add filter").click()
    page.locator("details[open] .sheet").get_by_role("button", name="Level", exact=True).click()
    page.locator("details[open] .sheet button").filter(has_text="BLS").click()
    expect(rows).to_have_count(30)
    expect(page).to_have_url(re.compile(r"/people\?level=BLS&sort=-name$"))
    page.go_back()
    expect(rows).to_have_count(17)
    expect(page.locator(".criterion")).to_have_count(0)
    page.go_forward()
    expect(rows).to_have_count(30)


@pytest.mark.rule("M-04", "on a phone, where cards have no headers, the list of people is sorted by a box")
def test_on_a_phone_the_list_is_sorted_by_a_box(town: Town, ada: Person, visits: Visits):
    page = town.come(visits.phone(), ada, "/people?level=BLS")
    expect(page.locator("tbody tr").first).to_contain_text("Kim Zett00")
    page.get_by_label("Sort by").select_option("-name")
    expect(page.locator("tbody tr").first).to_contain_text("Kim Zett58")
    expect(page).to_have_url(re.compile(r"/people\?level=BLS&sort=-name$"))


@pytest.mark.rule("M-04", "in the browser: two clicks without waiting both count, and the address says so in the end")
def test_two_quick_clicks_lose_nothing(town: Town, ada: Person, visits: Visits):
    page = town.come(visits.desk(), ada, "/people?level=ALS&shift=A&branch=1")
    chips = page.locator(".criterion")
    expect(chips).to_have_count(3)
    page.evaluate(
        "[...document.querySelectorAll('.criterion button[aria-label]')].slice(0, 2).forEach((one) => one.click())"
    )
    expect(chips).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/people\?branch=1$"))


def test_what_is_typed_is_searched_and_the_box_keeps_the_focus(roster):
    search = roster.search()
    search.press_sequentially("zett1")
    roster.tells("10 people are active, matching “zett1”.")
    expect(search).to_be_focused()
    search.press_sequentially("7")
    roster.tells("1 person is active, matching “zett17”.")
    expect(search).to_be_focused()
    expect(search).to_have_value("zett17")
    roster.page.reload()
    expect(search).to_have_value("zett17")
    expect(roster.rows()).to_have_count(1)
    search.fill("nobody of that name")
    expect(roster.page.get_by_text("Nobody matches this filter.")).to_be_visible()


# ── who comes


def test_a_manager_sees_only_their_own_and_imports_nobody(town: Town, folk: dict[str, Person], visits: Visits):
    page = town.come(visits.phone(), folk["boss"], "/me")
    page.get_by_role("navigation", name="More pages").get_by_role("link", name="People").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text("Own Report")
    expect(page.get_by_role("link", name="Import people")).to_have_count(0)


def test_a_learner_is_told_what_the_page_needs(town: Town, folk: dict[str, Person], visits: Visits):
    page = town.come(visits.desk(), folk["lea"], "/people")
    needed = "“Manage Assignments” or “Manage people” or “Track certifications” or “View reports”"
    expect(page.get_by_text(f"This page needs the right {needed}.")).to_be_visible()
    expect(page.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name="People")).to_have_count(0)


def test_an_admin_finds_the_way_to_the_import(roster):
    link = roster.page.get_by_role("link", name="Import people")
    expect(link).to_have_attribute("href", "/people/import")
