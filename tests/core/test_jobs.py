"""Long work in one process: started once, seen, cancelled, broken, stopped and gone on with."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime

import pytest
from sqlmodel import col, select
from support import numbering
from support.build import Builder
from support.database import Database
from support.waiting import until

from training_app.core import db, engine, jobs
from training_app.core.events import Event
from training_app.core.jobs import EndedBefore, Progress


def start(now: datetime, *, kind: str = "number", key: str = "draft-1", total: int = 33) -> str:
    with db.write() as session:
        return jobs.start(session, kind=kind, key=key, title="Numbers", total=total, started_by_id=None, now=now)


def progress(key: str = "draft-1") -> Progress:
    with db.read() as session:
        found = jobs.progress(session, key)
    assert found is not None
    return found


def has_ended(key: str = "draft-1") -> bool:
    return progress(key).ended_at is not None


def cancel(now: datetime) -> bool:
    with db.write() as session:
        return jobs.request_cancel(session, key="draft-1", now=now)


class ChangedMyMindError(Exception):
    """Ends a transaction before its end."""


@pytest.mark.rule("J-01", "a job tells how far it is and what came of it")
def test_a_job_writes_everything_once_and_says_so(database: Database, now: datetime):
    start(now)
    assert (progress().done, progress().total, progress().outcome) == (0, 33, None)

    with engine.working("single"):
        until(has_ended)

    assert numbering.written("draft-1") == list(range(33))
    assert (progress().done, progress().total, progress().outcome) == (33, 33, "done")


@pytest.mark.rule("A-14", "the same form sent three times, and once more after the end, is one job")
def test_started_again_and_again_it_is_one_job(database: Database, now: datetime):
    for _ in range(3):
        assert start(now) == "draft-1"
    with engine.working("single"):
        until(has_ended)
        start(now)
        start(now, key="draft-2", total=1)
        until(lambda: has_ended("draft-2"))

    assert numbering.written("draft-1") == list(range(33))


@pytest.mark.rule("A-14", "the same form sent at the same moment by many is one job")
def test_started_by_many_at_the_same_moment_it_is_one_job(database: Database, now: datetime):
    with ThreadPoolExecutor(8) as many:
        keys = list(many.map(lambda _: start(now), range(16)))
    with engine.working("single"):
        until(has_ended)

    assert set(keys) == {"draft-1"}
    assert numbering.written("draft-1") == list(range(33))


def test_a_start_that_was_taken_back_leaves_no_job(database: Database, now: datetime):
    with suppress(ChangedMyMindError), db.write() as session:
        jobs.start(session, kind="number", key="draft-1", title="", total=33, started_by_id=None, now=now)
        raise ChangedMyMindError
    with engine.working("single"):
        start(now, key="draft-2", total=1)
        until(lambda: has_ended("draft-2"))

    with db.read() as session:
        assert jobs.progress(session, "draft-1") is None
    assert numbering.written("draft-1") == []


@pytest.mark.rule("J-01", "cancelled between chunks: what was done stays and is counted")
def test_a_cancelled_job_ends_between_two_chunks(database: Database, now: datetime):
    start(now, total=100_000)
    with engine.working("single"):
        until(lambda: progress().done > 0)
        assert cancel(now)
        until(has_ended)

    assert (progress().outcome, progress().is_cancelling) == ("cancelled", False)
    assert 0 < progress().done < 100_000
    assert numbering.written("draft-1") == list(range(progress().done))


def test_a_job_is_asked_to_end_once_and_not_after_its_end(database: Database, now: datetime):
    start(now)

    assert cancel(now)
    assert not cancel(now)
    assert progress().is_cancelling

    with engine.working("single"):
        until(has_ended)
    assert not cancel(now)


@pytest.mark.rule("A-14", "a cancel leaves nothing of it")
def test_a_job_that_is_all_or_nothing_leaves_nothing_when_cancelled(database: Database, now: datetime):
    start(now, kind="number-or-nothing", total=100_000)
    with engine.working("single"):
        until(lambda: progress().done > 0)
        cancel(now)
        until(has_ended)

    assert progress().outcome == "cancelled"
    assert numbering.written("draft-1") == []


@pytest.mark.rule("A-14", "a failure leaves nothing of it and says why")
def test_a_job_that_breaks_leaves_nothing_and_says_why(database: Database, now: datetime):
    start(now, kind="stumble")
    with engine.working("single"):
        until(has_ended)

    assert progress().outcome == "failed"
    assert progress().result == {"error": "ArithmeticError: the numbers ran out"}
    assert numbering.written("draft-1") == []


def test_a_cancelled_job_is_not_started_again_by_its_old_key(database: Database, now: datetime):
    start(now)
    cancel(now)
    with engine.working("single"):
        until(has_ended)

    with pytest.raises(EndedBefore):
        start(now)


@pytest.mark.rule("J-02", "the end of a job is a fact that its starter is told of")
def test_the_end_of_a_job_is_recorded_for_whom_started_it(database: Database, now: datetime):
    with db.write() as session:
        kim = Builder(session, now).person()
        jobs.start(session, kind="number", key="draft-1", title="", total=1, started_by_id=kim.id, now=now)
    with engine.working("single"):
        until(has_ended)

    with db.read() as session:
        ended = session.exec(select(Event).where(col(Event.act) == "JobEnded")).one()
    assert ended.payload == {"key": "draft-1", "kind": "number", "outcome": "done"}
    assert ended.actor_id == kim.id


@pytest.mark.rule("J-01", "a process that is stopped leaves the job to its next life")
def test_a_job_goes_on_after_its_process_was_stopped_and_started(database: Database, now: datetime):
    start(now, total=200)
    for reached in (1, 60):
        with engine.working("single"):
            until(lambda reached=reached: progress().done >= reached)
        assert progress().outcome is None
    with engine.working("single"):
        until(has_ended)

    assert numbering.written("draft-1") == list(range(200))


async def test_a_web_process_works_on_jobs_beside_its_event_loop(database: Database, now: datetime):
    async with engine.running("single"):
        start(now, total=1)
        until(has_ended)

    assert numbering.written("draft-1") == [0]
