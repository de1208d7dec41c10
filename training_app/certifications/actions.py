"""Awarding certifications and correcting awards, each act with its audit entry (P-10)."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.certifications import queries
from training_app.certifications.kinds import entry as kinds
from training_app.certifications.kinds import making
from training_app.certifications.model import Award
from training_app.certifications.rules import Association
from training_app.core import audit, bulk
from training_app.core.errors import Invalid, NotFound, Problem
from training_app.core.tables import known
from training_app.people import queries as people
from training_app.people.model import Person

# Whoever brings in people with their licences makes kinds and awards in one go.
NewCertification = kinds.NewCertification
add_certification = making.add_certification


@dataclass(frozen=True, slots=True)
class NewAward:
    """One award as it is entered. It expires on `expires_on`, or is always valid."""

    person_id: int
    certification_id: int
    issued_on: date | None = None
    expires_on: date | None = None
    always_valid: bool = False
    number: str = ""
    association: Association = Association.MANUAL


@dataclass(frozen=True, slots=True)
class AwardChange:
    """What an award shall say from now on."""

    award_id: int
    issued_on: date | None
    expires_on: date
    number: str


def award(session: Session, actor: Actor, *, new: NewAward, now: datetime) -> int:
    """Award one person one certification and answer the award's id (C-03, C-10)."""
    return award_many(session, actor, awards=[new], now=now)[0]


def award_many(
    session: Session, actor: Actor, *, awards: Sequence[NewAward], now: datetime, entry: bool = True
) -> list[int]:
    """Award many at once and answer the new ids, in no order. `Invalid` names each faulty award; then none is made.

    Without `entry` the audit entry is left to the caller, whose own one names the awards.
    """
    actor.require(Permission.TRACK_CERTIFICATIONS)
    _refuse_strangers(session, actor, {new.person_id for new in awards})
    allowed = {kind: _always_allowed(session, actor, kind) for kind in {new.certification_id for new in awards}}
    problems = [fault for place, new in enumerate(awards) for fault in _faults(new, place, allowed)]
    if problems:
        raise Invalid(*problems)
    written = {"revoked_at": None, "created_at": now, "version": 1}
    rows = [{name: getattr(new, name) for name in _ENTERED} | written for new in awards]
    ids = [row.id for row in bulk.inserted(session, Award, rows, col(Award.id))]
    if entry and ids:
        single = asdict(awards[0]) if len(awards) == 1 else {"awards": len(awards)}
        audit.write(session, actor_id=actor.person_id, at=now, act="certifications awarded", subject="award",
                    subject_id=ids[0] if len(ids) == 1 else None, after=single, rows=ids)  # fmt: skip
    return ids


def change_awards(
    session: Session, actor: Actor, *, changes: Sequence[AwardChange], now: datetime, entry: bool = True
) -> None:
    """Correct days and numbers of awards (C-05). Without `entry` the audit entry is left to the caller."""
    actor.require(Permission.TRACK_CERTIFICATIONS)
    wanted = {change.award_id: change for change in changes}
    before = _awards(session, wanted)
    if len(before) < len(wanted):
        raise NotFound
    _refuse_strangers(session, actor, {row.person_id for row in before})
    if any(change.issued_on and change.issued_on > change.expires_on for change in changes):
        raise Invalid(Problem("expires_on", _BACKWARDS))
    for row in before:
        change = wanted[known(row.id)]
        old = {"issued_on": row.issued_on, "expires_on": row.expires_on, "number": row.number}
        row.issued_on, row.expires_on, row.number = change.issued_on, change.expires_on, change.number
        row.always_valid = False
        row.version += 1
        if entry:
            new = {"issued_on": row.issued_on, "expires_on": row.expires_on, "number": row.number}
            was, became = audit.changes(old, new)
            audit.write(session, actor_id=actor.person_id, at=now, act="award changed", subject="award",
                        subject_id=row.id, before=was, after=became)  # fmt: skip
    session.flush()


_ENTERED = [field.name for field in fields(NewAward)]
_BACKWARDS = "It expires before it was issued."


def _faults(new: NewAward, place: int, always_allowed: dict[int, bool]) -> list[Problem]:
    if new.always_valid and new.expires_on is not None:
        return [Problem(f"{place}.expires_on", "What is always valid has no day of expiry.")]
    if new.always_valid and not always_allowed[new.certification_id]:
        return [Problem(f"{place}.always_valid", "This certification cannot be always valid.")]
    if not new.always_valid and new.expires_on is None:
        return [Problem(f"{place}.expires_on", "The day of expiry is missing.")]
    if new.issued_on and new.expires_on and new.expires_on < new.issued_on:
        return [Problem(f"{place}.expires_on", _BACKWARDS)]
    return []


def _always_allowed(session: Session, actor: Actor, certification_id: int) -> bool:
    return queries.certification(session, actor, certification_id=certification_id).always_valid_allowed


def _refuse_strangers(session: Session, actor: Actor, person_ids: Collection[int]) -> None:
    """`NotFound` unless the actor sees all of these people."""
    for some in bulk.chunks(sorted(person_ids)):
        seen = sa.select(sa.func.count()).where(col(Person.id).in_(some), people.visible(actor))
        if session.connection().execute(seen).scalar_one() < len(some):
            raise NotFound


def _awards(session: Session, ids: Collection[int]) -> list[Award]:
    found: list[Award] = []
    for some in bulk.chunks(sorted(ids)):
        found += session.execute(sa.select(Award).where(col(Award.id).in_(some)).with_for_update()).scalars()
    return found
