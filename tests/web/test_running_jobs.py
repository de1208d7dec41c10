"""The ring in the top bar, and the notice when a job ends, without a browser (J-02)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

import pytest
import sqlalchemy as sa
from support import numbering  # noqa: F401  # its workflows
from support.tab import Tab
from support.waiting import until

from training_app.core import clock, db, engine, jobs
from training_app.people.model import Person
from training_app.web.shared.notices import Notices
from training_app.web.shared.running_jobs import Ring
from training_app.web.shared.shell import Shell

DONE = "Number: Fire drill."


def start(person: Person, key: str = "drill", title: str = "Fire drill", kind: str = "number") -> str:
    with db.write() as session:
        return jobs.start(session, kind=kind, key=key, title=title, total=20, started_by_id=person.id, now=clock.now())


def work() -> None:
    """Do every job to its end."""
    with engine.working("single"):
        until(are_over)


def are_over() -> bool:
    with db.read() as session:
        return not session.exec(sa.select(jobs.Job.key).where(jobs.Job.ended_at.is_(None))).first()


async def ring(tab: Tab) -> tuple[int, str, str]:
    found = await tab.state(Ring)
    return found.number, found.label if found.number else "", found.href if found.number else ""


@pytest.mark.rule("J-02", "while a job goes on, every page of who started it shows how far it is, and leads to it")
async def test_every_page_shows_the_job(house, tab: Tab):
    tab.come_as(house.sign_in(house.cast.ada))
    start(house.cast.ada)
    for address in ("/assignments", "/people", "/me"):
        await tab.open(address)
        assert await ring(tab) == (1, "Number: Fire drill, 0 %", "/jobs/drill")


@pytest.mark.rule("J-02", "several jobs are shown by their number and lead to the list")
async def test_several_are_counted(house, tab: Tab):
    tab.come_as(house.sign_in(house.cast.ada))
    start(house.cast.ada)
    start(house.cast.ada, "another")
    await tab.open("/me")
    assert await ring(tab) == (2, "2 jobs, 0 %", "/jobs")


@pytest.mark.rule("J-02", "nobody else's pages show it or say that it ended")
async def test_nobody_else_hears_of_it(house, tab: Tab):
    start(house.cast.tess)
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open("/me")
    assert await ring(tab) == (0, "", "")
    work()
    await tab.send(Shell.refresh)
    assert await tab.notice() == ""


@pytest.mark.rule("J-02", "when it ends the page that is open says what came of it, whichever that is, and leads to it")
async def test_the_end_is_said_on_whatever_page_is_open(house, tab: Tab):
    tab.come_as(house.sign_in(house.cast.ada))
    start(house.cast.ada)
    await tab.open("/assignments")
    await tab.go("/people")
    work()
    await tab.send(Shell.refresh)
    assert await tab.notice() == DONE
    assert (await tab.state(Notices)).href == "/jobs/drill"
    assert await ring(tab) == (0, "", "")


@pytest.mark.rule("J-02", "it is said once: not again after a reload, a look, or on another page")
async def test_the_end_is_said_once(house, tab: Tab):
    tab.come_as(house.sign_in(house.cast.ada))
    start(house.cast.ada)
    await tab.open("/assignments")
    work()
    await tab.send(Shell.refresh)
    assert await tab.notice() == DONE
    await tab.send(Notices.dismiss)
    for again in (partial(tab.send, Shell.refresh), partial(tab.open, "/assignments"), partial(tab.go, "/people")):
        await again()
        assert await tab.notice() == ""


@pytest.mark.rule("J-02", "each of one's open pages says it")
async def test_every_open_page_says_it(house, tab: Tab):
    key = house.sign_in(house.cast.ada)
    start(house.cast.ada)
    both = (tab, replace(tab, token="beside"))
    for one in both:
        one.come_as(key)
        await one.open("/me")
    work()
    for one in both:
        await one.send(Shell.refresh)
        assert await one.notice() == DONE


@pytest.mark.rule("J-02", "what ended while no page was open is said on the first that is opened, and on no other")
async def test_what_ended_while_nobody_looked_is_said_on_the_next_page(house, tab: Tab):
    key = house.sign_in(house.cast.ada)
    start(house.cast.ada)
    work()
    for one, said in ((tab, DONE), (replace(tab, token="beside"), "")):
        one.come_as(key)
        await one.open("/me")
        assert await one.notice() == said


async def test_of_several_that_ended_the_number_is_said(house, tab: Tab):
    tab.come_as(house.sign_in(house.cast.ada))
    for key in ("drill", "another"):
        start(house.cast.ada, key)
    await tab.open("/me")
    work()
    await tab.send(Shell.refresh)
    assert await tab.notice() == "2 jobs have ended."


@pytest.mark.rule("J-02", "that it failed, and why, is said until it is dismissed")
async def test_a_failure_stays_until_it_is_dismissed(house, tab: Tab):
    tab.come_as(house.sign_in(house.cast.ada))
    start(house.cast.ada, kind="stumble")
    await tab.open("/me")
    work()
    await tab.send(Shell.refresh)
    assert await tab.notice() == "Stumble: Fire drill failed: ArithmeticError: the numbers ran out."
    assert (await tab.state(Notices)).is_error


@contextmanager
def asked() -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        found.append(statement)

    engines = (db.read_engine(), db.write_engine())
    for one in engines:
        sa.event.listen(one, "before_cursor_execute", note)
    try:
        yield found
    finally:
        for one in engines:
            sa.event.remove(one, "before_cursor_execute", note)


@pytest.mark.parametrize(("who", "times"), [("lea", 0), ("ada", 1)])
async def test_jobs_are_asked_for_once_a_page_and_not_for_learners(house, tab: Tab, who, times):
    tab.come_as(house.sign_in(getattr(house.cast, who)))
    with asked() as statements:
        await tab.open("/notifications")
    assert sum("FROM job" in one for one in statements) == times
