"""Saving the rows of somebody's certifications: all or none, each faulty field named (C-03, C-07, A-24)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.certifications import module
from training_app.certifications.model import Award, Certification
from training_app.certifications.tracking import checking, deleting
from training_app.certifications.tracking.checking import Addition, Change
from training_app.certifications.tracking.entry import Entry
from training_app.core import audit
from training_app.core.tables import known
from training_app.people import queries as people


@dataclass(frozen=True)
class Going:
    """What a save would delete."""

    awards: int
    files: int


@dataclass(frozen=True)
class Saved:
    """How many were changed, added and deleted."""

    changed: int
    added: int
    deleted: int


def look(
    session: Session,
    actor: Actor,
    *,
    person_id: int,
    changes: Sequence[Change],
    new: Sequence[Addition],
    delete: Collection[int],
) -> Going:
    """What `save` would delete; `Refused` where it would refuse."""
    _require(session, actor, person_id)
    sheet = checking.sheet_of(session, person_id=person_id, changes=changes, new=new, delete=delete, is_held=False)
    return Going(len(sheet.going), deleting.files_of(session, [known(row.id) for row in sheet.going]))


def save(
    session: Session,
    actor: Actor,
    *,
    person_id: int,
    changes: Sequence[Change],
    new: Sequence[Addition],
    delete: Collection[int],
    now: datetime,
) -> Saved:
    """Change, add and delete certifications of one person: all or none; `Refused` names each faulty field.

    What only somebody else changed meanwhile stays theirs; a field changed by both is refused with what the other did.
    What somebody else deleted already is deleted.
    """
    _require(session, actor, person_id)
    sheet = checking.sheet_of(session, person_id=person_id, changes=changes, new=new, delete=delete, is_held=True)
    for row, wanted in sheet.changes:
        _change(session, actor, row, wanted, now)
    _add(session, actor, person_id, sheet.new, now)
    deleting.delete(session, actor, awards=sheet.going, now=now)
    session.flush()
    return Saved(len(sheet.changes), len(sheet.new), len(sheet.going))


def _require(session: Session, actor: Actor, person_id: int) -> None:
    actor.require(Permission.TRACK_CERTIFICATIONS)
    module.require_on(session)
    people.person(session, actor, person_id=person_id)


def _change(session: Session, actor: Actor, row: Award, wanted: Entry, now: datetime) -> None:
    held = wanted.held()
    new = {"issued_on": held.issued_on, "expires_on": held.expires_on, "always_valid": held.expires_on is None,
           "number": wanted.number}  # fmt: skip
    before, after = audit.changes({name: getattr(row, name) for name in new}, new)
    for name, value in after.items():
        setattr(row, name, value)
    row.version += 1
    audit.write(session, actor_id=actor.person_id, at=now, act="award changed", subject="award", subject_id=row.id,
                before=before, after=after)  # fmt: skip


def _add(
    session: Session, actor: Actor, person_id: int, new: Sequence[tuple[Certification, Entry]], now: datetime
) -> None:
    if not new:
        return
    rows = [_award(actor, person_id, kind, wanted, now) for kind, wanted in new]
    session.add_all(rows)
    session.flush()
    said = {"person_id": person_id, "awards": len(rows)}
    if len(rows) == 1:
        said = rows[0].model_dump(exclude={"id", "created_at", "revoked_at", "version"}, exclude_none=True)
    audit.write(session, actor_id=actor.person_id, at=now, act="certifications awarded", subject="award",
                subject_id=rows[0].id if len(rows) == 1 else None, after=said,
                rows=[known(row.id) for row in rows])  # fmt: skip


def _award(actor: Actor, person_id: int, kind: Certification, wanted: Entry, now: datetime) -> Award:
    held = wanted.held()
    return Award(person_id=person_id, certification_id=known(kind.id), issued_on=held.issued_on,
                 expires_on=held.expires_on, always_valid=held.expires_on is None, number=wanted.number,
                 by_id=actor.person_id, created_at=now)  # fmt: skip
