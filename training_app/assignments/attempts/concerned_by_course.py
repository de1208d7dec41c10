"""Whom a change of a training concerns: who is in it keeps the version they began with (X-04)."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments.model import Assignee, Assignment, Enrollment
from training_app.catalog import queries as catalog
from training_app.catalog.model import PathCourse, Training, TrainingVersion
from training_app.certifications.model import Certification, CertificationTraining


@dataclass(frozen=True)
class Concerned:
    """How many people have a training open, in which versions, and what it is part of.

    `assignments` are those in which somebody has it open, `paths` those that have it now, `certifications` those that
    are earned by it.
    """

    open: int
    versions: list[int]
    assignments: int
    paths: int
    certifications: int


def concerned(session: Session, actor: Actor, *, training_id: int) -> Concerned:
    """Whom a change of a course or a learning path concerns."""
    actor.require(Permission.MANAGE_CATALOG)
    catalog.training(session, actor, training_id=training_id)
    in_version = (
        sa.select(col(TrainingVersion.number), sa.func.count())
        .join(Enrollment, col(Enrollment.version_id) == col(TrainingVersion.id))
        .where(col(Enrollment.training_id) == training_id, Enrollment.is_open_sql())
        .group_by(col(TrainingVersion.number))
        .order_by(col(TrainingVersion.number))
    )
    people = session.connection().execute(in_version).all()
    counts = [_count(which) for which in (_assignments(training_id), _paths(training_id), _certifications(training_id))]
    numbers = session.connection().execute(sa.select(*counts)).one()
    return Concerned(sum(number for _, number in people), [version for version, _ in people], *numbers)


def _count(which: Any) -> Any:
    return sa.select(sa.func.count()).select_from(which.subquery()).scalar_subquery()


def _assignments(training_id: int) -> Any:
    """Those not cancelled in which somebody has it open."""
    asked = sa.exists().where(
        col(Assignee.assignment_id) == col(Assignment.id),
        col(Assignee.withdrawn_at).is_(None),
        col(Enrollment.id) == col(Assignee.enrollment_id),
        Enrollment.is_open_sql(),
    )
    return sa.select(col(Assignment.id)).where(
        col(Assignment.training_id) == training_id, col(Assignment.cancelled_at).is_(None), asked
    )


def _paths(training_id: int) -> Any:
    now = sa.exists().where(
        col(PathCourse.version_id) == TrainingVersion.newest_of_sql(Training), col(PathCourse.course_id) == training_id
    )
    return sa.select(col(Training.id)).where(col(Training.archived_at).is_(None), now)


def _certifications(training_id: int) -> Any:
    earned = sa.select(col(CertificationTraining.certification_id)).where(
        col(CertificationTraining.training_id) == training_id
    )
    return sa.select(col(Certification.id)).where(
        col(Certification.id).in_(earned), col(Certification.archived_at).is_(None)
    )
