"""The pages of long work without a browser: what they show, who may cancel, and what makes no sense."""

import pytest
from support.tab import Tab

from training_app.core import clock, db, jobs
from training_app.core.jobs import JobLine
from training_app.core.tables import known
from training_app.web.admin.jobs.job import JobPage
from training_app.web.admin.jobs.jobs import JobList


@pytest.fixture
def started(house) -> str:
    """The address of a job of Tess's that skipped Lea and Noa."""
    cast = house.cast
    with db.write() as session:
        key = jobs.start(session, kind="assign", key="3:form", title="Lifting safely", total=120,
                         started_by_id=cast.tess.id, now=clock.now())  # fmt: skip
        for person in (cast.lea, cast.noa):
            session.add(JobLine(job_key=key, subject="person", subject_id=known(person.id), why="Deactivated"))
    return f"/jobs/{key}"


def is_cancelling() -> bool:
    with db.read() as session:
        found = jobs.progress(session, "3:form")
    assert found is not None
    return found.is_cancelling


@pytest.mark.rule("J-01", "one's own jobs in a list: what, since when, by whom, how far, how it stands")
async def test_one_s_own_jobs_are_listed(house, tab: Tab, started):
    tab.come_as(house.sign_in(house.cast.tess))
    await tab.open("/jobs")
    page = await tab.state(JobList)
    (row,) = page.rows
    assert (row.title, row.kind, row.by, row.percent, row.progress, row.state) == (
        "Lifting safely", "Assigning", "Tess Trainer", 0, "0 of 120 people", "running",
    )  # fmt: skip
    assert (row.href, page.tabs, page.is_running) == (started, [], True)


@pytest.mark.rule("J-01", "who manages the settings sees everybody's jobs under a tab of their own")
async def test_who_manages_the_settings_sees_everybody_s(house, tab: Tab, started):
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open("/jobs")
    page = await tab.state(JobList)
    assert (page.rows, [(one.label, one.number) for one in page.tabs]) == ([], [("Mine", 0), ("Everybody's", 1)])
    await tab.go(page.tabs[1].href)
    assert [row.title for row in (await tab.state(JobList)).rows] == ["Lifting safely"]


async def test_who_does_not_manage_them_sees_no_more_by_typing_the_address(house, tab: Tab, started):
    tab.come_as(house.sign_in(house.cast.max))
    await tab.open("/jobs?whose=everybody")
    assert (await tab.state(JobList)).rows == []


@pytest.mark.rule("J-01", "a job's page: done of all, and those skipped with why, searched")
async def test_a_job_is_shown_with_those_skipped(house, tab: Tab, started):
    tab.come_as(house.sign_in(house.cast.tess))
    await tab.open(started)
    page = await tab.state(JobPage)
    assert (page.title, page.job.state, page.job.progress) == (
        "Assigning “Lifting safely”", "running", "0 of 120 people",
    )  # fmt: skip
    assert [(row.name, row.why) for row in page.rows] == [("Lea Learner", "Deactivated"), ("Noa Nearby", "Deactivated")]
    await tab.send(JobPage.search, {"text": "noa"})
    assert tab.led_to() == f"{started}?q=noa"
    await tab.go(tab.led_to())
    page = await tab.state(JobPage)
    assert [row.name for row in page.rows] == ["Noa Nearby"]
    assert page.export == "/exports/jobs/3:form.csv?q=noa"


@pytest.mark.rule("J-01", "it is cancelled after it was asked what stays; one that was cancelled before says so")
async def test_it_is_cancelled_and_says_when_it_was_before(house, tab: Tab, started):
    tab.come_as(house.sign_in(house.cast.tess))
    await tab.open(started)
    await tab.send(JobPage.ask)
    page = await tab.state(JobPage)
    assert page.is_asked
    assert page.job.on_cancel.startswith("Nothing of the assignment stays")
    assert not is_cancelling()
    await tab.send(JobPage.cancel)
    assert (await tab.state(JobPage)).job.state == "cancelling"
    assert is_cancelling()
    assert await tab.notice() == ""
    await tab.send(JobPage.cancel)
    assert await tab.notice() == "Assigning “Lifting safely” was cancelled before, or has ended."


@pytest.mark.rule("P-06", "a job of somebody else's cannot be seen or cancelled, whatever is called")
@pytest.mark.parametrize("who", ["max", "lea"])
async def test_a_stranger_sees_and_changes_nothing(house, tab: Tab, started, kept, who):
    tab.come_as(house.sign_in(getattr(house.cast, who)))
    await tab.open(started)
    page = await tab.state(JobPage)
    assert (page.is_missing, page.title, page.rows) == (True, "Job not found", [])
    before = kept()
    await tab.send(JobPage.cancel)
    assert kept() == before
    assert not is_cancelling()


@pytest.mark.parametrize("address", ["/jobs/made-up", "/jobs/%00", "/jobs/" + "x" * 500, "/jobs/3%3Aform%27--"])
async def test_a_made_up_job_is_not_found(house, tab: Tab, started, address):
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open(address)
    assert (await tab.state(JobPage)).is_missing


async def test_a_search_that_is_no_text_is_refused(house, tab: Tab, started, refusals):
    tab.come_as(house.sign_in(house.cast.tess))
    await tab.open(started)
    before = sum(refusals().values())
    await tab.send(JobPage.search, {"text": ["a"]})
    assert sum(refusals().values()) == before + 1
