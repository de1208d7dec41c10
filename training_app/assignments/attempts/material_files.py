"""The file of a material, for whoever has an attempt at what it is a part of (T-01, L-02)."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments.attempts import shown
from training_app.assignments.model import Enrollment
from training_app.catalog.model import Material, MaterialFile
from training_app.core import organization
from training_app.core.errors import NotFound
from training_app.core.stored import Kept


@dataclass(frozen=True)
class KeptMaterial(Kept):
    """What is needed to hand the file of a material over; `pages` of a PDF can be shown, 0 of anything else."""

    pages: int


def file_of(session: Session, actor: Actor, *, material_id: int, now: datetime) -> KeptMaterial:
    """The file of a material, for whoever has an attempt at its version that is shown to them, however it stands.

    Whoever manages the catalogue has every file; for anybody else there is none.
    """
    wanted = select(MaterialFile).join(Material).where(col(Material.id) == material_id)
    if not actor.can(Permission.MANAGE_CATALOG):
        today = organization.of(session).today(now)
        attempts = sa.exists().where(
            col(Enrollment.version_id) == col(Material.version_id), *shown.mine(actor, today)
        )  # fmt: skip
        wanted = wanted.where(attempts)
    row = session.exec(wanted).first()
    if row is None:
        raise NotFound
    return KeptMaterial(row.key, row.preview_key, row.name, row.size, row.media_type, row.pages)
