"""Reading kinds of credentials and who holds them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.certifications.model import Award, Certification
from training_app.certifications.rules import Held, Period, longest, period_of
from training_app.core import organization
from training_app.core.errors import NotFound
from training_app.core.tables import known
from training_app.people import queries as people
from training_app.people.model import Person
from training_app.people.rules import key_of


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of credential as it is chosen."""

    id: int
    name: str
    code: str
    is_licence: bool
    is_archived: bool


@dataclass(frozen=True, slots=True)
class AwardRow:
    """One award of one person; revoked ones too, for history."""

    id: int
    person_id: int
    certification_id: int
    issued_on: date | None
    expires_on: date | None
    number: str
    revoked_at: datetime | None

    def held(self) -> Held:
        """From when until when it holds."""
        return Held(self.issued_on, self.expires_on)


def certification(session: Session, actor: Actor, *, certification_id: int) -> Certification:
    """The row of one kind, for actions; `NotFound` otherwise."""
    del actor  # the kinds are the same for everybody
    row = session.get(Certification, certification_id)
    if row is None:
        raise NotFound
    return row


def kinds(session: Session, actor: Actor) -> list[Kind]:
    """Every kind of credential, archived ones too, by name."""
    del actor  # the kinds are the same for everybody
    rows = session.exec(select(Certification).order_by(Certification.name, col(Certification.id)))
    return [Kind(known(row.id), row.name, row.code, row.is_licence, row.archived_at is not None) for row in rows]


def kinds_by_name(session: Session, actor: Actor) -> dict[str, Kind]:
    """Every kind under the `key_of` its name."""
    return {key_of(kind.name): kind for kind in kinds(session, actor)}


def awards_of(session: Session, actor: Actor, *, certification_ids: Collection[int]) -> list[AwardRow]:
    """Every award of these kinds of everybody whom the actor sees, revoked ones too."""
    return _rows(session, actor, col(Award.certification_id).in_(certification_ids))


def current_award(
    session: Session, actor: Actor, *, person_id: int, certification_id: int, today: date
) -> AwardRow | None:
    """Of several awards of a kind the longest valid on the organization day `today`, or the last to have been so."""
    mine = (col(Award.person_id) == person_id) & (col(Award.certification_id) == certification_id)
    return current(_rows(session, actor, mine & col(Award.revoked_at).is_(None)), today)


def current(awards: Iterable[AwardRow], today: date) -> AwardRow | None:
    """The current one of several awards of one person and kind; revoked ones do not count."""
    standing = {award.held(): award for award in awards if award.revoked_at is None}
    found = longest(standing, today)
    return standing[found] if found else None


def licensing_period(session: Session, actor: Actor, *, person_id: int, today: date) -> Period:
    """The person's licensing period on the organization day `today` (A-11)."""
    licences = sa.select(col(Certification.id)).where(col(Certification.is_licence))
    mine = (col(Award.person_id) == person_id) & col(Award.certification_id).in_(licences)
    rows = _rows(session, actor, mine & col(Award.revoked_at).is_(None))
    return period_of([row.held() for row in rows], today, organization.of(session).licensing_months)


def _rows(session: Session, actor: Actor, which: sa.ColumnElement[bool]) -> list[AwardRow]:
    seen = people.visible(actor) | (col(Person.id) == actor.person_id)
    statement = (
        sa.select(
            col(Award.id),
            col(Award.person_id),
            col(Award.certification_id),
            col(Award.issued_on),
            col(Award.expires_on),
            col(Award.number),
            col(Award.revoked_at),
        )
        .join(Person, col(Person.id) == col(Award.person_id))
        .where(which, seen)
        .order_by(col(Award.id))
    )
    found: Any = session.connection().execute(statement)
    return [AwardRow(*row) for row in found]
