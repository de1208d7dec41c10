"""A learner working through a training (T-02, L-02)."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.assignments.attempts import learning, paths
from training_app.assignments.attempts.completion import EnrollmentsCompleted
from training_app.assignments.model import Enrollment, MaterialDone
from training_app.assignments.rules import Status
from training_app.catalog.model import Material
from training_app.core import audit, db, events, organization
from training_app.core.errors import Conflict, NotFound
from training_app.core.tables import known


class NotOpen(Conflict):
    """This attempt is closed: nothing more can be done in it."""


@dataclass(frozen=True)
class Progress:
    """How far an attempt is, and whether it is complete now."""

    done: int
    total: int
    status: str


def finish_material(session: Session, actor: Actor, *, enrollment_id: int, material_id: int, now: datetime) -> Progress:
    """Mark one material as worked through; the last one passes a course without exam (T-02). Doing it twice is once."""
    attempt = _lock(session, actor, enrollment_id, now)
    material = session.get(Material, material_id)
    if material is None or material.version_id != attempt.version_id:
        raise NotFound
    if not attempt.is_open():
        if attempt.status == Status.EVALUATED:
            return progress(session, attempt)
        raise NotOpen
    done = {"enrollment_id": enrollment_id, "material_id": material_id, "at": now}
    db.insert_new(session, MaterialDone, [done])
    far = progress(session, attempt)
    if far.done == far.total:
        _complete(session, actor, attempt, now)
    return Progress(far.done, far.total, attempt.status)


def progress(session: Session, attempt: Enrollment) -> Progress:
    """How many of its materials are done."""
    total = sa.select(sa.func.count()).where(col(Material.version_id) == attempt.version_id)
    done = sa.select(sa.func.count()).where(col(MaterialDone.enrollment_id) == attempt.id)
    connection = session.connection()
    return Progress(connection.execute(done).scalar_one(), connection.execute(total).scalar_one(), attempt.status)


def _lock(session: Session, actor: Actor, enrollment_id: int, now: datetime) -> Enrollment:
    """The attempt, held against a second tab that finishes another material at the same moment."""
    today = organization.of(session).today(now)
    mine = select(Enrollment).where(Enrollment.id == enrollment_id, *learning.mine(actor, today))
    attempt = session.exec(mine.with_for_update()).first()
    if attempt is None:
        raise NotFound
    return attempt


def _complete(session: Session, actor: Actor, attempt: Enrollment, now: datetime) -> None:
    """A course without exam is passed when its materials are done, and complete without evaluation (T-02)."""
    before = {"status": attempt.status}
    attempt.status = Status.EVALUATED
    attempt.completed_at = now
    attempt.completed_on = organization.of(session).today(now)
    session.add(attempt)
    session.flush()
    events.record(session, EnrollmentsCompleted([known(attempt.id)]), actor_id=actor.person_id, at=now)
    audit.write(session, actor_id=actor.person_id, at=now, act="training completed", subject="enrollment",
                subject_id=attempt.id, before=before, after={"status": attempt.status})  # fmt: skip
    paths.follow(session, enrollment_ids=[known(attempt.id)], actor_id=actor.person_id, now=now)
