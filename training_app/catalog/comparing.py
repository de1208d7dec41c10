"""A course as it is published beside its draft: since when, and how much there is of each part."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.catalog.model import Evaluation, EvaluationItem, Exam, Material, Question, Training, TrainingVersion


@dataclass(frozen=True)
class PartCount:
    """How many of a part the published version has, and how many the draft."""

    label: str
    before: int
    after: int


def parts(session: Session, actor: Actor, *, training_id: int) -> tuple[PartCount, ...]:
    """Materials, questions of the exam, and of the evaluation; of a version that there is not, none."""
    actor.require(Permission.MANAGE_CATALOG)
    newest = sa.select(TrainingVersion.newest_of_sql(Training)).where(col(Training.id) == training_id)
    draft = sa.select(col(TrainingVersion.id)).where(
        col(TrainingVersion.training_id) == training_id, col(TrainingVersion.published_at).is_(None)
    )
    versions = [one.scalar_subquery() for one in (newest, draft)]
    counts = [_count(label, version) for label in _PARTS for version in versions]
    found = list(session.connection().execute(sa.select(*counts)).one())
    return tuple(
        PartCount(label, before, after)
        for label, before, after in zip(_PARTS, found[::2], found[1::2], strict=True)
    )  # fmt: skip


def published_at(session: Session, actor: Actor, *, training_id: int) -> datetime | None:
    """When the newest version of a course was published; None of one that never was."""
    actor.require(Permission.MANAGE_CATALOG)
    wanted = sa.select(sa.func.max(col(TrainingVersion.published_at)))
    found: datetime | None = (
        session.connection().execute(wanted.where(col(TrainingVersion.training_id) == training_id)).scalar_one()
    )
    return found


def _count(label: str, version: Any) -> Any:
    rows, of_version = _PARTS[label]
    return sa.select(sa.func.count()).select_from(rows).where(of_version == version).scalar_subquery()


_PARTS: dict[str, tuple[Any, Any]] = {
    "Materials": (Material, col(Material.version_id)),
    "Exam questions": (sa.join(Question, Exam, col(Question.exam_id) == col(Exam.id)), col(Exam.version_id)),
    "Evaluation questions": (
        sa.join(EvaluationItem, Evaluation, col(EvaluationItem.evaluation_id) == col(Evaluation.id)),
        col(Evaluation.version_id),
    ),
}
