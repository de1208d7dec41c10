"""The learner's dashboard: what is to do, what was failed, and what is complete with its history (L-01)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from support.build import SYSTEM, Builder
from support.cast import Cast
from support.exams import EVALUATION, exam

from training_app.assignments.acts import withdrawing
from training_app.assignments.attempts import history, learning, results, self_enrolling
from training_app.assignments.attempts.results import Result
from training_app.assignments.model import Enrollment
from training_app.catalog.rules import CourseKind
from training_app.core.paging import Page
from training_app.core.tables import known

TODAY = date(2027, 3, 1)
WEEK = timedelta(days=7)


@pytest.fixture
def home(session, cast: Cast):
    return lambda: learning.home(session, cast.actor(cast.lea), today=TODAY)


@pytest.fixture
def completed(session, cast: Cast):
    def read(who="lea", page=history.FIRST):
        return history.completed(session, cast.actor(getattr(cast, who)), page=page)

    return read


@pytest.fixture
def give(cast: Cast, build: Builder):
    """Assign a course to Lea alone."""

    def act(course, **said):
        return build.assign(course, f"q={cast.lea.username}", **said)

    return act


@pytest.fixture
def enter(session, cast: Cast, build: Builder, now):
    """An instructor enters how Lea's current attempt at a course came out."""

    def act(course, result: Result, score=None):
        ids = [known(build.attempt(cast.lea, course).id)]
        results.record(session, SYSTEM, enrollment_ids=ids, result=result, score=score, now=now)

    return act


@pytest.mark.rule("L-01", "Enrolled: what was failed is last while an assignment asks for it, and owes nothing now")
def test_what_was_failed_is_last_while_an_assignment_asks_for_it(session, cast, build, home, give, enter, now):
    failed, ahead = build.course("Airway"), build.course("Zoonoses")
    made = give(failed, due=TODAY + timedelta(days=1))
    give(ahead)
    enter(failed, Result.FAILED)
    assert [(row.title, row.status, row.is_assigned) for row in home().enrolled] == [
        ("Zoonoses", "enrolled", True), ("Airway", "failed", True),
    ]  # fmt: skip
    assert ([row.title for row in home().assigned], home().due_this_week) == (["Zoonoses"], 0)
    _withdraw(session, made.assignment_id, now)
    assert [row.title for row in home().enrolled] == ["Zoonoses"]


def test_what_one_failed_oneself_gives_way_to_the_next_attempt(session, cast, build, home, enter, now):
    course = build.course("Airway")
    enroll = {"training_id": known(course.id), "now": now}
    self_enrolling.enroll(session, cast.actor(cast.lea), **enroll)
    enter(course, Result.FAILED)
    assert [(row.status, row.is_assigned) for row in home().enrolled] == [("failed", False)]
    self_enrolling.enroll(session, cast.actor(cast.lea), **enroll)
    assert [(row.status, row.number) for row in home().enrolled] == [("enrolled", 2)]


@pytest.mark.rule("L-01", "Enrolled: what it takes, and whether there is anything to do here")
def test_a_card_says_what_it_takes_and_whether_there_is_anything_to_do_here(build, home, give, enter):
    give(build.course("A online", exam=exam(drawn=3)))
    give(build.course("B led", materials=0, course_kind=CourseKind.INSTRUCTOR_LED))
    give(build.course("C led, with a text", materials=1, course_kind=CourseKind.INSTRUCTOR_LED))
    give(build.course("D outside", materials=0, course_kind=CourseKind.EXTERNAL))
    owed = build.course("E led, evaluated", materials=0, course_kind=CourseKind.INSTRUCTOR_LED, evaluation=EVALUATION)
    give(owed)
    give(build.path("F path"))
    enter(owed, Result.PASSED)
    said = [(row.title[0], row.can_go_on, row.is_external, row.questions, row.status) for row in home().enrolled]
    assert said == [
        ("A", True, False, 3, "enrolled"),
        ("B", False, False, 0, "enrolled"),
        ("C", True, False, 0, "enrolled"),
        ("D", False, True, 0, "enrolled"),
        ("E", True, False, 0, "passed"),
        ("F", True, False, 0, "enrolled"),
    ]


