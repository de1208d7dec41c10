"""Assigning to more people than at once: written by a job, published last, and gone when it is cancelled."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, func, select
from support.build import SYSTEM, Builder
from support.database import Database
from support.waiting import until

from training_app.assignments import abandoning, actions
from training_app.assignments.abandoning import AlreadyPublished
from training_app.assignments.actions import Assigned
from training_app.assignments.entry import NewAssignment
from training_app.assignments.model import Assignee, Assignment, Chosen, Enrollment
from training_app.audience.filters import PeopleFilter
from training_app.core import db, jobs
from training_app.core.jobs import Progress
from training_app.core.tables import known
from training_app.worker import jobs as workflows

TODAY = date(2027, 3, 1)
MANY = 120


def assign(session: Session, now: datetime, training_id: int | None, key: str = "form") -> Assigned:
    entered = NewAssignment(key=key, training_id=training_id, starts_on=TODAY, due_on=TODAY + timedelta(days=30))
    return actions.assign(session, SYSTEM, new=entered, whom=PeopleFilter(), now=now)


@pytest.fixture
def assigned(database: Database, now: datetime) -> Assigned:
    """A course was assigned to everybody, and nobody works on the job yet."""
    with db.write() as session:
        build = Builder(session, now)
        build.people(MANY)
        return assign(session, now, build.course().id)


def work_until_the_end(assigned: Assigned) -> Progress:
    with workflows.working():
        until(lambda: progress(assigned).ended_at is not None)
    return progress(assigned)


def progress(assigned: Assigned) -> Progress:
    assert assigned.job_key is not None
    with db.read() as session:
        found = jobs.progress(session, assigned.job_key)
    assert found is not None
    return found


def published_at(assigned: Assigned) -> datetime | None:
    with db.read() as session:
        return session.get_one(Assignment, assigned.assignment_id).published_at


def rows(session: Session) -> dict[str, int]:
    tables = (Assignment, Assignee, Enrollment, Chosen)
    return {table.__name__: session.exec(select(func.count()).select_from(table)).one() for table in tables}


@pytest.mark.rule("A-14", "above 100 people a job writes the assignment and publishes it last")
def test_many_people_are_assigned_by_a_job_that_publishes_last(assigned: Assigned):
    assert published_at(assigned) is None

    ended = work_until_the_end(assigned)

    assert (ended.outcome, ended.done, ended.total) == ("done", MANY, MANY)
    assert ended.result == {"people": MANY, "skipped": 0}
    assert published_at(assigned) is not None
    with db.read() as session:
        assert rows(session) == {"Assignment": 1, "Assignee": MANY, "Enrollment": MANY, "Chosen": 0}


@pytest.mark.rule("A-14", "a cancel leaves nothing of the assignment")
def test_a_cancelled_assignment_leaves_nothing(assigned: Assigned, now: datetime):
    with db.write() as session:
        assert jobs.request_cancel(session, key=assigned.job_key or "", now=now)

    ended = work_until_the_end(assigned)

    assert ended.outcome == "cancelled"
    with db.read() as session:
        assert rows(session) == {"Assignment": 0, "Assignee": 0, "Enrollment": 0, "Chosen": 0}


@pytest.mark.rule("A-14", "half written and given up, nothing of it is left and nothing else is touched")
def test_what_was_half_written_is_taken_back_and_nothing_else(build: Builder, now: datetime):
    session = build.session
    build.people(MANY)
    course = build.course()
    assign(session, now, course.id, key="half")
    half = session.exec(select(Assignment)).one()
    everything_else = rows(session) | {"Assignment": 0, "Chosen": 0}
    actions.write_chunk(session, assignment_id=known(half.id), after_person_id=0, size=60, now=now)
    assert rows(session)["Assignee"] == 60

    abandoning.abandon(session, assignment_id=known(half.id))

    assert rows(session) == everything_else


def test_an_attempt_that_another_assignment_stands_on_by_now_stays(build: Builder, now: datetime):
    session = build.session
    build.people(MANY)
    course = build.course()
    for key in ("given up", "kept"):
        made = assign(session, now, course.id, key=key)
        actions.write_chunk(session, assignment_id=made.assignment_id, after_person_id=0, size=60, now=now)
    first = session.exec(select(Assignment.id).order_by(Assignment.id)).first()

    abandoning.abandon(session, assignment_id=known(first))

    left = rows(session)
    assert (left["Assignment"], left["Assignee"], left["Enrollment"]) == (1, 60, 60)


def test_a_published_assignment_is_not_abandoned(build: Builder, now: datetime):
    build.person()
    made = assign(build.session, now, build.course().id)

    with pytest.raises(AlreadyPublished):
        abandoning.abandon(build.session, assignment_id=made.assignment_id)
