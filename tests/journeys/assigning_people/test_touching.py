"""The people step for everybody: with a screen reader, by touch, in light and dark, by keyboard alone (L-03)."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from support.assign_users import AssignUsers
from support.browser import Visits, axe, scrolls_sideways, too_small_to_touch
from support.town import Town

from training_app.people.model import Person


def is_fit(page: Page) -> None:
    """In light and dark axe finds nothing serious; it fits the window; what can be touched is large enough."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("html")).to_have_class(re.compile(rf"\b{scheme}\b"))
        axe(page)
    assert not scrolls_sideways(page)
    if page.viewport_size["width"] < 721:
        assert too_small_to_touch(page) == []


@pytest.mark.rule("L-03", "the people step in each of its states, in light and dark, at 1280 and 360 px")
def test_the_step_can_be_read_and_touched_in_each_of_its_states(step: AssignUsers):
    is_fit(step.page)
    step.field().press_sequentially("no")
    expect(step.page.get_by_role("option")).to_have_count(3)
    is_fit(step.page)
    step.suggestion("Noa").click()
    step.counts(1)
    step.remove("somebody@else.where, nonsense")
    expect(step.named_back("No email address")).to_be_visible()
    is_fit(step.page)
    step.everybody().click()
    expect(step.dialog()).to_be_visible()
    is_fit(step.page)
    step.page.keyboard.press("Escape")
    step.go("branch=999")
    step.finds("0 people")
    is_fit(step.page)


@pytest.mark.rule("L-03", "the people step works by keyboard alone")
def test_people_are_assigned_by_keyboard_alone(town: Town, ada: Person, draft: int, visits: Visits):
    step = AssignUsers(town.come(visits.desk(), ada, f"/assignments/new/{draft}/people"), draft)
    page, keys = step.page, step.page.keyboard
    expect(step.rows()).to_have_count(20)

    def tab_to(wanted: Locator) -> None:
        for _ in range(120):
            keys.press("Tab")
            if wanted.count() and wanted.first.evaluate("one => one === document.activeElement"):
                return
        pytest.fail(f"Tab does not lead to {wanted}")

    tab_to(step.field())
    keys.type("noa")
    expect(step.suggestion("Noa Nearby")).to_be_visible()
    keys.press("Enter")
    step.counts(1)
    tab_to(page.locator("summary").filter(has_text="Add filter"))
    keys.press("Enter")
    expect(page.get_by_role("button", name="Shift", exact=True)).to_be_visible()
    tab_to(page.get_by_role("button", name="Shift", exact=True))
    keys.press("Enter")
    third = page.get_by_role("button", name=re.compile(r"^C ?\d"), pressed=False)
    expect(third).to_be_visible()
    tab_to(third)
    keys.press("Enter")
    expect(step.chip("Shift is C")).to_be_visible()
    tab_to(page.get_by_role("button", name="Add Nora Nashville"))
    keys.press("Enter")
    step.counts(2)
    expect(page.get_by_role("button", name="Chosen: Nora Nashville")).to_be_focused()
    keys.press("Shift+Tab")
    tab_to(step.take_out("Nora Nashville"))
    keys.press("Enter")
    step.counts(1)
    tab_to(step.addresses())
    keys.type("noa@muster.test")
    tab_to(page.get_by_role("button", name="Remove Users"))
    keys.press("Enter")
    step.counts(0)
    tab_to(page.get_by_role("link", name=re.compile("^Review")))
    keys.press("Shift+Tab")
    page.get_by_role("heading", level=1).focus()
    tab_to(step.below(4))
    keys.press("Enter")
    step.counts(3)
    tab_to(step.everybody())
    keys.press("Enter")
    expect(step.dialog()).to_be_visible()
    tab_to(step.dialog().get_by_role("button", name=re.compile("^Choose all")))
    keys.press("Enter")
    step.counts(124)