@pytest.mark.rule("L-01", "Completed (with history): each training once, newest first, and what was before it")
@pytest.mark.rule("P-05", "a learner's history is their own")
def test_each_training_is_once_with_its_history(session, cast, build, give, enter, completed, home, now):
    course, other = build.course("Lifting"), build.course("Newer")
    give(course, at=now - 60 * WEEK)
    build.complete(cast.lea, course, at=now - 59 * WEEK)
    give(course, allow_duplicates=True)
    enter(course, Result.FAILED, Decimal(40))
    give(course, allow_duplicates=True)
    enter(course, Result.PASSED, Decimal("92.50"))
    give(other)
    build.complete(cast.lea, other, at=now + timedelta(days=1))
    build.assign(other, f"q={cast.noa.username}")
    found = completed()
    assert [(one.title, one.completed_on, one.score) for one in found.rows] == [
        ("Newer", "2027-03-02", ""), ("Lifting", "2027-03-01", "92.5"),
    ]  # fmt: skip
    assert [(one.number, one.became, one.completed_on, one.score) for one in found.rows[1].earlier] == [
        (2, "failed", "", "40"), (1, "evaluated", "2026-01-12", ""),
    ]  # fmt: skip
    assert (found.total, home().completed, home().enrolled) == (2, 2, [])
    second = completed(page=Page(2, 1))
    assert ([one.title for one in second.rows], second.total) == (["Lifting"], 2)
    assert (completed("noa").rows, completed("ada").rows) == ([], [])


def test_what_was_withdrawn_before_it_was_begun_is_no_history(session, cast, build, give, completed, now):
    course = build.course()
    give(course, at=now - 60 * WEEK)
    build.complete(cast.lea, course, at=now - 59 * WEEK)
    for parts in (1, 0):
        made = give(course, allow_duplicates=True).assignment_id
        build.finish_parts(cast.lea, course, parts)
        _withdraw(session, made, now)
        (row,) = completed().rows
        assert [(one.number, one.became) for one in row.earlier] == [(2, "withdrawn")]


def test_however_much_there_is_the_dashboard_asks_as_often(session, cast, build, home, completed):
    courses = [build.course(f"Course {number}") for number in range(4)]
    for course in courses:
        build.assign(course)
        build.complete(cast.lea, course)
    asked = []
    for numbers in (range(2, 3), range(3, 20)):
        session.add_all(_old(cast, course, number) for course in courses for number in numbers)
        for number in numbers:
            build.assign(build.course(f"Ahead {number}"), f"q={cast.lea.username}")
        session.flush()
        asked.append([_asked(session, read) for read in (home, completed)])
    assert asked[0] == asked[1]
    assert (len(home().enrolled), [len(one.earlier) for one in completed().rows]) == (18, [18] * 4)


def _withdraw(session, assignment_id: int, now) -> None:
    withdrawing.withdraw(session, assignment_id=assignment_id, assignee_ids=None, by_id=None, why="Moved", now=now)


def _old(cast: Cast, course, number: int) -> Enrollment:
    day = TODAY - number * WEEK
    version_id = cast.build.attempt(cast.lea, course).version_id
    return Enrollment(person_id=known(cast.lea.id), training_id=known(course.id), version_id=version_id,
                      number=number, source="imported", status="evaluated", enrolled_at=cast.build.now,
                      completed_on=day, completed_at=cast.build.now)  # fmt: skip


def _asked(session, read) -> int:
    """How often the database is asked."""
    heard: list[str] = []

    def note(_connection, _cursor, statement, _values, _context, _many) -> None:
        heard.append(statement)

    engine = session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", note)
    read()
    sa.event.remove(engine, "before_cursor_execute", note)
    return len(heard)
