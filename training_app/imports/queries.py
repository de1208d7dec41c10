"""What is already known of the people, places and names that a roster speaks of.

Only these people are read, and whoever is above them, in portions that one statement can carry: a small file costs
little in a large organization.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.certifications import queries as certifications
from training_app.certifications.model import Award
from training_app.certifications.queries import AwardRow, Kind
from training_app.core import bulk
from training_app.core.errors import NotFound
from training_app.imports.columns import Columns, Field
from training_app.imports.entries import Entry
from training_app.imports.kinds import Kind as ImportKind
from training_app.imports.known import ABOVE, Known, KnownPerson, Named
from training_app.imports.model import Import
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


def attribute_names(session: Session, actor: Actor) -> list[str]:
    """The further attributes that the organization already names, for matching columns."""
    actor.require(Permission.MANAGE_PEOPLE)
    return list(session.connection().execute(sa.select(col(Attribute.name)).order_by(col(Attribute.name))).scalars())


def brought(session: Session, actor: Actor, *, kind: ImportKind, import_id: int, to_change: bool = False) -> Import:
    """The row of an import of this kind that the actor began, for actions; `NotFound` for anybody else's.

    `to_change` keeps others from changing it before the end of the transaction.
    """
    kind.require(session, actor, None)
    mine = select(Import).where(Import.id == import_id, Import.made_by_id == actor.person_id, Import.kind == kind.name)
    row = session.exec(mine.with_for_update() if to_change else mine).first()
    if row is None:
        raise NotFound
    return row


def known(session: Session, actor: Actor, *, columns: Columns, entries: Sequence[Entry]) -> Known:
    """What these rows of a file with these columns are compared with."""
    actor.require(Permission.MANAGE_PEOPLE)
    met = _people(session, entries)
    said = columns.fields
    kinds = certifications.kinds_by_name(session, actor) if columns.has_licences() else {}
    attribute_ids = _ids(session, Attribute) if columns.attributes else {}
    branches, branch_names = _branches(session, actor)
    return Known(
        me=actor.person_id,
        people=met,
        by_email={person.email_key: person for person in met.values()},
        by_username={person.username_key: person for person in met.values()},
        by_employee_number={one.employee_number: one for one in met.values() if one.employee_number},
        branches=branches,
        branch_names=branch_names,
        teams=_named(session, met, Team, TeamMember.team_id, TeamMember.person_id) if Field.TEAMS in said else Named(),
        groups=_named(session, met, Group, GroupMember.group_id, GroupMember.person_id)
        if Field.GROUPS in said
        else Named(),
        tags=_named(session, met, Tag, PersonTag.tag_id, PersonTag.person_id) if Field.TAGS in said else Named(),
        attribute_ids=attribute_ids,
        attribute_values=_attribute_values(session, met) if attribute_ids else {},
        kinds=kinds,
        awards=_awards(session, actor, met, kinds),
        mine=_mine(session, actor, met),
        open_branches=_open_branches(session, actor),
    )


def _people(session: Session, entries: Sequence[Entry]) -> dict[int, KnownPerson]:
    """Everybody who has one of the names and numbers that these rows say, and all who are above them."""
    names = {key_of(name) for one in entries for name in (one.email, one.username, one.supervisor) if name}
    numbers = {one.employee_number for one in entries if one.employee_number}
    met = {
        person.id: person
        for column, said in ((Person.email_key, names), (Person.username_key, names), (Person.employee_number, numbers))
        for person in _who(session, column, said)
    }
    above = _above(met.values(), met)
    while above:
        found = {person.id: person for person in _who(session, Person.id, above)}
        met |= found
        above = _above(found.values(), met)
    return met


def _above(of: Collection[KnownPerson], met: Collection[int]) -> set[int]:
    return {person.manager_id for person in of if person.manager_id and person.manager_id not in met}


def _who(session: Session, column: Any, said: Collection[Any]) -> Iterator[KnownPerson]:
    for rows in _read(session, sa.select(*_OF_A_PERSON), column, said):
        yield from (KnownPerson(*row) for row in rows)


def _read(session: Session, statement: sa.Select[Any], column: Any, said: Collection[Any]) -> Iterator[Any]:
    """The rows where `column` is one of what is said, portion by portion."""
    for some in bulk.chunks(sorted(said)):
        yield session.connection().execute(statement.where(col(column).in_(some)))


_OF_A_PERSON: tuple[Any, ...] = (
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


def _named(session: Session, met: Collection[int], table: Any, of: Any, person_id: Any) -> Named:
    pairs = (row for rows in _read(session, sa.select(of, person_id), person_id, met) for row in rows)
    return Named(_ids(session, table), frozenset((one, person) for one, person in pairs))


def _attribute_values(session: Session, met: Collection[int]) -> dict[tuple[int, int], str]:
    columns = (col(PersonAttribute.attribute_id), col(PersonAttribute.person_id), col(PersonAttribute.value))
    statement: Any = sa.select(*columns)
    found = (row for rows in _read(session, statement, PersonAttribute.person_id, met) for row in rows)
    return {(one, person): value for one, person, value in found}


def _awards(
    session: Session, actor: Actor, met: Collection[int], kinds: dict[str, Kind]
) -> dict[tuple[int, int], list[AwardRow]]:
    licences = [kind.id for kind in kinds.values() if kind.is_licence]
    found: dict[tuple[int, int], list[AwardRow]] = defaultdict(list)
    if not licences:
        return {}
    statement = (
        sa.select(*_OF_AN_AWARD)
        .join(Person, col(Person.id) == col(Award.person_id))
        .where(col(Award.certification_id).in_(licences), people.visible(actor) | (col(Person.id) == actor.person_id))
        .order_by(col(Award.id))
    )
    for rows in _read(session, statement, Award.person_id, met):
        for row in rows:
            found[row.person_id, row.certification_id].append(AwardRow(*row))
    return dict(found)


_OF_AN_AWARD: tuple[Any, ...] = (
    col(Award.id),
    col(Award.person_id),
    col(Award.certification_id),
    col(Award.issued_on),
    col(Award.expires_on),
    col(Award.number),
    col(Award.revoked_at),
)


def _mine(session: Session, actor: Actor, met: Collection[int]) -> frozenset[int] | None:
    return None if actor.scope.everybody else seen(session, actor, person_ids=met)


def seen(session: Session, actor: Actor, *, person_ids: Collection[int]) -> frozenset[int]:
    """Those of these people whom the actor sees."""
    statement = sa.select(col(Person.id)).where(people.visible(actor))
    return frozenset(one for rows in _read(session, statement, Person.id, person_ids) for one in rows.scalars())


def _open_branches(session: Session, actor: Actor) -> frozenset[int] | None:
    if actor.scope.everybody:
        return None
    return frozenset(session.connection().execute(people.below_branches(actor.scope.branch_ids)).scalars())
