"""Assigning to more people than at once: written by a job, published last, and gone when it is cancelled."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, func, select
from support.build import SYSTEM, Builder
from support.database import Database
from support.waiting import until

from training_app.assignments import actions
from training_app.assignments.actions import Assigned
from training_app.assignments.making import abandoning
from training_app.assignments.making.abandoning import AlreadyPublished
from training_app.assignments.making.entry import NewAssignment
from training_app.assignments.model import Assignee, Assignment, Chosen, Enrollment, PathStep
from training_app.audience.filters import PeopleFilter
from training_app.catalog.model import Training
from training_app.core import db, jobs
from training_app.core.jobs import Job, JobLine, Progress
from training_app.core.tables import known
from training_app.notifications import bell
from training_app.people import actions as people
from training_app.people.model import Person
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
    assert ended.result == {"assignment_id": assigned.assignment_id, "people": MANY, "skipped": 0}
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


@pytest.mark.rule("J-01", "the job that assigns counts those skipped and names each with why")
def test_those_skipped_are_counted_and_named(assigned: Assigned, now: datetime):
    with db.write() as session:
        gone = session.exec(select(Person).order_by(Person.id)).first()
        people.deactivate(session, SYSTEM, person_id=known(gone.id), now=now)

    ended = work_until_the_end(assigned)

    assert ended.result == {"assignment_id": assigned.assignment_id, "people": MANY - 1, "skipped": 1}
    with db.read() as session:
        (line,) = session.exec(select(JobLine)).all()
    assert (line.job_key, line.subject_id, line.why) == (assigned.job_key, gone.id, "Deactivated")


@pytest.mark.rule("J-01", "assigning that fails because nobody is left says so and names everybody with why")
@pytest.mark.rule("A-14", "a failure leaves nothing of the assignment")
def test_with_nobody_left_it_fails_and_everybody_is_named(assigned: Assigned, now: datetime):
    with db.write() as session:
        for person in session.exec(select(Person)).all():
            people.deactivate(session, SYSTEM, person_id=known(person.id), now=now)

    ended = work_until_the_end(assigned)

    assert (ended.outcome, ended.result) == ("failed", {"error": "Nobody would be enrolled: all 120 are skipped."})
    with db.read() as session:
        assert rows(session) == {"Assignment": 0, "Assignee": 0, "Enrollment": 0, "Chosen": 0}
        assert session.exec(select(func.count()).select_from(JobLine)).one() == MANY


@pytest.mark.rule("J-02", "while it goes on and when it ends, the open pages of who started it hear of it")
def test_the_pages_of_who_started_it_hear_how_far_it_is(database: Database, now: datetime):
    heard: list[tuple[frozenset[int], str | None]] = []
    with db.write() as session:
        build = Builder(session, now)
        build.people(MANY)
        starter = build.person()
        course = build.course().id
        key = jobs.start(session, kind="assign", key="form", title="", total=0, started_by_id=starter.id, now=now)
        entered = NewAssignment(key=key, training_id=course, starts_on=TODAY, due_on=TODAY + timedelta(days=30))
        actions.choose(session, SYSTEM, form_key=key, whom=PeopleFilter(), today=TODAY)
        actions.create(session, SYSTEM, new=entered, now=now)

    def hear(person_ids: frozenset[int]) -> None:
        with db.read() as session:
            heard.append((person_ids, session.get_one(Job, key).outcome))

    bell.connect(hear)
    try:
        with workflows.working():
            until(lambda: (frozenset({starter.id}), "done") in heard)
    finally:
        bell.disconnect(hear)
    assert heard[0] == (frozenset({starter.id}), None)


def begun_path(build: Builder) -> tuple[Training, Training]:
    """A path of two courses, and the first of them."""
    build.people(MANY)
    first = build.course("One")
    return build.path("New hire", first, build.course("Two")), first


@pytest.mark.rule("A-14", "a path half written and given up leaves neither its steps nor the attempts at its courses")
def test_a_path_that_was_half_written_is_taken_back_with_its_courses(build: Builder, now: datetime):
    session = build.session
    path, first = begun_path(build)
    lea = build.person()
    build.assign(first, f"q={lea.username}")
    everything_else = rows(session)
    half = assign(session, now, path.id)
    actions.write_chunk(session, assignment_id=half.assignment_id, after_person_id=0, size=MANY + 1, now=now)
    assert session.exec(select(func.count()).select_from(PathStep)).one() == 2 * (MANY + 1)
    assert rows(session)["Enrollment"] == 3 * (MANY + 1)

    abandoning.abandon(session, assignment_id=half.assignment_id)

    assert rows(session) == everything_else
    assert session.exec(select(PathStep)).all() == []


def test_a_course_of_a_path_that_something_else_stands_on_stays(build: Builder, now: datetime):
    session = build.session
    path, first = begun_path(build)
    half = assign(session, now, path.id)
    actions.write_chunk(session, assignment_id=half.assignment_id, after_person_id=0, size=MANY, now=now)
    build.assign(first)

    abandoning.abandon(session, assignment_id=half.assignment_id)

    left = rows(session)
    assert (left["Assignment"], left["Assignee"], left["Enrollment"]) == (1, MANY, MANY)
