"""The bell: what is new reaches open pages, and the count goes down as it is read (N-02)."""

import re

import pytest
from playwright.sync_api import Page, expect
from support.browser import Visits
from support.server import Server
from support.town import Town


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


def bell(page: Page, unread: int) -> None:
    """Within the three seconds of N-02."""
    expect(page.get_by_role("link", name=f"Notifications, {unread} unread")).to_be_visible(timeout=3000)


@pytest.mark.rule("N-02", "read, marked read and all marked read: the count goes down in every open tab without reload")
def test_the_bell_counts_down_as_notifications_are_read(town: Town, visits: Visits):
    lea = town.person("Lea")
    for title in ("Bloodborne pathogens", "Hazard communication", "Lifting safely", "Driving at night"):
        town.give(lea, title, days=20)
    page = town.come(visits.phone(), lea, "/home")
    expect(page.get_by_role("link", name="Notifications, 4 unread")).to_be_visible(timeout=15000)
    beside = page.context.new_page()
    beside.goto("/home")
    bell(beside, 4)
    page.get_by_role("link", name="Notifications").last.tap()
    letters = page.get_by_role("main").get_by_role("listitem")
    expect(letters).to_have_count(4)
    expect(letters.first).to_contain_text("Unread: ")
    page.get_by_role("button", name=re.compile("^Mark read.*Lifting safely")).tap()
    bell(page, 3)
    bell(beside, 3)
    expect(page.get_by_role("button", name=re.compile("^Mark read"))).to_have_count(3)
    page.get_by_role("link", name="New training: Hazard communication").tap()
    expect(page.get_by_role("heading", level=1, name="Hazard communication")).to_be_visible()
    bell(page, 2)
    bell(beside, 2)
    page.go_back()
    page.get_by_role("button", name="Mark all read").tap()
    bell(page, 0)
    bell(beside, 0)
    expect(page.get_by_role("button", name=re.compile("^Mark"))).to_have_count(0)
    page.reload()
    expect(letters).to_have_count(4)
    bell(page, 0)


@pytest.mark.rule("N-02", "something new stands under the bell of an open page without reload")
def test_something_new_reaches_an_open_page(town: Town, visits: Visits):
    lea = town.person("Lea")
    page = town.come(visits.phone(), lea, "/home")
    bell(page, 0)
    town.give(lea, "Hazard communication", days=20)
    town.mail_to(lea)
    bell(page, 1)
