"""A real process that imports is killed with SIGKILL, again and again; everybody is there once in the end."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from sqlmodel import col, func, select
from support.build import Builder
from support.cast import make as make_cast
from support.database import Database, in_turn
from support.importing import Office, numbered, progress, until

from training_app.core import db
from training_app.core.audit import AuditEntry
from training_app.people.model import Branch, Person, Team, TeamMember

ROWS = 1_000
KILLS = 12 if os.environ.get("MUSTER_PROVE") else 3
# Small portions, so that there are many moments between them.
PROGRAM = "from training_app.worker import jobs; jobs.ROWS = 25; from training_app.cli.main import main; main()"


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "worker"],
        env={**os.environ},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(30)


@pytest.mark.rule("J-01", "an import killed again and again goes on from where it was and makes nobody twice")
@pytest.mark.rule("P-08", "the job survives a kill and a restart")
@pytest.mark.parametrize("database", in_turn("postgres"), indirect=True)
def test_an_import_killed_again_and_again_makes_everybody_once(database: Database, now: datetime):
    with db.write() as session:
        cast = make_cast(Builder(session, now))
        ada = cast.actor(cast.ada)
    office = Office(ada, now)
    made = office.bring(numbered(ROWS))
    key = office.start(made)
    for kill in range(KILLS):
        with worker() as process:
            reached = (kill + 1) * ROWS // (KILLS + 2)
            until(lambda reached=reached: progress(key).done >= reached)
            process.send_signal(signal.SIGKILL)
            process.wait(30)
        assert progress(key).outcome is None, "it was killed too late to prove anything"
    with worker():
        until(lambda: progress(key).outcome is not None)
    ended = progress(key)
    assert (ended.outcome, ended.done) == ("done", ROWS)
    assert ended.result == {"created": ROWS, "changed": 0, "awards": 0, "refused": 0, "left": 0}
    assert office.counts(made).create == ROWS
    with db.read() as session:
        ours = col(Person.email).endswith("@x.test")
        assert session.exec(select(func.count(func.distinct(Person.email_key))).where(ours)).one() == ROWS
        assert session.exec(select(func.count()).select_from(Person).where(ours)).one() == ROWS
        assert session.exec(select(func.count()).where(ours, col(Person.manager_id).is_(None))).one() == 1
        assert session.exec(select(func.count()).select_from(TeamMember)).one() == ROWS
        assert session.exec(select(func.count()).select_from(Team)).one() == 3
        stations = session.exec(select(Branch.name).where(col(Branch.name).startswith("Station "))).all()
        assert len(stations) == len(set(stations)) == 7
        (entry,) = session.exec(select(AuditEntry).where(AuditEntry.act == "people imported")).all()
    assert entry.rows is not None
    assert sum(last - first + 1 for first, last in entry.rows) == ROWS
