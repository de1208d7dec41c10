"""What a form about somebody's certifications offers to choose, filled in from what they hold (C-03, C-05)."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.certifications import module
from training_app.certifications.model import Award, Certification
from training_app.certifications.rules import Held, longest
from training_app.core.tables import known
from training_app.people import queries as people


@dataclass(frozen=True)
class KindChoice:
    """A kind to choose, and what the person's current award of it says; nothing where they hold none."""

    id: int
    name: str
    always_valid_allowed: bool
    is_held: bool = False
    issued_on: date | None = None
    expires_on: date | None = None
    number: str = ""


@dataclass(frozen=True)
class Choices:
    """Of one person: their name, and the kinds by name."""

    name: str
    kinds: list[KindChoice]


def choices(session: Session, actor: Actor, *, person_id: int, today: date) -> Choices:
    """Every kind that can be entered for a person; of archived ones those that they hold."""
    actor.require(Permission.TRACK_CERTIFICATIONS)
    module.require_on(session)
    person = people.person(session, actor, person_id=person_id)
    held: dict[int, list[Award]] = {}
    mine = select(Award).where(Award.person_id == person_id, col(Award.revoked_at).is_(None)).order_by(col(Award.id))
    for award in session.exec(mine):
        held.setdefault(award.certification_id, []).append(award)
    rows = session.exec(select(Certification).order_by(Certification.name, col(Certification.id)))
    offered = [row for row in rows if row.archived_at is None or known(row.id) in held]
    return Choices(person.name(), [_choice(row, held.get(known(row.id), []), today) for row in offered])


def _choice(kind: Certification, awards: list[Award], today: date) -> KindChoice:
    by_held = {Held(award.issued_on, award.expires_on): award for award in awards}
    current = longest(by_held, today)
    named = (known(kind.id), kind.name, kind.always_valid_allowed)
    if current is None:
        return KindChoice(*named)
    return KindChoice(*named, is_held=True, issued_on=current.issued_on, expires_on=current.expires_on,
                      number=by_held[current].number)  # fmt: skip
