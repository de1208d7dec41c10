"""A card and its scans become what somebody holds: one way for uploaded files and for cards that members submit.

A later expiry than that of the current award makes a new one; anything else changes the current one (C-05, C-25).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.certifications import module
from training_app.certifications.model import Award, Certification
from training_app.certifications.records import AwardFile
from training_app.certifications.rules import Held, lasts_longer, longest
from training_app.certifications.tracking import entry
from training_app.core import audit, organization
from training_app.core.errors import Invalid, Problem
from training_app.core.tables import known
from training_app.people import queries as people
from training_app.people.model import Person


@dataclass(frozen=True)
class Applied:
    """The award that a card became a part of, and whether it was made for it."""

    award_id: int
    is_new: bool


@dataclass(frozen=True)
class Standing:
    """One of somebody's awards of a kind, not revoked."""

    id: int
    held: Held


def apply(
    session: Session,
    actor: Actor,
    *,
    person_id: int,
    certification_id: int,
    issued_on: date | None,
    expires_on: date | None,
    always_valid: bool,
    number: str,
    files: Sequence[Mapping[str, Any]],
    now: datetime,
) -> Applied:
    """Give the person what the card says, with its files: values of `FileColumns` that are counted for already.

    `Invalid` names each faulty field; `NotFound` when the actor may not see the person.
    """
    actor.require(Permission.TRACK_CERTIFICATIONS)
    module.require_on(session)
    people.person(session, actor, person_id=person_id)
    # Two cards of one person go one after the other: they may be about the same award.
    lock = sa.select(col(Person.id)).where(col(Person.id) == person_id).with_for_update(key_share=True)
    session.connection().execute(lock)
    standing = _standing(session, person_id, certification_id)
    kind, expires_on = session.get(Certification, certification_id), None if always_valid else expires_on
    problems = faults(kind, issued_on=issued_on, expires_on=expires_on, always_valid=always_valid, number=number,
                      is_held=bool(standing))  # fmt: skip
    if problems:
        raise Invalid(*problems)
    said: dict[str, Any] = {"certification_id": certification_id, "issued_on": issued_on, "expires_on": expires_on,
            "always_valid": always_valid, "number": number}  # fmt: skip
    award_id = award_for(Held(issued_on, expires_on), standing, organization.of(session).today(now))
    names = {"files": [one["name"] for one in files]}
    if award_id is None:
        award = Award(person_id=person_id, by_id=actor.person_id, created_at=now, **said)
        session.add(award)
        session.flush()
        _note(session, actor, award, "certifications awarded", now, after={**said, **names})
    else:
        award = session.get_one(Award, award_id)
        was, became = audit.changes({name: getattr(award, name) for name in said}, said)
        award.sqlmodel_update({**became, "version": award.version + 1})
        _note(session, actor, award, "award changed" if became else "file added", now, before=was,
              after={**became, **names})  # fmt: skip
    for file in files:
        session.add(AwardFile(award_id=known(award.id), added_by_id=actor.person_id, added_at=now, **file))
    session.flush()
    return Applied(known(award.id), is_new=award_id is None)


def award_for(held: Held, standing: Iterable[Standing], today: date) -> int | None:
    """Which award a card belongs to that holds so long; None: a new one, as a later expiry asks for (C-05).

    An award that says the same already is the one, so that two scans of one card meet. Of all others it is the
    current one, which then says what the card says.
    """
    by_held = {one.held: one.id for one in standing}
    if held in by_held:
        return by_held[held]
    current = longest(by_held, today)
    return None if current is None or lasts_longer(held, current) else by_held[current]


def faults(
    kind: Certification | None,
    *,
    issued_on: date | None,
    expires_on: date | None,
    always_valid: bool,
    number: str,
    is_held: bool,
) -> list[Problem]:
    """What is wrong with a card as it is entered; an archived kind is only renewed by who holds it."""
    if kind is None or (kind.archived_at is not None and not is_held):
        return [Problem("certification_id", "Choose the certification that it belongs to.")]
    typed = entry.entry_of(Held(issued_on, expires_on), number)
    if expires_on is None and not always_valid:
        typed = replace(typed, expires_on="")
    return entry.faults(typed, allows_always=kind.always_valid_allowed)


def _standing(session: Session, person_id: int, certification_id: int) -> list[Standing]:
    which = (Award.person_id == person_id, Award.certification_id == certification_id, col(Award.revoked_at).is_(None))
    rows = session.exec(select(Award).where(*which).order_by(col(Award.id)).with_for_update())
    return [Standing(known(row.id), Held(row.issued_on, row.expires_on)) for row in rows]


def _note(
    session: Session, actor: Actor, award: Award, act: str, now: datetime, *,
    before: Mapping[str, Any] | None = None, after: Mapping[str, Any],
) -> None:  # fmt: skip
    audit.write(session, actor_id=actor.person_id, at=now, act=act, subject="award", subject_id=award.id,
                before=before or None, after=after)  # fmt: skip
