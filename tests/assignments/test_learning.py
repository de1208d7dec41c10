"""A learner sees their own trainings, works through them, and completes them."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select
from support.build import Builder
from support.cast import Cast

from training_app.assignments.attempts import learning, taking
from training_app.assignments.model import Assignee
from training_app.assignments.rules import Status
from training_app.core.audit import AuditEntry
from training_app.core.errors import NotFound
from training_app.core.events import Event

TODAY = date(2027, 3, 1)


@pytest.fixture
def course(cast: Cast, build: Builder):
    """A course of two texts that everybody has to do by the tenth day."""
    course = build.course(materials=2)
    build.assign(course, due=TODAY + timedelta(days=10))
    return course


def finish(session: Session, cast: Cast, build: Builder, course, number: int, who="lea") -> taking.Progress:
    attempt = build.attempt(cast.lea, course)
    actor = cast.actor(getattr(cast, who))
    steps = learning.learning(session, cast.actor(cast.lea), enrollment_id=attempt.id or 0, today=TODAY).steps
    return taking.finish_material(session, actor, enrollment_id=attempt.id or 0, material_id=steps[number].id,
                                  now=build.now)  # fmt: skip


@pytest.mark.rule("T-02", "a course without exam passes when its materials are done, complete without evaluation")
def test_the_last_material_completes_a_course_without_exam(cast: Cast, session, build, course):
    first = finish(session, cast, build, course, 0)
    assert (first.done, first.total, first.status) == (1, 2, Status.ENROLLED)
    last = finish(session, cast, build, course, 1)
    assert (last.done, last.total, last.status) == (2, 2, Status.EVALUATED)
    attempt = build.attempt(cast.lea, course)
    assert (attempt.completed_on, attempt.completed_at) == (TODAY, build.now)


@pytest.mark.rule("T-02", "an enrollment begins as enrolled")
def test_an_attempt_begins_as_enrolled(cast: Cast, build, course):
    assert build.attempt(cast.lea, course).status == Status.ENROLLED


def test_finishing_the_same_material_twice_is_once(cast: Cast, session, build, course):
    finish(session, cast, build, course, 0)
    again = finish(session, cast, build, course, 0)
    assert (again.done, again.status) == (1, Status.ENROLLED)


def test_finishing_after_completion_changes_nothing(cast: Cast, session, build, course):
    finish(session, cast, build, course, 0)
    finish(session, cast, build, course, 1)
    finish(session, cast, build, course, 1)
    facts = session.exec(select(Event).where(Event.act == "EnrollmentsCompleted")).all()
    assert len(facts) == 1


@pytest.mark.rule("P-10", "completing a training writes an audit entry")
def test_completing_is_in_the_audit(cast: Cast, session, build, course):
    build.complete(cast.lea, course)
    entry = session.exec(select(AuditEntry).where(AuditEntry.act == "training completed")).one()
    assert (entry.actor_id, entry.before, entry.after) == (
        cast.lea.id, {"status": "enrolled"}, {"status": "evaluated"},
    )  # fmt: skip


@pytest.mark.rule("P-05", "a learner sees only their own data")
@pytest.mark.parametrize("who", ["noa", "max", "ada", "sam"])
def test_nobody_takes_or_reads_the_attempt_of_somebody_else(cast: Cast, session, build, course, who):
    attempt = build.attempt(cast.lea, course)
    with pytest.raises(NotFound):
        finish(session, cast, build, course, 0, who=who)
    with pytest.raises(NotFound):
        learning.learning(session, cast.actor(getattr(cast, who)), enrollment_id=attempt.id or 0, today=TODAY)


def test_a_material_of_another_course_is_not_found(cast: Cast, session, build, course):
    other = build.course()
    build.assign(other)
    foreign = build.attempt(cast.lea, other)
    steps = learning.learning(session, cast.actor(cast.lea), enrollment_id=foreign.id or 0, today=TODAY).steps
    with pytest.raises(NotFound):
        taking.finish_material(session, cast.actor(cast.lea), enrollment_id=build.attempt(cast.lea, course).id or 0,
                               material_id=steps[0].id, now=build.now)  # fmt: skip


@pytest.mark.rule("L-01", "Enrolled: what is past due first, with due dates")
def test_home_lists_what_is_past_due_first(cast: Cast, session, build, course):
    late = build.course("Zipping up")
    build.assign(late, due=TODAY + timedelta(days=2))
    home = learning.home(session, cast.actor(cast.lea), today=TODAY + timedelta(days=5))
    assert [(row.title, row.days) for row in home.enrolled] == [("Zipping up", -3), ("Lifting safely", 5)]
    assert (home.past_due, home.due_this_week, home.completed) == (1, 1, 0)


def test_an_upcoming_assignment_is_hidden_until_its_start_day(cast: Cast, session, build):
    start = TODAY + timedelta(days=3)
    course = build.course()
    build.assign(course, starts=start)
    lea = cast.actor(cast.lea)
    assert learning.home(session, lea, today=start - timedelta(days=1)).enrolled == []
    assert [row.title for row in learning.home(session, lea, today=start).enrolled] == [course.title]
    attempt = build.attempt(cast.lea, course)
    with pytest.raises(NotFound):
        learning.learning(session, lea, enrollment_id=attempt.id or 0, today=TODAY)


def test_of_two_assignments_that_share_an_attempt_the_earlier_due_day_is_shown(cast: Cast, session, build, course):
    build.assign(course, due=TODAY + timedelta(days=4))
    home = learning.home(session, cast.actor(cast.lea), today=TODAY)
    assert [row.due_on for row in home.enrolled] == ["2027-03-05"]


def test_one_completion_completes_both_assignments(cast: Cast, session, build, course):
    second = build.assign(course)
    build.complete(cast.lea, course)
    places = select(Assignee).where(Assignee.person_id == cast.lea.id)
    assert {place.enrollment_id for place in session.exec(places)} == {build.attempt(cast.lea, course).id}
    home = learning.home(session, cast.actor(cast.lea), today=TODAY)
    assert (len(home.enrolled), home.completed, second.people) == (0, 1, 6)
