"""Answering an evaluation: what is kept, until when, and by whom (T-02, L-02)."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select
from support.build import SYSTEM, Builder
from support.cast import Cast
from support.evaluating import QUESTIONS, answer, evaluate

from training_app.assignments.acts import withdrawing
from training_app.assignments.attempts import results
from training_app.assignments.attempts.results import AlreadyPassed, Result
from training_app.assignments.attempts.taking import NotOpen
from training_app.assignments.evaluations import answering, reading
from training_app.assignments.evaluations.answering import AlreadySubmitted, NotPassed
from training_app.assignments.model import Assignee, Enrollment
from training_app.assignments.records import EvaluationAnswer
from training_app.assignments.rules import Status
from training_app.core import db
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotFound
from training_app.core.events import Event
from training_app.core.organization import OrganizationRow
from training_app.core.tables import known

TODAY = date(2027, 3, 1)


@pytest.fixture
def course(build: Builder):
    return build.course(evaluation=QUESTIONS)


@pytest.fixture
def attempt(cast: Cast, build: Builder, course) -> Enrollment:
    """Lea's attempt, begun."""
    build.assign(course, "q=lea")
    return build.attempt(cast.lea, course)


@pytest.fixture
def passed(cast: Cast, build: Builder, course, attempt) -> Enrollment:
    """Lea has worked through the materials."""
    build.complete(cast.lea, course)
    return attempt


@pytest.fixture
def lea(cast: Cast):
    return cast.actor(cast.lea)


@pytest.fixture
def view(session, lea, build, attempt):
    def read() -> reading.EvaluationView:
        return reading.evaluation(session, lea, enrollment_id=known(attempt.id), now=build.now)

    return read


def values(view) -> list[str]:
    return [item.value for item in view().items]


@pytest.mark.rule("T-02", "a course without exam is passed when its materials are done, and its evaluation is owed")
@pytest.mark.rule("T-02", "the evaluation opens when the course is passed, and not before")
def test_it_opens_when_the_course_is_passed(cast: Cast, session, build, course, lea, attempt, view):
    build.finish_parts(cast.lea, course, 1)
    assert (attempt.status, view().is_open) == (Status.ENROLLED, False)
    with pytest.raises(NotPassed):
        answer(session, lea, attempt, 1, "4", build.now)
    build.complete(cast.lea, course)
    assert (attempt.status, attempt.completed_on, attempt.is_open()) == (Status.PASSED, None, True)
    assert view().is_open
    entry = session.exec(select(AuditEntry).where(AuditEntry.act == "training passed")).one()
    assert (entry.actor_id, entry.before, entry.after) == (
        cast.lea.id, {"status": "enrolled"}, {"status": "passed"},
    )  # fmt: skip
    assert session.exec(select(Event).where(Event.act == "EnrollmentsCompleted")).all() == []


def test_its_questions_are_read_in_order(passed, view):
    assert view().intro == "It takes a **minute**."
    first, second, third = view().items
    assert (first.position, first.kind, first.text, first.is_required) == (1, "scale", "How useful was it?", True)
    assert (second.kind, second.choices) == ("choice", ["Too short", "Right", "Too long"])
    assert (third.kind, third.is_required) == ("text", False)


@pytest.mark.rule("L-02", "answers of an evaluation are kept as they are given, and can be changed and taken back")
def test_leaving_and_coming_back_finds_every_answer(session, build, lea, passed, view):
    for position, value in ((1, "4"), (2, "2"), (3, "Shorter. 🙂"), (1, "5")):
        answer(session, lea, passed, position, value, build.now)
    assert values(view) == ["5", "2", "Shorter. 🙂"]
    answer(session, lea, passed, 3, "", build.now)
    answer(session, lea, passed, 3, "", build.now)
    assert values(view) == ["5", "2", ""]


def test_what_is_no_answer_is_named_and_what_was_given_stays(session, build, lea, passed, view):
    answer(session, lea, passed, 1, "4", build.now)
    with pytest.raises(Invalid) as refused:
        answer(session, lea, passed, 1, "9", build.now)
    assert [(one.field, one.text) for one in refused.value.problems] == [("item_1", "Choose a number from 1 to 5.")]
    with pytest.raises(NotFound):
        answer(session, lea, passed, 4, "1", build.now)
    assert values(view) == ["4", "", ""]


@pytest.mark.rule("T-02", "an evaluation is submitted with every required question answered; the others are named")
def test_required_questions_are_named(session, build, lea, passed):
    answer(session, lea, passed, 3, "Shorter", build.now)
    with pytest.raises(Invalid) as refused:
        answering.submit(session, lea, enrollment_id=known(passed.id), now=build.now)
    assert [(one.field, one.text) for one in refused.value.problems] == [
        ("item_1", "Question 1 needs an answer."), ("item_2", "Question 2 needs an answer."),
    ]  # fmt: skip
    assert passed.status == Status.PASSED


