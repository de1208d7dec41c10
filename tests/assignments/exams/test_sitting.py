"""An exam is begun, answered and submitted; what follows from it happens at once (T-02, L-02)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import select
from support import exams
from support.build import SYSTEM
from support.database import in_turn

from training_app.assignments.acts import lapsing, withdrawing
from training_app.assignments.attempts import results
from training_app.assignments.attempts.taking import NotOpen
from training_app.assignments.exams import paper, reviewing, running, sitting
from training_app.assignments.exams.sitting import NotReady, Outcome, TryOver
from training_app.assignments.model import Assignee, Enrollment, PathStep
from training_app.assignments.records import ExamAnswer, ExamTry
from training_app.catalog import actions as catalog
from training_app.catalog import publishing
from training_app.catalog.content import Content
from training_app.core.audit import AuditEntry
from training_app.core.errors import Conflict, Invalid, NotFound
from training_app.core.tables import known
from training_app.notifications.explaining import known as on_record


def entries(session, act: str) -> list[AuditEntry]:
    return list(session.exec(select(AuditEntry).where(AuditEntry.act == act)))


def attempt_of(seat) -> Enrollment:
    return seat.session.get_one(Enrollment, seat.enrollment_id)


@pytest.mark.rule("T-02", "exam passed: a course without evaluation is complete")
@pytest.mark.rule("T-02", "submitting an exam twice is once")
def test_a_passed_exam_completes_a_course_without_evaluation(seat):
    seat = seat()
    outcome = seat.sit(right=3)
    assert outcome == Outcome(is_passed=True, status="evaluated", right=3, total=4)
    assert seat.submit() == outcome
    attempt = attempt_of(seat)
    assert (attempt.completed_on, attempt.score) == (seat.now.date(), Decimal(75))
    [entry] = entries(seat.session, "exam submitted")
    assert (entry.actor_id, entry.after) == (seat.actor.person_id, {"number": 1, "right": 3, "total": 4})
    assert len(entries(seat.session, "training completed")) == 1
    with pytest.raises(NotOpen, match="completed this training already"):
        seat.begin()


@pytest.mark.rule("T-02", "exam passed, evaluation still owed: the enrollment is passed")
def test_a_passed_exam_whose_evaluation_is_owed_is_passed(seat):
    seat = seat(evaluation=exams.EVALUATION)
    assert seat.sit(right=4).status == "passed"
    view = seat.view()
    assert (view.is_ready, view.tries_used, view.last.per_cent, view.last.is_passed) == (False, 1, "100", True)
    with pytest.raises(NotOpen, match="passed this training already"):
        seat.begin()


@pytest.mark.rule("T-02", "failed when the tries are used up")
@pytest.mark.rule("T-05", "a path is failed when an exam of a course of it is")
@pytest.mark.rule("N-07", "of somebody who failed an exam it is known since when")
def test_who_uses_up_the_tries_fails_and_so_does_the_path(seat, build, cast):
    course = build.course(exam=exams.exam(tries=2))
    build.assign(build.path("New hire", course), "q=lea")
    seat = seat(course=course)
    assert seat.sit(right=2) == Outcome(is_passed=False, status="enrolled", right=2, total=4)
    view = seat.view()
    assert (view.is_ready, view.tries_used, view.tries_left, view.last.per_cent) == (True, 1, 1, "50")
    assert seat.sit(right=1) == Outcome(is_passed=False, status="failed", right=1, total=4)
    # The better of the two counts as the score.
    assert attempt_of(seat).score == Decimal(50)
    step = seat.session.exec(select(PathStep).where(PathStep.enrollment_id == seat.enrollment_id)).one()
    assert seat.session.get_one(Enrollment, step.path_enrollment_id).status == "failed"
    asked = on_record.places(seat.session, person_id=known(cast.lea.id))
    assert seat.now in [one.failed_at for one in asked]
    with pytest.raises(NotOpen, match="has failed"):
        seat.begin()


@pytest.mark.rule("T-02", "an exam opens when the materials are done")
@pytest.mark.rule("T-02", "an exam that cannot be taken says why in words")
def test_the_exam_opens_when_all_materials_are_done(seat, build):
    other = seat(course=build.course("Radio"), done=1)
    with pytest.raises(NotReady, match=r"This training has no exam\."):
        other.begin()
    seat = seat(done=1)
    with pytest.raises(NotReady, match=r"Finish one more part first\."):
        seat.begin()
    view = seat.view()
    assert (view.is_ready, view.waits_for, view.questions, view.pass_mark) == (False, 1, 4, 75)


@pytest.mark.rule("L-02", "leaving an exam and coming back loses nothing: it is the same try with what was answered")
def test_coming_back_to_a_running_try_finds_what_was_answered(seat):
    seat = seat(shuffles_questions=False)
    first = seat.begin()
    seat.answer(1, [1])
    seat.answer(1, [2])
    seat.answer(2, [0, 1])
    seat.answer(2, [])
    seat.answer(4, "104,5")
    seat.answer(4, "104,5")
    # Another tab begins too, and goes on with the same.
    assert seat.begin() == first
    paper = seat.view().paper
    assert [(one.given, one.number, one.is_answered) for one in paper] == [
        ([2], "", True),
        ([], "", False),
        # Not yet brought into an order: as it is shown.
        ([0, 1, 2, 3], "", False),
        ([], "104,5", True),
    ]
    assert len(entries(seat.session, "exam begun")) == 1


def test_what_makes_no_sense_changes_nothing(seat):
    seat = seat(shuffles_questions=False)
    seat.begin()
    seat.answer(1, [1])
    with pytest.raises(Invalid, match=r"Choose one answer\."):
        seat.answer(1, [0, 1])
    for nowhere in (0, 5, -1):
        with pytest.raises(NotFound):
            seat.answer(nowhere, [0])
    assert seat.view().paper[0].given == [1]


@pytest.mark.rule("P-05", "an exam is its learner's alone, for every act and look")
def test_to_everybody_else_an_exam_does_not_exist(seat, cast):
    seat = seat()
    try_id = seat.begin()
    for person in (cast.max, cast.ada, cast.noa):
        actor, session, now = cast.actor(person), seat.session, seat.now
        own = {"enrollment_id": seat.enrollment_id, "now": now}
        for act in (sitting.begin, paper.exam, reviewing.review):
            with pytest.raises(NotFound):
                act(session, actor, **own)
        with pytest.raises(NotFound):
            sitting.answer(session, actor, try_id=try_id, position=1, given=[0], now=now)
        with pytest.raises(NotFound):
            sitting.submit(session, actor, try_id=try_id, now=now)
    assert seat.submit().right == 0


@pytest.mark.rule("T-02", "an attempt closed in mid-exam refuses answers in words, and what was given stays")
def test_withdrawn_in_mid_exam_the_answers_stay_and_no_more_are_taken(seat):
    seat = seat(shuffles_questions=False, minutes=10, tries=1)
    seat.begin()
    seat.answer(4, "110")
    place = seat.session.exec(select(Assignee)).one()
    where = {"assignment_id": place.assignment_id, "assignee_ids": [known(place.id)]}
    withdrawing.withdraw(seat.session, **where, by_id=None, why="", now=seat.now)
    for act in (lambda: seat.answer(4, "111"), seat.submit):
        with pytest.raises(Conflict, match=r"You were taken out of this training\."):
            act()
    assert seat.session.get_one(ExamAnswer, (seat.try_id, 4)).number == "110"
    # When its time is up it is left as it is, until the attempt is taken up again.
    seat.now += timedelta(hours=1)
    assert not running.is_due(seat.session, seat.now)
    assert not sitting.end_over(seat.session, try_id=seat.try_id, now=seat.now)
    withdrawing.bring_back(seat.session, **where, now=seat.now)
    assert running.is_due(seat.session, seat.now)
    assert sitting.end_over(seat.session, try_id=seat.try_id, now=seat.now)
    assert (seat.view().last.right, attempt_of(seat).status) == (1, "failed")


@pytest.mark.rule("X-04", "a course archived in mid-exam: the exam goes on")
@pytest.mark.rule("X-04", "an exam edited while it is taken: the try keeps the questions that it was drawn from")
def test_archived_and_edited_in_mid_exam_it_goes_on(seat):
    seat = seat()
    seat.begin()
    before = [one.text for one in seat.view().paper]
    course_id = attempt_of(seat).training_id
    catalog.archive(seat.session, SYSTEM, training_id=course_id, now=seat.now)
    edited = Content(exam=exams.exam(exams.QUESTIONS[:1], pass_mark=100))
    publishing.publish(seat.session, training_id=course_id, content=edited, now=seat.now)
    assert [one.text for one in seat.view().paper] == before
    seat.answer_all(right=3)
    assert seat.submit().status == "evaluated"


def test_passed_by_another_in_mid_exam_the_exam_is_over(seat):
    seat = seat()
    seat.begin()
    passed = results.Result.PASSED
    results.record(seat.session, SYSTEM, enrollment_ids=[seat.enrollment_id], result=passed, now=seat.now)
    with pytest.raises(NotOpen, match="completed this training already"):
        seat.answer(1, None)


@pytest.mark.rule("T-02", "the time of an exam is the server's: after its end and a grace nothing more is taken")
@pytest.mark.rule("T-02", "an exam whose time is up counts as it stands")
@pytest.mark.rule("L-02", "the time of an exam survives a reload")
def test_a_try_is_over_when_its_time_is_up(seat):
    seat = seat(minutes=10)
    seat.begin()
    assert (seat.view().seconds_left, seat.view().minutes) == (600, 10)
    seat.now += timedelta(minutes=4)
    seat.begin()
    assert seat.view().seconds_left == 360
    seat.now += timedelta(minutes=6, seconds=5)
    seat.answer_all(right=3)
    assert seat.view().seconds_left == 0
    seat.now += timedelta(seconds=1)
    with pytest.raises(TryOver):
        seat.answer(1, None)
    assert seat.submit() == Outcome(is_passed=True, status="evaluated", right=3, total=4)
    view = seat.view()
    assert (view.try_id, view.last.was_late, view.last.is_passed) == (0, True, True)
    assert seat.session.get_one(ExamTry, seat.try_id).ended_at == seat.now - timedelta(seconds=6)


def test_who_begins_where_a_time_was_up_sees_first_what_came_of_it(seat):
    seat = seat(minutes=10, tries=1)
    first = seat.begin()
    seat.now += timedelta(hours=1)
    assert seat.begin() == first
    assert (attempt_of(seat).status, seat.view().last.right) == ("failed", 0)


@pytest.mark.rule("A-20", "an exam can be taken until the last day of the accreditation; then its answers are refused")
@pytest.mark.parametrize("database", in_turn("postgres"), indirect=True)
def test_after_the_last_day_of_the_accreditation_no_answer_is_taken(seat, build):
    last = build.now.date()
    seat = seat(course=build.course(exam=exams.exam(), accredited_through=last), due=last)
    seat.begin()
    seat.answer(1, None)
    seat.now += timedelta(days=1)
    lapsing.lapse(seat.session, today=seat.now.date(), now=seat.now)
    with pytest.raises(NotOpen, match=r"The accreditation of this training has ended\."):
        seat.answer(1, None)
