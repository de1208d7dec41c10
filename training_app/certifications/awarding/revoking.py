"""Unassigning: an award is revoked with a reason, and stays as a record of that (C-14, V-01).

Completions that it was awarded for stay used: `AwardCompletion` is not touched, so none of them awards it again.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.certifications import module
from training_app.certifications.awarding import holding
from training_app.certifications.awarding.reach import reach
from training_app.certifications.expiring import Entered
from training_app.certifications.model import Award, Revocation
from training_app.certifications.rules import Held
from training_app.core import audit, bulk
from training_app.core.db import is_one_of
from training_app.core.errors import Invalid, NotFound, Problem
from training_app.core.tables import known
from training_app.people import queries as people
from training_app.people.model import Person
from training_app.people.rules import clean

LONGEST_REASON = 500
NO_REASON = "Reason is missing."


@dataclass(frozen=True)
class RevokeAccount:
    """What unassigning one award would do. `other` is what the person has of the kind afterwards, if anything.

    `still_holds` says whether that is valid on the day.
    """

    award_id: int
    person: str
    certification: str
    held: Held
    other: Held | None
    still_holds: bool


@dataclass(frozen=True)
class Revoked:
    """The awards that were revoked just now, without those that had been before."""

    award_ids: list[int]


def account(session: Session, actor: Actor, *, award_id: int, today: date) -> RevokeAccount:
    """Say it before it is done."""
    found = reach(session, actor, award_id=award_id)
    award = found.award
    others = sa.select(Award).where(
        col(Award.person_id) == award.person_id,
        col(Award.certification_id) == award.certification_id,
        col(Award.id) != award_id,
    )
    current = holding.current([_as_entered(row) for row in session.execute(others).scalars()], today)
    return RevokeAccount(
        award_id=award_id,
        person=found.person.name(),
        certification=found.kind.name,
        held=Held(award.issued_on, award.expires_on),
        other=current.held if current else None,
        still_holds=current is not None and current.held.is_valid(today),
    )


def revoke_many(session: Session, actor: Actor, *, award_ids: Collection[int], why: str, now: datetime) -> Revoked:
    """Revoke these awards, all of people whom the actor sees; what was revoked before stays as it was."""
    actor.require(Permission.AWARD_CERTIFICATIONS)
    module.require_on(session)
    wanted = sorted(set(award_ids))
    seen = sa.select(sa.func.count()).select_from(Award).join(Person, col(Person.id) == col(Award.person_id))
    seen = seen.where(is_one_of(col(Award.id), wanted), people.visible(actor))
    if session.connection().execute(seen).scalar_one() < len(wanted):
        raise NotFound
    return Revoked(take_back(session, award_ids=wanted, by_id=actor.person_id, why=why, now=now))


def take_back(session: Session, *, award_ids: Collection[int], by_id: int | None, why: str, now: datetime) -> list[int]:
    """Revoke awards for an act that has a right of its own, and answer the ids of those that were not revoked yet."""
    reason = clean(why)[:LONGEST_REASON]
    if not reason:
        raise Invalid(Problem("reason", NO_REASON))
    standing = (
        sa.select(Award)
        .where(is_one_of(col(Award.id), award_ids), col(Award.revoked_at).is_(None))
        .order_by(col(Award.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    rows = list(session.execute(standing).scalars())
    for row in rows:
        row.revoked_at, row.version = now, row.version + 1
    ids = [known(row.id) for row in rows]
    bulk.insert(session, Revocation, [{"award_id": one, "by_id": by_id, "at": now, "why": reason} for one in ids])
    if ids:
        audit.write(session, actor_id=by_id, at=now, act="awards revoked", subject="award",
                    subject_id=ids[0] if len(ids) == 1 else None, after={"why": reason}, rows=ids)  # fmt: skip
    session.flush()
    return ids


def _as_entered(row: Award) -> Entered:
    return Entered(known(row.id), Held(row.issued_on, row.expires_on), is_revoked=row.revoked_at is not None)