@pytest.mark.rule("T-02", "submitting the evaluation completes the course, on the day of the evaluation")
@pytest.mark.rule("P-10", "the audit says that an evaluation was submitted, and never what was answered")
def test_submitting_completes_on_the_organization_s_day(cast: Cast, session, build, lea, passed, view):
    session.add(OrganizationRow(name="County", zone="Pacific/Auckland", sender="training@county.test"))
    session.flush()
    evening = datetime(2027, 3, 4, 20, tzinfo=UTC)
    assert evaluate(session, lea, passed, evening) == Status.EVALUATED
    assert (passed.completed_on, passed.completed_at) == (date(2027, 3, 5), evening)
    fact = session.exec(select(Event).where(Event.act == "EnrollmentsCompleted")).one()
    assert fact.payload == {"enrollment_ids": [passed.id]}
    entries = session.exec(select(AuditEntry).where(AuditEntry.at == evening).order_by(AuditEntry.id)).all()
    assert [(one.act, one.actor_id, one.subject_id) for one in entries] == [
        ("evaluation submitted", cast.lea.id, passed.id), ("training completed", cast.lea.id, passed.id),
    ]  # fmt: skip
    assert [(one.before, one.after) for one in entries] == [
        (None, None), ({"status": "passed"}, {"status": "evaluated"}),
    ]  # fmt: skip
    # ── afterwards it stays as it was submitted
    assert (view().is_open, values(view)) == (False, ["4", "2", ""])
    with pytest.raises(AlreadySubmitted):
        answer(session, lea, passed, 1, "1", evening)
    again = answering.submit(session, lea, enrollment_id=known(passed.id), now=evening + timedelta(days=1))
    assert (again.status, passed.completed_on) == (Status.EVALUATED, date(2027, 3, 5))
    assert len(session.exec(select(Event).where(Event.act == "EnrollmentsCompleted")).all()) == 1


@pytest.mark.rule("P-05", "nobody reads or answers the evaluation of somebody else")
@pytest.mark.parametrize("who", ["noa", "max", "sam"])
def test_a_stranger_finds_nothing(cast: Cast, session, build, passed, who):
    said = {"enrollment_id": known(passed.id), "now": build.now}
    stranger = cast.actor(getattr(cast, who))
    with pytest.raises(NotFound):
        answer(session, stranger, passed, 1, "4", build.now)
    with pytest.raises(NotFound):
        answering.submit(session, stranger, **said)
    with pytest.raises(NotFound):
        reading.evaluation(session, stranger, **said)
    assert session.exec(select(EvaluationAnswer)).all() == []


def test_a_course_without_evaluation_has_nothing_to_answer(cast: Cast, session, build, lea):
    course = build.course("Radio")
    build.assign(course, "q=lea")
    said = {"enrollment_id": known(build.attempt(cast.lea, course).id), "now": build.now}
    with pytest.raises(NotFound):
        reading.evaluation(session, lea, **said)
    with pytest.raises(NotFound):
        answering.submit(session, lea, **said)


@pytest.mark.rule("L-02", "in a closed attempt an answer is refused with the reason, and what was given stays")
def test_whoever_is_withdrawn_while_answering_is_told_so(session, build, lea, passed):
    answer(session, lea, passed, 1, "4", build.now)
    place = session.exec(select(Assignee).where(Assignee.enrollment_id == passed.id)).one()
    withdrawing.withdraw(session, assignment_id=place.assignment_id, assignee_ids=[known(place.id)], by_id=None,
                         why="Moved to another county", now=build.now)  # fmt: skip
    with pytest.raises(NotOpen, match="You are not enrolled in this training any more"):
        answer(session, lea, passed, 2, "2", build.now)
    with pytest.raises(NotOpen):
        answering.submit(session, lea, enrollment_id=known(passed.id), now=build.now)
    assert [one.value for one in session.exec(select(EvaluationAnswer))] == ["4"]


def test_whoever_failed_has_nothing_to_evaluate(session, build, lea, attempt):
    results.record(session, SYSTEM, enrollment_ids=[known(attempt.id)], result=Result.FAILED, now=build.now)
    with pytest.raises(NotOpen, match="You did not pass this training"):
        answer(session, lea, attempt, 1, "4", build.now)


@pytest.mark.rule("T-02", "an instructor enters that somebody passed: the evaluation is owed, and passed stays")
def test_an_instructor_s_result_passes_and_the_evaluation_completes(session, build, lea, attempt):
    said = {"enrollment_ids": [known(attempt.id)], "now": build.now}
    assert results.record(session, SYSTEM, result=Result.PASSED, **said).people == 1
    assert (attempt.status, attempt.completed_on) == (Status.PASSED, None)
    assert results.record(session, SYSTEM, result=Result.PASSED, **said).people == 0
    with pytest.raises(AlreadyPassed):
        results.record(session, SYSTEM, result=Result.FAILED, **said)
    assert evaluate(session, lea, attempt, build.now) == Status.EVALUATED
    assert results.record(session, SYSTEM, result=Result.PASSED, **said).people == 0
    assert attempt.completed_on == TODAY


@pytest.mark.rule("T-02", "the evaluation submitted in two tabs at the same moment completes once")
def test_two_tabs_at_once_submit_once(database, now):
    with db.write() as session:
        build = Builder(session, now)
        kim, course = build.person(), build.course(evaluation=QUESTIONS)
        build.assign(course)
        build.complete(kim, course)
        actor, attempt = build.actor(kim), build.attempt(kim, course)
        answer(session, actor, attempt, 1, "4", now)
        answer(session, actor, attempt, 2, "2", now)
    ready, done = threading.Barrier(2), []

    def submit() -> None:
        ready.wait()
        with db.write() as session:
            done.append(answering.submit(session, actor, enrollment_id=known(attempt.id), now=now).status)

    tabs = [threading.Thread(target=submit) for _ in range(2)]
    for one in tabs:
        one.start()
    for one in tabs:
        one.join(60)
    assert done == [Status.EVALUATED] * 2
    with db.read() as session:
        assert len(session.exec(select(Event).where(Event.act == "EnrollmentsCompleted")).all()) == 1
