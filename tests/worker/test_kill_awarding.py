"""A real process that awards is killed with SIGKILL, again and again; awards and lines are counted (C-16, J-01)."""

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Barrier

import pytest
from sqlmodel import Session, func, select
from support import waiting
from support.build import SYSTEM, Builder
from support.cast import Cast
from support.cast import make as make_cast
from support.database import Database, in_turn

from training_app.certifications import actions
from training_app.certifications.actions import NewAward, NewCertification
from training_app.certifications.awarding import batches, confirming, targets
from training_app.certifications.awarding.confirming import UNDONE, Confirmed
from training_app.certifications.model import Award
from training_app.certifications.rules import Validity
from training_app.core import clock, db, jobs
from training_app.core.audit import AuditEntry
from training_app.core.jobs import Job, JobLine, Progress
from training_app.core.tables import known
from training_app.worker import jobs as workflows

CREW = 130
HOLDERS = 6
KILLS = 15 if os.environ.get("MUSTER_PROVE") else 3
# Small portions, so that there are many moments between them.
PROGRAM = "from training_app.worker import jobs; jobs.PEOPLE = 2; from training_app.cli.main import main; main()"
CPR = NewCertification(name="CPR", code="CPR", validity=Validity.YEARS, validity_number=2, always_valid_allowed=True)
until = partial(waiting.until, within=60.0)


@pytest.fixture
def cast(database: Database) -> Cast:
    """The cast, and a large crew of whom some hold it for good."""
    with db.write() as session:
        build = Builder(session, clock.now())
        cast = make_cast(build)
        kind = known(actions.add_certification(session, SYSTEM, new=CPR, now=build.now).id)
        crew = build.people(CREW)
        held = [NewAward(known(one.id), kind, always_valid=True) for one in crew[:HOLDERS]]
        actions.award_many(session, SYSTEM, awards=held, now=build.now)
    return cast


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, "worker"], env={**os.environ},
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait(30)


def filled_in(cast: Cast) -> int:
    """Sam's form, for the branch of the crew."""
    with db.write() as session:
        build = Builder(session, clock.now())
        sam = build.actor(cast.sam)
        kind = session.exec(select(Award.certification_id).distinct()).one()
        batch_id = batches.begin(session, sam, certification_id=kind, now=build.now)
        branch_id = build.branch("Station 1")
        targets.choose_branch(session, sam, batch_id=batch_id, branch_id=branch_id, on=True, now=build.now)
    return batch_id


def confirm(cast: Cast, batch_id: int) -> Confirmed:
    with db.write() as session:
        now = clock.now()
        return confirming.confirm(session, Builder(session, now).actor(cast.sam), batch_id=batch_id, now=now)


def progress(made: Confirmed) -> Progress:
    with db.read() as session:
        found = jobs.progress(session, made.job_key)
    assert found is not None
    return found


def awarded(session: Session, batch_id: int) -> list[int]:
    return list(session.exec(select(Award.person_id).where(Award.batch_id == batch_id)))


@pytest.mark.rule("C-16", "the job killed at random moments goes on after a restart: each person awarded exactly once")
@pytest.mark.rule("J-01", "awarding killed again and again goes on from where it was and does nothing twice")
@pytest.mark.parametrize("database", in_turn("postgres"), indirect=True)
def test_killed_at_random_moments_everybody_is_awarded_once(cast: Cast):
    batch_id = filled_in(cast)
    made = confirm(cast, batch_id)
    total = progress(made).total
    for kill in range(KILLS):
        with worker() as process:
            wanted = min((kill + 1) * total // (KILLS + 1) + random.randint(0, 9), total - 40)  # noqa: S311 - any moment will do
            until(lambda wanted=wanted: progress(made).done >= wanted)
            process.send_signal(signal.SIGKILL)
            process.wait(30)
        assert progress(made).outcome is None, "it was killed too late to prove anything"

    with worker():
        until(lambda: progress(made).outcome is not None)

    assert (progress(made).outcome, progress(made).done) == ("done", total)
    numbers = {"certification_id": made.certification_id, "awarded": total - HOLDERS, "skipped": HOLDERS}
    assert progress(made).result == numbers
    with db.read() as session:
        who = awarded(session, batch_id)
        skipped = session.exec(select(JobLine.subject_id)).all()
        assert (len(who), len(set(who))) == (total - HOLDERS, total - HOLDERS)
        assert (len(skipped), len(set(skipped))) == (HOLDERS, HOLDERS)
        assert set(who).isdisjoint(skipped)
        entries = session.exec(select(AuditEntry).where(AuditEntry.subject == "certification")).all()
        assert Counter(one.act for one in entries)["certifications awarded"] == 1


@pytest.mark.rule(
    "J-01", "awarding cancelled between portions: what was done stays, and whose turn had not come is listed"
)
def test_cancelled_in_its_middle_what_was_done_stays(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workflows, "PEOPLE", 2)
    batch_id = filled_in(cast)
    made = confirm(cast, batch_id)
    with workflows.working():
        until(lambda: progress(made).done >= 20)
        with db.write() as session:
            assert jobs.request_cancel(session, key=made.job_key, now=clock.now())
        until(lambda: progress(made).outcome is not None)

    ended = progress(made)
    with db.read() as session:
        who = awarded(session, batch_id)
        not_reached = session.exec(select(JobLine.subject_id).where(JobLine.why == UNDONE)).all()
        [entry] = session.exec(select(AuditEntry).where(AuditEntry.act == "certifications awarded")).all()[1:]
    assert ended.outcome == "cancelled"
    assert ended.result == {"certification_id": made.certification_id, "awarded": len(who),
                            "skipped": ended.done - len(who), "left": ended.total - ended.done}  # fmt: skip
    assert 0 < len(who) <= ended.done < ended.total
    assert len(not_reached) == ended.total - ended.done
    assert set(not_reached).isdisjoint(who)
    assert sum(last - first + 1 for first, last in entry.rows or []) == len(who)


@pytest.mark.rule("C-16", "one form confirmed by two tabs at the same moment is one job, and awards each once")
def test_confirmed_by_two_at_the_same_moment_it_is_one(cast: Cast):
    batch_id, both = filled_in(cast), Barrier(2)

    def press(_tab: int) -> Confirmed:
        both.wait(30)
        return confirm(cast, batch_id)

    with ThreadPoolExecutor(2) as tabs:
        one, other = tabs.map(press, range(2))

    assert one.job_key == other.job_key != ""
    assert sorted([one.again, other.again]) == [False, True]
    with db.read() as session:
        assert session.exec(select(func.count()).select_from(Job)).one() == 1
