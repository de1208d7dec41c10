"""Finding a session, its course and whoever has a place in it, held against others who change it at the moment."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments.attempts import shown
from training_app.assignments.attendance.recording import NotInstructorLed
from training_app.assignments.model import Enrollment, PathStep
from training_app.assignments.records import SignUp
from training_app.assignments.rules import Status
from training_app.assignments.sessions.rules import KEEPERS, When
from training_app.catalog.model import Training
from training_app.catalog.records import CourseSession
from training_app.catalog.rules import CourseKind, TrainingKind
from training_app.core import db
from training_app.core.errors import NotAllowed, NotFound
from training_app.core.tables import known
from training_app.people.model import Person


def require_keeper(actor: Actor) -> None:
    """Refuse with `NotAllowed` whoever may not make sessions and sign others up (P-06)."""
    if not KEEPERS & actor.permissions:
        message = f"You need the right “{Permission.RECORD_ATTENDANCE}” or “{Permission.MANAGE_CATALOG}” to do this."
        raise NotAllowed(message)


def course(session: Session, *, course_id: int, lock: bool = False) -> Training:
    """The instructor-led course; with `lock`, against another who makes a session of it at the same moment."""
    # A lock that lets others enroll people meanwhile: their rows only refer to the course.
    wanted = select(Training).where(Training.id == course_id, Training.kind == TrainingKind.COURSE)
    row = session.exec(wanted.with_for_update(key_share=True) if lock else wanted).first()
    if row is None:
        raise NotFound
    if row.course_kind != CourseKind.INSTRUCTOR_LED:
        raise NotInstructorLed
    return row


def held(session: Session, *, session_id: int) -> CourseSession:
    """One session for a change of it or of who takes part; all of its course are held until the end of the transaction.

    Whoever gets a seat in one leaves the waiting lists of others, so they are locked together, in one order.
    """
    course_id = session.exec(select(CourseSession.course_id).where(CourseSession.id == session_id)).first()
    of_course = select(CourseSession).where(CourseSession.course_id == course_id).order_by(col(CourseSession.id))
    locked = of_course.with_for_update(key_share=True).execution_options(populate_existing=True)
    row = next((one for one in session.exec(locked) if one.id == session_id), None)
    if row is None:
        raise NotFound
    return row


def when_of(row: Any) -> When:
    """The days and hours of a session."""
    return When(row.day, row.last_day, row.starts, row.ends)


def sign_ups(session: Session, *, session_id: int, person_ids: Iterable[int]) -> dict[int, SignUp]:
    """What there is of these people for a session, by their ids; also of who stepped back."""
    theirs = select(SignUp).where(SignUp.session_id == session_id, db.is_one_of(col(SignUp.person_id), person_ids))
    found = session.exec(theirs.execution_options(populate_existing=True))
    return {row.person_id: row for row in found}


def seated_sql() -> sa.ColumnElement[bool]:
    """Whether a sign-up has a seat."""
    return col(SignUp.stepped_back_at).is_(None) & col(SignUp.is_waiting).is_(False)


def waiting_sql() -> sa.ColumnElement[bool]:
    """Whether a sign-up waits for a seat."""
    return col(SignUp.stepped_back_at).is_(None) & col(SignUp.is_waiting)


def seated(session: Session, *, session_id: int) -> int:
    """How many have a seat, also those who were deactivated since: nobody else's seat is free without an act."""
    counted = sa.select(sa.func.count()).select_from(SignUp).where(col(SignUp.session_id) == session_id, seated_sql())
    return session.connection().execute(counted).scalar_one()


def is_enrolled_sql(course_id: Any, today: date) -> Any:
    """Whether a `Person` has an attempt at the course that is shown to them and not passed: alone or in a path."""
    in_path = shown.paths_sql(today).where(col(PathStep.enrollment_id) == col(Enrollment.id)).correlate(Enrollment)
    return (
        sa.select(col(Enrollment.id))
        .where(
            col(Enrollment.person_id) == col(Person.id),
            col(Enrollment.training_id) == course_id,
            col(Enrollment.closed_as).is_(None),
            col(Enrollment.status) == Status.ENROLLED,
            shown.stands_alone_sql(today) | in_path.exists(),
        )
        .correlate(Person)
        .exists()
    )


def others_at_once(session: Session, row: CourseSession) -> list[CourseSession]:
    """The other sessions of the course that nobody can be in besides this one."""
    same = select(CourseSession).where(
        CourseSession.course_id == row.course_id,
        CourseSession.id != row.id,
        col(CourseSession.cancelled_at).is_(None),
        col(CourseSession.day) <= row.last_day,
        col(CourseSession.last_day) >= row.day,
    )
    return [one for one in session.exec(same) if when_of(one).overlaps(when_of(row))]


def seated_elsewhere(session: Session, row: CourseSession, person_ids: Iterable[int]) -> dict[int, CourseSession]:
    """Who of these people has a seat in another session at the same time, and in which."""
    others = {known(one.id): one for one in others_at_once(session, row)}
    if not others:
        return {}
    theirs = sa.select(col(SignUp.person_id), col(SignUp.session_id)).where(
        db.is_one_of(col(SignUp.session_id), others), db.is_one_of(col(SignUp.person_id), person_ids), seated_sql()
    )
    return {found.person_id: others[found.session_id] for found in session.connection().execute(theirs)}


def of_day(course_id: int, day: date) -> Any:
    """The sessions of a course, not cancelled, whose attendance is of a day: their last."""
    return sa.select(col(CourseSession.id)).where(
        col(CourseSession.course_id) == course_id,
        col(CourseSession.cancelled_at).is_(None),
        col(CourseSession.last_day) == day,
    )


def is_seated_sql(course_id: int, day: date) -> sa.ColumnElement[bool]:
    """Whether a `Person` has a seat in a session of the course whose last day it is."""
    theirs = sa.select(col(SignUp.id)).where(
        col(SignUp.person_id) == col(Person.id), seated_sql(), col(SignUp.session_id).in_(of_day(course_id, day))
    )
    found: sa.ColumnElement[bool] = theirs.correlate(Person).exists()
    return found
