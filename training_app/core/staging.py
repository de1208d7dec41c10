"""Files that somebody has sent for a form that is not submitted yet: rows, so that no reload loses one.

When the form is submitted they pass to the rows that it makes; what is never submitted goes after a day.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, col, select

from training_app.core import files, media, pictures, stored
from training_app.core.errors import Invalid, NotFound, Problem
from training_app.core.files import Sealed
from training_app.core.stored import FileColumns
from training_app.core.tables import known

MOST_FILES = 50
LONGEST_NAME = 200
KEPT = timedelta(days=1)


class StagedFile(FileColumns, table=True):
    """One file that was sent. `place` says of which form, e.g. `person:5`."""

    __tablename__ = "staged_file"

    id: int | None = Field(default=None, primary_key=True)
    by_id: int = Field(index=True)
    place: str
    at: datetime
    pages: int = Field(default=0, description="Of a PDF; 0 where there are none to show.")


@dataclass(frozen=True)
class Received:
    """A whole file of a workshop, what it is, the picture of it if it can be shown, and the pages of a PDF."""

    content: Sealed
    preview: Sealed | None
    name: str
    media_type: str
    pages: int = 0


@dataclass(frozen=True)
class Staged:
    """A file that waits for its form."""

    id: int
    name: str
    size: int
    media_type: str
    has_preview: bool
    pages: int


def received(file: Path, *, name: str) -> Received:
    """What was received into a workshop. Takes as long as decoding a picture or reading a PDF: in no transaction.

    `Invalid` when it is empty.
    """
    shown = plain_name(name)
    if not file.stat().st_size:
        raise Invalid(Problem("file", f"“{shown}” is empty. Choose another file."))
    picture = file.with_name(f"{file.name}.preview")
    has_preview = pictures.preview(file, picture)
    found = media.recognized(file)
    return Received(files.seal(file), files.seal(picture) if has_preview else None, shown,
                    found.media_type, found.pages)  # fmt: skip


def stage(session: Session, received: Received, *, by_id: int, place: str, now: datetime) -> int:
    """Keep a received file for a form of this person; answer its id. `Invalid` when too many wait there."""
    waiting = sa.select(sa.func.count()).where(col(StagedFile.by_id) == by_id)
    if session.connection().execute(waiting).scalar_one() >= MOST_FILES:
        raise Invalid(Problem("file", f"{MOST_FILES} files wait to be submitted already. Submit or remove some first."))
    row = StagedFile(
        key=stored.put(session, received.content),
        preview_key=stored.put(session, received.preview) if received.preview else "",
        name=received.name,
        size=received.content.size,
        media_type=received.media_type,
        pages=received.pages,
        by_id=by_id,
        place=place,
        at=now,
    )
    session.add(row)
    session.flush()
    return known(row.id)


def waiting(session: Session, *, by_id: int, place: str) -> list[Staged]:
    """What this person has sent for a form, in the order in which it came."""
    rows = session.exec(_mine(by_id).where(StagedFile.place == place).order_by(col(StagedFile.id)))
    return [Staged(known(row.id), row.name, row.size, row.media_type, bool(row.preview_key), row.pages) for row in rows]


def staged(session: Session, *, by_id: int, file_id: int) -> StagedFile:
    """One file that this person has sent; `NotFound` otherwise."""
    row: StagedFile | None = session.exec(_mine(by_id).where(StagedFile.id == file_id)).first()
    if row is None:
        raise NotFound
    return row


def take(
    session: Session, *, by_id: int, place: str, ids: Collection[int], counts_pages: bool = False
) -> dict[int, dict[str, Any]]:
    """Hand these files over to the rows that their form makes: under each id the values of `FileColumns`.

    With `counts_pages`, also `pages`, for a table that has them.

    The caller must store each with a row of its own in this transaction. `NotFound` when one is not there any more, so
    that a form submitted twice takes them once.
    """
    which = _mine(by_id).where(StagedFile.place == place, col(StagedFile.id).in_(ids)).with_for_update()
    rows = list(session.exec(which))
    if len(rows) < len(set(ids)):
        raise NotFound
    columns = {*FileColumns.model_fields, *(["pages"] if counts_pages else [])}
    taken = {known(row.id): row.model_dump(include=columns) for row in rows}
    for row in rows:
        session.delete(row)
    session.flush()
    return taken


def remove(session: Session, *, by_id: int, ids: Collection[int]) -> None:
    """Do without files that were sent; who does so twice has done so once."""
    _remove(session, _mine(by_id).where(col(StagedFile.id).in_(ids)))


def tidy(session: Session, *, now: datetime) -> None:
    """What was sent a day ago and never submitted goes."""
    _remove(session, select(StagedFile).where(StagedFile.at < now - KEPT))


def plain_name(name: str, otherwise: str = "file") -> str:
    """A file's own name without folders and control signs, cut in the middle to its limit so that its ending stays."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in last).split())
    if len(plain) > LONGEST_NAME:
        plain = f"{plain[: LONGEST_NAME - 20]}…{plain[-19:]}"
    return plain if plain.strip(". ") else otherwise


def _mine(by_id: int) -> Any:
    return select(StagedFile).where(StagedFile.by_id == by_id)


def _remove(session: Session, which: Any) -> None:
    rows = list(session.exec(which.with_for_update()))
    stored.release(session, [key for row in rows for key in (row.key, row.preview_key)])
    for row in rows:
        session.delete(row)
    session.flush()
