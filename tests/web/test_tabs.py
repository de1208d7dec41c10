"""One tab, several people after each other: nothing of one meets the next (P-06, P-07)."""

import pytest
from sqlalchemy import event
from support.tab import HYDRATE, LOAD

from training_app.core import db
from training_app.web.admin.assignments import AssignmentList
from training_app.web.learner.home.state import HomePage
from training_app.web.learner.learn.state import LearnPage
from training_app.web.shared import push
from training_app.web.shared.notices import Notices
from training_app.web.shared.shell import Shell


async def _holds(tab, words: str) -> bool:
    """Whether the state of this tab holds these words anywhere."""
    shell = await tab.state(Shell)
    return words in repr(shell._get_root_state().dict())  # noqa: SLF001  # all States of the tab at once


@pytest.fixture
async def ada_s(house, tab):
    """A tab in which an admin was at work, with an error on the screen."""
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open("/assignments")
    await tab.send(AssignmentList.search, {"text": 5})
    assert await _holds(tab, "Ada Admin")
    assert await _holds(tab, "Lifting safely")
    tab.heard.clear()
    return tab


@pytest.mark.rule("P-07", "who signs in next in the same tab sees nothing of the person before")
@pytest.mark.parametrize("forgets", [False, True])
async def test_the_next_person_in_a_tab_sees_nothing_of_the_one_before(house, ada_s, forgets):
    """With and without the browser forgetting the tab's token."""
    if forgets:
        ada_s.token = "a-new-token"
    ada_s.come_as(house.sign_in(house.cast.lea))
    await ada_s.send(HYDRATE)
    heard = repr([update.delta for update in ada_s.heard])
    assert "Ada Admin" not in heard
    assert "Lifting safely" not in heard
    assert not await _holds(ada_s, "Ada Admin")
    await ada_s.open("/home")
    shell = await ada_s.state(Shell)
    assert (shell.name, (await ada_s.state(AssignmentList)).rows) == ("Lea Learner", [])
    assert not any(shell.may.values())
    assert await ada_s.notice() == ""


@pytest.mark.rule("P-07", "after sign-out a tab shows nothing of who was there")
async def test_whoever_is_signed_out_finds_nothing_of_the_person_before(house, ada_s):
    ada_s.come_as("")
    await ada_s.open("/assignments")
    assert ada_s.led_to().startswith("/sign-in")
    assert not await _holds(ada_s, "Ada Admin")
    assert not await _holds(ada_s, "Lifting safely")


async def test_the_same_person_signing_in_again_begins_anew(house, ada_s):
    ada_s.come_as(house.sign_in(house.cast.ada))
    await ada_s.send(HYDRATE)
    assert not await _holds(ada_s, "Lifting safely")
    await ada_s.open("/assignments")
    assert await _holds(ada_s, "Lifting safely")


async def test_a_page_that_is_loaded_again_keeps_what_it_held(house, ada_s):
    await ada_s.send(HYDRATE)
    assert await _holds(ada_s, "Lifting safely")


@pytest.mark.rule("P-06", "another's tab is not opened by knowing its token")
async def test_whoever_knows_the_token_of_a_tab_calls_nothing_in_it(house, ada_s, refusals):
    """Signed in as somebody else, without loading the page first: the state is not theirs."""
    ada_s.come_as(house.sign_in(house.cast.sam))
    await ada_s.send(AssignmentList.load)
    assert refusals()[house.cast.sam.id, "load"] == 1
    assert "Lifting safely" not in repr([update.delta for update in ada_s.heard])


@pytest.mark.parametrize("event", [LOAD, f"{Notices.get_full_name()}.dismiss", f"{Shell.get_full_name()}.refresh"])
async def test_what_anybody_may_call_tells_nothing_of_the_person_before(house, ada_s, event):
    ada_s.come_as("")
    await ada_s.send(event)
    heard = repr([update.delta for update in ada_s.heard])
    assert "Ada Admin" not in heard
    assert "Lifting safely" not in heard


async def test_a_tab_whose_state_has_expired_goes_on_at_the_next_click(house, tab, refusals):
    tab.come_as(house.sign_in(house.cast.lea))
    await tab.open(f"/learn/{house.attempt_of(house.cast.lea)}")
    tab.expire()
    tab.heard.clear()
    await tab.send(LearnPage.go_to, {"place": 1})
    assert (refusals(), tab.led_to()) == ({}, "")
    assert (await tab.state(Shell)).name == "Lea Learner"
    assert (await tab.state(LearnPage)).title == "Lifting safely"


async def test_an_expired_state_belongs_to_whoever_clicks_first_and_to_nobody_after(house, tab, refusals):
    tab.come_as(house.sign_in(house.cast.lea))
    await tab.open("/home")
    tab.expire()
    await tab.send(HomePage.load)
    tab.come_as(house.sign_in(house.cast.noa))
    await tab.send(HomePage.load)
    assert refusals() == {(house.cast.noa.id, "load"): 1}


@pytest.mark.rule("N-02", "what comes while a page opens is not missed: the page is told of news before it reads")
async def test_a_page_is_told_of_news_before_its_bell_is_read(house, tab):
    push._Here.tabs.pop(tab.token, None)  # noqa: SLF001 - of an earlier test
    was_known: list[bool] = []

    def look(_connection, _cursor, statement: str, *_more: object) -> None:
        if "FROM message" in statement:
            was_known.append(tab.token in push._Here.tabs)  # noqa: SLF001 - no public name says who is told

    event.listen(db.read_engine(), "before_cursor_execute", look)
    try:
        tab.come_as(house.sign_in(house.cast.lea))
        await tab.open("/home")
    finally:
        event.remove(db.read_engine(), "before_cursor_execute", look)
    assert was_known
    assert all(was_known)
