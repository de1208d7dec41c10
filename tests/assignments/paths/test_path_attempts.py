"""Attempts at learning paths: what they consist of, and how they follow their courses (T-05, X-02)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import col, select
from support.build import SYSTEM

from training_app.assignments.attempts import results
from training_app.assignments.attempts.results import Result
from training_app.assignments.model import Enrollment, PathStep
from training_app.catalog import actions as catalog
from training_app.catalog import paths as catalog_paths
from training_app.core.errors import Invalid
from training_app.core.events import Event
from training_app.core.tables import known


@pytest.fixture
def kim(build):
    return build.person("Kim")


@pytest.fixture
def courses(build):
    return [build.course("Airway"), build.course("Breathing"), build.course("Circulation")]


@pytest.fixture
def path(build, courses):
    return build.path("Advanced life support", *courses)


def steps(session, attempt) -> list[PathStep]:
    of_it = select(PathStep).where(PathStep.path_enrollment_id == attempt.id)
    return list(session.exec(of_it.order_by(col(PathStep.position))))


def attempts(session, person, training) -> list[Enrollment]:
    of_it = select(Enrollment).where(Enrollment.person_id == person.id, Enrollment.training_id == training.id)
    return list(session.exec(of_it.order_by(col(Enrollment.number))))


def enter(session, attempt, result, now) -> None:
    results.record(session, SYSTEM, enrollment_ids=[known(attempt.id)], result=result, now=now)


@pytest.mark.rule("T-05", "an attempt at a path has an attempt at each of its courses, in order")
def test_assigning_a_path_begins_each_of_its_courses(session, build, kim, courses, path):
    build.assign(path, f"q={kim.username}")
    begun = steps(session, build.attempt(kim, path))
    assert [step.course_id for step in begun] == [course.id for course in courses]
    assert [step.enrollment_id for step in begun] == [build.attempt(kim, course).id for course in courses]


@pytest.mark.rule("T-05", "its courses are fixed when its attempt begins")
def test_a_course_that_the_path_gets_later_is_not_asked_of_an_attempt_that_has_begun(
    session, build, now, kim, courses, path
):
    build.assign(path, f"q={kim.username}")
    base = catalog_paths.entered(session, path)
    longer = replace(base, courses=(*base.courses, known(build.course("Disability").id)))
    catalog_paths.edit(session, SYSTEM, training_id=known(path.id), base=base, new=longer, now=now)
    assert [step.course_id for step in steps(session, build.attempt(kim, path))] == [one.id for one in courses]
    build.assign(path, f"q={kim.username}")  # joins the open attempt
    assert [step.course_id for step in steps(session, build.attempt(kim, path))] == [one.id for one in courses]


@pytest.mark.rule("T-05", "it is complete when all its courses are")
def test_a_path_is_complete_with_its_last_course(session, build, kim, courses, path):
    build.assign(path, f"q={kim.username}")
    for course in courses[:2]:
        build.complete(kim, course)
    assert build.attempt(kim, path).status == "enrolled"
    build.complete(kim, courses[2])
    attempt = build.attempt(kim, path)
    assert (attempt.status, attempt.completed_on) == ("evaluated", date(2027, 3, 1))


@pytest.mark.rule("T-05", "that it is complete is heard like the completion of a course")
def test_completing_a_path_is_a_fact(session, build, kim, courses, path):
    build.assign(path, f"q={kim.username}")
    for course in courses:
        build.complete(kim, course)
    facts = [fact.payload["enrollment_ids"] for fact in session.exec(select(Event)) if "Completed" in fact.act]
    assert facts[-1] == [build.attempt(kim, path).id]


@pytest.mark.rule("T-05", "it is failed when one of its courses is")
def test_a_path_is_failed_with_a_course(session, build, now, kim, courses, path):
    build.assign(path, f"q={kim.username}")
    build.complete(kim, courses[0])
    enter(session, build.attempt(kim, courses[1]), Result.FAILED, now)
    assert build.attempt(kim, path).status == "failed"


@pytest.mark.rule("X-02", "one open attempt at a course serves a path and an assignment of the course")
def test_a_course_that_is_open_already_is_not_begun_again(session, build, kim, courses, path):
    build.assign(courses[0], f"q={kim.username}")
    build.assign(path, f"q={kim.username}")
    assert len(attempts(session, kim, courses[0])) == 1
    build.complete(kim, courses[0])
    assert steps(session, build.attempt(kim, path))[0].enrollment_id == build.attempt(kim, courses[0]).id


@pytest.mark.rule("X-02", "assigned directly, a course goes on with the attempt that a path began")
def test_a_course_that_a_path_began_joins_an_assignment(session, build, kim, courses, path):
    build.assign(path, f"q={kim.username}")
    made = build.assign(courses[0], f"q={kim.username}")
    assert (made.people, len(attempts(session, kim, courses[0]))) == (1, 1)


@pytest.mark.rule("X-02", "with duplicates off, a course completed in the period counts as done in the path")
def test_a_course_completed_in_the_period_counts(session, build, kim, courses, path):
    build.assign(courses[1], f"q={kim.username}")
    build.complete(kim, courses[1])
    build.assign(path, f"q={kim.username}")
    assert len(attempts(session, kim, courses[1])) == 1
    for course in (courses[0], courses[2]):
        build.complete(kim, course)
    assert build.attempt(kim, path).status == "evaluated"


@pytest.mark.rule("X-02", "with duplicates allowed, a course completed in the period is begun anew in the path")
def test_with_duplicates_a_completed_course_is_begun_anew(session, build, kim, courses, path):
    build.assign(courses[1], f"q={kim.username}")
    build.complete(kim, courses[1])
    build.assign(path, f"q={kim.username}", allow_duplicates=True)
    assert [one.status for one in attempts(session, kim, courses[1])] == ["evaluated", "enrolled"]


@pytest.mark.rule("X-02", "a course completed in an earlier period does not count")
def test_a_course_completed_in_an_earlier_period_is_begun_anew(session, build, now, kim, courses, path):
    long_ago = now - timedelta(days=365 * 4)
    build.assign(courses[1], f"q={kim.username}", at=long_ago)
    build.complete(kim, courses[1], at=long_ago)
    build.assign(path, f"q={kim.username}")
    assert [one.status for one in attempts(session, kim, courses[1])] == ["evaluated", "enrolled"]


@pytest.mark.rule("X-02", "who completed every course of a path in the period is skipped")
def test_nobody_is_assigned_a_path_of_which_all_courses_are_done(session, build, kim, courses):
    only = build.path("Airway alone", courses[0])
    build.assign(courses[0], f"q={kim.username}")
    build.complete(kim, courses[0])
    with pytest.raises(Invalid, match="Nobody would be enrolled"):
        build.assign(only, f"q={kim.username}")
    assert attempts(session, kim, only) == []


@pytest.mark.rule("T-05", "nobody is enrolled who has not attended the course that the path requires")
def test_who_has_not_attended_is_not_enrolled(session, build, kim, courses):
    orientation = build.course("Orientation", course_kind="instructor-led")
    program = build.path("Fast start", *courses, requires_id=orientation.id)
    with pytest.raises(Invalid, match="Nobody would be enrolled"):
        build.assign(program, f"q={kim.username}")
    assert attempts(session, kim, program) == []
    assert attempts(session, kim, courses[0]) == []


@pytest.mark.rule("A-05", "a learning path cannot be assigned when one of its courses has expired or was archived")
def test_a_path_with_an_archived_course_is_not_assigned(session, build, now, kim, courses, path):
    catalog.archive(session, SYSTEM, training_id=known(courses[2].id), now=now)
    with pytest.raises(Invalid, match="Circulation"):
        build.assign(path, f"q={kim.username}")


@pytest.mark.rule("A-05", "a due date after the accreditation of one of a path's courses ends is refused")
def test_a_path_is_due_before_the_accreditation_of_its_courses_ends(session, build, kim, courses):
    ends = build.course("Ends", accredited_through=date(2027, 3, 20))
    path = build.path("With an end", courses[0], ends)
    with pytest.raises(Invalid, match="Ends"):
        build.assign(path, f"q={kim.username}", due=date(2027, 3, 21))
