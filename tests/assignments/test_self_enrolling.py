"""Enrolling oneself, before an assignment begins or without any (X-03, T-05)."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.assignments.attempts import learning, learning_paths, self_enrolling
from training_app.assignments.attendance import recording as attendance
from training_app.assignments.attendance.attending import Entry, Mark
from training_app.assignments.model import Assignee, Enrollment
from training_app.catalog import actions as catalog
from training_app.catalog.rules import CourseKind
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed, NotFound
from training_app.core.tables import known
from training_app.people import actions as people

TODAY = date(2027, 3, 1)


@pytest.fixture
def enroll(session: Session, cast: Cast, build: Builder):
    def act(training, who="lea", at=None) -> int:
        actor = cast.actor(getattr(cast, who))
        return self_enrolling.enroll(session, actor, training_id=known(training.id), now=at or build.now)

    return act


def shown(session: Session, cast: Cast, today=TODAY) -> list[str]:
    return [row.title for row in learning.home(session, cast.actor(cast.lea), today=today).enrolled]


@pytest.mark.rule("X-03", "self-enrolling before the start day opens that same attempt")
def test_enrolling_before_the_start_opens_the_attempt_of_the_assignment(session, cast: Cast, build, enroll):
    course = build.course("Radio")
    build.assign(course, f"q={cast.lea.username}", starts=TODAY + timedelta(days=5))
    attempt = build.attempt(cast.lea, course)
    assert shown(session, cast) == []
    assert enroll(course) == attempt.id
    assert shown(session, cast) == ["Radio"]
    assert (attempt.source, attempt.self_enrolled_at) == ("assigned", build.now)
    place = session.exec(select(Assignee).where(Assignee.person_id == cast.lea.id)).one()
    assert place.enrollment_id == attempt.id
    build.complete(cast.lea, course)
    assert attempt.status == "evaluated"


@pytest.mark.rule("X-03", "a path that begins later opens with its courses")
def test_a_path_that_begins_later_opens_with_its_courses(session, cast: Cast, build, enroll):
    course = build.course("Radio")
    path = build.path("New hire", course)
    build.assign(path, f"q={cast.lea.username}", starts=TODAY + timedelta(days=5))
    number = enroll(path)
    read = learning_paths.path(session, cast.actor(cast.lea), enrollment_id=number, today=TODAY)
    assert [one.title for one in read.courses] == ["Radio"]
    assert shown(session, cast) == ["New hire"]


@pytest.mark.rule("E-01", "an attempt without any assignment came about by self-enrolling")
def test_without_an_assignment_an_attempt_begins(session, cast: Cast, build, enroll):
    number = enroll(course := build.course("Radio"))
    attempt = session.get_one(Enrollment, number)
    assert (attempt.source, attempt.person_id, attempt.number) == ("self-enrolled", cast.lea.id, 1)
    assert shown(session, cast) == ["Radio"]
    assert build.attempt(cast.lea, course).id == number


@pytest.mark.rule("T-05", "enrolling oneself in a path brings its courses, which stand in the path alone")
def test_enrolling_in_a_path_brings_its_courses(session, cast: Cast, build, enroll):
    number = enroll(build.path("New hire", build.course("Radio"), build.course("Driving")))
    read = learning_paths.path(session, cast.actor(cast.lea), enrollment_id=number, today=TODAY)
    assert [one.title for one in read.courses] == ["Radio", "Driving"]
    assert shown(session, cast) == ["New hire"]


def test_a_course_enrolled_in_before_its_path_stands_alone_still(session, cast: Cast, build, enroll):
    radio = build.course("Radio")
    enroll(radio)
    enroll(build.path("New hire", radio, build.course("Driving")))
    assert shown(session, cast) == ["New hire", "Radio"]


@pytest.mark.rule("X-03", "enrolling twice is once")
def test_enrolling_twice_is_once(session, cast: Cast, build, enroll):
    course = build.course()
    assert enroll(course) == enroll(course, at=build.now + timedelta(hours=1))
    entries = session.exec(select(AuditEntry).where(AuditEntry.act == "self-enrolled")).all()
    assert [(one.actor_id, one.subject_id) for one in entries] == [(cast.lea.id, build.attempt(cast.lea, course).id)]


@pytest.mark.rule("T-05", "a path requires attendance: nobody enrolls themselves who has not attended")
def test_who_has_not_attended_cannot_enroll(session, cast: Cast, build, enroll, now):
    drill = build.course("Drill day", course_kind=CourseKind.INSTRUCTOR_LED)
    path = build.path("Crew chief", requires_id=drill.id)
    with pytest.raises(Invalid, match="you must have attended “Drill day”"):
        enroll(path)
    attended = [Entry(known(cast.lea.id), Mark.ATTENDED)]
    attendance.record(session, SYSTEM, course_id=known(drill.id), day=TODAY, entries=attended, now=now)
    assert enroll(path) == build.attempt(cast.lea, path).id


@pytest.mark.rule("X-04", "nobody enrolls themselves in what is archived, expired, or has such a course")
def test_what_is_over_cannot_be_enrolled_in(session, cast: Cast, build, enroll, now):
    archived, expired = build.course("Gone"), build.course("Old", accredited_through=TODAY - timedelta(days=1))
    path = build.path("New hire", expired)
    catalog.archive(session, SYSTEM, training_id=known(archived.id), now=now)
    for training, why in ((archived, "it is archived"), (expired, "it expired"), (path, "its course “Old” expired")):
        with pytest.raises(Invalid, match=why):
            enroll(training)


@pytest.mark.rule("A-11", "nobody enrolls themselves in what they completed in this licensing period")
def test_what_was_completed_this_period_is_not_begun_anew(cast: Cast, build, enroll):
    course = build.course()
    enroll(course)
    build.complete(cast.lea, course)
    with pytest.raises(Invalid, match="completed it in this licensing period already"):
        enroll(course)


@pytest.mark.rule("P-09", "somebody deactivated enrolls in nothing")
def test_somebody_deactivated_cannot_enroll(session, cast: Cast, build):
    course, lea = build.course(), cast.actor(cast.lea)  # who was signed in a moment ago
    people.deactivate(session, SYSTEM, person_id=known(cast.lea.id), now=build.now)
    with pytest.raises(NotAllowed):
        self_enrolling.enroll(session, lea, training_id=known(course.id), now=build.now)


def test_the_system_is_nobody_who_could_learn(session, cast: Cast, build):
    with pytest.raises(NotAllowed):
        self_enrolling.enroll(session, SYSTEM, training_id=known(build.course().id), now=build.now)


def test_what_is_not_there_cannot_be_enrolled_in(session, cast: Cast, build):
    with pytest.raises(NotFound):
        self_enrolling.enroll(session, cast.actor(cast.lea), training_id=0, now=build.now)
