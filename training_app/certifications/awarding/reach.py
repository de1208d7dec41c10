"""One award that somebody is about to act upon: whose it is, and whether they may (C-13, C-14, P-04)."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.certifications import module
from training_app.certifications.model import Award, Certification, Revocation
from training_app.core.errors import Conflict, NotFound
from training_app.people import queries as people
from training_app.people.model import Person


class Unassigned(Conflict):
    """Somebody else unassigned this award meanwhile."""


@dataclass(frozen=True)
class Reached:
    """An award with the kind and the person that it joins."""

    award: Award
    kind: Certification
    person: Person


def reach(session: Session, actor: Actor, *, award_id: int, lock: bool = False) -> Reached:
    """An award of somebody whom the actor sees, held until the end of the transaction when it is to be changed.

    `NotFound` otherwise; `Unassigned`, with who did that and why, when it was revoked.
    """
    actor.require(Permission.AWARD_CERTIFICATIONS)
    module.require_on(session)
    award = session.get(Award, award_id, with_for_update=lock, populate_existing=True)
    if award is None:
        raise NotFound
    person = people.person(session, actor, person_id=award.person_id)
    kind = session.get(Certification, award.certification_id)
    if kind is None:
        raise NotFound
    if award.revoked_at is not None:
        raise Unassigned(_what_happened(session, award_id))
    return Reached(award, kind, person)


def _what_happened(session: Session, award_id: int) -> str:
    """Who unassigned it and why."""
    asked = select(Revocation, Person).join(Person, col(Person.id) == col(Revocation.by_id), isouter=True)
    for revocation, by in session.exec(asked.where(Revocation.award_id == award_id)):
        who = by.name() if by else "Somebody else"
        return f"{who} unassigned this award meanwhile: “{revocation.why}”."
    return ""
