"""The materials of a version as whoever edits courses sees them: a line of each, and what is typed of one (T-01)."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.catalog.editing import materials
from training_app.catalog.editing.materials import Words
from training_app.catalog.model import Material, MaterialFile
from training_app.core.errors import NotFound
from training_app.core.tables import known


@dataclass(frozen=True)
class MaterialLine:
    """One material in the list; `signs` are those of its text."""

    id: int
    position: int
    kind: str
    title: str
    url: str
    signs: int
    file_name: str
    file_size: int
    media_type: str
    pages: int
    has_preview: bool
    has_captions: bool


@dataclass(frozen=True)
class Entered:
    """One material with what is typed of it."""

    id: int
    version_id: int
    kind: str
    words: Words
    file_name: str = ""
    file_size: int = 0
    media_type: str = ""
    pages: int = 0


def lines(session: Session, actor: Actor, *, version_id: int) -> list[MaterialLine]:
    """The materials of a version in order, whether it is a draft or not; `NotAllowed` without the right."""
    actor.require(Permission.MANAGE_CATALOG)
    file, row = MaterialFile, Material
    wanted = (
        sa.select(
            col(row.id), col(row.position), col(row.kind), col(row.title), col(row.url),
            sa.func.length(col(row.body)).label("signs"), col(file.name), col(file.size), col(file.media_type),
            col(file.pages), col(file.preview_key), (col(row.captions) != "").label("has_captions"),
        )
        .outerjoin(file, col(file.material_id) == col(row.id))
        .where(col(row.version_id) == version_id)
        .order_by(col(row.position))
    )  # fmt: skip
    return [
        MaterialLine(
            one.id, one.position, one.kind, one.title, one.url, one.signs, one.name or "", one.size or 0,
            one.media_type or "", one.pages or 0, bool(one.preview_key), bool(one.has_captions),
        )
        for one in session.connection().execute(wanted)
    ]  # fmt: skip


def entered(session: Session, actor: Actor, *, material_id: int) -> Entered:
    """One material as it is edited; `NotFound` when there is none."""
    actor.require(Permission.MANAGE_CATALOG)
    wanted = select(Material, MaterialFile).outerjoin(MaterialFile).where(Material.id == material_id)
    found = session.exec(wanted).first()
    if found is None:
        raise NotFound
    row, file = found
    of_file = () if file is None else (file.name, file.size, file.media_type, file.pages)
    return Entered(known(row.id), row.version_id, row.kind, materials.words_of(row), *of_file)
