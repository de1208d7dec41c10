"""Reading people: always from what the actor may see. What a form offers to choose is in `people.choices`."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor, Scope
from training_app.core import paging
from training_app.core.errors import NotFound
from training_app.core.paging import Page, Paged
from training_app.core.tables import known
from training_app.people.model import (
    Attribute,
    Branch,
    Group,
    GroupMember,
    Person,
    PersonAttribute,
    PersonTag,
    Tag,
    Team,
    TeamMember,
)
from training_app.people.rules import folded

_FIRST_PAGE = Page()
# Made once: an alias takes longer to make than the query that it is in.
_TOP = sa.orm.aliased(Branch)


@dataclass(frozen=True)
class Choice:
    """Something to choose from a list."""

    id: int
    name: str


@dataclass(frozen=True)
class PersonRow:
    """Somebody as a list shows them."""

    id: int
    name: str
    email: str
    username: str
    employee_number: str
    title: str
    level: str
    shift: str
    branch: str
    manager: str
    active: bool


@dataclass(frozen=True)
class Membership:
    """A team that somebody is in, and whether they lead it."""

    id: int
    name: str
    leads: bool


@dataclass(frozen=True)
class AttributeValue:
    """A further thing that is known of somebody."""

    id: int
    name: str
    value: str


@dataclass(frozen=True)
class PersonDetail:
    """All that is known of somebody but what they did and hold (P-01). `version` goes back with a change."""

    id: int
    first_name: str
    last_name: str
    name: str
    email: str
    username: str
    employee_number: str
    title: str
    level: str
    shift: str
    hired_on: date | None
    branch_id: int
    branch: str
    manager_id: int | None
    manager: str
    teams: tuple[Membership, ...]
    groups: tuple[Choice, ...]
    tags: tuple[Choice, ...]
    attributes: tuple[AttributeValue, ...]
    active: bool
    version: int


def visible(actor: Actor) -> sa.ColumnElement[bool]:
    """Whom the actor sees, as a condition on `Person` (P-04). A deactivated manager's people stay seen from above."""
    if actor.scope.everybody:
        return sa.true()
    return col(Person.id).in_(_within(actor.scope))


def person(session: Session, actor: Actor, *, person_id: int) -> Person:
    """The row of one person whom the actor may see, for actions; `NotFound` otherwise."""
    row = session.exec(select(Person).where(Person.id == person_id, visible(actor))).first()
    if row is None:
        raise NotFound
    return row


def find(session: Session, actor: Actor, *, q: str = "", page: Page = _FIRST_PAGE) -> Paged[PersonRow]:
    """People by name, email, username or number, as one types; each word may be the part of one (P-01)."""
    where = [visible(actor), *matching(q)]
    total = paging.count(session, sa.select(col(Person.id)).where(*where))
    rows = session.exec(page.cut(_with_names(*where).order_by(Person.last_name, Person.first_name, Person.id)))
    return Paged([_row(person, branch, manager) for person, branch, manager in rows], total, page)


def get(session: Session, actor: Actor, *, person_id: int) -> PersonDetail:
    """One person whom the actor sees, or the actor (P-05); `NotFound` otherwise."""
    which = (col(Person.id) == person_id, visible(actor) | (col(Person.id) == actor.person_id))
    for person, branch, manager in session.exec(_with_names(*which)):
        return _detail(session, person_id, _row(person, branch, manager), person)
    raise NotFound


def is_above(session: Session, *, person_id: int, other_id: int | None) -> bool:
    """Whether the other is this person, or reports to them directly or through others."""
    if other_id is None:
        return False
    below = sa.select(sa.literal(other_id).in_(_reports_of(person_id)))
    return person_id == other_id or bool(session.connection().execute(below).scalar_one())


def matching(q: str) -> list[sa.ColumnElement[bool]]:
    """What is typed into a search box, as conditions on `Person`."""
    return [col(Person.search).contains(word, autoescape=True) for word in folded(q).split()]


