"""The kinds of certifications, listed and edited, as a tab that is not a browser's does it (C-01, C-11)."""

from dataclasses import replace

import pytest
from support.build import SYSTEM

from training_app.access.rules import Role
from training_app.accounts import actions as accounts
from training_app.certifications.kinds import form, making, reading
from training_app.certifications.kinds.entry import NewCertification
from training_app.certifications.rules import Prerequisite, Validity
from training_app.core import clock, db
from training_app.core.organization import OrganizationRow
from training_app.core.tables import known
from training_app.web.admin.certifications.kind.acts import KindActs
from training_app.web.admin.certifications.kind.finding import KindFinder
from training_app.web.admin.certifications.kind.sources import UNSAVED, KindSources
from training_app.web.admin.certifications.kind.state import LOST, KindPage
from training_app.web.admin.certifications.page import CertificationList
from training_app.web.admin.settings.state import SAVED, SettingsPage
from training_app.web.shared import routes
from training_app.web.shared.shell import Shell

EMT = NewCertification("EMT", "EMT", validity=Validity.YEARS, validity_number=2)
# As a browser sends it: a box that is not ticked is left out.
FORM = {name: text for name, text in form.texts(EMT).items() if text and name not in form.SWITCHES}


def made() -> dict[str, NewCertification]:
    """The kinds that are saved, as they were entered."""
    with db.read() as session:
        return {
            one.name: making.to_edit(session, SYSTEM, certification_id=one.id)
            for one in reading.choices(session, SYSTEM)
        }


def make(new: NewCertification = EMT) -> int:
    with db.write() as session:
        return making.make(session, SYSTEM, new=new, now=clock.now())


def switch_off() -> None:
    with db.write() as session:
        row = session.get(OrganizationRow, 1) or OrganizationRow()
        session.add(row)
        row.certification_tracking = False


@pytest.fixture
async def editor(house, tab):
    """A new certification."""
    tab.come_as(house.sign_in(house.cast.tess))
    await tab.open(routes.NEW_CERTIFICATION)
    return tab


async def test_a_certification_is_made_with_what_awards_it_and_gone_to(editor, house):
    await editor.send(KindFinder.find, {"text": "lift"})
    assert [one.id for one in (await editor.state(KindFinder)).trainings] == [house.course]
    await editor.send(KindSources.add, {"training_id": house.course})
    await editor.send(KindSources.require, {"training_id": house.course, "what": "enrolled"})
    await editor.send(KindPage.switch, {"field": "is_licence", "on": True})
    hours = {"category_0": "Airway", "hours_0": "7,5", "category_1": "", "hours_1": ""}
    await editor.send(KindPage.save, {"form": FORM | hours})
    expected = replace(EMT, is_licence=True, required_hours=(("Airway", "7.5"),), trainings=(house.course,),
                       prerequisites=((house.course, Prerequisite.ENROLLED),))  # fmt: skip
    assert made() == {"EMT": expected}
    assert editor.led_to() == routes.certification((await editor.state(KindPage)).kind_id)


async def test_pressed_twice_it_is_one(editor):
    await editor.send(KindPage.save, {"form": FORM})
    await editor.send(KindPage.save, {"form": FORM})
    assert made() == {"EMT": EMT}


@pytest.mark.rule("C-01", "on the page each fault is said at its field, and nothing that was chosen is lost")
async def test_what_is_refused_is_said_at_each_field_and_saves_nothing(editor, house):
    await editor.send(KindSources.add, {"training_id": house.course})
    wrong = FORM | {"name": "", "validity": "none", "validity_number": "", "remind_days": "soon"}
    await editor.send(KindPage.save, {"form": wrong})
    assert list((await editor.state(KindPage)).wrong) == ["name", "always_valid_allowed", "remind_days"]
    await editor.send(KindPage.save, {"form": FORM | {"validity": "fixed day", "fixed_day": "someday"}})
    assert list((await editor.state(KindPage)).wrong) == ["fixed_day"]
    assert [one.title for one in (await editor.state(KindSources)).trainings] == ["Lifting safely"]
    assert made() == {}


