"""The page of settings, as a tab that is not a browser's uses it (P-06, P-10, X-06)."""

from dataclasses import replace

import pytest
from support.build import SYSTEM

from training_app.core import clock, db, organization
from training_app.people import settings
from training_app.web.admin.settings.state import LOST, SAVED, UNSAVED, SettingsPage
from training_app.web.admin.settings.zone_field import ZoneFinder
from training_app.web.shared import routes
from training_app.web.shared.shell import Shell

FORM = {"name": "County EMS", "zone": "Etc/UTC", "reminder_hour": "8", "sender": "ems@county.test",
        "licensing_months": "24", "copy_managers_after": ""}  # fmt: skip


def stored() -> organization.Organization:
    with db.read() as session:
        return organization.of(session)


@pytest.fixture
async def page(house, tab):
    """The page, open before an admin."""
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open(routes.SETTINGS)
    return tab


async def test_the_settings_are_saved_and_the_frame_knows_the_new_name(page):
    await page.send(SettingsPage.typed, {"field": "name", "text": "County EMS"})
    assert (await page.state(SettingsPage)).status == UNSAVED
    await page.send(SettingsPage.save, {"form": FORM})
    assert (stored().name, stored().sender) == ("County EMS", "ems@county.test")
    assert (await page.state(SettingsPage)).status == SAVED
    assert (await page.state(Shell)).organization == "County EMS"


async def test_what_is_refused_is_said_at_each_field_and_saves_nothing(page):
    await page.send(SettingsPage.save, {"form": FORM | {"name": "", "sender": "x", "zone": "Europe/Atlantis"}})
    assert list((await page.state(SettingsPage)).wrong) == ["name", "zone", "sender"]
    assert stored().sender != "ems@county.test"


@pytest.mark.rule("X-06", "on the page another zone is asked about first, and says what stays, what moves, and when")
async def test_another_zone_is_asked_about(page):
    form = FORM | {"zone": "pacific/apia", "copy_managers_after": "14"}
    await page.send(SettingsPage.save, {"form": form})
    asked = await page.state(SettingsPage)
    assert (asked.is_asking, asked.move.title) == (True, "Change the time zone to Pacific/Apia?")
    assert stored().zone == "Etc/UTC"
    # ── left as it is, nothing is lost
    await page.send(SettingsPage.cancel, {})
    assert ((await page.state(SettingsPage)).is_asking, stored().zone) == (False, "Etc/UTC")
    # ── and changed, with the rest
    await page.send(SettingsPage.save, {"form": form})
    await page.send(SettingsPage.confirm, {"_form": {}})
    assert (stored().zone, stored().copy_managers_after) == ("Pacific/Apia", 14)
    assert not (await page.state(SettingsPage)).is_asking


@pytest.mark.rule("A-24", "on the page: what another admin changed is said, and can be taken over or changed again")
async def test_what_another_admin_changed_is_said(page):
    with db.write() as session:
        base = settings.entered(session, SYSTEM)
        new = replace(base, name="Theirs", licensing_months=12)
        settings.change(session, SYSTEM, base=base, new=new, now=clock.now())
    await page.send(SettingsPage.save, {"form": FORM})
    refused = await page.state(SettingsPage)
    assert refused.wrong == {"name": "Somebody else changed “Organization name” meanwhile. It is now: “Theirs”."}
    await page.send(SettingsPage.take_theirs, {"field": "name"})
    assert (await page.state(SettingsPage)).said["name"] == "Theirs"
    await page.send(SettingsPage.save, {"form": FORM})
    assert (stored().name, stored().licensing_months) == ("County EMS", 12)


async def test_a_zone_is_found_and_taken(page):
    await page.send(ZoneFinder.find, {"text": "new y"})
    assert [one.name for one in (await page.state(ZoneFinder)).offers] == ["America/New_York"]
    await page.send(ZoneFinder.take_marked, {})
    assert not (await page.state(ZoneFinder)).is_open


async def test_a_tab_that_the_server_forgot_is_told_so_and_saves_nothing(page):
    page.expire()
    await page.send(SettingsPage.save, {"form": FORM})
    assert await page.notice() == LOST
    assert stored().name != "County EMS"


@pytest.mark.parametrize(
    ("call", "payload"),
    [
        (SettingsPage.save, {"form": None}),
        (SettingsPage.save, {"form": {"name": 5}}),
        (SettingsPage.typed, {"field": [], "text": {}}),
        (SettingsPage.typed, {"field": "reminder_hour", "text": "99"}),
        (SettingsPage.take_theirs, {"field": {}}),
        (SettingsPage.confirm, {"_form": 7}),
        (ZoneFinder.find, {"text": 5}),
        (ZoneFinder.mark, {"by": 1}),
        (ZoneFinder.take, {"at": 99}),
    ],
)
async def test_a_call_that_makes_no_sense_changes_nothing(page, call, payload):
    before = stored()
    await page.send(call, payload)
    assert "on our side" not in await page.notice()
    assert stored() == before


@pytest.mark.rule("P-06", "who may not manage the settings calls nothing of their page")
async def test_others_are_refused(house, tab):
    tab.come_as(house.sign_in(house.cast.tess))
    await tab.open(routes.SETTINGS)
    await tab.send(SettingsPage.save, {"form": FORM})
    await tab.send(SettingsPage.confirm, {"_form": {}})
    assert stored().name != "County EMS"
    assert not (await tab.state(SettingsPage)).is_loaded
