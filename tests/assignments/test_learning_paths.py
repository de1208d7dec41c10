"""A learner sees a path as one thing, with its courses in it (T-05, X-02, X-03, X-04)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.assignments.attempts import history, learning, learning_paths, results
from training_app.assignments.attempts.results import Result
from training_app.catalog import actions as catalog
from training_app.catalog import paths
from training_app.catalog.rules import CourseKind
from training_app.core.errors import NotFound
from training_app.core.tables import known

TODAY = date(2027, 3, 1)


@pytest.fixture
def courses(cast: Cast, build: Builder):
    return [build.course(title, minutes=20) for title in ("Airway", "Breathing", "Circulation")]


@pytest.fixture
def path(build: Builder, courses):
    return build.path("Life support", *courses)


@pytest.fixture
def given(cast: Cast, build: Builder, path):
    """Lea has the path, due in ten days."""
    build.assign(path, f"q={cast.lea.username}", due=TODAY + timedelta(days=10))
    return path


@pytest.fixture
def home(session: Session, cast: Cast):
    return lambda today=TODAY: learning.home(session, cast.actor(cast.lea), today=today)


@pytest.fixture
def titles_done(session: Session, cast: Cast):
    return lambda: [one.title for one in history.completed(session, cast.actor(cast.lea)).rows]


@pytest.fixture
def view(session: Session, cast: Cast, build: Builder):
    def read(path, today=TODAY):
        number = known(build.attempt(cast.lea, path).id)
        return learning_paths.path(session, cast.actor(cast.lea), enrollment_id=number, today=today)

    return read


def open_course(session: Session, cast: Cast, build: Builder, course, today=TODAY, who="lea") -> learning.Learning:
    number = known(build.attempt(cast.lea, course).id)
    return learning.learning(session, cast.actor(getattr(cast, who)), enrollment_id=number, today=today)


# ── the dashboard


@pytest.mark.rule("T-05", "progress is shown as done/total, on one card for the whole path")
def test_a_path_is_one_card_with_its_progress(cast: Cast, build, given, courses, home):
    build.complete(cast.lea, courses[0])
    (card,) = home().enrolled
    assert (card.title, card.is_path, card.done, card.total) == ("Life support", True, 1, 3)
    assert (card.due_on, card.days, card.minutes) == ("2027-03-11", 10, 60)


@pytest.mark.rule("X-02", "a course of a path that is also assigned by itself stands by itself, too")
def test_a_course_that_is_also_assigned_stands_alone_too(cast: Cast, build, given, courses, home):
    build.assign(courses[1], f"q={cast.lea.username}", due=TODAY + timedelta(days=5))
    assert [(row.title, row.due_on) for row in home().enrolled] == [
        ("Breathing", "2027-03-06"), ("Life support", "2027-03-11"),
    ]  # fmt: skip


@pytest.mark.rule("X-02", "one open attempt serves the path and the direct assignment: finished once, done in both")
def test_a_course_finished_once_is_done_in_both(cast: Cast, build, given, courses, home, titles_done):
    build.assign(courses[1], f"q={cast.lea.username}")
    build.complete(cast.lea, courses[1])
    assert [(row.title, row.done) for row in home().enrolled] == [("Life support", 1)]
    assert titles_done() == ["Breathing"]


@pytest.mark.rule("L-01", "a completed path stands under Completed, with its courses")
def test_a_completed_path_stands_under_completed(cast: Cast, build, given, courses, home, titles_done):
    for course in courses:
        build.complete(cast.lea, course)
    assert home().enrolled == []
    assert sorted(titles_done()) == ["Airway", "Breathing", "Circulation", "Life support"]


@pytest.mark.rule("X-03", "a path is hidden with its courses until the start day")
def test_an_upcoming_path_is_hidden_with_its_courses(session, cast: Cast, build, path, courses, home, view):
    start = TODAY + timedelta(days=3)
    build.assign(path, f"q={cast.lea.username}", starts=start)
    assert home(start - timedelta(days=1)).enrolled == []
    with pytest.raises(NotFound):
        view(path, start - timedelta(days=1))
    with pytest.raises(NotFound):
        open_course(session, cast, build, courses[0], start - timedelta(days=1))
    assert [row.title for row in home(start).enrolled] == ["Life support"]
    assert open_course(session, cast, build, courses[0], start).row.title == "Airway"


# ── the path


@pytest.mark.rule("L-02", "a path lists its courses in order with how each stands, and which comes next")
def test_a_path_lists_its_courses_in_order(cast: Cast, build, given, courses, view):
    build.complete(cast.lea, courses[1])
    read = view(given)
    assert [(one.position, one.title, one.status, one.done, one.total) for one in read.courses] == [
        (1, "Airway", "enrolled", 0, 2), (2, "Breathing", "evaluated", 2, 2), (3, "Circulation", "enrolled", 0, 2),
    ]  # fmt: skip
    assert (read.next_id, read.is_begun) == (build.attempt(cast.lea, courses[0]).id, True)
    build.complete(cast.lea, courses[0])
    assert view(given).next_id == build.attempt(cast.lea, courses[2]).id


def test_a_path_that_is_not_begun_says_so(given, view):
    assert view(given).is_begun is False


@pytest.mark.rule("X-02", "a course completed earlier in the period counts in the path, and says so")
def test_a_course_completed_before_counts_and_says_so(cast: Cast, build, courses, path, view):
    early = build.now - timedelta(days=20)
    build.assign(courses[0], f"q={cast.lea.username}", at=early)
    build.complete(cast.lea, courses[0], at=early)
    build.assign(path, f"q={cast.lea.username}")
    read = view(path)
    assert [(one.completed_on, one.is_from_before) for one in read.courses][:2] == [("2027-02-09", True), ("", False)]
    assert (read.row.done, read.row.total) == (1, 3)


@pytest.mark.rule("T-05", "what an instructor holds is not what the learner goes on with")
def test_the_next_course_is_one_that_the_learner_can_do(cast: Cast, build, view):
    drill = build.course("Drill", course_kind=CourseKind.INSTRUCTOR_LED, materials=0)
    radio = build.course("Radio")
    path = build.path("Crew", drill, radio)
    build.assign(path, f"q={cast.lea.username}")
    assert view(path).courses[0].is_instructor_led
    assert view(path).next_id == build.attempt(cast.lea, radio).id
    build.complete(cast.lea, radio)
    assert view(path).next_id == 0


def test_a_failed_course_is_not_what_comes_next(session, cast: Cast, build, now, given, courses, view):
    failed = known(build.attempt(cast.lea, courses[0]).id)
    results.record(session, SYSTEM, enrollment_ids=[failed], result=Result.FAILED, now=now)
    read = view(given)
    assert (read.row.status, read.courses[0].status) == ("failed", "failed")
    assert read.next_id == build.attempt(cast.lea, courses[1]).id


@pytest.mark.rule("X-04", "the courses of a path are edited: whoever has it open keeps the courses it had")
def test_an_edited_path_leaves_open_attempts_as_they_are(session, cast: Cast, build, now, given, courses, view):
    base = paths.entered(session, given)
    fewer = replace(base, courses=base.courses[:1])
    paths.edit(session, SYSTEM, training_id=known(given.id), base=base, new=fewer, now=now)
    build.assign(given, f"q={cast.noa.username}")
    assert [one.title for one in view(given).courses] == ["Airway", "Breathing", "Circulation"]
    (card,) = learning.home(session, cast.actor(cast.noa), today=TODAY).enrolled
    assert card.total == 1


@pytest.mark.rule("X-04", "a path is archived: whoever has it open goes on with it and completes it")
def test_an_archived_path_can_be_completed(session, cast: Cast, build, now, given, courses, titles_done):
    catalog.archive(session, SYSTEM, training_id=known(given.id), now=now)
    for course in courses:
        build.complete(cast.lea, course)
    assert "Life support" in titles_done()


# ── a course of it


@pytest.mark.rule("L-02", "a course that only a path asks for is opened and taken like any other, with the way back")
def test_a_course_of_a_path_is_taken_like_any_other(session, cast: Cast, build, given, courses):
    read = open_course(session, cast, build, courses[0])
    assert (len(read.steps), read.row.is_path) == (2, False)
    assert [(of.id, of.title) for of in read.paths] == [(build.attempt(cast.lea, given).id, "Life support")]
    assert open_course(session, cast, build, courses[0]).row.due_on == ""


def test_a_course_outside_of_any_path_has_no_way_back(session, cast: Cast, build):
    course = build.course("Radio")
    build.assign(course, f"q={cast.lea.username}")
    assert open_course(session, cast, build, course).paths == []


@pytest.mark.rule("P-05", "a learner sees only their own paths and courses")
@pytest.mark.parametrize("who", ["noa", "max", "ada", "sam"])
def test_nobody_reads_the_path_of_somebody_else(session, cast: Cast, build, given, courses, who):
    number = known(build.attempt(cast.lea, given).id)
    with pytest.raises(NotFound):
        learning_paths.path(session, cast.actor(getattr(cast, who)), enrollment_id=number, today=TODAY)
    with pytest.raises(NotFound):
        open_course(session, cast, build, courses[0], who=who)


def test_a_course_is_no_path(session, cast: Cast, build, given, courses):
    number = known(build.attempt(cast.lea, courses[0]).id)
    with pytest.raises(NotFound):
        learning_paths.path(session, cast.actor(cast.lea), enrollment_id=number, today=TODAY)