@pytest.mark.rule("A-24", "on the page of a certification: what another editor changed is said, and can be taken over")
async def test_what_another_editor_changed_is_said(house, tab):
    number = make()
    tab.come_as(house.sign_in(house.cast.tess))
    await tab.open(routes.certification(number))
    with db.write() as session:
        new = replace(EMT, validity_number=3, description="Theirs", trainings=(house.course,))
        making.change(session, SYSTEM, certification_id=number, base=EMT, new=new, now=clock.now())
    await tab.send(KindPage.save, {"form": FORM | {"validity": "months", "series": "Mine"}})
    refused = await tab.state(KindPage)
    assert refused.wrong == {"validity": "Somebody else changed “Validity” meanwhile. It is now: “3 years”."}
    await tab.send(KindPage.take_theirs, {"field": "validity"})
    shown = (await tab.state(KindPage)).said
    assert (shown["validity"], shown["validity_number"]) == ("years", "3")
    await tab.send(KindPage.save, {"form": FORM | {"validity_number": "3", "series": "Mine"}})
    assert made() == {"EMT": replace(new, series="Mine")}
    assert (await tab.state(KindSources)).status == "Saved"


async def test_a_tab_that_the_server_forgot_is_told_so_and_saves_nothing(editor):
    editor.expire()
    await editor.send(KindPage.save, {"form": FORM})
    assert await editor.notice() == LOST
    assert made() == {}


async def test_whoever_types_is_told_that_it_is_not_saved(editor):
    await editor.send(KindPage.typed, {"field": "validity", "text": "fixed day"})
    assert (await editor.state(KindPage)).validity == "fixed day"
    assert (await editor.state(KindSources)).status == UNSAVED


async def test_it_is_archived_and_restored(house, tab):
    number = make()
    tab.come_as(house.sign_in(house.cast.tess))
    await tab.open(routes.certification(number))
    await tab.send(KindActs.ask, {})
    await tab.send(KindActs.archive, {"_form": {}})
    assert (made(), tab.led_to()) == ({}, routes.CERTIFICATIONS)
    await tab.send(KindActs.restore, {})
    assert list(made()) == ["EMT"]


@pytest.mark.parametrize(
    ("call", "payload"),
    [
        (KindSources.add, {"training_id": "x"}),
        (KindSources.add, {"training_id": 999_999}),
        (KindSources.remove, {"training_id": 999_999}),
        (KindSources.require, {"training_id": [], "what": "enrolled"}),
        (KindSources.require, {"training_id": 1, "what": "dreamt of"}),
        (KindSources.waive, {"training_id": 7, "what": {}}),
        (KindPage.save, {"form": None}),
        (KindPage.save, {"form": {"name": 5}}),
        (KindPage.save, {"form": {"name": "X", "code": "X", "hours_0": []}}),
        (KindPage.typed, {"field": [], "text": {}}),
        (KindPage.switch, {"field": "is_licence", "on": "yes"}),
        (KindPage.take_theirs, {"field": {}}),
        (KindPage.take_theirs, {"field": "nothing"}),
        (KindFinder.find, {"text": 5}),
        (KindFinder.find_asked, {"text": None}),
        (KindActs.archive, {"_form": 7}),
        (CertificationList.search, {"text": 5}),
        (CertificationList.sort_by, {"sort": "password"}),
    ],
)
async def test_a_call_that_makes_no_sense_changes_nothing(editor, call, payload):
    await editor.send(call, payload)
    sources = await editor.state(KindSources)
    assert (sources.trainings, sources.prerequisites) == ([], [])
    assert "on our side" not in await editor.notice()
    assert made() == {}


