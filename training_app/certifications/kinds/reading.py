"""Kinds of certifications: to choose one from a list, and all that is known of one (C-01)."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.catalog.model import Training
from training_app.catalog.rules import CourseKind, TrainingKind
from training_app.certifications import module, queries
from training_app.certifications.model import Certification, CertificationPrerequisite, CertificationTraining
from training_app.certifications.rules import AwardWhen, Prerequisite, Validity
from training_app.certifications.terms import Terms
from training_app.core.tables import known

SEES = frozenset({Permission.TRACK_CERTIFICATIONS, Permission.AWARD_CERTIFICATIONS})


@dataclass(frozen=True)
class KindChoice:
    """A kind as a pull-down offers it."""

    id: int
    name: str
    code: str
    always_valid_allowed: bool
    is_archived: bool


@dataclass(frozen=True)
class TrainingOfKind:
    """A training that awards a kind; an external activity is a course of that kind."""

    id: int
    title: str
    code: str
    is_path: bool
    is_external: bool
    is_instructor_led: bool
    is_archived: bool


@dataclass(frozen=True)
class PrerequisiteOfKind:
    """What must have been done with a training before a kind can be earned."""

    training_id: int
    title: str
    code: str
    what: Prerequisite


@dataclass(frozen=True)
class KindDetail:
    """One kind with all that was entered for it; `required_hours` are pairs of a category and a decimal number."""

    id: int
    name: str
    code: str
    description: str
    is_licence: bool
    required_hours: tuple[tuple[str, str], ...]
    terms: Terms
    always_valid_allowed: bool
    award_when: AwardWhen
    trainings: tuple[TrainingOfKind, ...]
    prerequisites: tuple[PrerequisiteOfKind, ...]
    series: str
    remind_days: tuple[int, ...]
    is_archived: bool
    version: int


def choices(session: Session, actor: Actor) -> list[KindChoice]:
    """The kinds that a pull-down offers, by name; archived ones are not among them."""
    del actor  # the kinds are the same for everybody
    module.require_on(session)
    wanted = sa.select(
        col(Certification.id), col(Certification.name), col(Certification.code), col(Certification.always_valid_allowed)
    ).where(col(Certification.archived_at).is_(None))
    rows: Any = session.connection().execute(wanted.order_by(col(Certification.name), col(Certification.id)))
    return [KindChoice(row.id, row.name, row.code, row.always_valid_allowed, is_archived=False) for row in rows]


def kind(session: Session, actor: Actor, *, certification_id: int) -> KindDetail:
    """One kind, archived or not, for whoever tracks or awards certifications; `NotFound` otherwise."""
    require_sight(session, actor)
    row = queries.certification(session, actor, certification_id=certification_id)
    return KindDetail(
        id=known(row.id),
        name=row.name,
        code=row.code,
        description=row.description,
        is_licence=row.is_licence,
        required_hours=tuple(sorted(row.required_hours.items())),
        terms=terms_of(row),
        always_valid_allowed=row.always_valid_allowed,
        award_when=AwardWhen(row.award_when),
        trainings=tuple(trainings_of(session, certification_id)),
        prerequisites=tuple(prerequisites_of(session, certification_id)),
        series=row.series,
        remind_days=tuple(row.remind_days),
        is_archived=row.archived_at is not None,
        version=row.version,
    )


def terms_of(row: Certification) -> Terms:
    """How long an award of this kind holds."""
    return Terms(Validity(row.validity), row.validity_number or 0, row.to_month_end, row.fixed_day, row.renewal_days)


def trainings_of(session: Session, certification_id: int) -> list[TrainingOfKind]:
    """The trainings that award a kind, by title."""
    there = sa.select(col(CertificationTraining.training_id)).where(
        col(CertificationTraining.certification_id) == certification_id
    )
    return trainings(session, col(Training.id).in_(there))


def trainings(session: Session, *which: sa.ColumnElement[bool], most: int | None = None) -> list[TrainingOfKind]:
    """These trainings as a kind names them, by title."""
    taken = sa.func.coalesce(col(Training.course_kind), "")
    found = sa.select(
        col(Training.id), col(Training.title), col(Training.code), col(Training.kind) == TrainingKind.PATH,
        taken == CourseKind.EXTERNAL, taken == CourseKind.INSTRUCTOR_LED, col(Training.archived_at).is_not(None),
    ).where(*which)  # fmt: skip
    rows: Any = session.connection().execute(found.order_by(col(Training.title), col(Training.id)).limit(most))
    return [TrainingOfKind(*row) for row in rows]


def prerequisites_of(session: Session, certification_id: int) -> list[PrerequisiteOfKind]:
    """What must have been done before a kind can be earned, by title."""
    asked = CertificationPrerequisite
    found = (
        sa.select(col(asked.training_id), col(Training.title), col(Training.code), col(asked.kind))
        .join(Training, col(Training.id) == col(asked.training_id))
        .where(col(asked.certification_id) == certification_id)
        .order_by(col(Training.title), col(asked.training_id), col(asked.kind))
    )
    rows = session.connection().execute(found)
    return [PrerequisiteOfKind(row[0], row[1], row[2], Prerequisite(row[3])) for row in rows]


def require_sight(session: Session, actor: Actor) -> None:
    """Refuse whoever neither tracks nor awards certifications, and everybody while the module is off (C-02)."""
    module.require_on(session)
    if not any(actor.can(permission) for permission in SEES):
        actor.require(Permission.TRACK_CERTIFICATIONS)
