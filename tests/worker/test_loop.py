"""The loop itself: goes round, is supervised, ends, and is counted; and its places."""

import asyncio
import threading
from datetime import timedelta

import pytest
from support.database import Database, forget
from support.story import Story

from training_app.access.actor import Actor
from training_app.core import clock, db
from training_app.notifications import queries
from training_app.notifications.rules import Moment
from training_app.worker import loop, seat
from training_app.worker.loop import Step
from training_app.worker.schedule import SCHEDULE


def test_two_loops_on_one_machine_have_different_seats_and_a_seat_is_free_again_afterwards(database: Database):
    with seat.taken() as first:
        with seat.taken() as second:
            assert first != second
        with seat.taken() as again:
            assert again == second
    with seat.taken() as again:
        assert again == first


def test_a_step_that_fails_is_left_alone_for_a_while_and_the_others_go_on(now, caplog):
    tried = []

    def fail(_now) -> bool:
        tried.append(1)
        message = "broken"
        raise RuntimeError(message)

    bad, good = Step("bad", fail), Step("good", lambda _now: True)
    assert [step.run(now) for step in (bad, good, bad, good)] == [False, True, False, True]
    assert len(tried) == 1
    assert "reference" in caplog.text


def test_every_moment_of_a_day_is_in_the_schedule():
    assert {timed.moment for timed in SCHEDULE} == set(Moment)


@pytest.mark.rule("N-03", "timed notifications are sent by a background loop")
async def test_the_loop_beside_a_server_tells_and_ends(database: Database, monkeypatch):
    monkeypatch.setenv("MUSTER_LOOP", "true")
    forget()
    story = Story()
    story.now = clock.now()
    lea = story.person("Lea")
    told = threading.Event()
    async with loop.running(on_changed=lambda people: told.set() if lea.id in people else None):
        story.assign(lea, due=(story.today + timedelta(days=30)).isoformat())
        assert await asyncio.to_thread(told.wait, 20)
        assert any(thread.name == "loop" for thread in threading.enumerate())
    await asyncio.to_thread(_wait_until_ended)
    with db.read() as session:
        last = queries.health(session, Actor.system(), now=clock.now()).last_tick
    assert last is not None
    assert last >= story.now


async def test_the_loop_stays_out_of_a_server_that_is_told_so(database: Database, monkeypatch):
    monkeypatch.setenv("MUSTER_LOOP", "false")
    forget()
    async with loop.running():
        assert not any(thread.name.startswith("loop") for thread in threading.enumerate())


def _wait_until_ended() -> None:
    for thread in threading.enumerate():
        if thread.name.startswith("loop"):
            thread.join(20)
            assert not thread.is_alive()
