"""The file of a material, for whoever has an attempt at what it is a part of (T-01, L-02)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments.attempts import shown
from training_app.assignments.model import Enrollment
from training_app.catalog.model import Material, MaterialFile, TrainingVersion
from training_app.core import organization
from training_app.core.errors import NotFound
from training_app.core.stored import Kept


@dataclass(frozen=True)
class KeptMaterial(Kept):
    """What is needed to hand the file of a material over; `pages` of a PDF can be shown, 0 of anything else.

    `is_lasting`: it stays what it is. In the draft of a course it may be replaced.
    """

    pages: int
    is_lasting: bool


def file_of(session: Session, actor: Actor, *, material_id: int, now: datetime) -> KeptMaterial:
    """The file of a material, for whoever has an attempt at its version that is shown to them, however it stands.

    Whoever manages the catalogue has every file; for anybody else there is none.
    """
    published = col(TrainingVersion.published_at)
    wanted = select(MaterialFile, published).join(Material, col(Material.id) == col(MaterialFile.material_id))
    of_version = wanted.join(TrainingVersion, col(TrainingVersion.id) == col(Material.version_id))
    found = session.exec(_seen(of_version, actor, session, material_id, now)).first()
    if found is None:
        raise NotFound
    row, published_at = found
    return KeptMaterial(row.key, row.preview_key, row.name, row.size, row.media_type, row.pages,
                        published_at is not None)  # fmt: skip


def captions_of(session: Session, actor: Actor, *, material_id: int, now: datetime) -> str:
    """What is said in the video of a material, WebVTT, for whoever has its file; `NotFound` when it has none."""
    said: str | None = session.exec(_seen(select(Material.captions), actor, session, material_id, now)).first()
    if not said:
        raise NotFound
    return said


def _seen(wanted: Any, actor: Actor, session: Session, material_id: int, now: datetime) -> Any:
    wanted = wanted.where(col(Material.id) == material_id)
    if not actor.can(Permission.MANAGE_CATALOG):
        today = organization.of(session).today(now)
        attempts = sa.exists().where(
            col(Enrollment.version_id) == col(Material.version_id), *shown.mine(actor, today)
        )  # fmt: skip
        wanted = wanted.where(attempts)
    return wanted
