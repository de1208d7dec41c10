"""How one's own reminders come by e-mail, on the page of one's account (N-08)."""

import pytest
from playwright.sync_api import Page, expect
from support.browser import Visits, axe, scrolls_sideways, too_small_to_touch
from support.server import Server
from support.town import Town


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


def chosen(page: Page, way: str) -> None:
    """Of the ways this one, as the server has it."""
    page.reload()
    expect(page.get_by_role("radio", name=way)).to_be_checked()
    expect(page.get_by_role("radio", checked=True)).to_have_count(1)


@pytest.mark.rule("N-08", "a person chooses how reminders come, by keyboard too, and sees what is always sent")
def test_the_choice_is_made_by_keyboard_and_stays(town: Town, visits: Visits):
    page = town.come(visits.desk(), town.person("Lea"), "/me")
    reminders = page.get_by_role("group", name="Reminders by e-mail")
    expect(reminders.get_by_role("radio", name="One by one")).to_be_checked()
    reminders.get_by_role("radio", name="One by one").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#notice")).to_contain_text("Reminders by e-mail: One mail a day.")
    chosen(page, "One mail a day")
    expect(page.get_by_text("the first notice of an assignment")).to_contain_text("cannot be switched off")


def test_the_choice_can_be_touched_on_a_phone(town: Town, visits: Visits):
    page = town.come(visits.phone(), town.person("Noa"), "/me")
    page.get_by_text("None, only under the bell").tap()
    expect(page.locator("#notice")).to_contain_text("None, only under the bell")
    chosen(page, "None, only under the bell")
    assert not scrolls_sideways(page)
    assert too_small_to_touch(page) == []
    axe(page)
