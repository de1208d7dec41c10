"""The pages of an import without a browser: who may call what, and what makes no sense."""

import pytest
from support.build import Builder
from support.importing import Office
from support.imports import roster
from support.tab import Tab

from training_app.core import clock, db
from training_app.web.admin.import_people.bring import BringPage
from training_app.web.admin.import_people.state import ImportPage

CALLS = [
    (ImportPage.load, None),
    (ImportPage.search, {"text": "ann"}),
    (ImportPage.match, {"place": 0, "said": ""}),
    (ImportPage.choose_order, {"order": "dmy"}),
    (ImportPage.look_again, None),
    (ImportPage.ask, {"what": "start"}),
    (ImportPage.start, None),
    (ImportPage.cancel, None),
    (ImportPage.discard, None),
    (BringPage.load, None),
    (BringPage.ask, {"import_id": 1}),
    (BringPage.leave, None),
    (BringPage.discard, None),
]


@pytest.fixture
def brought(house) -> str:
    """The address of an import of Ada's."""
    with db.write() as session:
        ada = Builder(session, clock.now()).actor(house.cast.ada)
    return f"/people/import/{Office(ada, clock.now()).bring(roster('Ann,Lee,ann@x.test,North'))}"


@pytest.mark.rule("P-06", "every handler of an import needs the right to manage people; a call without it is recorded")
@pytest.mark.parametrize(("handler", "said"), CALLS)
async def test_who_may_not_manage_people_changes_nothing(house, tab: Tab, brought, refusals, kept, handler, said):
    tab.come_as(house.sign_in(house.cast.lea))
    await tab.open(brought)
    before, counted = kept(), refusals()
    await tab.send(handler, said)
    assert kept() == before
    assert sum(refusals().values()) == sum(counted.values()) + 1


@pytest.mark.rule("P-08", "somebody else's import cannot be changed, whatever is called")
@pytest.mark.parametrize(("handler", "said"), [call for call in CALLS if call[0] != BringPage.load])
async def test_a_stranger_changes_nothing(house, tab: Tab, brought, kept, handler, said):
    tab.come_as(house.sign_in(house.cast.sam))
    await tab.open(brought)
    assert (await tab.state(ImportPage)).is_missing
    before = kept()
    await tab.send(handler, said)
    assert kept() == before


@pytest.mark.parametrize(
    ("handler", "said"),
    [
        (ImportPage.match, {"place": "x", "said": "Email"}),
        (ImportPage.match, {"place": 0, "said": 7}),
        (ImportPage.choose_order, {"order": None}),
        (ImportPage.search, {"text": ["a"]}),
        (ImportPage.ask, {"what": {}}),
        (BringPage.ask, {"import_id": "x"}),
    ],
)
async def test_a_call_that_makes_no_sense_is_refused_and_recorded(
    house, tab: Tab, brought, refusals, kept, handler, said
):
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open(brought)
    before, counted = kept(), refusals()
    await tab.send(handler, said)
    assert kept() == before
    assert sum(refusals().values()) == sum(counted.values()) + 1


async def test_the_import_is_shown_matched_and_started_once(house, tab: Tab, brought):
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open(brought)
    page = await tab.state(ImportPage)
    assert (page.step, page.account.verb, [row.email for row in page.rows]) == (
        "preview",
        "Import 1 person",
        ["ann@x.test"],
    )
    await tab.send(ImportPage.match, {"place": 2, "said": ""})
    page = await tab.state(ImportPage)
    assert (page.step, len(page.problems)) == ("columns", 1)
    await tab.send(ImportPage.match, {"place": 2, "said": "Email"})
    for _ in range(2):
        await tab.send(ImportPage.start)
    page = await tab.state(ImportPage)
    assert (page.step, page.job.outcome, page.job.progress) == ("running", "running", "0 of 1 row")
    await tab.send(ImportPage.cancel)
    assert (await tab.state(ImportPage)).job.outcome == "cancelling"


async def test_what_was_wrong_with_a_file_is_read_from_the_cookie_of_that_answer_alone(house, tab: Tab):
    tab.come_as(house.sign_in(house.cast.ada))
    tab.cookie += "; muster_refused=abc:The%20file%20is%20empty."
    for address, fault in (
        ("/people/import?refused=abc", "The file is empty."),
        ("/people/import?refused=other", "The file could not be read. Choose it again."),
        ("/people/import", ""),
    ):
        await tab.open(address)
        assert (await tab.state(BringPage)).fault == fault
