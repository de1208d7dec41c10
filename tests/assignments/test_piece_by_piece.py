"""A path whose courses were all completed one by one, and what was failed: nobody begins it by themselves (T-05)."""

import pytest
from sqlmodel import Session, select
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.assignments.attempts import enrollable, learning_paths, results, self_enrolling
from training_app.assignments.attempts.enrollable import FAILED, PIECE_BY_PIECE
from training_app.assignments.attempts.results import Result
from training_app.assignments.model import Enrollment
from training_app.assignments.rules import Status
from training_app.core import organization
from training_app.core.errors import Invalid
from training_app.core.tables import known


@pytest.mark.rule("T-05", "a path of which one has completed each course in the period cannot be begun")
@pytest.mark.rule("T-05", "of a path that is begun, the courses completed in the period count as done")
def test_a_path_completed_piece_by_piece_is_not_offered(session: Session, cast: Cast, build: Builder):
    first, second, third = (build.course(title) for title in ("Airway", "Breathing", "Circulation"))
    path, longer = build.path("New hire", first, second), build.path("New chief", first, second, third)
    actor, today = cast.actor(cast.lea), organization.of(session).today(build.now)
    for course in (first, second):
        self_enrolling.enroll(session, actor, training_id=known(course.id), now=build.now)
        build.complete(cast.lea, course)
    offers = enrollable.offers(session, actor, training_ids=[known(path.id), known(longer.id)], today=today)
    assert [(offers[known(one.id)].can_enroll, offers[known(one.id)].why) for one in (path, longer)] == [
        (False, PIECE_BY_PIECE), (True, ""),
    ]  # fmt: skip
    with pytest.raises(Invalid, match=r"^Completed piece by piece"):
        self_enrolling.enroll(session, actor, training_id=known(path.id), now=build.now)
    number = self_enrolling.enroll(session, actor, training_id=known(longer.id), now=build.now)
    read = learning_paths.path(session, actor, enrollment_id=number, today=today)
    assert [(one.title, one.status, one.is_from_before) for one in read.courses] == [
        ("Airway", Status.EVALUATED, True), ("Breathing", Status.EVALUATED, True), ("Circulation", "enrolled", False),
    ]  # fmt: skip
    others = enrollable.offers(session, cast.actor(cast.noa), training_ids=[known(path.id)], today=today)
    assert others[known(path.id)].can_enroll


def test_what_was_assigned_and_failed_is_begun_anew_by_nobody_alone(session: Session, cast: Cast, build: Builder):
    course = build.course("Airway")
    build.assign(course, "q=lea")
    attempt = build.attempt(cast.lea, course)
    results.record(session, SYSTEM, enrollment_ids=[known(attempt.id)], result=Result.FAILED, now=build.now)
    with pytest.raises(Invalid) as refused:
        self_enrolling.enroll(session, cast.actor(cast.lea), training_id=known(course.id), now=build.now)
    assert refused.value.message == FAILED
    assert session.exec(select(Enrollment.id).where(Enrollment.training_id == course.id)).all() == [attempt.id]
