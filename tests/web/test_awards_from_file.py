"""The pages of awards from a file without a browser: who may call what, and the steps of one import (C-17)."""

import pytest
from support.build import Builder
from support.cards import cards, kinds
from support.importing import Office
from support.tab import Tab

from training_app.core import clock, db
from training_app.core.organization import OrganizationRow
from training_app.imports.awards.plan import AWARDS
from training_app.web.admin.import_awards.bring import BringAwardsPage
from training_app.web.admin.import_awards.state import AwardsImportPage

CALLS = [
    (AwardsImportPage.load, None),
    (AwardsImportPage.search, {"text": "ann"}),
    (AwardsImportPage.match, {"place": 0, "said": ""}),
    (AwardsImportPage.choose_order, {"order": "dmy"}),
    (AwardsImportPage.look_again, None),
    (AwardsImportPage.ask, {"what": "start"}),
    (AwardsImportPage.start, None),
    (AwardsImportPage.cancel, None),
    (AwardsImportPage.discard, None),
    (BringAwardsPage.load, None),
    (BringAwardsPage.ask, {"import_id": 1}),
    (BringAwardsPage.leave, None),
    (BringAwardsPage.discard, None),
]


@pytest.fixture
def brought(house) -> str:
    """The address of an import of Sam's."""
    with db.write() as session:
        kinds(session, clock.now(), "CPR")
        sam = Builder(session, clock.now()).actor(house.cast.sam)
    return f"/certifications/import/{Office(sam, clock.now(), AWARDS).bring(cards('lea,CPR,,2028-03-01,'))}"


@pytest.mark.rule("P-06", "every handler of awards from a file needs the right to award, which an admin has not")
async def test_who_may_not_award_changes_nothing(house, tab: Tab, brought, refusals, kept):
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open(brought)
    before, counted = kept(), sum(refusals().values())
    for handler, said in CALLS:
        await tab.send(handler, said)
    assert kept() == before
    assert sum(refusals().values()) == counted + len(CALLS)


@pytest.mark.rule("C-02", "while certifications are not tracked, the pages of awards from a file change nothing")
async def test_while_certifications_are_not_tracked_nothing_is_changed(house, tab: Tab, brought, kept):
    with db.write() as session:
        session.merge(OrganizationRow(certification_tracking=False))
    tab.come_as(house.sign_in(house.cast.sam))
    await tab.open(brought)
    assert (await tab.state(AwardsImportPage)).rows == []
    before = kept()
    for handler, said in CALLS:
        await tab.send(handler, said)
    assert kept() == before


async def test_the_import_is_shown_matched_and_started_once(house, tab: Tab, brought):
    tab.come_as(house.sign_in(house.cast.sam))
    await tab.open(brought)
    page = await tab.state(AwardsImportPage)
    assert (page.step, page.account.verb) == ("preview", "Award 1 certification")
    assert [(row.name, row.lines) for row in page.rows] == [("Lea Learner", ["CPR card, valid to 1 Mar 2028"])]
    assert [tab.label for tab in page.tabs] == ["Award", "Leave alone", "Refuse"]
    await tab.send(AwardsImportPage.match, {"place": 1, "said": ""})
    assert (await tab.state(AwardsImportPage)).step == "columns"
    await tab.send(AwardsImportPage.match, {"place": 1, "said": "Certification"})
    for _ in range(2):
        await tab.send(AwardsImportPage.start)
    page = await tab.state(AwardsImportPage)
    assert (page.step, page.job.outcome, page.job.progress) == ("running", "running", "0 of 1 row")
    await tab.send(AwardsImportPage.cancel)
    assert (await tab.state(AwardsImportPage)).job.outcome == "cancelling"
