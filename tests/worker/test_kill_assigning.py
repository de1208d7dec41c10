"""A real process that assigns is killed with SIGKILL, again and again; people, messages and mails are counted."""

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier

import pytest
from sqlmodel import Session, col, func, select
from support import waiting
from support.build import Builder
from support.cast import Cast
from support.cast import make as make_cast
from support.database import Database, in_turn
from support.smtp import Sink, connected

from training_app.assignments import queries
from training_app.assignments.actions import Assigned
from training_app.assignments.attempts import learning
from training_app.assignments.filters import AssignmentFilter
from training_app.assignments.making import drafting
from training_app.assignments.model import Assignee, Assignment, Chosen, Enrollment, PathStep
from training_app.audience.filters import PeopleFilter
from training_app.core import clock, db, jobs
from training_app.core.jobs import Job, JobLine, Progress
from training_app.core.tables import known
from training_app.notifications.model import Message
from training_app.worker import jobs as workflows

CREW = 120
KILLS = 15 if os.environ.get("MUSTER_PROVE") else 3
# Small chunks, so that there are many moments between them.
PROGRAM = "from training_app.worker import jobs; jobs.PEOPLE = 2; from training_app.cli.main import main; main()"
until = partial(waiting.until, within=60.0)


@pytest.fixture
def sink(database: Database) -> Iterator[Sink]:
    with connected() as sink:
        yield sink


@pytest.fixture
def cast(database: Database) -> Cast:
    """The cast and a large crew."""
    with db.write() as session:
        cast = make_cast(Builder(session, clock.now()))
        cast.build.people(CREW)
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


def drafted(cast: Cast, now: datetime, *, is_path: bool = False) -> int:
    """Ada's draft with everybody chosen, starting today."""
    with db.write() as session:
        build = Builder(session, now)
        ada = build.actor(cast.ada)
        draft_id = drafting.begin(session, ada, now=now)
        training = build.path() if is_path else build.course("Lifting safely")
        said = {"draft_id": draft_id, "now": now}
        drafting.choose_training(session, ada, training_id=known(training.id), **said)
        drafting.set_dates(session, ada, starts_on=now.date(), due_on=now.date() + timedelta(days=60), **said)
        drafting.add_found(session, ada, whom=PeopleFilter(), **said)
    return draft_id


def create(cast: Cast, draft_id: int, now: datetime) -> Assigned:
    with db.write() as session:
        ada = Builder(session, now).actor(cast.ada)
        return drafting.create(session, ada, draft_id=draft_id, now=now)


def progress(made: Assigned) -> Progress:
    with db.read() as session:
        found = jobs.progress(session, made.job_key or "")
    assert found is not None
    return found


def counted(session: Session, *tables: type) -> list[int]:
    return [session.exec(select(func.count()).select_from(table)).one() for table in tables]


def nothing_is_seen(cast: Cast, sink: Sink) -> None:
    """No learner, count, message or other admin sees an assignment that is being created."""
    with db.read() as session:
        today, build = clock.now().date(), Builder(session, clock.now())
        assert learning.home(session, build.actor(cast.lea), today=today).enrolled == []
        sam = build.actor(cast.sam)
        wanted = {"wanted": AssignmentFilter(), "today": today}
        assert queries.assignments(session, sam, **wanted).rows == []
        assert {tab.number for tab in queries.assignment_tabs(session, sam, **wanted)} == {0}
        assert counted(session, Message) == [0]
    assert sink.mails == []


@pytest.mark.rule("A-14", "the job killed at random moments: every person exactly once, every message exactly once")
@pytest.mark.rule("J-01", "assigning killed again and again goes on from where it was and does nothing twice")
@pytest.mark.parametrize("database", in_turn("sqlite"), indirect=True)
def test_killed_at_random_moments_everybody_has_one_place_and_one_message(cast: Cast, sink: Sink):
    made = create(cast, drafted(cast, clock.now()), clock.now())
    total = progress(made).total
    for kill in range(KILLS):
        with worker() as process:
            wanted = min((kill + 1) * total // (KILLS + 1) + random.randint(0, 9), total - 40)  # noqa: S311 - any moment will do
            until(lambda wanted=wanted: progress(made).done >= wanted)
            process.send_signal(signal.SIGKILL)
            process.wait(30)
        assert progress(made).outcome is None, "it was killed too late to prove anything"
        nothing_is_seen(cast, sink)

    with worker():
        sink.wait_for(total, seconds=90)
        until(all_are_sent)

    assert progress(made).result == {"assignment_id": made.assignment_id, "people": total, "skipped": 0}
    with db.read() as session:
        assert counted(session, Assignment, Assignee, Enrollment, Chosen) == [1, total, total, 0]
        places = session.exec(select(Assignee.person_id)).all()
        assert len(set(places)) == total
        told = Counter(
            session.exec(
                select(Message.person_id, Message.channel).where(Message.occasion == "assignment started")
            ).all()
        )
    assert {person_id for person_id, _ in told} == set(places)
    assert (len(told), set(told.values())) == (2 * total, {1})
    new = Counter(address for mail in sink.mails if "Lifting safely" in mail.subject for address in mail.to)
    assert (len(new), set(new.values())) == (total, {1})
    assert set(sink.ids().values()) == {1}


def all_are_sent() -> bool:
    with db.read() as session:
        waiting_still = select(func.count()).select_from(Message).where(col(Message.status).in_(["pending", "sending"]))
        return not session.exec(waiting_still).one()


@pytest.mark.rule("A-14", "cancelled in its middle: nothing of a path is left, nor of its courses, and nobody saw it")
def test_cancelled_in_its_middle_nothing_of_a_path_is_left(cast: Cast, sink: Sink, monkeypatch):
    monkeypatch.setattr(workflows, "PEOPLE", 2)
    made = create(cast, drafted(cast, clock.now(), is_path=True), clock.now())
    with workflows.working():
        until(lambda: progress(made).done >= 4)
        with db.write() as session:
            assert jobs.request_cancel(session, key=made.job_key or "", now=clock.now())
            assert min(counted(session, Assignee, Enrollment, PathStep)) > 0
        until(lambda: progress(made).outcome is not None)

    assert progress(made).outcome == "cancelled"
    nothing_is_seen(cast, sink)
    with db.read() as session:
        assert counted(session, Assignment, Assignee, Enrollment, PathStep, JobLine) == [0, 0, 0, 0, 0]


@pytest.mark.rule("A-14", "one draft created by two tabs at the same moment makes one assignment and one job")
def test_created_by_two_at_the_same_moment_it_is_one(cast: Cast):
    now, both = clock.now(), Barrier(2)
    draft_id = drafted(cast, now)

    def press(_tab: int) -> Assigned:
        both.wait(30)
        return create(cast, draft_id, now)

    with ThreadPoolExecutor(2) as tabs:
        one, other = tabs.map(press, range(2))

    assert one.assignment_id == other.assignment_id
    assert sorted([one.again, other.again]) == [False, True]
    with db.read() as session:
        assert counted(session, Assignment, Job) == [1, 1]