@pytest.mark.rule("P-06", "who neither tracks nor awards certifications calls nothing of their pages")
async def test_others_are_refused(house, tab):
    number = make()
    tab.come_as(house.sign_in(house.cast.max))
    await tab.open(routes.CERTIFICATIONS)
    assert (await tab.state(CertificationList)).rows == []
    await tab.open(routes.certification(number))
    assert not (await tab.state(KindPage)).is_loaded
    await tab.send(KindPage.save, {"form": FORM | {"name": "Mine"}})
    await tab.send(KindActs.archive, {"_form": {}})
    assert made() == {"EMT": EMT}


@pytest.mark.rule("C-01", "who tracks only some people's certifications reads a kind and changes none")
async def test_who_tracks_only_some_reads_and_changes_nothing(house, tab):
    number = make()
    with db.write() as session:
        near = {"role": Role.COORDINATOR, "branch_ids": frozenset({house.cast.lea.branch_id})}
        accounts.give_role(session, SYSTEM, person_id=known(house.cast.max.id), now=clock.now(), **near)
    tab.come_as(house.sign_in(house.cast.max))
    await tab.open(routes.CERTIFICATIONS)
    listed = await tab.state(CertificationList)
    assert ([row.name for row in listed.rows], listed.may_decide) == (["EMT"], False)
    await tab.open(routes.certification(number))
    assert ((await tab.state(KindPage)).name, (await tab.state(KindPage)).may_decide) == ("EMT", False)
    await tab.send(KindPage.save, {"form": FORM | {"name": "Mine"}})
    await tab.send(KindActs.archive, {"_form": {}})
    assert made() == {"EMT": EMT}


@pytest.mark.rule("C-02", "the module is switched off and on under Settings; off, the menu and the pages have nothing")
async def test_the_module_is_switched_off_and_on_again(house, tab):
    number = make()
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open(routes.SETTINGS)
    settings = {"name": "County EMS", "zone": "Etc/UTC", "reminder_hour": "8", "sender": "ems@county.test",
                "licensing_months": "24", "copy_managers_after": ""}  # fmt: skip
    assert (await tab.state(Shell)).has_tracking
    await tab.send(SettingsPage.switch, {"field": "certification_tracking", "on": False})
    assert (await tab.state(SettingsPage)).status == UNSAVED
    await tab.send(SettingsPage.save, {"form": settings})
    assert (await tab.state(SettingsPage)).status == SAVED
    assert not (await tab.state(Shell)).has_tracking
    # ── the pages say so, and load nothing
    await tab.go(routes.CERTIFICATIONS)
    assert (await tab.state(CertificationList)).rows == []
    await tab.go(routes.certification(number))
    assert not (await tab.state(KindPage)).is_loaded
    await tab.send(KindActs.archive, {"_form": {}})
    assert "switched off" in await tab.notice()
    # ── on again, everything is there
    await tab.go(routes.SETTINGS)
    await tab.send(SettingsPage.switch, {"field": "certification_tracking", "on": True})
    await tab.send(SettingsPage.save, {"form": settings})
    assert (await tab.state(Shell)).has_tracking
    await tab.go(routes.CERTIFICATIONS)
    assert [row.name for row in (await tab.state(CertificationList)).rows] == ["EMT"]


@pytest.mark.rule("C-25", "“Members may submit” is a setting, off by default; on, the list of kinds leads to the cards")
async def test_members_may_submit_is_switched_on(house, tab):
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open(routes.CERTIFICATIONS)
    assert (await tab.state(CertificationList)).waiting == -1
    await tab.go(routes.SETTINGS)
    assert (await tab.state(SettingsPage)).switched == {"certification_tracking": True, "members_may_submit": False}
    await tab.send(SettingsPage.switch, {"field": "members_may_submit", "on": True})
    said = (await tab.state(SettingsPage)).said
    await tab.send(SettingsPage.save, {"form": dict(said)})
    await tab.go(routes.CERTIFICATIONS)
    assert (await tab.state(CertificationList)).waiting == 0
