"""Enrolling oneself in a training (X-03, T-05)."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.assignments.attempts import enrollable, enrolling
from training_app.assignments.making import choosing
from training_app.assignments.model import Enrollment
from training_app.assignments.rules import Source
from training_app.catalog import queries as catalog
from training_app.catalog.model import Training
from training_app.catalog.rules import CourseKind, TrainingKind
from training_app.core import audit, organization
from training_app.core.errors import Invalid, NotAllowed, Problem
from training_app.core.tables import known
from training_app.people.model import Person


def enroll(session: Session, actor: Actor, *, training_id: int, now: datetime) -> int:
    """Enroll the actor; answers the attempt. Twice is once.

    Where an assignment that has not begun yet holds an attempt back, that same attempt opens (X-03).
    """
    # Of two of these at the same moment, the second finds what the first has begun.
    person = session.exec(select(Person).where(Person.id == actor.person_id).with_for_update()).first()
    if person is None or person.deactivated_at is not None:
        message = "Only somebody with an active account can enroll."
        raise NotAllowed(message)
    training = catalog.training(session, actor, training_id=training_id)
    today = organization.of(session).today(now)
    is_there = Enrollment.person_id == person.id, Enrollment.training_id == training_id, Enrollment.is_open_sql()
    attempt = session.exec(select(Enrollment).where(*is_there)).first()
    if attempt is None:
        if training.kind != TrainingKind.PATH and training.course_kind != CourseKind.ONLINE:
            raise Invalid(
                Problem("training", f"Nobody enrolls themselves in “{training.title}”: it is not taken here.")
            )
        stands = catalog.standing(session, training, today)
        if not stands.can_be_assigned:
            raise Invalid(Problem("training", f"“{training.title}” is not open to enroll: {stands.why}."))
        # What was failed is begun anew by whoever assigned it, as the page says; what is complete is complete.
        why = enrollable.offers(session, actor, training_ids=[training_id], today=today)[training_id].why
        if why in (enrollable.FAILED, enrollable.PIECE_BY_PIECE):
            raise Invalid(Problem("training", why))
        attempt = _begin(session, person, training_id, now)
    if attempt.self_enrolled_at is None:
        attempt.self_enrolled_at = now
        session.flush()
        audit.write(session, actor_id=actor.person_id, at=now, act="self-enrolled", subject="enrollment",
                    subject_id=attempt.id, after={"training_id": training_id})  # fmt: skip
    return known(attempt.id)


def _begin(session: Session, person: Person, training_id: int, now: datetime) -> Enrollment:
    """A new attempt; `Invalid` says why there can be none."""
    today = organization.of(session).today(now)
    of_theirs = select(Enrollment).where(Enrollment.person_id == person.id, Enrollment.training_id == training_id)
    before = {one.id for one in session.exec(of_theirs)}
    themselves: Any = sa.select(col(Person.id)).where(col(Person.id) == person.id)
    enrolling.enroll(session, training_id=training_id, people=themselves, source=Source.SELF_ENROLLED,
                     allow_duplicates=False, today=today, now=now)  # fmt: skip
    attempt = next((one for one in session.exec(of_theirs) if one.id not in before), None)
    if attempt is None:
        raise Invalid(Problem("training", _why_not(session, person, training_id)))
    return attempt


def _why_not(session: Session, person: Person, training_id: int) -> str:
    lacks = sa.select(col(Person.id)).where(
        col(Person.id) == person.id, choosing.lacks_prerequisite_sql(session, training_id)
    )
    if session.connection().execute(lacks).first() is not None:
        required = session.get_one(Training, session.get_one(Training, training_id).requires_id)
        return f"Before you can enroll you must have attended “{required.title}”."
    return "You have completed it in this licensing period already."
