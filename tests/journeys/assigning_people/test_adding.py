"""People are found and added: by name, by the filter, and everybody (A-06, A-08, A-09)."""

import re

import pytest
from playwright.sync_api import expect
from support.assign_users import AssignUsers
from support.browser import Visits
from support.town import Town

from training_app.access.rules import Role
from training_app.people.model import Person

# ── by name or email


@pytest.mark.rule("A-06", "in the browser: found by name or email as one types, and added by a click")
def test_somebody_is_found_by_name_and_by_email_and_added_by_a_click(step: AssignUsers):
    step.field().press_sequentially("nor")
    expect(step.page.get_by_role("option")).to_have_count(2)
    expect(step.suggestion("Nora Nashville")).to_contain_text("nora@muster.test")
    expect(step.suggestion("Nora Nashville")).to_contain_text("BLS · Station 9")
    step.suggestion("Nora Nashville").click()
    step.counts(1)
    step.tells("Nora Nashville: 1 person added.")
    expect(step.field()).to_be_focused()
    expect(step.field()).to_have_value("")
    expect(step.page.get_by_role("listbox")).to_be_hidden()
    step.field().press_sequentially("nora@mus")
    expect(step.suggestion("Nora Nashville")).to_contain_text("Chosen")
    step.suggestion("Nora Nashville").click()
    step.tells("Nora Nashville: 0 people added; 1 was chosen already.")
    expect(step.chosen()).to_have_count(1)


@pytest.mark.rule("A-06", "in the browser: by keyboard alone, arrows mark, Enter adds the marked one, Escape closes")
def test_somebody_is_added_by_keyboard_alone(step: AssignUsers):
    keys = step.page.keyboard
    step.field().focus()
    keys.type("no")
    expect(step.page.get_by_role("option")).to_have_count(3)
    expect(step.field()).to_have_attribute("aria-expanded", "true")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    keys.press("ArrowUp")
    second = step.page.get_by_role("option").nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    expect(step.field()).to_have_attribute("aria-activedescendant", second.get_attribute("id"))
    keys.press("Escape")
    expect(step.page.get_by_role("listbox")).to_be_hidden()
    expect(step.field()).to_have_value("no")
    keys.press("ArrowDown")
    expect(second).to_have_attribute("aria-selected", "true")
    name = second.locator(".strong").first.inner_text()
    keys.press("Enter")
    step.counts(1)
    expect(step.chosen()).to_contain_text(name)
    expect(step.field()).to_be_focused()
    expect(step.field()).to_have_value("")
    keys.type("nothing of that name")
    expect(step.page.get_by_text("Nobody active matches “nothing of that name”.")).to_be_visible()
    keys.press("Enter")
    step.counts(1)


@pytest.mark.rule("A-06", "in the browser: Enter at once after typing adds nobody of an older answer")
def test_enter_before_the_list_has_come_adds_whom_the_words_mean(step: AssignUsers):
    step.field().press_sequentially("no", delay=1)
    expect(step.page.get_by_role("option")).to_have_count(3)
    step.field().press_sequentially("rbert", delay=1)
    step.page.keyboard.press("Enter")
    step.tells("Norbert Noon: 1 person added.")
    expect(step.field()).to_have_value("")
    # What the box sends a moment later brings the list not back.
    step.page.keyboard.type("nora", delay=1)
    expect(step.page.get_by_role("option")).to_have_count(1)
    step.page.keyboard.press("Enter")
    step.counts(2)


# ── everyone whom the filter finds


@pytest.mark.rule("A-08", "in the browser: everyone whom the filter finds, on all pages, again with other criteria")
def test_everybody_found_is_added_and_the_set_grows_with_other_criteria(step: AssignUsers):
    page = step.page
    page.locator("summary").filter(has_text="Add filter").click()
    page.get_by_role("button", name="Level", exact=True).click()
    page.get_by_role("button", name=re.compile("^ALS")).click()
    expect(step.chip("Level is ALS")).to_be_visible()
    step.finds("61 people are ALS")
    expect(step.rows()).to_have_count(20)
    step.below(61).click()
    step.tells("61 people added.")
    step.counts(61)
    step.finds("61 are chosen already.")
    expect(step.row("Kim").first.get_by_role("button")).to_have_text("Chosen")
    page.get_by_role("link", name="Next page").first.click()
    expect(page.get_by_text(re.compile("21.40 of 61"))).to_be_visible()
    expect(step.rows().filter(has_text="Chosen")).to_have_count(20)
    step.chip("Level is ALS").click()
    expect(step.rows()).to_have_count(20)
    step.go("branch=4")
    step.finds("at Station 9")
    step.below(4).click()
    step.tells("2 people added; 1 was chosen already; 1 deactivated person left out.")
    step.counts(63)


def test_one_of_the_table_is_added_by_its_button(step: AssignUsers):
    step.go("shift=C")
    step.finds("4 people are on shift C")
    add = step.page.get_by_role("button", name="Add Noa Nearby")
    add.click()
    step.tells("1 person added.")
    chosen = step.row("Noa Nearby").get_by_role("button")
    expect(chosen).to_have_text("Chosen")
    expect(chosen).to_be_focused()
    expect(step.row("Ivo Inactive")).to_contain_text("Deactivated")
    expect(step.row("Ivo Inactive").get_by_role("button")).to_have_count(0)
    step.finds("1 is chosen already.")


