"""Finding people by everything that is known of them (A-07), within what the actor may see."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.audience.conditions import ATTRIBUTE
from training_app.audience.filters import PeopleFilter
from training_app.audience.rules import ACTIVE, DEACTIVATED, LABELS, NO_LEVEL, RANGE, Criterion, PeopleSort
from training_app.certifications.model import Award, Certification
from training_app.core import paging
from training_app.core.paging import Page, Paged
from training_app.core.tables import known
from training_app.people.model import Attribute, Branch, Group, Person, PersonTag, Tag, Team, TeamMember
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
class Choice:
    """A value of a field that can be chosen, and how many people have it."""

    field: str
    field_label: str
    value: str
    label: str
    people: int


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


def chips(session: Session, *, wanted: PeopleFilter) -> list[Chip]:
    """The criteria of the filter in words; a value that no longer exists says so."""
    return [
        Chip(field, value, label_of(session, field), text_of(session, field, value)) for field, value in wanted.criteria
    ]


def words(session: Session, *, wanted: PeopleFilter) -> str:
    """The filter as the end of a sentence that begins with "86 people"."""
    parts = [f"match “{wanted.q}”"] if wanted.q else []
    for field, values in wanted.by_field().items():
        texts = [text_of(session, field, value) for value in values]
        parts.append(f"{label_of(session, field).lower()} is {' or '.join(texts)}")
    return ", ".join(parts)


def choices(session: Session, actor: Actor, *, today: date) -> list[Choice]:
    """Every value that the fields with few values have among the people whom the actor sees, with counts."""
    seen = sa.select(col(Person.id)).where(visible(actor), Person.active_sql())
    people = sa.func.count().label("people")

    def counted(field: Criterion, value: Any, label: Any, *joined: Any, person_id: Any = Person.id) -> list[Choice]:
        statement = sa.select(value, label, people).select_from(*joined).where(col(person_id).in_(seen))
        rows = session.connection().execute(statement.group_by(value, label).order_by(label))
        return [
            Choice(field, LABELS[field], str(row[0]), str(row[1]), row.people)
            for row in rows
            if row[0] not in (None, "")
        ]

    members = sa.join(TeamMember, Team, col(Team.id) == col(TeamMember.team_id))
    tagged = sa.join(PersonTag, Tag, col(Tag.id) == col(PersonTag.tag_id))
    branched = sa.join(Person, Branch, col(Branch.id) == col(Person.branch_id))
    held = sa.join(Award, Certification, col(Certification.id) == col(Award.certification_id))
    return [
        *counted(Criterion.LEVEL, col(Person.level), col(Person.level), Person),
        Choice(Criterion.LEVEL, LABELS[Criterion.LEVEL], NO_LEVEL, "No level", _without_level(session, seen)),
        *counted(Criterion.BRANCH, col(Branch.id), col(Branch.name), branched),
        *counted(Criterion.SHIFT, col(Person.shift), col(Person.shift), Person),
        *counted(Criterion.TITLE, col(Person.title), col(Person.title), Person),
        *counted(Criterion.TEAM, col(Team.id), col(Team.name), members, person_id=TeamMember.person_id),
        *counted(Criterion.TAG, col(Tag.id), col(Tag.name), tagged, person_id=PersonTag.person_id),
        *_of_licences(session, held, seen, today),
    ]


def label_of(session: Session, field: str) -> str:
    """The name of a field on the screen."""
    if field.startswith(ATTRIBUTE):
        number = field.removeprefix(ATTRIBUTE)
        row = session.get(Attribute, int(number)) if number.isdecimal() else None
        return row.name if row else "Attribute that no longer exists"
    return LABELS[Criterion(field)]


def text_of(session: Session, field: str, value: str) -> str:
    """One value of a field in words."""
    if field in _NAMED:
        number = value.partition(":")[0]
        row = session.get(_NAMED[field], int(number)) if number.isdecimal() else None
        if row is None:
            return "no longer exists"
        name = row.name() if isinstance(row, Person) else row.name
        return " ".join([name, *_state_words(value)])
    if field == Criterion.LEVEL and value == NO_LEVEL:
        return "none"
    if RANGE in value:
        first, _, last = value.partition(RANGE)
        return " ".join(part for part in (f"from {first}" if first else "", f"through {last}" if last else "") if part)
    return {ACTIVE: "active", DEACTIVATED: "deactivated"}.get(value, value)


def _state_words(value: str) -> list[str]:
    state = value.split(":")[1:]
    return [f"{state[0]} within {state[1]} days" if len(state) > 1 else state[0]] if state else []


def _order(sort: str) -> list[Any]:
    name = sort.removeprefix("-")
    columns = _SORTS.get(name, _SORTS[PeopleSort.NAME])
    return [col(column).desc() if sort.startswith("-") else col(column).asc() for column in (*columns, Person.id)]


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


def _without_level(session: Session, seen: sa.Select[Any]) -> int:
    none = sa.select(sa.func.count(col(Person.id))).where(col(Person.level).is_(None), col(Person.id).in_(seen))
    return session.connection().execute(none).scalar_one()


def _of_licences(session: Session, held: sa.Join, seen: sa.Select[Any], today: date) -> list[Choice]:
    people = sa.func.count(sa.distinct(col(Award.person_id))).label("people")
    statement = (
        sa.select(col(Certification.id), col(Certification.name), people)
        .select_from(held)
        .where(col(Certification.is_licence), Award.is_valid_sql(today), col(Award.person_id).in_(seen))
        .group_by(col(Certification.id), col(Certification.name))
        .order_by(col(Certification.name))
    )
    rows = session.connection().execute(statement)
    label = LABELS[Criterion.LICENCE]
    return [Choice(Criterion.LICENCE, label, str(row.id), row.name, row.people) for row in rows]


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
    PeopleSort.NAME: (Person.last_name, Person.first_name),
    PeopleSort.EMAIL: (Person.email_key,),
    PeopleSort.TITLE: (Person.title,),
    PeopleSort.LEVEL: (Person.level,),
    PeopleSort.BRANCH: (Branch.name,),
    PeopleSort.SHIFT: (Person.shift,),
    PeopleSort.HIRED: (Person.hired_on,),
}

_NAMED: dict[str, Any] = {
    Criterion.BRANCH: Branch,
    Criterion.TEAM: Team,
    Criterion.GROUP: Group,
    Criterion.TAG: Tag,
    Criterion.MANAGER: Person,
    Criterion.LICENCE: Certification,
    Criterion.CERTIFICATION: Certification,
}
