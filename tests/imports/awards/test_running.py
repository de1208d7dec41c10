"""Awarding by a file as a job: brought, planned, started, ended, killed (C-17, J-01)."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from sqlmodel import col, func, select
from support.build import SYSTEM, Builder
from support.cards import cards, kinds
from support.cast import Cast
from support.cast import make as make_cast
from support.database import Database, in_turn
from support.importing import Office, progress, until

from training_app.access.actor import Actor
from training_app.access.rules import Role
from training_app.accounts import actions as accounts
from training_app.certifications.model import Award, Certification
from training_app.core import db, jobs
from training_app.core.audit import AuditEntry
from training_app.core.errors import NotAllowed, NotFound
from training_app.core.tables import known
from training_app.imports import previews
from training_app.imports.awards import writing
from training_app.imports.awards.plan import AWARDS
from training_app.imports.filters import Part
from training_app.imports.people import PEOPLE
from training_app.imports.portions import NothingToDo
from training_app.notifications.model import Message
from training_app.people import long_work
from training_app.people.model import Person
from training_app.worker import jobs as workflows

ROWS = 400
# Small portions, so that there are many moments between them.
PROGRAM = "from training_app.worker import jobs; jobs.ROWS = 10; from training_app.cli.main import main; main()"
FILE = cards("lea,CPR,2026-03-01,2028-03-01,", "max,ACLS,2026-03-01,2028-03-01,", "noa,CPR,,2028-03-01,",
             "ghost,CPR,,2028-03-01,", "lea,CPR,2026-03-01,2028-03-01,again")  # fmt: skip


@pytest.fixture
def cast(database: Database, now: datetime) -> Cast:
    """The cast, committed, with two certifications."""
    with db.write() as session:
        kinds(session, now, "CPR", "ACLS")
        return make_cast(Builder(session, now))


@pytest.fixture
def office(cast: Cast, now: datetime) -> Office:
    """Sam's, who awards."""
    return Office(actor_of(cast, cast.sam), now, AWARDS)


def actor_of(cast: Cast, person: Person) -> Actor:
    with db.read() as session:
        return Builder(session, cast.build.now).actor(person)


def awards() -> int:
    with db.read() as session:
        return session.exec(select(func.count()).select_from(Award)).one()


def archive(code: str, now: datetime) -> None:
    with db.write() as session:
        session.exec(select(Certification).where(Certification.code == code)).one().archived_at = now


@pytest.mark.rule("C-17", "the preview is kept row by row and searched; nothing is awarded before it is started")
@pytest.mark.rule("C-17", "a job awards, says what came of it, is one audit entry of its awards, and notifies nobody")
@pytest.mark.rule("J-01", "what could be awarded in the preview and cannot any more is listed with the job, and why")
def test_a_file_is_previewed_and_awarded_by_a_job(office: Office, cast: Cast, now: datetime, monkeypatch):
    monkeypatch.setattr(workflows, "ROWS", 2)
    made = office.bring(FILE)
    counts = office.counts(made)
    assert (counts.create, counts.change, counts.alone, counts.refuse, awards()) == (3, 0, 1, 1, 0)
    assert [row.name for row in office.rows(made, Part.CREATE, "cpr")] == ["Lea Learner", "Noa Nearby"]
    assert office.rows(made, Part.ALONE)[0].lines[-1] == "Row 2 says the same."
    assert office.refused(made) == {5: ["User “ghost” is nobody whom you see in the roster."]}
    assert office.start(made) == office.start(made) == f"awards-import:{made}"
    archive("ACLS", now)
    ended = office.run(made)
    assert (ended.outcome, ended.done, ended.total) == ("done", 4, 4)
    assert ended.result == {"awarded": 2, "refused": 2, "left": 0}
    why = "Certification Code “ACLS” is archived and is not awarded any more."
    assert office.refused(made)[3] == [why]
    with db.read() as session:
        lines = long_work.lines(session, office.actor, key=ended.key).rows
        assert [(one.email, one.why) for one in lines] == [("max@muster.test", f"Row 3: {why}")]
        (entry,) = session.exec(select(AuditEntry).where(AuditEntry.act == "certifications awarded")).all()
        ids = sorted(session.exec(select(Award.id)))
        told = session.exec(select(Message.person_id).where(Message.person_id != cast.sam.id)).all()
    assert (entry.actor_id, entry.rows) == (cast.sam.id, [[ids[0], ids[-1]]])
    assert entry.after == {"awards": 2, "refused": 2, "file": "roster.csv"}
    assert told == []
    with pytest.raises(NothingToDo):
        office.start(office.bring(FILE))


@pytest.mark.rule("J-01", "awarding by a file cancelled between portions: what was done stays and is listed")
def test_cancelled_what_was_awarded_stays(office: Office, now: datetime):
    made = office.bring(FILE)
    key = office.start(made)
    with db.write() as session:
        writing.write_portion(session, office.actor, job_key=key, after=0, size=2, now=now)
        jobs.request_cancel(session, key=key, now=now)
    ended = office.run(made)
    assert (ended.outcome, ended.result) == ("cancelled", {"awarded": 2, "refused": 1, "left": 2})
    assert (awards(), office.counts(made).create, office.counts(made).left) == (2, 2, 2)


@pytest.mark.rule("P-06", "who lost the right to award after starting: nothing is awarded")
def test_who_lost_the_right_awards_nothing(office: Office, cast: Cast, now: datetime):
    made = office.bring(FILE)
    office.start(made)
    with db.write() as session:
        accounts.give_role(session, SYSTEM, person_id=known(cast.ada.id), role=Role.SUPERADMIN, now=now)
        accounts.take_role(session, office.actor, person_id=known(cast.sam.id), role=Role.SUPERADMIN, now=now)
    ended = office.run(made)
    assert (ended.outcome, awards()) == ("failed", 0)
    assert "Award certifications" in ended.result["error"]


@pytest.mark.rule("C-17", "an import of awards is its maker's own, and none of people; a lower role may not look at it")
def test_an_import_of_awards_is_nobody_else_s(office: Office, cast: Cast):
    made = office.bring(FILE)
    with pytest.raises(NotAllowed):
        Office(actor_of(cast, cast.ada), office.now, AWARDS).detail(made)
    with pytest.raises(NotFound):
        Office(office.actor, office.now, PEOPLE).detail(made)
    with db.read() as session:
        assert previews.unfinished(session, office.actor) == []
        assert [one.id for one in previews.unfinished(session, office.actor, kind=AWARDS)] == [made]


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, "worker"], env={**os.environ},
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait(30)


@pytest.mark.rule("J-01", "awarding by a file, killed in the middle, goes on where it was; each award is made once")
@pytest.mark.parametrize("database", in_turn("sqlite"), indirect=True)
def test_awarding_that_is_killed_goes_on_and_awards_once(office: Office, now: datetime):
    with db.write() as session:
        Builder(session, now).people(ROWS)
        emails = session.exec(select(Person.email).order_by(col(Person.id).desc()).limit(ROWS)).all()
    made = office.bring(cards(*(f"{email},CPR,2026-03-01,2028-03-01," for email in emails)))
    key = office.start(made)
    with worker() as process:
        until(lambda: progress(key).done >= ROWS // 4)
        process.send_signal(signal.SIGKILL)
        process.wait(30)
    assert progress(key).outcome is None, "it was killed too late to prove anything"
    with worker():
        until(lambda: progress(key).outcome is not None)
    assert progress(key).result == {"awarded": ROWS, "refused": 0, "left": 0}
    with db.read() as session:
        assert session.exec(select(func.count(func.distinct(Award.person_id)))).one() == awards() == ROWS
