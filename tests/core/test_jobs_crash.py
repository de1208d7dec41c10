"""Long work across crashes: real processes, killed in the middle, and every row exactly once."""

import os
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import select
from support import numbering, waiting
from support.database import Database

from training_app.core import db, jobs
from training_app.core.engine import Executor

WITHIN = 45.0
until = partial(waiting.until, within=WITHIN)
SOON = timedelta(seconds=1)
TOTAL = 500
KILLED_AT = range(1, TOTAL - 20, 20) if os.environ.get("MUSTER_PROVE") else (1, 150, 300)
# The engine's own scheduler holds one transaction open for good.
BUSY = sa.text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle'"
    " AND pid <> pg_backend_pid() AND query NOT LIKE '%pg_try_advisory_xact_lock%'"
)

Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def worker() -> Iterator[Start]:
    """Starts processes that work on jobs; none of them outlives the test."""
    started: list[subprocess.Popen[bytes]] = []

    def begin(name: str, *, silent: timedelta = SOON) -> subprocess.Popen[bytes]:
        started.append(numbering.worker(name, silent=silent))
        return started[-1]

    yield begin
    for process in started:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait(WITHIN)
    if process.stdin:
        process.stdin.close()


def done() -> int:
    with db.read() as session:
        found = jobs.progress(session, "draft-1")
    assert found is not None
    return found.done


def outcome() -> str | None:
    with db.read() as session:
        found = jobs.progress(session, "draft-1")
    assert found is not None
    return found.outcome


@pytest.fixture
def job(database: Database, now: datetime) -> None:
    """A job of many chunks that nobody works on yet."""
    with db.write() as session:
        jobs.start(session, kind="number", key="draft-1", title="", total=TOTAL, started_by_id=None, now=now)


@pytest.mark.rule("J-01", "killed again and again in the middle, it goes on from where it was and does nothing twice")
@pytest.mark.rule("A-14", "the job survives a restart")
def test_a_job_killed_again_and_again_writes_every_row_exactly_once(job: None, worker: Start):
    for reached in KILLED_AT:
        process = worker("single")
        until(lambda reached=reached: done() >= reached)
        end(process)
        assert outcome() is None, "it was killed too late to prove anything"
    worker("single")
    until(lambda: outcome() == "done")

    assert numbering.written("draft-1") == list(range(TOTAL))


@pytest.mark.rule("J-01", "another process takes over from one that is gone")
def test_another_process_takes_over_what_a_killed_one_was_working_on(job: None, worker: Start):
    process = worker("first")
    until(lambda: done() > 0)
    end(process)
    assert outcome() is None

    worker("second")
    until(lambda: outcome() == "done")

    assert numbering.written("draft-1") == list(range(TOTAL))


@pytest.mark.rule("J-01", "a process that was only asleep does nothing twice when it wakes up")
def test_a_process_that_was_only_asleep_lets_go_of_what_was_taken_over(job: None, worker: Start):
    sleeper = worker("first")
    until(lambda: done() > 0)
    until(lambda: fell_asleep(sleeper))
    reached = done()
    assert outcome() is None

    worker("second")
    until(lambda: done() > reached)
    os.kill(sleeper.pid, signal.SIGCONT)
    until(lambda: outcome() == "done")

    assert numbering.written("draft-1") == list(range(TOTAL))


def fell_asleep(process: subprocess.Popen[bytes]) -> bool:
    """Stop it, unless in the middle of a transaction: what that has locked, nobody else could go on with."""
    os.kill(process.pid, signal.SIGSTOP)
    os.waitpid(process.pid, os.WUNTRACED)  # not before its last thread stands still
    if not is_busy():
        return True
    os.kill(process.pid, signal.SIGCONT)
    return False


def is_busy() -> bool:
    """Whether somebody is in the middle of writing."""
    if db.is_sqlite():
        with closing(sqlite3.connect(Path(db.url().removeprefix("sqlite:///")), timeout=0)) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                return error.sqlite_errorcode == sqlite3.SQLITE_BUSY
            return False
    with db.read() as session:
        return bool(session.connection().execute(BUSY).scalar_one())


def test_a_process_that_ended_in_good_order_is_not_waited_for(job: None, worker: Start):
    process = worker("first", silent=timedelta(hours=1))
    until(lambda: done() > 0)
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(WITHIN) == 0
    assert outcome() is None

    worker("second", silent=timedelta(hours=1))
    until(lambda: outcome() == "done")

    assert numbering.written("draft-1") == list(range(TOTAL))


def test_every_process_is_heard_of(database: Database, worker: Start):
    worker("first")
    worker("second")

    until(lambda: heard_of() == {"first", "second"})


def heard_of() -> set[str]:
    with db.read() as session:
        return set(session.exec(select(Executor.id)))
