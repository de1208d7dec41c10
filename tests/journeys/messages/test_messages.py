"""An admin goes from the dashboard to what could not be delivered, reads why, and sends it again (N-07, N-10)."""

import re

import pytest
from playwright.sync_api import Page, expect
from support.browser import DESK, PHONE, Visits, axe, scrolls_sideways, too_small_to_touch
from support.town import Town
from support.waiting import until

FAILED = re.compile(r"^Failed")


def rows(page: Page):
    return page.locator("tr.message")


@pytest.mark.rule("N-07", "an admin finds what failed from the dashboard, opens it, and sends one and then all again")
def test_from_the_dashboard_to_what_failed_and_sent_again(town: Town, visits: Visits, ada):
    page = town.come(visits.desk(), ada, "/dashboard")
    health = page.get_by_role("region", name="Messages and reminders")
    expect(health).to_contain_text(re.compile(r"Last tick\s*\d+ s ago"))
    until(lambda: "4 e-mails" in health.inner_text() or page.reload() is None)
    axe(page)
    health.get_by_role("link", name="4 e-mails").click()
    expect(page).to_have_url(re.compile(r"/messages\?tab=failed$"))
    expect(page.get_by_role("tab", name=FAILED)).to_have_attribute("aria-selected", "true")
    expect(rows(page)).to_have_count(4)

    page.get_by_label("Search by name or email").press_sequentially("lea")
    expect(rows(page)).to_have_count(2)
    page.get_by_label("About").select_option("Due today")
    expect(page.get_by_text("No message under this tab matches.")).to_be_visible()
    page.get_by_label("About").select_option("Training assigned")
    expect(rows(page)).to_have_count(2)
    page.reload()
    expect(rows(page)).to_have_count(2)
    page.get_by_role("link", name="Lifting of Lea").click()
    story = page.get_by_role("dialog")
    expect(story).to_contain_text("550 No such mailbox here")
    expect(story).to_contain_text("Message-ID")
    axe(page)
    page.keyboard.press("Escape")
    expect(story).to_have_count(0)
    expect(page).not_to_have_url(re.compile("open="))

    town.sink.refusals.clear()
    rows(page).first.get_by_role("button", name="Send again").click()
    expect(page.locator("#notice")).to_contain_text("It is tried again now.")
    expect(rows(page)).to_have_count(1)
    page.get_by_label("About").select_option("Anything")
    page.get_by_label("Search by name or email").fill("")
    page.get_by_role("button", name="Send again (3)").click()
    asked = page.get_by_role("alertdialog")
    expect(asked).to_contain_text("Send 3 e-mails again?")
    axe(page)
    asked.get_by_role("button", name="Send 3 e-mails again").click()
    expect(page.locator("#notice")).to_contain_text("3 e-mails are tried again now.")
    expect(page.get_by_text("Every e-mail could be delivered.")).to_be_visible()
    page.get_by_role("tab", name=re.compile("^Sent")).click()
    for person in ("lea", "noa"):
        until(lambda person=person: len(town.sink.to(f"{person}@county.test")) == 2)


@pytest.mark.rule("L-03", "the messages and one of them can be read and touched on a phone, in light and dark")
def test_messages_can_be_read_on_a_phone(town: Town, visits: Visits, ada):
    page = town.come(visits.phone(), ada, "/messages?channel=email")
    expect(rows(page).first).to_be_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        axe(page)
    assert too_small_to_touch(page) == []
    rows(page).first.get_by_role("link").last.tap()
    expect(page.get_by_role("dialog")).to_be_visible()
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        axe(page)
        assert not scrolls_sideways(page)
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
