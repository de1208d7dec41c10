"""A learner working through a training (T-02, L-02)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.assignments.attempts import learning, passing
from training_app.assignments.model import Enrollment, MaterialDone
from training_app.assignments.rules import ClosedAs, Status
from training_app.catalog.model import Exam, Material, Training
from training_app.catalog.rules import CourseKind
from training_app.core import db, organization
from training_app.core.errors import Conflict, NotFound


class NotOpen(Conflict):
    """This attempt is closed: nothing more can be done in it."""


@dataclass(frozen=True)
class Progress:
    """How many of its materials are done, and where the attempt stands now."""

    done: int
    total: int
    status: str


def finish_material(session: Session, actor: Actor, *, enrollment_id: int, material_id: int, now: datetime) -> Progress:
    """Mark one material as worked through; the last one passes a course without exam (T-02). Twice is once.

    Only a course that is taken online is passed so: another one is passed by attending it (T-03).
    """
    attempt = held(session, actor, enrollment_id=enrollment_id, now=now)
    material = session.get(Material, material_id)
    if material is None or material.version_id != attempt.version_id:
        raise NotFound
    if not attempt.is_open():
        if attempt.status == Status.EVALUATED:
            return progress(session, attempt)
        require_open(attempt)
    done = {"enrollment_id": enrollment_id, "material_id": material_id, "at": now}
    db.insert_new(session, MaterialDone, [done])
    far = progress(session, attempt)
    if far.done == far.total and attempt.status == Status.ENROLLED and _passes_by_materials(session, attempt):
        today = organization.of(session).today(now)
        passing.passed(session, [attempt], on=today, by_id=actor.person_id, now=now)
    return Progress(far.done, far.total, attempt.status)


def progress(session: Session, attempt: Enrollment) -> Progress:
    """How many of its materials are done."""
    total = sa.select(sa.func.count()).where(col(Material.version_id) == attempt.version_id)
    done = sa.select(sa.func.count()).where(col(MaterialDone.enrollment_id) == attempt.id)
    connection = session.connection()
    return Progress(connection.execute(done).scalar_one(), connection.execute(total).scalar_one(), attempt.status)


def _passes_by_materials(session: Session, attempt: Enrollment) -> bool:
    return is_passed_here(session, attempt) and not has_exam(session, attempt)


def is_passed_here(session: Session, attempt: Enrollment) -> bool:
    """Whether its course is passed by what one does in it: others by attendance, or by what was done elsewhere."""
    return session.get_one(Training, attempt.training_id).course_kind == CourseKind.ONLINE


def has_exam(session: Session, attempt: Enrollment) -> bool:
    """Whether its course is passed by an exam."""
    exam = sa.select(col(Exam.id)).where(col(Exam.version_id) == attempt.version_id)
    return session.connection().execute(exam).first() is not None


def held(session: Session, actor: Actor, *, enrollment_id: int, now: datetime) -> Enrollment:
    """An attempt of the actor's own, held against a second tab at the same moment; a stranger's is `NotFound`."""
    return _one(session, _own(session, actor, enrollment_id, now).with_for_update())


def own(session: Session, actor: Actor, *, enrollment_id: int, now: datetime) -> Enrollment:
    """An attempt of the actor's own, to look at; a stranger's is `NotFound`."""
    return _one(session, _own(session, actor, enrollment_id, now))


def require_open(attempt: Enrollment) -> None:
    """Raise `NotOpen` with the reason, unless something can still be done in an attempt."""
    if attempt.is_open():
        return
    if attempt.closed_as is not None:
        raise NotOpen(_WHY_CLOSED[ClosedAs(attempt.closed_as)])
    raise NotOpen(_WHY_FAILED if attempt.status == Status.FAILED else "")


_WHY_CLOSED = {
    ClosedAs.SUPERSEDED: "You were enrolled in this training anew. This attempt is closed; what you did in it stays.",
    ClosedAs.WITHDRAWN: "You are not enrolled in this training any more. What you did in it stays.",
    ClosedAs.EXCUSED: "You were excused from this training. What you did in it stays.",
    ClosedAs.LAPSED: "The accreditation of this training has ended, and this attempt with it. What you did stays.",
}
_WHY_FAILED = "You did not pass this training, and nothing more can be done in this attempt."


def _own(session: Session, actor: Actor, enrollment_id: int, now: datetime) -> Any:
    """A closed one is there as well: who was at work in it when it was closed is told why it goes no further."""
    today = organization.of(session).today(now)
    is_closed = (col(Enrollment.person_id) == actor.person_id) & col(Enrollment.closed_as).is_not(None)
    return select(Enrollment).where(Enrollment.id == enrollment_id, sa.and_(*learning.mine(actor, today)) | is_closed)


def _one(session: Session, wanted: Any) -> Enrollment:
    attempt: Enrollment | None = session.exec(wanted).first()
    if attempt is None:
        raise NotFound
    return attempt
