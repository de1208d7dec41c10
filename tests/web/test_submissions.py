"""One's own certifications and submitted cards as browsers call for them (C-08, C-25)."""

import pytest
from sqlmodel import select
from support import scans
from support.build import SYSTEM

from training_app.certifications import actions
from training_app.certifications.actions import NewAward
from training_app.certifications.records import Submission
from training_app.certifications.submitting import entering
from training_app.core import clock, db
from training_app.core.organization import OrganizationRow
from training_app.core.tables import known
from training_app.web.admin.dashboard import Dashboard
from training_app.web.admin.submissions.state import SubmissionsPage
from training_app.web.learner.certifications.state import MyCertifications, TakeBack
from training_app.web.learner.certifications.submitting import SubmitCard

MINE = "/my/certifications"


@pytest.fixture
def emt(house) -> int:
    """Lea holds one that is about to expire, where members may submit."""
    with db.write() as session:
        session.add(OrganizationRow(members_may_submit=True))
        number = scans.kind(session, "EMT", now=clock.now())
        new = NewAward(known(house.cast.lea.id), number, expires_on=clock.days_after(clock.now().date(), 12))
        actions.award(session, SYSTEM, new=new, now=clock.now())
    return number


def photograph(house, person=None) -> None:
    with db.write() as session:
        scans.sent(session, person or house.cast.lea, entering.PLACE, now=clock.now())


def switch(**said: bool) -> None:
    with db.write() as session:
        session.get_one(OrganizationRow, 1).sqlmodel_update(said)


def cards() -> list[Submission]:
    with db.read() as session:
        return list(session.exec(select(Submission)))


async def submit(tab, **said) -> None:
    form = (await tab.state(SubmitCard)).key
    await tab.send(SubmitCard.submit, {"form": {"key": form, "expires_on": "2099-01-31"} | said})


@pytest.mark.rule("C-25", "the form is there only while members may submit; a form that was open then is refused")
async def test_a_member_submits_a_card_where_that_is_switched_on(house, tab, emt):
    tab.come_as(house.sign_in(house.cast.lea))
    switch(members_may_submit=False)
    await tab.open(f"{MINE}?submit={emt}")
    mine, form = await tab.state(MyCertifications), await tab.state(SubmitCard)
    assert (mine.may_submit, form.is_open, [card.renew for card in mine.cards]) == (False, False, [""])
    assert [card.state.text for card in mine.cards] == ["In 12 days"]
    switch(members_may_submit=True)
    await tab.open(f"{MINE}?submit={emt}")
    form = await tab.state(SubmitCard)
    assert (form.is_open, form.kind, [one.name for one in form.kinds]) == (True, str(emt), ["EMT"])
    await submit(tab, certification_id=str(emt))
    assert list((await tab.state(SubmitCard)).wrong) == ["files"]
    photograph(house)
    await tab.send(SubmitCard.sent)
    assert [file.name for file in (await tab.state(SubmitCard)).files] == ["card.jpg"]
    switch(members_may_submit=False)
    await submit(tab, certification_id=str(emt))
    assert await tab.notice() == "Members may not submit cards here. Give yours to your training coordinator."
    assert cards() == []


@pytest.mark.rule("C-25", "a form that is sent twice submits one card, and its owner takes it back after a question")
async def test_a_card_is_submitted_once_and_taken_back(house, tab, emt):
    tab.come_as(house.sign_in(house.cast.lea))
    await tab.open(f"{MINE}?submit={emt}")
    photograph(house)
    for _click in range(2):
        await submit(tab, certification_id=str(emt))
    (card,) = cards()
    assert tab.led_to() == MINE
    await tab.go(MINE)
    (shown,) = (await tab.state(MyCertifications)).submitted
    assert (shown.id, shown.is_waiting, shown.entered) == (card.id, True, "Expires 31 Jan 2099")
    await tab.send(TakeBack.confirm)
    assert len(cards()) == 1, "nothing was asked yet"
    await tab.send(TakeBack.ask, {"submission_id": card.id})
    await tab.send(TakeBack.confirm)
    assert (cards(), (await tab.state(MyCertifications)).submitted) == ([], [])


@pytest.mark.rule("C-25", "a coordinator sees on the dashboard how many wait; decided, the next one opens by itself")
async def test_a_coordinator_decides_one_after_the_other(house, tab, emt):
    for person in (house.cast.lea, house.cast.noa, house.cast.max):
        photograph(house, person)
        tab.come_as(house.sign_in(person))
        await tab.open(f"{MINE}?submit={emt}")
        await submit(tab, certification_id=str(emt))
    tab.come_as(house.sign_in(house.cast.tess))
    await tab.open("/dashboard")
    assert (await tab.state(Dashboard)).cards == 3
    await tab.open("/certifications/submissions")
    page = await tab.state(SubmissionsPage)
    assert [row.name for row in page.rows] == ["Lea Learner", "Noa Nearby", "Max Manager"]
    assert page.opened.held[0][0] == "Expires"
    await tab.go(page.rows[1].href)
    second, first = page.rows[1].id, page.rows[0].id
    form = {"certification_id": str(emt), "submission_id": str(second), "expires_on": ""}
    await tab.send(SubmissionsPage.approve, {"form": form})
    assert list((await tab.state(SubmissionsPage)).wrong) == ["expires_on"]
    await tab.send(SubmissionsPage.approve, {"form": form | {"expires_on": "2099-01-31"}})
    page = await tab.state(SubmissionsPage)
    assert (page.opened.name, [row.name for row in page.rows]) == ("Max Manager", ["Lea Learner", "Max Manager"])
    await tab.send(SubmissionsPage.decline, {"form": {"submission_id": str(page.opened.id), "reason": ""}})
    assert (await tab.state(SubmissionsPage)).reason_wrong != ""
    said = {"submission_id": str(page.opened.id), "reason": "Blurred"}
    await tab.send(SubmissionsPage.decline, {"form": said})
    assert (await tab.state(SubmissionsPage)).opened.id == first
    await tab.send(SubmissionsPage.approve, {"form": form | {"expires_on": "2099-01-31"}})
    assert await tab.notice() == "Tess Trainer has approved this card already. Nothing was changed."
    assert [card.is_approved for card in cards()] == [None, True, False]


@pytest.mark.rule("C-02", "off: one's own certifications and submitted cards show nothing, and nothing is submitted")
async def test_while_the_module_is_off_both_pages_show_nothing(house, tab, emt):
    switch(certification_tracking=False)
    tab.come_as(house.sign_in(house.cast.tess))
    await tab.open(f"{MINE}?submit={emt}")
    mine = await tab.state(MyCertifications)
    assert (mine.is_loaded, mine.cards, (await tab.state(SubmitCard)).is_open) == (False, [], False)
    await submit(tab, certification_id=str(emt))
    assert "Certification Tracking Module is switched off" in await tab.notice()
    await tab.open("/certifications/submissions")
    assert not (await tab.state(SubmissionsPage)).is_loaded
    await tab.open("/dashboard")
    assert (await tab.state(Dashboard)).cards == 0
