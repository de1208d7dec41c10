"""Sessions of a course with an evaluation: who attended has passed, and completes it by the evaluation (T-02, T-03)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import select
from support.attendance import Classroom
from support.evaluating import QUESTIONS, evaluate

from training_app.assignments.attempts import learning_paths
from training_app.assignments.attendance import entries as attendance_entries
from training_app.assignments.attendance import overview as attendance_overview
from training_app.assignments.attendance import sheet as attendance_sheet
from training_app.assignments.attendance.attending import Mark
from training_app.assignments.attendance.filters import SheetFilter
from training_app.assignments.rules import Status
from training_app.catalog.rules import CourseKind
from training_app.core.errors import Invalid
from training_app.core.events import Event
from training_app.core.tables import known


@pytest.fixture
def room(room) -> Classroom:
    """A course of an instructor that ends with an evaluation."""
    course = room.build.course("Hands-on rescue", materials=0, course_kind=CourseKind.INSTRUCTOR_LED,
                               evaluation=QUESTIONS)  # fmt: skip
    return replace(room, course=course)


def listed(room, ago: int) -> list[str]:
    """Who stands on the sheet of a session so many days ago."""
    wanted = SheetFilter(day=room.today - timedelta(days=ago))
    found = attendance_overview.sheet(room.session, room.tess, course_id=known(room.course.id), wanted=wanted,
                                      today=room.today)  # fmt: skip
    return [row.name for row in found.rows.rows]


@pytest.mark.rule("T-03", "who attended a session of a course with an evaluation has passed, enrolled or not")
@pytest.mark.rule("T-02", "what is attended is complete on the day of its evaluation, and the attendance keeps its own")
def test_attending_passes_and_the_evaluation_completes(room, cast, session):
    room.build.assign(room.course, "q=lea")
    done = room.record(cast.lea, cast.noa, ago=5)
    assert (done.passed, done.completed, done.enrolled) == (2, 0, 1)
    (lea,), (noa,) = room.attempts(cast.lea), room.attempts(cast.noa)
    assert {(one.status, one.completed_on, one.completed_at) for one in (lea, noa)} == {(Status.PASSED, None, None)}
    assert session.exec(select(Event).where(Event.act == "EnrollmentsCompleted")).all() == []
    assert evaluate(session, cast.actor(cast.noa), noa, room.build.now) == Status.EVALUATED
    assert (noa.completed_on, room.attended(cast.noa)) == (room.today, [room.today - timedelta(days=5)])
    # ── the same again is once, and what is complete stays complete on its day
    again = room.record(cast.lea, cast.noa, ago=5)
    assert (again.already, again.passed, again.completed) == (2, 0, 0)
    assert room.record(cast.lea, cast.noa, score=91, ago=5).corrected == 2
    session.expire_all()
    assert [(one.status, one.completed_on, one.score) for one in (lea, noa)] == [
        (Status.PASSED, None, Decimal(91)), (Status.EVALUATED, room.today, Decimal(91)),
    ]  # fmt: skip
    assert len(session.exec(select(Event).where(Event.act == "EnrollmentsCompleted")).all()) == 1


@pytest.mark.rule("T-03", "who has passed stands on no other sheet, can be noted on another day, and fails no more")
def test_who_has_passed_owes_the_evaluation_alone(room, cast):
    room.build.assign(room.course, "q=lea")
    assert listed(room, 1) == ["Lea Learner"]
    room.record(cast.lea, ago=5)
    assert (listed(room, 1), listed(room, 5)) == ([], ["Lea Learner"])
    with pytest.raises(Invalid, match="Lea Learner has passed already and owes the evaluation alone"):
        room.record(cast.lea, mark=Mark.FAILED, ago=1)
    with pytest.raises(Invalid, match="Lea Learner is recorded as attended on"):
        room.record(cast.lea, mark=Mark.FAILED, ago=5)
    assert room.record(cast.lea, ago=1).already == 1
    (attempt,) = room.attempts(cast.lea)
    assert (attempt.status, len(room.attended(cast.lea))) == (Status.PASSED, 2)


@pytest.mark.rule("T-03", "before it is recorded the sheet says who passes and owes an evaluation")
def test_the_account_says_who_passes(room, cast, session):
    about = {"course_id": known(room.course.id), "day": room.today}
    attendance_entries.enter_one(session, room.tess, **about, person_id=known(cast.lea.id), mark=Mark.ATTENDED,
                                 now=room.build.now)  # fmt: skip
    told = attendance_sheet.account(session, room.tess, **about)
    assert (told.people, told.passed, told.completed, told.enrolled) == (1, 1, 0, 1)


@pytest.mark.rule("T-03", "a failed result becomes attended: passed, while the evaluation is owed")
@pytest.mark.rule("L-02", "in a path the evaluation of an instructor's course comes next once that is passed")
def test_a_failed_result_is_corrected_to_passed(room, cast, session):
    path = room.build.path("Crew", room.course)
    room.build.assign(path, "q=lea")
    lea, attempt = cast.actor(cast.lea), room.build.attempt(cast.lea, path)

    def ahead() -> tuple[str, int]:
        read = learning_paths.path(session, lea, enrollment_id=known(attempt.id), today=room.today)
        return read.row.status, read.next_id

    assert ahead() == ("enrolled", 0)
    room.record(cast.lea, mark=Mark.FAILED)
    assert ahead() == ("failed", 0)
    assert room.record(cast.lea).corrected == 1
    (course,) = room.attempts(cast.lea)
    assert (course.status, ahead()) == (Status.PASSED, ("passed", course.id))
