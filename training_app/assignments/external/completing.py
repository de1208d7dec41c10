"""An approved activity completes the external course that it names, whoever approves it (T-04)."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.assignments.attempts import paths
from training_app.assignments.attempts.completion import EnrollmentsCompleted
from training_app.assignments.model import Assignee, Enrollment, PathStep
from training_app.assignments.records import ExternalActivity
from training_app.assignments.rules import ClosedAs, Source, Status
from training_app.catalog import queries as catalog
from training_app.catalog.model import Training
from training_app.core import audit, db, events
from training_app.core.errors import Conflict
from training_app.core.tables import known
from training_app.people.model import Person


def approve(session: Session, activity: ExternalActivity, *, by_id: int | None, now: datetime) -> None:
    """Note that it is approved, and complete what it completes. Without a course only the record stands."""
    activity.is_approved, activity.decided_by_id, activity.decided_at = True, by_id, now
    activity.version += 1
    if activity.training_id is not None:
        activity.enrollment_id = _completed(session, activity, by_id, now)
    session.flush()
    own = {"own": True} if by_id is not None and by_id == activity.person_id else {}
    audit.write(session, actor_id=by_id, at=now, act="external activity approved", subject="external activity",
                subject_id=activity.id, after={"enrollment_id": activity.enrollment_id, **own})  # fmt: skip


def _completed(session: Session, activity: ExternalActivity, by_id: int | None, now: datetime) -> int:
    """The attempt that the activity completes: the open one, or a new one; or that which was complete on its day."""
    # Held against whoever works in one of these attempts at the same moment.
    theirs = select(Enrollment).where(
        Enrollment.person_id == activity.person_id, Enrollment.training_id == activity.training_id
    )
    attempts = list(session.exec(theirs.order_by(col(Enrollment.number)).with_for_update()))
    attempt = next((one for one in attempts if one.is_open()), None)
    same_day = next((one for one in attempts if _is_complete_on(one, activity)), None)
    if attempt is None and same_day is not None:
        return known(same_day.id)
    if attempt is None:
        attempt = _enrolled(session, activity, 1 + max((one.number for one in attempts), default=0), now)
    attempt.status, attempt.completed_on, attempt.completed_at = Status.EVALUATED, activity.done_on, now
    session.flush()
    _stand_in(session, attempt)
    number = known(attempt.id)
    events.record(session, EnrollmentsCompleted([number]), actor_id=by_id, at=now)
    audit.write(session, actor_id=by_id, at=now, act="training completed", subject="enrollment", subject_id=number,
                after={"status": Status.EVALUATED, "activity_id": activity.id})  # fmt: skip
    session.flush()
    paths.follow(session, enrollment_ids=[number], actor_id=by_id, now=now)
    return number


def _is_complete_on(attempt: Enrollment, activity: ExternalActivity) -> bool:
    is_complete = attempt.status == Status.EVALUATED and attempt.closed_as is None
    return is_complete and attempt.completed_on == activity.done_on


def _enrolled(session: Session, activity: ExternalActivity, number: int, now: datetime) -> Enrollment:
    """A new attempt; nobody who has left gets one (P-09), and nobody at what is archived (X-04)."""
    course, person = session.get_one(Training, activity.training_id), session.get_one(Person, activity.person_id)
    if not person.is_active():
        message = f"{person.name()} is deactivated and has no open enrollment in “{course.title}”."
        raise Conflict(message)
    if course.archived_at is not None:
        message = f"{person.name()} is not enrolled in “{course.title}”, and nobody can be any more: it is archived."
        raise Conflict(message)
    version = catalog.current_version(session, training_id=known(course.id))
    row = {"person_id": person.id, "training_id": course.id, "version_id": version.id, "number": number,
           "source": Source.EXTERNAL.value, "status": Status.ENROLLED.value, "enrolled_at": now}  # fmt: skip
    if not db.insert_new(session, Enrollment, [row]):
        message = f"{person.name()} was enrolled in “{course.title}” at this moment. Try again."
        raise Conflict(message)
    key = Enrollment.person_id == person.id, Enrollment.training_id == course.id, Enrollment.number == number
    return session.exec(select(Enrollment).where(*key)).one()


def _stand_in(session: Session, attempt: Enrollment) -> None:
    """Where an assignment or a path asked for an attempt that failed or lapsed, this one takes its place."""
    gone: Any = sa.select(col(Enrollment.id)).where(
        col(Enrollment.person_id) == attempt.person_id,
        col(Enrollment.training_id) == attempt.training_id,
        col(Enrollment.id) != attempt.id,
        (col(Enrollment.status) == Status.FAILED) | (col(Enrollment.closed_as) == ClosedAs.LAPSED),
    )
    places = sa.update(Assignee).where(col(Assignee.enrollment_id).in_(gone), col(Assignee.withdrawn_at).is_(None))
    session.connection().execute(places.values(enrollment_id=attempt.id))
    steps = sa.update(PathStep).where(col(PathStep.enrollment_id).in_(gone))
    session.connection().execute(steps.values(enrollment_id=attempt.id))
