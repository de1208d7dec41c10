"""Passed, while an evaluation is owed: in an assignment, in a learning path, and what it does not count for."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select
from support.build import SYSTEM, Builder
from support.cast import Cast
from support.evaluating import QUESTIONS, evaluate
from support.places import shown

from training_app import wiring
from training_app.assignments.attempts import learning_paths
from training_app.assignments.rules import Status, StatusTab
from training_app.catalog.content import NewChoice, NewExam, NewQuestion
from training_app.catalog.rules import CourseKind, QuestionKind
from training_app.certifications import actions as certifications
from training_app.certifications.actions import NewCertification
from training_app.certifications.model import Award
from training_app.certifications.rules import Validity
from training_app.core.tables import known

TODAY = date(2027, 3, 1)
LATER = timedelta(days=3)
EXAM = NewExam((NewQuestion(QuestionKind.SINGLE, "Who lifts?", (NewChoice("Two", is_right=True), NewChoice("One"))),))


@pytest.mark.rule("T-02", "passed means that an evaluation is owed: it stands under Passed, and is still due")
@pytest.mark.rule("A-11", "who passed and owes the evaluation has not completed it: they join with the open attempt")
def test_a_passed_one_is_neither_complete_nor_enrolled_twice(cast: Cast, session: Session, build: Builder):
    course = build.course(evaluation=QUESTIONS)
    first = build.assign(course, "q=lea").assignment_id
    build.complete(cast.lea, course)
    assert shown(session, first, StatusTab.PASSED, TODAY) == {"Lea": "passed"}
    assert shown(session, first, StatusTab.EVALUATED, TODAY) == {}
    assert shown(session, first, StatusTab.DUE_SOON, TODAY) == {"Lea": "passed"}
    assert shown(session, first, StatusTab.PAST_DUE, TODAY + timedelta(days=31)) == {"Lea": "passed"}
    second = build.assign(course, "q=lea").assignment_id
    attempt = build.attempt(cast.lea, course)
    assert (attempt.number, attempt.status) == (1, Status.PASSED)
    evaluate(session, cast.actor(cast.lea), attempt, build.now)
    for made in (first, second):
        assert shown(session, made, StatusTab.EVALUATED, TODAY) == {"Lea": "evaluated"}


@pytest.mark.rule(
    "T-05", "a path is passed when all its courses are and an evaluation is owed; the evaluation completes"
)
@pytest.mark.rule("L-02", "what comes next in a path whose courses are passed is the course with its evaluation owed")
def test_a_path_is_passed_while_an_evaluation_is_owed(cast: Cast, session: Session, build: Builder):
    airway, radio = build.course("Airway", evaluation=QUESTIONS), build.course("Radio")
    path = build.path("Crew", airway, radio)
    build.assign(path, "q=lea")
    lea, attempt = cast.actor(cast.lea), build.attempt(cast.lea, path)
    build.complete(cast.lea, airway)
    session.refresh(attempt)
    assert attempt.status == Status.ENROLLED
    build.complete(cast.lea, radio)
    session.refresh(attempt)
    assert (attempt.status, attempt.completed_on, attempt.is_open()) == (Status.PASSED, None, True)
    read = learning_paths.path(session, lea, enrollment_id=known(attempt.id), today=TODAY)
    assert (read.row.status, read.row.done, read.row.total) == ("passed", 1, 2)
    assert [(one.status, one.done, one.total) for one in read.courses] == [("passed", 2, 3), ("evaluated", 2, 2)]
    assert read.next_id == read.courses[0].id
    evaluate(session, lea, build.attempt(cast.lea, airway), build.now + LATER)
    session.refresh(attempt)
    assert (attempt.status, attempt.completed_on) == (Status.EVALUATED, TODAY + LATER)


@pytest.mark.rule("C-18", "a passed course awards nothing yet; the evaluation awards at once, counted from its own day")
def test_the_evaluation_awards_what_passing_did_not(cast: Cast, session: Session, build: Builder):
    wiring.bind()
    course = build.course(evaluation=QUESTIONS)
    new = NewCertification("CPR", "CPR", validity=Validity.YEARS, validity_number=2, trainings=(known(course.id),))
    certifications.add_certification(session, SYSTEM, new=new, now=build.now)
    build.assign(course, "q=lea")
    build.complete(cast.lea, course)
    assert session.exec(select(Award)).all() == []
    evaluate(session, cast.actor(cast.lea), build.attempt(cast.lea, course), build.now + LATER)
    assert session.exec(select(Award.issued_on)).all() == [TODAY + LATER]


@pytest.mark.rule("T-02", "finishing the last material does not pass a course that has an exam")
@pytest.mark.rule("T-03", "a course of an instructor is passed by attending it, not by its materials")
@pytest.mark.parametrize("said", [{"exam": EXAM}, {"course_kind": CourseKind.INSTRUCTOR_LED}], ids=["exam", "session"])
def test_materials_alone_pass_only_a_course_that_asks_for_nothing_else(cast: Cast, build: Builder, said):
    course = build.course(evaluation=QUESTIONS, **said)
    build.assign(course, "q=lea")
    build.complete(cast.lea, course)
    attempt = build.attempt(cast.lea, course)
    assert (attempt.status, attempt.completed_on) == (Status.ENROLLED, None)
