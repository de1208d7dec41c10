"""Editing the materials of a draft one by one: texts and links are added, any is edited, moved, removed (T-01)."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.catalog import drafting, merging
from training_app.catalog.checking import captions, material
from training_app.catalog.content import KeptFile, NewMaterial
from training_app.catalog.editing.places import MATERIALS
from training_app.catalog.model import Material, MaterialFile, TrainingVersion
from training_app.catalog.rules import MaterialKind
from training_app.core import audit, stored
from training_app.core.audit import AuditEntry
from training_app.core.errors import Conflict, Invalid, MusterError, NotFound

SUBJECT = "material"
LABELS = {"title": "Title", "body": "Text", "url": "Address", "captions": "Captions"}


class Removed(Conflict):
    """Somebody removed this material meanwhile. What you typed is still here: copy it, and add it anew."""


@dataclass(frozen=True)
class Words:
    """What is typed of a material; `captions` are WebVTT, or SRT as it is brought."""

    title: str = ""
    body: str = ""
    url: str = ""
    captions: str = ""


@dataclass(frozen=True)
class Placed:
    """A material, and where it stands now among how many."""

    title: str
    position: int
    total: int


def add(session: Session, actor: Actor, *, version_id: int, new: NewMaterial, now: datetime) -> Material:
    """Add a text or a link at the end. `Invalid` names every faulty field."""
    version = drafting.held(session, actor, version_id=version_id)
    new = material.cleaned(new)
    _require_sound(new)
    position = MATERIALS.next_of(session, version_id)
    row = Material(version_id=version_id, position=position, kind=new.kind, title=new.title, body=new.body, url=new.url)
    session.add(row)
    session.flush()
    said = {"kind": row.kind, "title": row.title, "body": row.body, "url": row.url}
    audit.write(session, actor_id=actor.person_id, at=now, act="material added", subject=SUBJECT, subject_id=row.id,
                after=said)  # fmt: skip
    drafting.noted(session, actor, version=version, now=now)
    return row


def edit(session: Session, actor: Actor, *, material_id: int, base: Words, new: Words, now: datetime) -> Material:
    """Change a material from `base`, as the editor was opened with it, to `new`.

    What only somebody else changed stays theirs; what both changed is refused with what the other did (A-24).
    """
    row, version = held(session, actor, material_id)
    # Looked at as they were brought, by their lines, before they are made WebVTT.
    if new.captions != base.captions and (wrong := captions.problems_of("captions", new.captions)):
        raise Invalid(*wrong)
    current = words_of(row)
    merged = merging.merged(current, base, _cleaned(new), what_happened=_telling(session, row, current))
    changed = [name for name in LABELS if getattr(merged, name) != getattr(current, name)]
    if not changed:
        return row
    _require_sound(NewMaterial(**asdict(merged), kind=MaterialKind(row.kind), file=_kept(session, material_id)))
    for name in changed:
        setattr(row, name, getattr(merged, name))
    session.flush()
    audit.write(session, actor_id=actor.person_id, at=now, act="material edited", subject=SUBJECT, subject_id=row.id,
                before=_told(current, changed), after=_told(merged, changed))  # fmt: skip
    drafting.noted(session, actor, version=version, now=now)
    return row


def move(session: Session, actor: Actor, *, material_id: int, to: int, now: datetime) -> Placed:
    """Put a material at a place, counted from 1; beyond the last is the last."""
    row, version = held(session, actor, material_id)
    total, before = MATERIALS.total_of(session, row.version_id), row.position
    after = min(max(to, 1), total)
    if after != before:
        MATERIALS.put(session, row, after)
        audit.write(session, actor_id=actor.person_id, at=now, act="material moved", subject=SUBJECT,
                    subject_id=row.id, before={"position": before}, after={"position": after})  # fmt: skip
        drafting.noted(session, actor, version=version, now=now)
    return Placed(row.title, after, total)


def step(session: Session, actor: Actor, *, material_id: int, by: int, now: datetime) -> Placed:
    """Move a material by so many places from where it stands now; a negative number is up."""
    row, _ = held(session, actor, material_id)
    return move(session, actor, material_id=material_id, to=row.position + by, now=now)


def remove(session: Session, actor: Actor, *, material_id: int, now: datetime) -> str:
    """Take a material out of the draft, its file with it; answer its title. Published versions keep theirs (X-04)."""
    row, version = held(session, actor, material_id)
    title, version_id = row.title, row.version_id
    audit.write(session, actor_id=actor.person_id, at=now, act="material removed", subject=SUBJECT, subject_id=row.id,
                before={"kind": row.kind, **_told(words_of(row), list(LABELS))})  # fmt: skip
    let_go(session, material_id)
    session.delete(row)
    session.flush()
    MATERIALS.close_up(session, version_id)
    drafting.noted(session, actor, version=version, now=now)
    return title


def held(session: Session, actor: Actor, material_id: int) -> tuple[Material, TrainingVersion]:
    """A material of a draft, with the draft, held to the end of the transaction; `Removed` if somebody was faster."""
    actor.require(Permission.MANAGE_CATALOG)
    wanted = select(Material).where(Material.id == material_id).execution_options(populate_existing=True)
    row = session.exec(wanted).first()
    if row is None:
        raise _gone(session, material_id)
    version = drafting.held(session, actor, version_id=row.version_id)
    # Whoever waited for the draft sees what was done to it meanwhile.
    again = session.exec(wanted).first()
    if again is None:
        raise _gone(session, material_id)
    return again, version


def words_of(row: Material) -> Words:
    """What can be typed of it, as it stands."""
    return Words(row.title, row.body, row.url, row.captions)


def let_go(session: Session, material_id: int) -> None:
    """Do without the file of a material, if it has one."""
    file = session.get(MaterialFile, material_id)
    if file is not None:
        stored.release(session, [file.key, file.preview_key])
        session.delete(file)
        session.flush()


def _cleaned(new: Words) -> Words:
    plain = material.cleaned(NewMaterial(new.title, new.body, url=new.url, captions=new.captions))
    return Words(plain.title, plain.body, plain.url, plain.captions)


def _require_sound(new: NewMaterial) -> None:
    if wrong := material.problems_of_one(new):
        raise Invalid(*wrong)


def _kept(session: Session, material_id: int) -> KeptFile | None:
    file = session.get(MaterialFile, material_id)
    if file is None:
        return None
    return KeptFile(file.key, file.preview_key, file.name, file.size, file.media_type, file.pages)


def _telling(session: Session, row: Material, current: Words) -> Callable[[str], str]:
    """What the other one did to a field, and who it was."""

    def what_happened(name: str) -> str:
        by, value = merging.told_by(session, SUBJECT, row.id or 0, name), getattr(current, name)
        is_short = name in {"title", "url"} and value
        now = f" It is now: “{value}”." if is_short else "" if value else " It is empty now."
        return f"{by} changed “{LABELS[name]}” meanwhile.{now}"

    return what_happened


def _told(words: Words, names: list[str]) -> dict[str, str]:
    """These fields as an audit entry holds them: of captions how many there are."""
    said = {name: getattr(words, name) for name in names}
    if said.get("captions"):
        said["captions"] = f"{said['captions'].count('-->')} captions"
    return said


def _gone(session: Session, material_id: int) -> MusterError:
    """Whether there was such a material at all is known by the audit."""
    about = select(AuditEntry.id).where(AuditEntry.subject == SUBJECT, AuditEntry.subject_id == material_id)
    was_there = session.exec(about.where(AuditEntry.act == "material removed").limit(1)).first() is not None
    return Removed() if was_there else NotFound()
