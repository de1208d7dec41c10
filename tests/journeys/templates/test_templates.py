"""An admin words a message otherwise, at a desk and on a phone (N-01)."""

import re

import pytest
from playwright.sync_api import Page, expect
from support.browser import Visits, axe, scrolls_sideways, too_small_to_touch
from support.server import Server
from support.town import Town

from training_app.access.rules import Role
from training_app.people.model import Person

RUNS = """() => {
  const said = "<p id='said'>as written</p><script>document.getElementById('said').textContent = 'ran'</scr" + "ipt>";
  document.querySelector("iframe").srcdoc = said;
}"""


@pytest.fixture(scope="module")
def ada(town: Town) -> Person:
    return town.person("Ada", Role.ADMIN)


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


def mail_shown(page: Page):
    return page.frame_locator("iframe[title='Preview of the HTML']")


@pytest.mark.rule(
    "N-01", "an admin edits the texts of an event with a list of its fields, and previews them as they type"
)
def test_an_admin_words_a_message_and_takes_it_back(ada, town: Town, visits: Visits):
    page = town.come(visits.desk(), ada, "/settings/messages")
    page.get_by_role("link", name="Due today").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Due today")

    # ── A field goes where the cursor is, and the preview follows.
    subject = page.get_by_label("Subject", exact=True)
    subject.fill("Today: ")
    page.get_by_role("button", name="Insert training").click()
    expect(subject).to_have_value("Today: {{ training }}")
    expect(subject).to_be_focused()
    preview = page.get_by_role("region", name="Preview", exact=True)
    expect(preview.get_by_text('Today: Airways <adult> & "difficult"')).to_be_visible()
    html = page.get_by_label("HTML", exact=True)
    html.fill("<h1>{{ training }}</h1>")
    expect(mail_shown(page).get_by_role("heading", level=1)).to_have_text('Airways <adult> & "difficult"')

    # ── What cannot be filled is named, and the last good preview stays.
    html.fill("<h1>{{ trainin }}</h1>")
    subject.fill("Today: {{ trainee }}")
    for field in ("trainin", "trainee"):
        expect(page.get_by_text(f"Line 1: this message has no field “{field}”. Is “training” meant?")).to_be_visible()
    expect(mail_shown(page).get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(subject).to_be_focused()
    subject.fill("Today: {{ training }}")
    html.fill("<h1>{{ training }}</h1>")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("“Due today” is saved. The next message says it.")).to_be_visible()

    # ── Nothing in the preview can run, whatever it is.
    expect(page.locator("iframe")).to_have_attribute("sandbox", "")
    visits.forgive("Blocked script execution")
    page.evaluate(RUNS)
    expect(mail_shown(page).locator("#said")).to_have_text("as written")

    # ── It is taken back.
    page.get_by_role("button", name="Back to the original text").click()
    page.get_by_role("button", name="Take it back").click()
    expect(subject).to_have_value("{{ training }} {{ when }}")
    expect(page.get_by_role("button", name="Back to the original text")).to_have_count(0)


def test_a_message_is_worded_on_a_phone(ada, town: Town, visits: Visits):
    page = town.come(visits.phone(), ada, "/settings/messages/reminders-of-the-day")
    text = page.get_by_label("Text", exact=True)
    text.fill("Hello {{ first_name }}")
    expect(page.get_by_text("Text needs {{ list }}")).to_be_visible()
    axe(page)
    text.press("End")
    page.get_by_role("button", name="Insert list").tap()
    expect(text).to_have_value("Hello {{ first_name }}{{ list }}")
    page.get_by_role("button", name="Save").tap()
    expect(page.get_by_text(re.compile("^Edited by Ada"))).to_be_visible()
    assert not scrolls_sideways(page)
    assert too_small_to_touch(page) == []
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="Texts of messages").tap()
    expect(page.get_by_role("row", name=re.compile("Reminders of the day"))).to_contain_text("Edited by Ada")
    assert not scrolls_sideways(page)