@pytest.mark.rule("M-04", "in the browser: the people step is sorted and paged by its address, kept by a reload")
def test_the_table_is_sorted_and_paged(step: AssignUsers):
    page, is_wide = step.page, step.page.viewport_size["width"] > 720
    page.get_by_label("Find people").get_by_role("link", name="Next page").click()
    expect(page.get_by_text(re.compile("21.40 of 125"))).to_be_visible()
    if is_wide:
        page.get_by_role("link", name="Branch").click()
        expect(page.get_by_role("columnheader", name="Branch")).to_have_attribute("aria-sort", "ascending")
        expect(step.rows().first).to_contain_text("Headquarters")
        page.get_by_role("link", name="Branch").click()
        expect(page.get_by_role("columnheader", name="Branch")).to_have_attribute("aria-sort", "descending")
        expect(step.rows().first).to_contain_text("Station 9")
        page.reload()
        expect(step.rows().first).to_contain_text("Station 9")
        page.go_back()
        expect(step.rows().first).to_contain_text("Headquarters")
        page.go_forward()
        expect(step.rows().first).to_contain_text("Station 9")


@pytest.mark.rule("A-07", "in the browser: a value in the address that no longer exists finds nobody, and says so")
def test_a_value_that_no_longer_exists_is_said(step: AssignUsers):
    step.go("branch=999")
    step.finds("0 people")
    expect(step.page.get_by_role("button", name=re.compile("^Remove filter Branch")).first).to_be_visible()
    expect(step.page.get_by_label("Filter", exact=True)).to_contain_text("no longer exists")
    expect(step.below(0)).to_be_disabled()
    expect(step.page.get_by_text("Nobody matches this filter.")).to_be_visible()
    step.page.get_by_role("button", name="Clear all").click()
    step.finds("125 people")


# ── everybody


@pytest.mark.rule("A-09", "in the browser: asked first with the number; then the filter is empty, all active are in")
def test_everybody_is_assigned_after_a_question(step: AssignUsers):
    step.go("level=ALS&sort=-name")
    step.finds("61 people are ALS")
    step.everybody().click()
    expect(step.dialog()).to_contain_text("124 people")
    step.page.keyboard.press("Escape")
    expect(step.dialog()).to_have_count(0)
    step.counts(0)
    expect(step.chip("Level is ALS")).to_be_visible()
    step.everybody().click()
    step.dialog().get_by_role("button", name="Choose all 124 people").click()
    step.tells("124 people added.")
    step.counts(124)
    expect(step.page).to_have_url(re.compile(r"/people\?sort=-name$"))
    expect(step.chip("Level is ALS")).to_have_count(0)
    step.finds("125 people")
    step.everybody().click()
    step.dialog().get_by_role("button", name=re.compile("^Choose all")).click()
    step.tells("0 people added; 124 were chosen already.")


# ── nothing is lost


@pytest.mark.rule("A-08", "in the browser: returned to by the list of steps, the filter is as it was left")
def test_the_filter_is_there_when_one_comes_back(town: Town, ada: Person, draft: int, visits: Visits):
    step = AssignUsers(town.come(visits.desk(), ada, f"/assignments/new/{draft}/people?level=ALS&shift=A"), draft)
    step.finds("30 people are ALS")
    step.page.get_by_role("link", name="Dates").first.click()
    expect(step.page.get_by_role("heading", level=1, name="Dates")).to_be_visible()
    step.page.get_by_role("link", name="Assign Users").first.click()
    step.finds("30 people are ALS")
    expect(step.chip("Shift is A")).to_be_visible()
    step.page.reload()
    step.finds("30 people are ALS")


def test_what_another_tab_added_is_seen_after_the_next_act(town: Town, ada: Person, draft: int, visits: Visits):
    one = AssignUsers(town.come(visits.desk(), ada, f"/assignments/new/{draft}/people?shift=C"), draft)
    one.finds("4 people")
    two = AssignUsers(one.page.context.new_page(), draft)
    two.go("shift=C")
    two.finds("4 people")
    two.page.get_by_role("button", name="Add Noa Nearby").click()
    two.counts(1)
    one.page.get_by_role("button", name="Add Noa Nearby").click()
    one.tells("0 people added; 1 was chosen already.")
    one.page.get_by_role("button", name="Add Norbert Noon").click()
    one.counts(2)
    two.take_out("Noa Nearby").click()
    two.counts(1)
    expect(two.chosen()).to_contain_text("Norbert Noon")


@pytest.mark.rule("A-03", "in the browser: the people step of somebody else's draft is not found")
def test_a_draft_of_somebody_else_is_not_found(town: Town, ada: Person, draft: int, visits: Visits):
    other = town.person("Eve", Role.ADMIN, branch="Headquarters")
    page = town.come(visits.desk(), other, f"/assignments/new/{draft}/people")
    expect(page.get_by_role("heading", level=1, name="Draft not found")).to_be_visible()
    expect(page.get_by_label("Find people")).to_have_count(0)
    page.goto("/assignments/new/abc/people")
    expect(page.get_by_role("heading", level=1, name="Draft not found")).to_be_visible()
