"""One's own calendar address on the page of one's account (N-09)."""

import httpx
import pytest
from playwright.sync_api import Page, expect
from support.browser import Visits, axe, scrolls_sideways, too_small_to_touch
from support.server import Server
from support.town import Town

NEW = "Make a new address"


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


def address(page: Page) -> str:
    field = page.get_by_label("Your calendar address")
    expect(field).not_to_have_value("")
    return field.input_value()


def agree(page: Page, verb: str) -> None:
    page.get_by_role("button", name=verb).click()
    page.get_by_role("alertdialog").get_by_role("button", name=verb).click()
    expect(page.get_by_role("alertdialog")).to_have_count(0)


@pytest.mark.rule("N-09", "a private calendar address is made, copied, made anew, which stops the old, and removed")
def test_an_address_is_made_copied_changed_and_removed(town: Town, visits: Visits):
    lea = town.person("Lea")
    town.give(lea, "Hazard communication", days=20)
    page = town.come(visits.desk(), lea, "/me")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Make my calendar address").click()
    expect(page.get_by_label("Your calendar address")).to_be_focused()
    first = address(page)
    assert "SUMMARY:Due: Hazard communication" in httpx.get(first).text
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("#notice")).to_contain_text("Calendar address copied.")
    assert page.evaluate("navigator.clipboard.readText()") == first
    # ── a new one: asked first, and left as it is
    page.get_by_role("button", name=NEW).click()
    expect(page.get_by_role("alertdialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    assert httpx.get(first).status_code == 200
    agree(page, NEW)
    expect(page.get_by_label("Your calendar address")).not_to_have_value(first)
    second = address(page)
    assert [httpx.get(one).status_code for one in (first, second)] == [404, 200]
    page.reload()
    assert address(page) == second
    agree(page, "Remove")
    expect(page.get_by_role("button", name="Make my calendar address")).to_be_visible()
    assert httpx.get(second).status_code == 404


@pytest.mark.rule("L-03", "the calendar address on a phone of 360 px: 44 px to touch, nothing sideways, axe content")
def test_the_address_on_a_phone(town: Town, visits: Visits):
    page = town.come(visits.phone(), town.person("Noa"), "/me")
    page.get_by_role("button", name="Make my calendar address").tap()
    link = page.get_by_role("link", name="Open in calendar app")
    expect(link).to_have_attribute("href", address(page).replace("http:", "webcal:"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        axe(page)
    assert (too_small_to_touch(page), scrolls_sideways(page)) == ([], False)
    page.get_by_role("button", name="Remove").tap()
    expect(page.get_by_role("alertdialog")).to_contain_text("It stops")
    axe(page)
    assert too_small_to_touch(page) == []
