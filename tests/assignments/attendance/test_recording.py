"""What recording a session does to who was enrolled, who was not, and who was recorded before (T-02, T-03)."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import select
from support.build import SYSTEM

from training_app.assignments import places
from training_app.assignments.acts import reenrolling
from training_app.assignments.attempts import results
from training_app.assignments.attempts.results import Result
from training_app.assignments.attendance import recording as attendance
from training_app.assignments.attendance.attending import Entry, Mark
from training_app.assignments.filters import PlaceFilter
from training_app.assignments.model import Assignee
from training_app.assignments.rules import Source, Status, StatusTab
from training_app.catalog import actions as catalog
from training_app.catalog.rules import CourseKind
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid
from training_app.core.events import Event
from training_app.core.organization import OrganizationRow
from training_app.core.tables import known
from training_app.people import actions as people


def facts(session) -> list[dict]:
    return [one.payload for one in session.exec(select(Event).where(Event.act == "EnrollmentsCompleted"))]


def tab_of(room, person, assignment_id: int) -> list[str]:
    """The tabs of "Enrollment Status" under which this person stands."""
    return [
        tab
        for tab in (StatusTab.EVALUATED, StatusTab.ENROLLED, StatusTab.FAILED)
        if any(
            row.email == person.email
            for row in places.places(
                room.session, SYSTEM, assignment_id=assignment_id, wanted=PlaceFilter(tab=tab), today=room.today
            ).rows
        )
    ]


@pytest.mark.rule("T-03", "attendance completes the open enrollment, on the day of the session")
@pytest.mark.rule("T-02", "a course without evaluation is complete as soon as an instructor passes it")
def test_whoever_attended_completes_the_attempt_they_had_open(room, cast):
    room.build.assign(room.course, "q=lea")
    done = room.record(cast.lea, score=92, ago=3)
    (attempt,) = room.attempts(cast.lea)
    assert (done.completed, done.enrolled) == (1, 0)
    assert (attempt.status, attempt.score, attempt.source) == (Status.EVALUATED, Decimal(92), Source.ASSIGNED)
    assert (attempt.completed_on, attempt.completed_at) == (room.today - timedelta(days=3), room.build.now)
    assert room.attended(cast.lea) == [room.today - timedelta(days=3)]


@pytest.mark.rule("T-03", "attendance of someone not enrolled enrolls and completes them (source: attendance)")
def test_whoever_was_not_enrolled_is_enrolled_and_complete(room, cast):
    done = room.record(cast.noa)
    (attempt,) = room.attempts(cast.noa)
    assert (done.completed, done.enrolled) == (1, 1)
    assert (attempt.status, attempt.source, attempt.number) == (Status.EVALUATED, Source.ATTENDANCE, 1)
    assert (attempt.completed_on, room.attended(cast.noa)) == (room.today, [room.today])


@pytest.mark.rule("T-03", "results of a session are recorded for many people at once: attended, failed, absent")
def test_one_session_with_every_result_is_one_fact_and_one_audit_entry(room, cast, session):
    room.build.assign(room.course, "q=lea")
    room.build.assign(room.course, "q=max")
    who = (cast.lea, cast.noa, cast.max, cast.ada)
    marks = (Mark.ATTENDED, Mark.ATTENDED, Mark.FAILED, Mark.ABSENT)
    entries = [Entry(known(person.id), mark) for person, mark in zip(who, marks, strict=True)]
    said = {"course_id": known(room.course.id), "day": room.today, "entries": entries, "now": room.build.now}
    done = attendance.record(session, room.tess, **said)
    assert done == attendance.Recorded(completed=2, failed=1, enrolled=1, corrected=0, already=0, absent=1)
    ids = [known(room.attempts(person)[0].id) for person in (cast.lea, cast.noa, cast.max)]
    assert facts(session) == [{"enrollment_ids": sorted(ids[:2])}]
    entry = session.exec(select(AuditEntry).where(AuditEntry.act == "attendance recorded")).one()
    assert (entry.actor_id, entry.subject, entry.subject_id) == (cast.tess.id, "training", room.course.id)
    assert sorted(number for first, last in entry.rows for number in range(first, last + 1)) == sorted(ids)
    counts = {"completed": 2, "passed": 0, "failed": 1, "enrolled": 1, "corrected": 0}
    assert entry.after == {"day": room.today.isoformat(), **counts}


@pytest.mark.rule("T-02", "an instructor enters a failed result of a session")
def test_whoever_failed_has_attended_and_is_not_complete(room, cast):
    room.build.assign(room.course, "q=lea")
    room.record(cast.lea, mark=Mark.FAILED, score=0)
    (attempt,) = room.attempts(cast.lea)
    assert (attempt.status, attempt.score, attempt.completed_on) == (Status.FAILED, Decimal(0), None)
    assert room.attended(cast.lea) == [room.today]


def test_whoever_was_absent_keeps_the_enrollment_and_has_not_attended(room, cast):
    room.build.assign(room.course, "q=lea")
    assert room.record(cast.lea, mark=Mark.ABSENT).absent == 1
    assert room.attempts(cast.lea)[0].is_open()
    assert room.record(cast.noa, mark=Mark.ABSENT).absent == 1
    assert (room.attempts(cast.noa), room.attended(cast.noa), room.attended(cast.lea)) == ([], [], [])


@pytest.mark.rule("T-03", "one attempt that two assignments share is completed in both")
def test_the_result_counts_in_every_assignment_that_asks_for_the_attempt(room, cast):
    first, second = (room.build.assign(room.course, "q=lea") for _ in range(2))
    room.record(cast.lea)
    assert [tab_of(room, cast.lea, one.assignment_id) for one in (first, second)] == [[StatusTab.EVALUATED]] * 2


@pytest.mark.rule("T-03", "the same session recorded twice is recorded once")
def test_the_same_day_again_changes_nothing(room, cast, session):
    room.record(cast.lea, cast.noa)
    again = room.record(cast.lea, cast.noa)
    assert (again.already, again.completed, again.enrolled) == (2, 0, 0)
    assert len(room.attempts(cast.lea)) == len(facts(session)) == 1
    assert len(session.exec(select(AuditEntry).where(AuditEntry.act == "attendance recorded")).all()) == 1


def test_another_session_is_another_attempt(room, cast):
    room.record(cast.lea, ago=30)
    assert room.record(cast.lea).enrolled == 1
    assert [one.number for one in room.attempts(cast.lea)] == [1, 2]
    assert len(room.attended(cast.lea)) == 2


def test_whoever_completed_it_that_day_in_another_way_has_attended_and_completes_nothing_twice(room, cast, session):
    course = room.build.course(course_kind=CourseKind.INSTRUCTOR_LED)
    room.build.assign(course, "q=lea")
    passed = [known(room.build.attempt(cast.lea, course).id)]
    results.record(session, room.tess, enrollment_ids=passed, result=Result.PASSED, now=room.build.now)
    done = room.record(cast.lea, course=course)
    assert (done.already, done.completed, len(facts(session))) == (1, 0, 1)


@pytest.mark.rule("T-03", "a failed result that was recorded by mistake becomes attended by recording the day again")
def test_failed_becomes_attended(room, cast):
    room.build.assign(room.course, "q=lea")
    room.record(cast.lea, mark=Mark.FAILED, score=80)
    assert room.record(cast.lea).corrected == 1
    (attempt,) = room.attempts(cast.lea)
    assert (attempt.status, attempt.score, attempt.completed_on) == (Status.EVALUATED, Decimal(80), room.today)
    assert len(room.attended(cast.lea)) == 1


def test_a_score_is_corrected_and_the_moment_of_completing_stays(room, cast, session):
    room.record(cast.lea, score=70)
    room.build.now += timedelta(hours=1)
    assert room.record(cast.lea, score=75).corrected == 1
    (attempt,) = room.attempts(cast.lea)
    assert (attempt.score, attempt.completed_at) == (Decimal(75), room.build.now - timedelta(hours=1))
    assert len(facts(session)) == 1


@pytest.mark.parametrize("mark", [Mark.FAILED, Mark.ABSENT])
def test_a_recorded_completion_stays_and_the_refusal_says_so(room, cast, mark):
    room.record(cast.lea)
    with pytest.raises(Invalid, match="Lea Learner is recorded as attended on 1 Mar 2027 already"):
        room.record(cast.lea, mark=mark)
    assert room.attempts(cast.lea)[0].status == Status.EVALUATED


def test_a_failed_result_stays_once_a_new_attempt_has_begun(room, cast, session):
    made = room.build.assign(room.course, "q=lea")
    room.record(cast.lea, mark=Mark.FAILED)
    reenrolling.reenroll(session, SYSTEM, assignment_id=made.assignment_id, now=room.build.now)
    with pytest.raises(Invalid, match="has begun another attempt since"):
        room.record(cast.lea)


@pytest.mark.rule("T-03", "whoever failed and comes to another session is failed in their assignment no longer")
def test_the_attempt_of_another_session_takes_the_place_of_the_failed_one(room, cast, session):
    made = room.build.assign(room.course, "q=lea")
    room.record(cast.lea, mark=Mark.FAILED, ago=5)
    assert tab_of(room, cast.lea, made.assignment_id) == [StatusTab.FAILED]
    room.record(cast.lea)
    assert tab_of(room, cast.lea, made.assignment_id) == [StatusTab.EVALUATED]
    place = session.exec(select(Assignee).where(Assignee.person_id == cast.lea.id)).one()
    assert [one.id for one in room.attempts(cast.lea)][1] == place.enrollment_id


@pytest.mark.rule("P-09", "attendance enrolls nobody who is deactivated, and names them")
def test_nobody_deactivated_is_enrolled_and_then_nobody_is_recorded(room, cast):
    with pytest.raises(Invalid, match="Ivo Inactive is deactivated") as refused:
        room.record(cast.lea, cast.ivo)
    assert [problem.field for problem in refused.value.problems] == [f"person:{cast.ivo.id}"]
    assert room.attempts(cast.lea) == []


def test_whoever_was_enrolled_and_left_since_keeps_what_they_did(room, cast, session):
    room.build.assign(room.course, "q=lea")
    people.deactivate(session, SYSTEM, person_id=known(cast.lea.id), now=room.build.now)
    assert room.record(cast.lea, ago=1).completed == 1


@pytest.mark.rule("X-04", "attendance of an archived course enrolls nobody; open attempts go on")
def test_an_archived_course_enrolls_nobody(room, cast, session):
    room.build.assign(room.course, "q=lea")
    catalog.archive(session, SYSTEM, training_id=known(room.course.id), now=room.build.now)
    assert room.record(cast.lea).completed == 1
    with pytest.raises(Invalid, match="the course is archived"):
        room.record(cast.noa)


@pytest.mark.parametrize(
    ("ago", "why"),
    [(-1, "is after today, 1 Mar 2027"), (731, "is more than 24 months ago")],
    ids=["future", "long ago"],
)
def test_a_session_is_of_today_or_of_the_last_two_years(room, cast, ago, why):
    with pytest.raises(Invalid, match=why) as refused:
        room.record(cast.lea, ago=ago)
    assert [problem.field for problem in refused.value.problems] == ["day"]


def test_a_session_after_the_end_of_the_accreditation_is_not_recorded(room, cast):
    ended = room.build.course(course_kind=CourseKind.INSTRUCTOR_LED,
                              accredited_through=room.today - timedelta(days=1))  # fmt: skip
    with pytest.raises(Invalid, match="ended before that day, on 28 Feb 2027"):
        room.record(cast.lea, course=ended)
    assert room.record(cast.lea, course=ended, ago=1).completed == 1


@pytest.mark.rule("N-05", "a session is of the organization's day, in the night of the clock change too")
def test_in_the_night_of_the_clock_change_the_day_is_the_organization_s(room, cast, session):
    session.merge(OrganizationRow(id=1, zone="America/New_York"))
    # Clocks go from 02:00 to 03:00 on 14 March: 23:30 on the 13th is 04:30 UTC, 23:30 on the 14th is 03:30 UTC.
    for instant, ago, may in (((14, 4, 30), 1, True), ((14, 4, 30), 0, False), ((15, 3, 30), 1, True),
                              ((15, 3, 30), 0, False), ((15, 4, 0), 0, True)):  # fmt: skip
        room.build.now = datetime(2027, 3, *instant, tzinfo=UTC)
        if may:
            room.record(cast.lea, ago=ago)
        else:
            with pytest.raises(Invalid, match="is after today"):
                room.record(cast.lea, ago=ago)
    assert [day.day for day in room.attended(cast.lea)] == [13, 14, 15]


@pytest.mark.parametrize("score", [Decimal(-1), Decimal("100.01")])
def test_a_score_is_from_0_to_100(room, cast, session, score):
    said = {"course_id": known(room.course.id), "day": room.today, "now": room.build.now}
    with pytest.raises(Invalid) as refused:
        attendance.record(session, room.tess, entries=[Entry(known(cast.lea.id), Mark.ATTENDED, score)], **said)
    assert [problem.field for problem in refused.value.problems] == ["score"]


def test_nobody_is_entered_twice_in_one_session(room, cast):
    with pytest.raises(Invalid, match="entered twice"):
        room.record(cast.lea, cast.lea)
    with pytest.raises(Invalid, match="Nobody has a result yet"):
        room.record()
