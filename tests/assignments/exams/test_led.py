"""The exam of a course that is held by an instructor: a part of it, not the whole (T-02, T-03)."""

from decimal import Decimal

import pytest
from support import exams

from training_app.assignments.attempts import learning
from training_app.assignments.attendance import recording
from training_app.assignments.attendance.attending import Entry, Mark
from training_app.assignments.exams.sitting import NotReady
from training_app.assignments.model import Enrollment
from training_app.assignments.rules import Status
from training_app.catalog.rules import CourseKind
from training_app.core import organization
from training_app.core.tables import known


@pytest.mark.rule("T-03", "the exam of an instructor-led course alone does not pass it: attendance completes it")
def test_a_passed_exam_waits_for_the_attendance(seat, build, cast):
    course = build.course(exam=exams.exam(), course_kind=CourseKind.INSTRUCTOR_LED)
    seat = seat(course=course)
    outcome = seat.sit(right=4)
    assert (outcome.is_passed, outcome.status) == (True, Status.ENROLLED)
    view = seat.view()
    assert (view.is_passed, view.is_ready, view.tries_used) == (True, False, 1)
    with pytest.raises(NotReady, match="You have passed this exam"):
        seat.begin()
    today = organization.of(seat.session).today(build.now)
    row = learning.learning(seat.session, seat.actor, enrollment_id=seat.enrollment_id, today=today).row
    assert (row.status, row.done, row.total) == (Status.ENROLLED, 3, 3)
    tess = cast.actor(cast.tess)
    recording.record(seat.session, tess, course_id=known(course.id), day=today, now=build.now,
                     entries=[Entry(known(cast.lea.id), Mark.ATTENDED)])  # fmt: skip
    attempt = seat.session.get_one(Enrollment, seat.enrollment_id, populate_existing=True)
    assert (attempt.status, attempt.completed_on, attempt.score) == (Status.EVALUATED, today, Decimal(100))


def test_who_uses_up_the_tries_of_it_has_failed_it(seat, build):
    course = build.course(exam=exams.exam(tries=1), course_kind=CourseKind.INSTRUCTOR_LED)
    assert seat(course=course).sit(right=0).status == Status.FAILED
