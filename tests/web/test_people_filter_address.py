"""The filter of people in the address of its page: quick clicks add up, and newer letters are answered last (M-04)."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from support.filtering import chips, follow, names, said

from training_app.core import db
from training_app.web.shared.people_filter import PeopleFilterBar as Bar

ALS, BLS = {"field": "level", "value": "ALS"}, {"field": "level", "value": "BLS"}
PATIENCE = 10.0


@pytest.fixture
async def ada_s(house, tab):
    """A tab in which an admin looks at everybody."""
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open("/people")
    return tab


# ── the address


@pytest.mark.rule("M-04", "a filter changes the address: what else stands there is kept, the page of the list is not")
async def test_what_else_stands_in_the_address_is_kept_but_not_the_page(ada_s):
    await ada_s.go("/people?sort=-email&page=2&other=a+b")
    await ada_s.send(Bar.choose, ALS)
    assert said(ada_s) == [("level", "ALS"), ("sort", "-email"), ("other", "a b")]


@pytest.mark.rule("M-04", "two quick clicks lose nothing, in whatever order the browser follows")
async def test_two_clicks_before_the_address_changes_both_count(ada_s):
    await ada_s.send(Bar.choose, ALS)
    first = ada_s.led_to()
    await ada_s.send(Bar.choose, {"field": "shift", "value": "A"})
    second = ada_s.led_to()
    assert said(ada_s) == [("level", "ALS"), ("shift", "A")]
    await ada_s.go(first)
    assert await chips(ada_s) == ["Level is ALS", "Shift is A"]
    await ada_s.go(second)
    assert await chips(ada_s) == ["Level is ALS", "Shift is A"]
    assert await names(ada_s) == ["Lea Learner"]


async def test_a_click_and_its_opposite_end_where_they_began(ada_s):
    await ada_s.send(Bar.choose, ALS)
    first = ada_s.led_to()
    await ada_s.send(Bar.clear)
    await ada_s.go(first)
    assert await chips(ada_s) == []
    await follow(ada_s)
    assert ada_s.led_to() == "/people"
    assert len(await names(ada_s)) == 6


async def test_a_link_counts_even_after_a_click_that_never_arrived(ada_s):
    await ada_s.send(Bar.choose, ALS)
    await ada_s.go("/people?level=BLS")
    assert await chips(ada_s) == ["Level is BLS"]
    await ada_s.go("/people?level=ALS")
    assert await chips(ada_s) == ["Level is ALS"]


async def test_after_the_server_forgot_the_tab_the_next_click_goes_on_from_the_address(ada_s):
    await ada_s.go("/people?level=ALS")
    ada_s.expire()
    await ada_s.send(Bar.choose, BLS)
    assert said(ada_s) == [("level", "ALS"), ("level", "BLS")]


# ── as one types


@contextmanager
def slow(words: str) -> Iterator[tuple[threading.Event, threading.Event]]:
    """A database that takes its time over every search for these words: it has begun, it may end."""
    begun, may_end = threading.Event(), threading.Event()

    def wait(_connection, _cursor, _statement, parameters, *_more: object) -> None:
        if words in repr(parameters):
            begun.set()
            may_end.wait(PATIENCE)

    sa.event.listen(db.read_engine(), "before_cursor_execute", wait)
    try:
        yield begun, may_end
    finally:
        may_end.set()
        sa.event.remove(db.read_engine(), "before_cursor_execute", wait)


@pytest.mark.rule("A-07", "as one types, the answer to older letters never stands over that to newer ones")
async def test_a_slow_answer_to_older_letters_never_stands_over_a_newer_one(ada_s):
    with slow("nearb") as (begun, may_end):
        await ada_s.send(Bar.search, {"text": "nearb"})
        older = asyncio.create_task(ada_s.go(ada_s.led_to()))
        assert await asyncio.to_thread(begun.wait, PATIENCE)
        ada_s.address = "/people?q=lear"
        newer = asyncio.create_task(ada_s.go("/people?q=lear"))
        await newer
        assert await names(ada_s) == ["Lea Learner"]
        may_end.set()
        await asyncio.gather(older, return_exceptions=True)
    assert await names(ada_s) == ["Lea Learner"]
    assert (await ada_s.state(Bar)).q == "lear"


async def test_letters_typed_while_an_older_answer_is_on_its_way_are_answered_last(ada_s):
    with slow("nearb") as (begun, may_end):
        await ada_s.send(Bar.search, {"text": "nearb"})
        older = asyncio.create_task(ada_s.go(ada_s.led_to()))
        assert await asyncio.to_thread(begun.wait, PATIENCE)
        newer = asyncio.create_task(ada_s.send(Bar.search, {"text": "lear"}))
        may_end.set()
        await asyncio.gather(older, newer, return_exceptions=True)
    await follow(ada_s)
    assert ada_s.address == "/people?q=lear"
    assert await names(ada_s) == ["Lea Learner"]


async def test_letters_typed_before_the_address_changes_are_one_search(ada_s):
    for text in ("n", "no", "noa"):
        await ada_s.send(Bar.search, {"text": text})
    assert said(ada_s) == [("q", "noa")]
