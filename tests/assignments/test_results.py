"""An instructor's result: passed or failed, for many people at once (T-02)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, select
from support.build import Builder
from support.cast import Cast

from training_app.access.actor import Actor, Scope
from training_app.assignments.attempts import results
from training_app.assignments.attempts.results import Result
from training_app.assignments.attempts.taking import NotOpen
from training_app.assignments.rules import Status
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed, NotFound
from training_app.core.events import Event
from training_app.people.model import Person

TODAY = date(2027, 3, 1)


@pytest.fixture
def course(cast: Cast, build: Builder):
    """A course that everybody has to do by the tenth day."""
    course = build.course()
    build.assign(course, due=TODAY + timedelta(days=10))
    return course


def enter(session: Session, actor: Actor, build: Builder, *who: Person, course, result=Result.FAILED, **said) -> int:
    ids = [build.attempt(person, course).id or 0 for person in who]
    return results.record(session, actor, enrollment_ids=ids, result=result, now=build.now, **said).people


@pytest.mark.rule("T-02", "an instructor enters a failed result")
def test_a_coordinator_enters_that_two_people_failed(cast: Cast, session, build, course):
    tess = cast.actor(cast.tess)
    assert enter(session, tess, build, cast.lea, cast.noa, course=course, score=Decimal("41.5")) == 2
    for person in (cast.lea, cast.noa):
        attempt = build.attempt(person, course)
        assert (attempt.status, attempt.score, attempt.completed_on) == (Status.FAILED, Decimal("41.5"), None)
        assert not attempt.is_open()
    assert build.attempt(cast.max, course).status == Status.ENROLLED


@pytest.mark.rule("T-02", "an instructor enters a passed result: complete, without evaluation")
def test_a_passed_result_completes_and_is_a_recorded_fact(cast: Cast, session, build, course):
    enter(session, cast.actor(cast.tess), build, cast.lea, course=course, result=Result.PASSED)
    attempt = build.attempt(cast.lea, course)
    assert (attempt.status, attempt.completed_on, attempt.completed_at) == (Status.EVALUATED, TODAY, build.now)
    fact = session.exec(select(Event).where(Event.act == "EnrollmentsCompleted")).one()
    assert fact.payload == {"enrollment_ids": [attempt.id]}


@pytest.mark.rule("P-10", "a result for many is one audit entry that names them")
def test_a_result_is_in_the_audit(cast: Cast, session, build, course):
    enter(session, cast.actor(cast.tess), build, cast.lea, course=course, score=Decimal(40))
    entry = session.exec(select(AuditEntry).where(AuditEntry.act == "result recorded")).one()
    number = build.attempt(cast.lea, course).id
    assert (entry.actor_id, entry.subject_id, entry.rows) == (cast.tess.id, number, [[number, number]])
    assert entry.after == {"result": "failed", "score": "40"}


def test_the_same_result_twice_is_once(cast: Cast, session, build, course):
    tess = cast.actor(cast.tess)
    assert enter(session, tess, build, cast.lea, course=course) == 1
    assert enter(session, tess, build, cast.lea, course=course) == 0
    assert len(session.exec(select(AuditEntry).where(AuditEntry.act == "result recorded")).all()) == 1


def test_a_complete_attempt_cannot_be_failed_and_then_nobody_is(cast: Cast, session, build, course):
    build.complete(cast.lea, course)
    with pytest.raises(NotOpen):
        enter(session, cast.actor(cast.tess), build, cast.noa, cast.lea, course=course)
    assert build.attempt(cast.noa, course).status == Status.ENROLLED


@pytest.mark.parametrize("score", [Decimal(-1), Decimal("100.01")])
def test_a_score_is_from_0_to_100(cast: Cast, session, build, course, score):
    with pytest.raises(Invalid) as refused:
        enter(session, cast.actor(cast.tess), build, cast.lea, course=course, score=score)
    assert [problem.field for problem in refused.value.problems] == ["score"]


@pytest.fixture
def own(cast: Cast) -> Actor:
    """A coordinator for the people of Max alone."""
    return replace(cast.actor(cast.tess), scope=Scope(manager_id=cast.max.id))


def test_a_coordinator_of_one_team_enters_results_of_that_team(own, session, build, course, cast):
    assert enter(session, own, build, cast.lea, course=course) == 1


def test_a_stranger_s_attempt_is_not_found_and_then_nothing_is_entered(own, session, build, course, cast):
    with pytest.raises(NotFound):
        enter(session, own, build, cast.lea, cast.noa, course=course)
    assert build.attempt(cast.lea, course).status == Status.ENROLLED


@pytest.mark.parametrize("who", ["ada", "max", "lea"])
def test_somebody_without_the_right_enters_nothing(cast: Cast, session, build, course, who):
    with pytest.raises(NotAllowed, match="Record attendance"):
        enter(session, cast.actor(getattr(cast, who)), build, cast.lea, course=course)
    assert build.attempt(cast.lea, course).status == Status.ENROLLED
