"""The page "Certifications": every kind, and to how many it is awarded (C-11)."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.certifications.kinds import reading, words
from training_app.certifications.kinds.filters import KindFilter, KindTab, tab_sql
from training_app.certifications.model import Award, Certification
from training_app.certifications.submitting import listing as submitted
from training_app.core import organization
from training_app.core.paging import Page, Paged
from training_app.core.tables import known
from training_app.people import queries as people
from training_app.people.model import Person

MOST_SERIES = 100


@dataclass(frozen=True)
class KindRow:
    """A kind in the list; `awarded` is how many of those whom the actor sees have it, expired ones too."""

    id: int
    name: str
    code: str
    is_licence: bool
    validity: str
    series: str
    awarded: int
    is_archived: bool


def kinds(session: Session, actor: Actor, *, wanted: KindFilter) -> Paged[KindRow]:
    """One page of a tab."""
    reading.require_sight(session, actor)
    page, holders = Page(wanted.page), _holders(actor).subquery()
    number = sa.func.coalesce(holders.c.people, 0)
    there = sa.and_(tab_sql(wanted.tab), *wanted.where())
    found = (
        sa.select(Certification, number)
        .join(holders, holders.c.certification_id == col(Certification.id), isouter=True)
        .where(there)
        .order_by(*wanted.order(number))
    )
    rows = [_row(row, people_with_it) for row, people_with_it in session.execute(page.cut(found))]
    total = sa.select(sa.func.count(col(Certification.id))).where(there)
    return Paged(rows, session.connection().execute(total).scalar_one(), page)


def tabs(session: Session, actor: Actor, *, wanted: KindFilter) -> dict[KindTab, int]:
    """How many kinds each tab has with the same search, in one query."""
    reading.require_sight(session, actor)
    numbers = sa.select(*(sa.func.count().filter(tab_sql(tab)) for tab in KindTab))
    row = session.connection().execute(numbers.select_from(Certification).where(*wanted.where())).one()
    return dict(zip(KindTab, row, strict=True))


def series(session: Session, actor: Actor) -> list[str]:
    """The series that there are, to choose one that is spelled the same."""
    reading.require_sight(session, actor)
    column = col(Certification.series)
    return list(session.connection().execute(_each(column)).scalars())


def waiting(session: Session, actor: Actor) -> int | None:
    """How many submitted cards wait for this actor; None where nobody may submit any, or they do not decide (C-25)."""
    if not organization.of(session).members_may_submit or not actor.can(Permission.TRACK_CERTIFICATIONS):
        return None
    return submitted.waiting(session, actor)


def _each(column: Any) -> sa.Select[Any]:
    return sa.select(column).where(column != "").distinct().order_by(column).limit(MOST_SERIES)


def _holders(actor: Actor) -> sa.Select[Any]:
    """To how many of those whom the actor sees each kind is awarded: people, not awards."""
    number = sa.func.count(col(Award.person_id).distinct()).label("people")
    held: Any = sa.select(col(Award.certification_id), number).where(col(Award.revoked_at).is_(None))
    if not actor.scope.everybody:
        held = held.where(col(Award.person_id).in_(sa.select(col(Person.id)).where(people.visible(actor))))
    found: sa.Select[Any] = held.group_by(col(Award.certification_id))
    return found


def _row(row: Certification, awarded: int) -> KindRow:
    return KindRow(
        id=known(row.id),
        name=row.name,
        code=row.code,
        is_licence=row.is_licence,
        validity=words.validity(reading.terms_of(row)),
        series=row.series,
        awarded=awarded,
        is_archived=row.archived_at is not None,
    )
