"""Finding people by everything that is known of them (A-07), within what the actor may see."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.audience.filters import PeopleFilter
from training_app.audience.naming import label_of, texts_of
from training_app.audience.rules import PeopleSort
from training_app.certifications.model import Award, Certification
from training_app.core import paging
from training_app.core.paging import Page, Paged
from training_app.core.tables import known
from training_app.people.model import Branch, Person
from training_app.people.queries import visible


@dataclass(frozen=True)
class FoundPerson:
    """Somebody as a list shows them. Days are ISO; empty where there is none."""

    id: int
    name: str
    email: str
    title: str
    level: str
    shift: str
    branch: str
    licence: str
    licence_expires: str
    active: bool


@dataclass(frozen=True)
class Chip:
    """One criterion in words."""

    field: str
    value: str
    label: str
    text: str


_FIRST_PAGE = Page()


def find(
    session: Session,
    actor: Actor,
    *,
    wanted: PeopleFilter,
    today: date,
    sort: str = PeopleSort.NAME,
    page: Page = _FIRST_PAGE,
) -> Paged[FoundPerson]:
    """One page of the people whom the filter finds, and how many there are."""
    where = [visible(actor), *wanted.where(today)]
    total = session.connection().execute(sa.select(sa.func.count(col(Person.id))).where(*where)).scalar_one()
    statement = sa.select(*_COLUMNS).join(Branch, col(Branch.id) == col(Person.branch_id)).where(*where)
    found = session.connection().execute(page.cut(statement.order_by(*_order(sort)))).all()
    licences = _licences(session, [row.id for row in found])
    return Paged([_row(row, licences.get(row.id)) for row in found], total, page)


def everyone(actor: Actor, wanted: PeopleFilter, today: date) -> sa.Select[Any]:
    """The ids of everybody whom the filter finds and the actor sees, for acts on all of them ("all pages of it")."""
    return sa.select(col(Person.id)).where(visible(actor), *wanted.where(today))


def count(session: Session, actor: Actor, *, wanted: PeopleFilter, today: date) -> int:
    """How many people the filter finds."""
    return paging.count(session, everyone(actor, wanted, today))


def chips(session: Session, actor: Actor, *, wanted: PeopleFilter) -> list[Chip]:
    """The criteria of the filter in words; a value that no longer exists says so.

    A manager whom the `actor` may not see stays unnamed.
    """
    texts = {
        (field, value): (label, text)
        for field, values in wanted.by_field().items()
        for label in [label_of(session, field)]
        for value, text in zip(values, texts_of(session, actor, field, values), strict=True)
    }
    return [Chip(field, value, *texts[field, value]) for field, value in wanted.criteria]


def _order(sort: str) -> list[Any]:
    name = sort.removeprefix("-")
    columns = _SORTS.get(name, _SORTS[PeopleSort.NAME])
    ways = [column.desc() if sort.startswith("-") else column.asc() for column in (*columns, col(Person.id))]
    # Whoever holds no licence comes last, whichever way it is sorted.
    return [ways[0].nulls_last(), *ways[1:]] if name == PeopleSort.LICENCE_EXPIRES else ways


def _licences(session: Session, person_ids: list[int]) -> dict[int, tuple[str, date | None]]:
    """The licence of each person that lasts longest: its name and its expiry."""
    statement = (
        sa.select(col(Award.person_id), col(Certification.name), col(Award.expires_on))
        .join(Certification, col(Certification.id) == col(Award.certification_id))
        .where(col(Award.person_id).in_(person_ids), col(Certification.is_licence), col(Award.revoked_at).is_(None))
        .order_by(col(Award.always_valid), col(Award.expires_on))
    )
    return {person_id: (name, expires_on) for person_id, name, expires_on in session.connection().execute(statement)}


def _row(row: Any, licence: tuple[str, date | None] | None) -> FoundPerson:
    name, expires_on = licence or ("", None)
    return FoundPerson(
        id=known(row.id),
        name=f"{row.first_name} {row.last_name}",
        email=row.email,
        title=row.title,
        level=row.level or "",
        shift=row.shift,
        branch=row.branch,
        licence=name,
        licence_expires=expires_on.isoformat() if expires_on else "",
        active=row.deactivated_at is None,
    )


_LICENCE_EXPIRES = (
    sa.select(sa.func.max(col(Award.expires_on)))
    .join(Certification, col(Certification.id) == col(Award.certification_id))
    .where(col(Award.person_id) == col(Person.id), col(Certification.is_licence), col(Award.revoked_at).is_(None))
    .correlate(Person)
    .scalar_subquery()
)

_COLUMNS: tuple[Any, ...] = (
    col(Person.id),
    col(Person.first_name),
    col(Person.last_name),
    col(Person.email),
    col(Person.title),
    col(Person.level),
    col(Person.shift),
    col(Person.deactivated_at),
    col(Branch.name).label("branch"),
)

_SORTS: dict[str, tuple[Any, ...]] = {
    PeopleSort.NAME: (col(Person.last_name), col(Person.first_name)),
    PeopleSort.EMAIL: (col(Person.email_key),),
    PeopleSort.TITLE: (col(Person.title),),
    PeopleSort.LEVEL: (col(Person.level),),
    PeopleSort.BRANCH: (col(Branch.name),),
    PeopleSort.SHIFT: (col(Person.shift),),
    PeopleSort.HIRED: (col(Person.hired_on),),
    PeopleSort.LICENCE_EXPIRES: (_LICENCE_EXPIRES,),
}
