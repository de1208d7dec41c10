"""Proof of an award: a code that its holder asks for, and what whoever checks it learns (C-14, T-06)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.certifications import module
from training_app.certifications.model import Award, Certification
from training_app.certifications.records import AwardCheck
from training_app.core import codes, db
from training_app.core.errors import NotFound
from training_app.people.model import Person


class Verdict(StrEnum):
    """What a check comes to; its value is what the page says."""

    VALID = "Valid"
    EXPIRED = "Expired"
    AHEAD = "Not yet valid"
    WITHDRAWN = "Withdrawn"
    UNKNOWN = "Unknown"


@dataclass(frozen=True)
class AwardShown:
    """All that somebody learns who checks the code of an award. Without `expires_on` it is always valid."""

    verdict: Verdict
    person: str
    certification: str
    issued_on: date | None
    expires_on: date | None


def code_of(session: Session, actor: Actor, *, award_id: int, now: datetime) -> str:
    """The code of one's own award, made when it is first asked for; nobody else's is found (P-05)."""
    module.require_on(session)
    own = select(Award.id).where(Award.id == award_id, Award.person_id == actor.person_id)
    if session.exec(own).first() is None:
        raise NotFound
    while (code := _code(session, award_id)) is None:
        # Of two who ask at once one makes it; another award may have that code, once in a million years.
        db.insert_new(session, AwardCheck, [{"award_id": award_id, "code": codes.new(), "made_at": now}])
    return code


def check(session: Session, *, code: str, today: date) -> AwardShown | None:
    """What there is to know about the award of this code on the organization day `today`; None where there is none.

    Asked by anybody, and also while the module is off: what was awarded holds on.
    """
    wanted = (
        select(Award, Certification.name, Person)
        .join(AwardCheck, col(AwardCheck.award_id) == col(Award.id))
        .join(Certification, col(Certification.id) == col(Award.certification_id))
        .join(Person, col(Person.id) == col(Award.person_id))
        .where(AwardCheck.code == code)
    )
    found = session.exec(wanted).first()
    if found is None:
        return None
    award, certification, person = found
    return AwardShown(verdict_on(award, today), person.name(), certification, award.issued_on, award.expires_on)


def verdict_on(award: Award, today: date) -> Verdict:
    """What a check of an award comes to on the organization day `today`."""
    if award.revoked_at is not None:
        return Verdict.WITHDRAWN
    if award.issued_on is not None and today < award.issued_on:
        return Verdict.AHEAD
    return Verdict.VALID if award.is_valid(today) else Verdict.EXPIRED


def _code(session: Session, award_id: int) -> str | None:
    return session.exec(select(AwardCheck.code).where(AwardCheck.award_id == award_id)).first()
