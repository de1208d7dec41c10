"""Re-enrolling who failed a learning path: only the failed courses, in the same attempt at the path (A-22, X-02)."""

from datetime import date

import pytest
from sqlmodel import col, select
from support.build import SYSTEM

from training_app.assignments.acts import reenrolling
from training_app.assignments.attempts import results
from training_app.assignments.attempts.results import Result
from training_app.assignments.model import Assignee, Enrollment, PathStep
from training_app.core.tables import known


@pytest.fixture
def courses(build):
    return [build.course("Airway"), build.course("Breathing"), build.course("Circulation")]


@pytest.fixture
def path(build, courses):
    return build.path("Advanced life support", *courses)


@pytest.fixture
def kim(session, build, now, courses, path):
    """Completed the first course of the path, failed the second, and has the third before them."""
    kim = build.person("Kim")
    build.assign(path, f"q={kim.username}")
    build.complete(kim, courses[0])
    enter(session, build.attempt(kim, courses[1]), Result.FAILED, now)
    return kim


def enter(session, attempt, result, now) -> None:
    results.record(session, SYSTEM, enrollment_ids=[known(attempt.id)], result=result, now=now)


def numbers(session, person, training) -> list[tuple[int, str]]:
    of_it = select(Enrollment).where(Enrollment.person_id == person.id, Enrollment.training_id == training.id)
    return [(one.number, one.status) for one in session.exec(of_it.order_by(col(Enrollment.number)))]


def reenroll(session, kim, now, **said):
    place = session.exec(select(Assignee).where(Assignee.person_id == kim.id).order_by(col(Assignee.id))).first()
    return reenrolling.reenroll(session, SYSTEM, assignment_id=place.assignment_id, now=now, **said)


@pytest.mark.rule("A-22", "of a learning path only the failed courses are begun anew, in the same attempt at the path")
def test_only_the_failed_course_is_begun_anew(session, build, now, kim, courses, path):
    assert reenroll(session, kim, now).people == 1
    assert numbers(session, kim, path) == [(1, "enrolled")]
    assert numbers(session, kim, courses[0]) == [(1, "evaluated")]
    assert numbers(session, kim, courses[1]) == [(1, "failed"), (2, "enrolled")]
    assert numbers(session, kim, courses[2]) == [(1, "enrolled")]


@pytest.mark.rule("X-02", "the path goes on with the new attempt at the course that was failed")
def test_the_path_is_complete_with_the_second_attempt(session, build, now, kim, courses, path):
    reenroll(session, kim, now)
    build.complete(kim, courses[1])
    build.complete(kim, courses[2])
    assert numbers(session, kim, path) == [(1, "evaluated")]


@pytest.mark.rule("A-22", "a course that was failed twice is begun a third time")
def test_failing_again_and_again(session, build, now, kim, courses, path):
    reenroll(session, kim, now)
    enter(session, build.attempt(kim, courses[1]), Result.FAILED, now)
    assert build.attempt(kim, path).status == "failed"
    reenroll(session, kim, now)
    assert numbers(session, kim, courses[1]) == [(1, "failed"), (2, "failed"), (3, "enrolled")]
    assert reenroll(session, kim, now).people == 0


@pytest.mark.rule("X-02", "a failed course that something else has opened again is not begun a second time")
def test_an_open_attempt_at_the_failed_course_serves_the_path(session, build, now, kim, courses, path):
    build.assign(courses[1], f"q={kim.username}", allow_duplicates=True)
    reenroll(session, kim, now)
    assert numbers(session, kim, courses[1]) == [(1, "failed"), (2, "enrolled")]
    step = session.exec(select(PathStep).where(PathStep.course_id == courses[1].id)).one()
    assert step.enrollment_id == build.attempt(kim, courses[1]).id


@pytest.mark.rule("A-22", "whose path another assignment began anew since goes on with that one")
def test_a_new_attempt_at_the_path_serves_the_first_assignment(session, build, now, kim, courses, path):
    build.assign(path, f"q={kim.username}", due=date(2027, 5, 1))
    assert numbers(session, kim, path) == [(1, "failed"), (2, "enrolled")]
    reenroll(session, kim, now)
    assert {place.enrollment_id for place in session.exec(select(Assignee))} == {build.attempt(kim, path).id}
