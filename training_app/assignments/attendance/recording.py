"""Recording who attended a session of an instructor-led course, and with which result, for many at once (T-03)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments.attempts.results import BEST_SCORE
from training_app.assignments.attendance import attending
from training_app.assignments.attendance import writing as attendance_writing
from training_app.assignments.attendance.attending import Act, Decision, Entry
from training_app.assignments.attendance.writing import Overtaken, Sitting
from training_app.assignments.model import Enrollment
from training_app.catalog.model import Training
from training_app.catalog.rules import CourseKind, TrainingKind
from training_app.core import audit, clock, db, organization
from training_app.core.errors import Conflict, Invalid, NotFound, Problem
from training_app.core.tables import known
from training_app.people.model import Person

MONTHS_BACK = 24
TRIES = 3


class NotInstructorLed(Conflict):
    """Attendance is recorded for instructor-led courses alone."""


class NotPublished(NotInstructorLed):
    """This course is not published yet. Once it is, attendance can be recorded."""


@dataclass(frozen=True)
class Recorded:
    """What became of the entries. Those `passed` owe an evaluation, which completes it (T-02).

    `enrolled` of those completed, passed and failed had no open enrollment. `corrected` had a failed result or another
    score for the day, `already` had this one.
    """

    completed: int
    failed: int
    enrolled: int
    corrected: int
    already: int
    absent: int
    passed: int = 0


def record(
    session: Session, actor: Actor, *, course_id: int, day: date, entries: Sequence[Entry], now: datetime
) -> Recorded:
    """Write what was entered for a session on the organization day `day`, for everybody or nobody (T-02, T-03).

    Who attended completes the open attempt on that day, or is enrolled for it; where an evaluation is owed they pass,
    and are complete by that. Who failed fails; who was absent is left as they are. Twice is once. A failed result
    becomes attended and a score another one by recording the day again, as long as no other attempt has begun; attended
    stays. `Invalid` names everybody for whom it cannot be.
    """
    course = course_of(session, actor, course_id=course_id, lock=True)
    wrong = [*problems_of_day(course, day, organization.of(session).today(now)), *_problems_of(entries)]
    if wrong:
        raise Invalid(*wrong)
    decisions, written = _write(session, actor, course, Sitting(course_id, day, actor.person_id, now), entries)
    number = attending.counted(decisions)
    recorded = Recorded(
        completed=number[Act.COMPLETE],
        failed=number[Act.FAIL],
        enrolled=sum(1 for one in decisions if one.enrolls),
        corrected=number[Act.CORRECT],
        already=number[Act.ALREADY] + number[Act.NOTE],
        absent=number[Act.ABSENT],
        passed=number[Act.PASS],
    )
    if written:
        after = {"day": day, "completed": recorded.completed, "passed": recorded.passed, "failed": recorded.failed,
                 "enrolled": recorded.enrolled, "corrected": recorded.corrected}  # fmt: skip
        audit.write(session, actor_id=actor.person_id, at=now, act="attendance recorded", subject="training",
                    subject_id=course_id, after=after, rows=written)  # fmt: skip
    return recorded


def course_of(session: Session, actor: Actor, *, course_id: int, lock: bool = False) -> Training:
    """The instructor-led course, for who may record; with `lock`, against another who records it at the same moment."""
    actor.require(Permission.RECORD_ATTENDANCE)
    # A lock that lets others enroll people meanwhile: their rows only refer to the course.
    wanted = select(Training).where(Training.id == course_id, Training.kind == TrainingKind.COURSE)
    course = session.exec(wanted.with_for_update(key_share=True) if lock else wanted).first()
    if course is None:
        raise NotFound
    if course.course_kind != CourseKind.INSTRUCTOR_LED:
        raise NotInstructorLed
    if course.published_at is None:
        raise NotPublished
    return course


def problems_of_day(course: Training, day: date, today: date) -> list[Problem]:
    """What is wrong with the day of a session, on the organization day `today`."""
    end = course.accredited_through
    if day > today:
        return [Problem("day", f"{day:%-d %b %Y} is after today, {today:%-d %b %Y}.")]
    if day < clock.months_after(today, -MONTHS_BACK):
        return [Problem("day", f"{day:%-d %b %Y} is more than {MONTHS_BACK} months ago.")]
    if end is not None and day > end:
        return [Problem("day", f"The accreditation of “{course.title}” ended before that day, on {end:%-d %b %Y}.")]
    return []


def _problems_of(entries: Sequence[Entry]) -> list[Problem]:
    found = []
    if not entries:
        found.append(Problem("people", "Nobody has a result yet."))
    if len({one.person_id for one in entries}) != len(entries):
        found.append(Problem("people", "Somebody is entered twice."))
    if any(one.score is not None and not 0 <= one.score <= BEST_SCORE for one in entries):
        found.append(Problem("score", f"A score is from 0 to {BEST_SCORE}."))
    return found


def _write(
    session: Session, actor: Actor, course: Training, sitting: Sitting, entries: Sequence[Entry]
) -> tuple[list[Decision], list[int]]:
    """Decide and write; again, where somebody else enrolled one of them between the two."""
    for _ in range(TRIES):
        decisions = _decided(session, actor, course, sitting.day, entries)
        refused = [one.standing for one in decisions if one.act is Act.REFUSE]
        if refused:
            why = {one.standing.person_id: one.why for one in decisions}
            raise Invalid(*(Problem(f"person:{one.person_id}", f"{one.name} {why[one.person_id]}.") for one in refused))
        try:
            with session.begin_nested():
                return decisions, attendance_writing.write(session, sitting, decisions)
        except Overtaken:
            continue
    raise Overtaken


def _decided(session: Session, actor: Actor, course: Training, day: date, entries: Sequence[Entry]) -> list[Decision]:
    ids = [one.person_id for one in entries]
    # Held against whoever works in one of these attempts or enters a result for it at the same moment.
    held = sa.select(col(Enrollment.id)).where(
        col(Enrollment.training_id) == course.id, db.is_one_of(col(Enrollment.person_id), ids)
    )
    session.connection().execute(held.order_by(col(Enrollment.id)).with_for_update())
    people = db.is_one_of(col(Person.id), ids)
    found = attending.standings(session, actor, course_id=known(course.id), day=day, people=people)
    if len(found) != len(ids):
        raise NotFound
    return [attending.decide(one, found[one.person_id], course, day) for one in entries]
