"""Somebody's certifications as their profile shows them: the rows that can be edited, and what was revoked (C-03)."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.certifications import module
from training_app.certifications.model import Award, Certification, Revocation
from training_app.certifications.records import AwardFile
from training_app.core import db, paging
from training_app.core.errors import NotFound
from training_app.core.paging import Page, Paged
from training_app.core.tables import known
from training_app.people import queries as people
from training_app.people.model import Person

# Any of them is enough for somebody whom one may see at all.
SEE = (
    Permission.TRACK_CERTIFICATIONS,
    Permission.VIEW_REPORTS,
    Permission.MANAGE_PEOPLE,
    Permission.MANAGE_ASSIGNMENTS,
)
FIRST = Page()
MOST_REVOKED = 50


@dataclass(frozen=True)
class ScanRow:
    """A file of an award; `shown` when there is a picture of it."""

    id: int
    name: str
    shown: bool


@dataclass(frozen=True)
class TrackedRow:
    """One award. Days are ISO, empty for none; number and files only for whoever tracks certifications."""

    id: int
    version: int
    certification: str
    is_archived: bool
    issued_on: str
    expires_on: str
    always_valid: bool
    allows_always: bool
    number: str
    files: tuple[ScanRow, ...]


@dataclass(frozen=True)
class RevokedRow:
    """An award that was revoked: who did so, at which instant, and why."""

    id: int
    certification: str
    issued_on: str
    expires_on: str
    revoked_at: str
    by: str
    why: str
    files: tuple[ScanRow, ...]


@dataclass(frozen=True)
class KindChoice:
    """A certification that can be chosen, and whether it may be always valid."""

    id: int
    name: str
    allows_always: bool


@dataclass(frozen=True)
class Tracked:
    """One page of what somebody holds, the newest expiry first; with `may_track` the actor may change it."""

    found: Paged[TrackedRow]
    revoked: tuple[RevokedRow, ...]
    kinds: tuple[KindChoice, ...]
    may_track: bool


def tracked(session: Session, actor: Actor, *, person_id: int, page: Page = FIRST) -> Tracked:
    """One person's certifications; `NotFound` for whom the actor does not see.

    Without the right to track them: names and days alone.
    """
    actor.require(next((right for right in SEE if actor.can(right)), SEE[0]))
    module.require_on(session)
    may_track = actor.can(Permission.TRACK_CERTIFICATIONS) and _is_seen(session, actor, person_id)
    if not may_track and person_id != actor.person_id:
        people.person(session, actor, person_id=person_id)
    found = _standing(session, person_id, page)
    revoked = _revoked(session, person_id)
    ids = [row.id for row in (*found.rows, *revoked)]
    files = _files(session, ids) if may_track else {}
    return Tracked(
        found=Paged([_row(row, files.get(row.id, ()), may_track=may_track) for row in found.rows], found.total, page),
        revoked=tuple(_revoked_row(row, files.get(row.id, ())) for row in revoked),
        kinds=_kinds(session) if may_track else (),
        may_track=may_track,
    )


def _is_seen(session: Session, actor: Actor, person_id: int) -> bool:
    try:
        people.person(session, actor, person_id=person_id)
    except NotFound:
        return False
    return True


def _standing(session: Session, person_id: int, page: Page) -> Paged[Any]:
    mine = (col(Award.person_id) == person_id, col(Award.revoked_at).is_(None))
    total = paging.count(session, sa.select(col(Award.id)).where(*mine))
    columns = (Award.id, Award.version, Award.issued_on, Award.expires_on, Award.always_valid, Award.number,
               Certification.name, Certification.always_valid_allowed, Certification.archived_at)  # fmt: skip
    newest = (col(Award.always_valid).desc(), col(Award.expires_on).desc(), col(Award.id).desc())
    statement = (
        sa.select(*(col(column) for column in columns))
        .join(Certification, col(Certification.id) == col(Award.certification_id))
        .where(*mine)
        .order_by(*newest)
    )
    return Paged(list(session.connection().execute(page.cut(statement))), total, page)


def _revoked(session: Session, person_id: int) -> list[Any]:
    columns = (Award.id, Award.issued_on, Award.expires_on, Award.revoked_at, Certification.name, Revocation.why,
               Person.first_name, Person.last_name)  # fmt: skip
    statement = (
        sa.select(*(col(column) for column in columns))
        .select_from(Award)
        .join(Certification, col(Certification.id) == col(Award.certification_id))
        .outerjoin(Revocation, col(Revocation.award_id) == col(Award.id))
        .outerjoin(Person, col(Person.id) == col(Revocation.by_id))
        .where(col(Award.person_id) == person_id, col(Award.revoked_at).is_not(None))
        .order_by(col(Award.revoked_at).desc(), col(Award.id).desc())
        .limit(MOST_REVOKED)
    )
    return list(session.connection().execute(statement))


def _files(session: Session, award_ids: list[int]) -> dict[int, tuple[ScanRow, ...]]:
    columns = (AwardFile.id, AwardFile.award_id, AwardFile.name, AwardFile.preview_key)
    which = sa.select(*(col(one) for one in columns)).where(db.is_one_of(col(AwardFile.award_id), award_ids))
    found = defaultdict(list)
    for row in session.connection().execute(which.order_by(col(AwardFile.id))):
        found[row.award_id].append(ScanRow(row.id, row.name, bool(row.preview_key)))
    return {award_id: tuple(files) for award_id, files in found.items()}


def _kinds(session: Session) -> tuple[KindChoice, ...]:
    """What can be chosen: kinds that are not archived, by name."""
    which = select(Certification).where(col(Certification.archived_at).is_(None))
    rows = session.exec(which.order_by(Certification.name, col(Certification.id)))
    return tuple(KindChoice(known(row.id), row.name, row.always_valid_allowed) for row in rows)


def _row(row: Any, files: tuple[ScanRow, ...], *, may_track: bool) -> TrackedRow:
    return TrackedRow(
        id=row.id,
        version=row.version,
        certification=row.name,
        is_archived=row.archived_at is not None,
        issued_on=_iso(row.issued_on),
        expires_on=_iso(row.expires_on),
        always_valid=row.always_valid,
        allows_always=row.always_valid_allowed or row.always_valid,
        number=row.number if may_track else "",
        files=files,
    )


def _revoked_row(row: Any, files: tuple[ScanRow, ...]) -> RevokedRow:
    return RevokedRow(
        id=row.id,
        certification=row.name,
        issued_on=_iso(row.issued_on),
        expires_on=_iso(row.expires_on),
        revoked_at=row.revoked_at.isoformat(),
        by=f"{row.first_name or ''} {row.last_name or ''}".strip(),
        why=row.why or "",
        files=files,
    )


def _iso(day: Any) -> str:
    return day.isoformat() if day else ""
