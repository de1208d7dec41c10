"""“Email Report” as a job: killed again and again it makes one report; cancelled or failed it leaves nothing (J-01)."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from sqlmodel import select
from support.build import SYSTEM, Builder
from support.cast import make as make_cast
from support.database import Database, in_turn
from support.made_files import sheet
from support.waiting import until

from training_app.assignments.filters import PlaceFilter
from training_app.core import clock, db, files, jobs, stored
from training_app.core.events import Event
from training_app.core.jobs import Progress
from training_app.core.settings import settings
from training_app.core.tables import known
from training_app.people import actions as people
from training_app.people.model import Person
from training_app.reports import actions
from training_app.reports.actions import Asked
from training_app.reports.model import ReportReader, SavedReport
from training_app.reports.rules import Format
from training_app.worker import jobs as workflows

PEOPLE = 600
KILLS = 12 if os.environ.get("MUSTER_PROVE") else 2
# Small portions and a breath after each, so that there are many moments between them.
PROGRAM = (
    "import time; from training_app.reports import making; making.NOW_AND_THEN = 10; "
    "from training_app.core import engine; from datetime import timedelta; engine.PAUSE = timedelta(milliseconds=30); "
    "from training_app.cli.main import main; main()"
)


@pytest.fixture
def ada(database: Database, now: datetime) -> Person:
    with db.write() as session:
        return make_cast(Builder(session, now)).ada


@pytest.fixture
def asked(ada: Person, now: datetime) -> Asked:
    """A report of many people, on which nobody works yet."""
    with db.write() as session:
        build = Builder(session, now)
        build.people(PEOPLE - 6)
        return email(build, build.assign(build.course()).assignment_id, ada)


def email(build: Builder, assignment_id: int, by: Person) -> Asked:
    said = {"key": "dialog", "wanted": PlaceFilter(), "kind": Format.XLSX, "person_ids": [], "now": build.now}
    return actions.email(build.session, build.actor(by), assignment_id=assignment_id, **said)


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, "worker"], env={**os.environ}, **quiet)
    try:
        yield process
    finally:
        process.kill()
        process.wait(30)


def progress(asked: Asked) -> Progress:
    with db.read() as session:
        found = jobs.progress(session, asked.job_key or "")
    assert found is not None
    return found


def kept() -> list[str]:
    return [file.name for file in (settings().data / "files").rglob("*") if file.is_file()]


@pytest.mark.rule("J-01", "a large report whose job is killed again and again is made once, with everybody in it")
@pytest.mark.rule("A-23", "of many people it is made by a job and told when it is there, once")
@pytest.mark.parametrize("database", in_turn("sqlite"), indirect=True)
def test_killed_again_and_again_there_is_one_report(asked: Asked):
    for kill in range(KILLS):
        with worker() as process:
            # Begun anew each time, for a file cannot be gone on with: it has to come as far as this in each life.
            before = progress(asked).done
            until(lambda before=before: progress(asked).done != before, within=60)
            process.send_signal(signal.SIGKILL)
            process.wait(30)
        assert progress(asked).outcome is None, f"killed too late to prove anything, the {kill + 1}. time"
    with worker():
        until(lambda: progress(asked).outcome is not None, within=60)
    ended = progress(asked)
    assert (ended.outcome, ended.done, ended.result) == (
        "done",
        PEOPLE,
        {"report_id": asked.report_id, "people": PEOPLE},
    )
    with db.read() as session:
        (row,) = session.exec(select(SavedReport))
        (fact,) = session.exec(select(Event).where(Event.act == "ReportMade"))
    assert fact.payload["file"] == row.file_key
    assert len(sheet(files.read(row.file_key or ""))) == PEOPLE + 1
    assert kept() == [row.file_key]
    assert [file for file in (settings().data / "making").rglob("*") if file.is_file()] == []


def nothing_is_left() -> bool:
    with db.read() as session:
        rows = [session.exec(select(row)).first() for row in (SavedReport, ReportReader)]
        told = session.exec(select(Event).where(Event.act == "ReportMade")).first()
    stored.drop_unneeded(clock.now())
    return not any(rows) and told is None and not kept()


@pytest.mark.rule("J-01", "a large report that is cancelled leaves neither a row nor a file, and nobody is told")
def test_a_cancelled_report_leaves_nothing(asked: Asked, now: datetime):
    with db.write() as session:
        assert jobs.request_cancel(session, key=asked.job_key or "", now=now)
    with workflows.working():
        until(lambda: progress(asked).ended_at is not None)
    assert progress(asked).outcome == "cancelled"
    assert nothing_is_left()


def test_a_report_of_somebody_who_was_deactivated_fails_and_says_why(asked: Asked, ada: Person, now: datetime):
    with db.write() as session:
        people.deactivate(session, SYSTEM, person_id=known(ada.id), now=now)
    with workflows.working():
        until(lambda: progress(asked).ended_at is not None)
    assert progress(asked).outcome == "failed"
    assert progress(asked).result == {"error": "Whoever asked for this report was deactivated."}
    assert nothing_is_left()
