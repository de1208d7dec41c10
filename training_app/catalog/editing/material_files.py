"""Files as materials of a draft: several at once, each of the kind that its content has; one in another's place (T-01).

They wait as rows of `core.staging`, under the form that `forms` names, until they are taken in here.
"""

import re
from datetime import datetime
from pathlib import PurePath
from typing import Any

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.catalog import drafting
from training_app.catalog.checking.texts import LINE
from training_app.catalog.editing import forms, materials
from training_app.catalog.editing.places import MATERIALS
from training_app.catalog.model import Material, MaterialFile
from training_app.catalog.rules import MaterialKind
from training_app.core import audit, media, staging
from training_app.core.tables import known

_ENDING = re.compile(r"\.(?=.*[A-Za-z])[A-Za-z0-9]{1,8}")


def add_files(session: Session, actor: Actor, *, version_id: int, now: datetime) -> list[str]:
    """Make a material of each file that the actor has sent for this draft; their titles, in the order they came.

    Nothing waits: nothing is done. A draft that is published meanwhile lets the files wait.
    """
    version = drafting.held(session, actor, version_id=version_id)
    taken = _taken(session, actor, forms.materials(version_id))
    if not taken:
        return []
    first = MATERIALS.next_of(session, version_id, adds=len(taken))
    rows = [
        Material(version_id=version_id, position=position, kind=_kind(file), title=title_of(file["name"]))
        for position, file in enumerate(taken, start=first)
    ]
    session.add_all(rows)
    session.flush()
    session.add_all(_file(row, file) for row, file in zip(rows, taken, strict=True))
    session.flush()
    audit.write(session, actor_id=actor.person_id, at=now, act="materials added", subject=materials.SUBJECT,
                after={"files": [file["name"] for file in taken]}, rows=[known(row.id) for row in rows])  # fmt: skip
    drafting.noted(session, actor, version=version, now=now)
    return [row.title for row in rows]


def replace_file(session: Session, actor: Actor, *, material_id: int, now: datetime) -> Material:
    """Put the file that the actor has sent for a material in the place of the one it has; of several, the last.

    The material is then of the kind that the new file has. Captions stay with a video, and go with anything else.
    """
    row, version = materials.held(session, actor, material_id)
    before = session.get(MaterialFile, material_id)
    taken = _taken(session, actor, forms.materials(row.version_id, material_id), last=True) if before else []
    if not taken or before is None:
        return row
    was = {"kind": row.kind, "file": before.name}
    materials.let_go(session, material_id)
    row.kind = _kind(taken[0])
    row.captions = row.captions if row.kind == MaterialKind.VIDEO else ""
    session.add(_file(row, taken[0]))
    session.flush()
    audit.write(session, actor_id=actor.person_id, at=now, act="material file replaced", subject=materials.SUBJECT,
                subject_id=row.id, before=was, after={"kind": row.kind, "file": taken[0]["name"]})  # fmt: skip
    drafting.noted(session, actor, version=version, now=now)
    return row


def title_of(name: str) -> str:
    """A file's name as a title: "lifting_safely-v2.final.pdf" is "Lifting safely-v2.final"."""
    path = PurePath(name)
    stem = path.stem if _ENDING.fullmatch(path.suffix) else name
    words = " ".join(stem.replace("_", " ").split()).strip(" .") or name
    return (words[0].upper() + words[1:])[:LINE]


def _taken(session: Session, actor: Actor, place: str, *, last: bool = False) -> list[dict[str, Any]]:
    actor.require(Permission.MANAGE_CATALOG)
    by_id = actor.person_id or 0
    ids = [one.id for one in staging.waiting(session, by_id=by_id, place=place)]
    if last:
        staging.remove(session, by_id=by_id, ids=ids[:-1])
        ids = ids[-1:]
    found = staging.take(session, by_id=by_id, place=place, ids=ids, counts_pages=True)
    return [found[one] for one in ids]


def _kind(file: dict[str, Any]) -> MaterialKind:
    return MaterialKind.VIDEO if file["media_type"] in media.VIDEOS else MaterialKind.FILE


def _file(row: Material, file: dict[str, Any]) -> MaterialFile:
    """A material's file; how often it is needed stays the same, since the row that waited goes."""
    shown = media.shown_as(file["media_type"], has_preview=bool(file["preview_key"]))
    return MaterialFile(material_id=known(row.id), **(file | {"media_type": shown}))
