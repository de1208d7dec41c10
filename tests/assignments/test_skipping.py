"""The result of assigning to many names everybody who got no place, with why (A-11, J-01)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, select
from support.build import SYSTEM, Builder

from training_app.assignments import actions
from training_app.assignments.making import skipping
from training_app.assignments.making.entry import NewAssignment
from training_app.audience.filters import PeopleFilter
from training_app.catalog.model import Training
from training_app.core.jobs import JobLine
from training_app.core.tables import known
from training_app.people import actions as people
from training_app.people.model import Person

MANY = actions.AT_ONCE + 1
TODAY = date(2027, 3, 1)
KEY = "0:form"


@pytest.fixture
def course(build: Builder) -> Training:
    """A course, and more people than are assigned at once."""
    build.people(MANY)
    return build.course()


def begin(build: Builder, training: Training, **said) -> int:
    """Assign to everybody; the job of it has only been started."""
    entered = {"key": "form", "training_id": training.id, "starts_on": TODAY, "due_on": TODAY + timedelta(30)} | said
    made = actions.assign(build.session, SYSTEM, new=NewAssignment(**entered), whom=PeopleFilter(), now=build.now)
    assert made.job_key == KEY
    return made.assignment_id


def skipped(build: Builder, assignment_id: int) -> dict[int, str]:
    """The person and the reason of each line, after everybody had their turn."""
    actions.write_chunk(build.session, assignment_id=assignment_id, after_person_id=0, size=1000, now=build.now)
    skipping.note(build.session, assignment_id=assignment_id, job_key=KEY)
    lines = build.session.exec(select(JobLine)).all()
    assert {(line.job_key, line.subject) for line in lines} <= {(KEY, "person")}
    assert len({line.subject_id for line in lines}) == len(lines)
    return {line.subject_id: line.why for line in lines}


def completed(build: Builder, training: Training, at: datetime) -> Person:
    """Somebody who did the training at that time."""
    person = build.person()
    build.assign(training, f"q={person.username}", at=at)
    build.complete(person, training, at=at)
    return person


def test_who_gets_a_place_has_no_line(build: Builder, course: Training):
    assert skipped(build, begin(build, course)) == {}


@pytest.mark.rule("J-01", "the result of assigning names who was deactivated meanwhile")
def test_who_was_deactivated_meanwhile_is_named(build: Builder, session: Session, course: Training):
    gone = build.person()
    made = begin(build, course)
    people.deactivate(session, SYSTEM, person_id=known(gone.id), now=build.now)

    assert skipped(build, made) == {gone.id: "Deactivated"}


@pytest.mark.rule("J-01", "the result of assigning names who completed it in their licensing period, with the day")
@pytest.mark.parametrize(
    ("day", "said"),
    [
        (datetime(2027, 1, 9, 12, tzinfo=UTC), "Completed it on 9 Jan 2027, in this licensing period"),
        (datetime(2026, 12, 31, 12, tzinfo=UTC), "Completed it on 31 Dec 2026, in this licensing period"),
        (datetime(2026, 5, 2, 12, tzinfo=UTC), "Completed it on 2 May 2026, in this licensing period"),
    ],
)
def test_who_completed_it_is_named_with_the_day(build: Builder, course: Training, day, said):
    done = completed(build, course, day)

    assert skipped(build, begin(build, course)) == {done.id: said}


def test_who_completed_it_and_may_do_it_again_is_not_skipped(build: Builder, course: Training, now):
    completed(build, course, now - timedelta(days=40))

    assert skipped(build, begin(build, course, allow_duplicates=True)) == {}


@pytest.mark.rule("J-01", "the result of assigning names who has not attended the course that it requires")
def test_who_lacks_what_the_course_requires_is_named(build: Builder, session: Session, course: Training):
    course.requires_id = build.course("Skills day").id
    session.add(course)
    session.flush()

    reasons = skipped(build, begin(build, course))

    assert len(reasons) == MANY
    assert set(reasons.values()) == {"Has not attended the course that this one requires"}


@pytest.mark.rule("J-01", "of several reasons the one that weighs most: whoever is gone is named as that")
def test_who_completed_it_and_is_gone_is_named_as_gone(build: Builder, session: Session, course: Training, now):
    done = completed(build, course, now - timedelta(days=40))
    made = begin(build, course)
    people.deactivate(session, SYSTEM, person_id=known(done.id), now=now)

    assert skipped(build, made) == {done.id: "Deactivated"}


@pytest.mark.rule("X-02", "who completed each course of a path is named with the day of the last")
def test_who_completed_each_course_of_a_path_is_named_with_the_last_day(build: Builder, now):
    build.people(MANY)
    first, second = build.course("One"), build.course("Two")
    path = build.path("New hire", first, second)
    done = completed(build, first, now - timedelta(days=40))
    build.assign(second, f"q={done.username}", at=now - timedelta(days=20))
    build.complete(done, second, at=now - timedelta(days=20))

    reasons = skipped(build, begin(build, path))

    assert reasons == {done.id: "Completed it on 9 Feb 2027, in this licensing period"}