def below_branches(branch_ids: frozenset[int]) -> sa.Select[Any]:
    """The ids of these branches and of all branches below them (P-02)."""
    return sa.select(col(Branch.id)).where(
        sa.exists().where(col(_TOP.id).in_(branch_ids), col(Branch.path).startswith(col(_TOP.path))),
    )


def _within(scope: Scope) -> Any:
    parts: list[Any] = [sa.select(col(Person.id)).where(sa.false())]
    if scope.manager_id is not None:
        parts += [_reports_of(scope.manager_id), _led_by(scope.manager_id)]
    if scope.branch_ids:
        parts.append(sa.select(col(Person.id)).where(col(Person.branch_id).in_(below_branches(scope.branch_ids))))
    if scope.team_ids:
        parts.append(sa.select(col(TeamMember.person_id)).where(col(TeamMember.team_id).in_(scope.team_ids)))
    return sa.union_all(*parts)


def _reports_of(manager_id: int) -> sa.Select[Any]:
    # UNION, not UNION ALL: a loop in the chain of managers ends instead of going round for ever.
    reports = (
        sa.select(col(Person.id).label("id")).where(col(Person.manager_id) == manager_id).cte("reports", recursive=True)
    )
    reports = reports.union(sa.select(col(Person.id)).where(col(Person.manager_id) == reports.c.id))
    return sa.select(reports.c.id).where(reports.c.id != manager_id)


def _led_by(person_id: int) -> sa.Select[Any]:
    led = sa.select(col(TeamMember.team_id)).where(col(TeamMember.person_id) == person_id, col(TeamMember.leads))
    return sa.select(col(TeamMember.person_id)).where(
        col(TeamMember.team_id).in_(led), col(TeamMember.person_id) != person_id
    )


def _with_names(*where: sa.ColumnElement[bool]) -> Any:
    manager = sa.orm.aliased(Person)
    return (
        select(Person, Branch, manager)
        .join(Branch, col(Branch.id) == col(Person.branch_id))
        .join(manager, col(manager.id) == col(Person.manager_id), isouter=True)
        .where(*where)
    )


def _row(person: Person, branch: Branch, manager: Person | None) -> PersonRow:
    return PersonRow(
        id=known(person.id),
        name=person.name(),
        email=person.email,
        username=person.username,
        employee_number=person.employee_number or "",
        title=person.title,
        level=person.level or "",
        shift=person.shift,
        branch=branch.name,
        manager=manager.name() if manager else "",
        active=person.is_active(),
    )


def _detail(session: Session, person_id: int, row: PersonRow, person: Person) -> PersonDetail:
    teams = _of(session, Team, TeamMember, TeamMember.team_id, person_id, col(TeamMember.leads))
    groups = _of(session, Group, GroupMember, GroupMember.group_id, person_id)
    tags = _of(session, Tag, PersonTag, PersonTag.tag_id, person_id)
    attributes = _of(session, Attribute, PersonAttribute, PersonAttribute.attribute_id, person_id,
                     col(PersonAttribute.value))  # fmt: skip
    return PersonDetail(
        id=person_id,
        first_name=person.first_name,
        last_name=person.last_name,
        name=row.name,
        email=row.email,
        username=row.username,
        employee_number=row.employee_number,
        title=row.title,
        level=row.level,
        shift=row.shift,
        hired_on=person.hired_on,
        branch_id=person.branch_id,
        branch=row.branch,
        manager_id=person.manager_id,
        manager=row.manager,
        teams=tuple(Membership(*found) for found in teams),
        groups=tuple(Choice(*found) for found in groups),
        tags=tuple(Choice(*found) for found in tags),
        attributes=tuple(AttributeValue(*found) for found in attributes),
        active=row.active,
        version=person.version,
    )


def _of(session: Session, kind: Any, place: Any, kind_id: Any, person_id: int, *more: Any) -> list[Any]:
    mine = (
        sa.select(kind.id, kind.name, *more)
        .join(place, col(kind_id) == kind.id)
        .where(place.person_id == person_id)
        .order_by(kind.name)
    )
    return list(session.connection().execute(mine))
