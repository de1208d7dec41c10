"""Somebody types the address for the first time."""

from playwright.sync_api import Page, expect
from support.browser import Visits, axe, scrolls_sideways


def test_who_is_not_signed_in_is_led_to_the_sign_in_page(desk: Page, phone: Page):
    for page in (desk, phone):
        page.goto("/")
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        assert not scrolls_sideways(page)
        axe(page)


def test_a_page_that_was_open_works_on_after_the_server_was_killed(visits: Visits, server):
    page = visits.desk()
    page.goto("/sign-in")
    visits.forgive("WebSocket")
    server.restart()
    page.reload()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
