"""The organization's settings, at a desk and on a phone (X-06, P-10, A-16, N-10)."""

import pytest
from playwright.sync_api import Locator, Page, expect
from support.browser import Visits, axe, scrolls_sideways, too_small_to_touch
from support.server import Server
from support.town import Town

from training_app.access.rules import Role
from training_app.core import organization
from training_app.core.organization import Organization
from training_app.people.model import Person


@pytest.fixture(scope="module")
def ada(town: Town) -> Person:
    return town.person("Ada", Role.ADMIN)


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


def stored(town: Town) -> Organization:
    with town.building() as build:
        return organization.of(build.session)


def field(page: Page, label: str) -> Locator:
    return page.get_by_label(label, exact=True)


def offer(page: Page, zone: str) -> Locator:
    return page.get_by_role("listbox", name="Time zones found").get_by_role("option", name=zone)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save settings").click()


@pytest.mark.rule(
    "X-06", "in the browser: another zone is found by its city, asked about with what happens, and changed"
)
@pytest.mark.rule("P-10", "in the browser: each fault of the settings is named at its field, and nothing typed is lost")
def test_the_settings_are_changed(town: Town, ada: Person, visits: Visits):
    page = town.come(visits.desk(), ada, "/dashboard")
    page.get_by_role("link", name="Settings").first.click()
    expect(field(page, "Organization name")).to_have_value("Our organization")
    # ── refused
    field(page, "Organization name").fill("County EMS")
    field(page, "Sender address").fill("nobody")
    field(page, "Length of the licensing period where no licence is recorded").fill("0")
    save(page)
    expect(page.locator("#sender_help.wrong")).to_have_text("“nobody” is not an email address.")
    expect(page.locator("#licensing_months_help.wrong")).to_have_text("Type a number of months, from 1 to 240.")
    expect(field(page, "Sender address")).to_be_focused()
    expect(field(page, "Organization name")).to_have_value("County EMS")
    # ── a zone, by the keyboard
    zone = field(page, "Time zone")
    zone.fill("berl")
    expect(offer(page, "Europe/Berlin")).to_be_visible()
    axe(page)
    zone.press("Enter")
    expect(zone).to_have_value("Europe/Berlin")
    expect(page.locator("#zone_help")).to_contain_text("there now; today is")
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    # ── asked about, left, and changed with the rest
    field(page, "Sender address").fill("ems@county.test")
    field(page, "Length of the licensing period where no licence is recorded").fill("36")
    field(page, "Reminders go out at").select_option("07:00")
    save(page)
    asking = page.get_by_role("alertdialog", name="Change the time zone to Europe/Berlin?")
    expect(asking).to_contain_text("What is due on a day stays due on that day")
    expect(asking).to_contain_text("at 00:00; the next reminders go out")
    axe(page)
    page.keyboard.press("Escape")
    expect(asking).to_have_count(0)
    assert stored(town).zone == "Etc/UTC"
    save(page)
    asking.get_by_role("button", name="Change the time zone").click()
    expect(page.get_by_role("status", name="Saving")).to_have_text("Saved")
    expect(page.get_by_role("complementary").get_by_text("County EMS")).to_be_visible()
    now = stored(town)
    assert (now.name, now.zone, now.reminder_hour) == ("County EMS", "Europe/Berlin", 7)
    assert (now.sender, now.licensing_months) == ("ems@county.test", 36)
    page.reload()
    expect(field(page, "Time zone")).to_have_value("Europe/Berlin")
    expect(page.get_by_text(f"E-mails go to the mail server 127.0.0.1, port {town.sink.port}")).to_be_visible()


@pytest.mark.rule("L-03", "the settings are changed on a phone, by touch")
@pytest.mark.rule("N-10", "in the browser: copying managers is switched on by a number of days, and off by none")
def test_the_settings_are_changed_on_a_phone(town: Town, ada: Person, visits: Visits):
    page = town.come(visits.phone(), ada, "/settings")
    zone = field(page, "Time zone")
    before = zone.input_value()
    zone.fill("new y")
    expect(offer(page, "America/New_York")).to_be_visible()
    assert too_small_to_touch(page) == []
    assert not scrolls_sideways(page)
    offer(page, "America/New_York").tap()
    expect(zone).to_have_value("America/New_York")
    zone.fill(before)
    expect(page.get_by_role("listbox", name="Time zones found")).to_be_hidden()
    managers = field(page, "Copy a manager when somebody of theirs is past due for … days")
    for said, kept in (("14", 14), ("", None)):
        managers.fill(said)
        expect(page.get_by_role("status", name="Saving")).to_have_text("Not saved yet")
        page.get_by_role("button", name="Save settings").tap()
        expect(page.get_by_role("status", name="Saving")).to_have_text("Saved")
        assert stored(town).copy_managers_after == kept
    assert stored(town).zone == before
