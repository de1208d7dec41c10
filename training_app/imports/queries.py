"""What is already known of the people, places and names that a roster may speak of: one statement for each kind."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.certifications import queries as certifications
from training_app.certifications.queries import AwardRow, Kind
from training_app.imports.columns import Columns, Field
from training_app.people import queries as people
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
from training_app.people.rules import key_of

ABOVE = " > "


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody in the roster, as an import compares them."""

    id: int
    first_name: str
    last_name: str
    email: str
    email_key: str
    username: str
    username_key: str
    employee_number: str | None
    title: str
    level: str | None
    shift: str
    hired_on: date | None
    branch_id: int
    manager_id: int | None
    version: int
    active: bool


@dataclass(frozen=True)
class Named:
    """Teams, groups or tags: their ids by key, and who is in which as (id, person id)."""

    ids: dict[str, int] = field(default_factory=dict)
    members: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True)
class Known:
    """Everything that a roster is compared with, as of one moment.

    `mine` are the people whom the actor (`me`) may change and `open_branches` the branches where they may add
    somebody; None means all.
    """

    me: int | None
    people: dict[int, KnownPerson]
    by_email: dict[str, KnownPerson]
    by_username: dict[str, KnownPerson]
    by_employee_number: dict[str, KnownPerson]
    branches: dict[str, list[int]]
    branch_names: dict[int, str]
    teams: Named
    groups: Named
    tags: Named
    attribute_ids: dict[str, int]
    attribute_values: dict[tuple[int, int], str]
    kinds: dict[str, Kind]
    awards: dict[tuple[int, int], list[AwardRow]]
    mine: frozenset[int] | None
    open_branches: frozenset[int] | None


def attribute_names(session: Session, actor: Actor) -> list[str]:
    """The further attributes that the organization already names, for matching columns."""
    actor.require(Permission.MANAGE_PEOPLE)
    return list(session.connection().execute(sa.select(col(Attribute.name)).order_by(col(Attribute.name))).scalars())


def known(session: Session, actor: Actor, *, columns: Columns) -> Known:
    """What a file with these columns is compared with."""
    actor.require(Permission.MANAGE_PEOPLE)
    everybody = _people(session)
    said = columns.fields
    kinds = certifications.kinds_by_name(session, actor) if columns.has_licences() else {}
    attribute_ids = _ids(session, Attribute) if columns.attributes else {}
    branches, branch_names = _branches(session, actor)
    return Known(
        me=actor.person_id,
        people={person.id: person for person in everybody},
        by_email={person.email_key: person for person in everybody},
        by_username={person.username_key: person for person in everybody},
        by_employee_number={one.employee_number: one for one in everybody if one.employee_number},
        branches=branches,
        branch_names=branch_names,
        teams=_named(session, Team, TeamMember.team_id, TeamMember.person_id) if Field.TEAMS in said else Named(),
        groups=_named(session, Group, GroupMember.group_id, GroupMember.person_id) if Field.GROUPS in said else Named(),
        tags=_named(session, Tag, PersonTag.tag_id, PersonTag.person_id) if Field.TAGS in said else Named(),
        attribute_ids=attribute_ids,
        attribute_values=_attribute_values(session) if attribute_ids else {},
        kinds=kinds,
        awards=_awards(session, actor, kinds),
        mine=_mine(session, actor),
        open_branches=_open_branches(session, actor),
    )


def _people(session: Session) -> list[KnownPerson]:
    statement = sa.select(
        col(Person.id),
        col(Person.first_name),
        col(Person.last_name),
        col(Person.email),
        col(Person.email_key),
        col(Person.username),
        col(Person.username_key),
        col(Person.employee_number),
        col(Person.title),
        col(Person.level),
        col(Person.shift),
        col(Person.hired_on),
        col(Person.branch_id),
        col(Person.manager_id),
        col(Person.version),
        col(Person.deactivated_at).is_(None),
    )
    found: Any = session.connection().execute(statement)
    return [KnownPerson(*row) for row in found]


def _branches(session: Session, actor: Actor) -> tuple[dict[str, list[int]], dict[int, str]]:
    """Ids by the key of a branch's name and of its whole path ("North > Station 1"); and the paths by id."""
    found: Any = session.connection().execute(sa.select(col(Branch.id), col(Branch.name), col(Branch.path))).all()
    own = {number: name for number, name, _ in found}
    seen = _open_branches(session, actor)
    paths: dict[int, str] = {}
    by_name: dict[str, list[int]] = defaultdict(list)
    for number, name, path in found:
        names = [own[int(part)] for part in path.split("/") if part]
        paths[number] = ABOVE.join(names) or name
        if seen is not None and number not in seen:
            continue
        for key in {key_of(name), key_of(paths[number])}:
            by_name[key].append(number)
    return dict(by_name), paths


def _ids(session: Session, table: Any) -> dict[str, int]:
    rows = session.connection().execute(sa.select(table.name, table.id).order_by(table.id.desc()))
    return {key_of(name): number for name, number in rows}


def _named(session: Session, table: Any, of: Any, person_id: Any) -> Named:
    pairs = session.connection().execute(sa.select(of, person_id))
    return Named(_ids(session, table), frozenset((one, person) for one, person in pairs))


def _attribute_values(session: Session) -> dict[tuple[int, int], str]:
    statement = sa.select(col(PersonAttribute.attribute_id), col(PersonAttribute.person_id), col(PersonAttribute.value))
    return {(one, person): value for one, person, value in session.connection().execute(statement)}


def _awards(session: Session, actor: Actor, kinds: dict[str, Kind]) -> dict[tuple[int, int], list[AwardRow]]:
    licences = [kind.id for kind in kinds.values() if kind.is_licence]
    found: dict[tuple[int, int], list[AwardRow]] = defaultdict(list)
    if licences:
        for row in certifications.awards_of(session, actor, certification_ids=licences):
            found[row.person_id, row.certification_id].append(row)
    return dict(found)


def _mine(session: Session, actor: Actor) -> frozenset[int] | None:
    if actor.scope.everybody:
        return None
    found: Any = session.connection().execute(sa.select(col(Person.id)).where(people.visible(actor))).scalars()
    return frozenset(found)


def _open_branches(session: Session, actor: Actor) -> frozenset[int] | None:
    if actor.scope.everybody:
        return None
    return frozenset(session.connection().execute(people.below_branches(actor.scope.branch_ids)).scalars())
