"""Teams, groups, tags and further attributes of people, each change with its audit entry (P-01, P-10)."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.core import audit, db
from training_app.core.errors import Invalid, Problem
from training_app.core.tables import known
from training_app.people import queries
from training_app.people.model import (
    Attribute,
    Group,
    GroupMember,
    PersonAttribute,
    PersonTag,
    Tag,
    Team,
    TeamMember,
)
from training_app.people.rules import clean

Kind = TypeVar("Kind", Team, Group, Tag, Attribute)


def join_team(session: Session, actor: Actor, *, person_id: int, team: str, leads: bool = False, now: datetime) -> None:
    """Put somebody into a team of that name, made when new; in it already, they lead it from now on, or no longer."""
    _require(session, actor, person_id)
    row = _made(session, Team, team)
    place = session.get(TeamMember, (row.id, person_id))
    if place is not None and place.leads == leads:
        return
    before = {"team": row.name, "leads": place.leads} if place else None
    session.merge(TeamMember(team_id=known(row.id), person_id=person_id, leads=leads))
    session.flush()
    _write(session, actor, "team joined", person_id, before=before, after={"team": row.name, "leads": leads}, now=now)


def leave_team(session: Session, actor: Actor, *, person_id: int, team: str, now: datetime) -> None:
    """Take somebody out of a team; the team stays."""
    _require(session, actor, person_id)
    row = _found(session, Team, team)
    place = session.get(TeamMember, (row.id, person_id)) if row else None
    if row and place:
        session.delete(place)
        session.flush()
        before = {"team": row.name, "leads": place.leads}
        _write(session, actor, "team left", person_id, before=before, now=now)


def join_group(session: Session, actor: Actor, *, person_id: int, group: str, now: datetime) -> None:
    """Put somebody into a group of that name, made when new."""
    _require(session, actor, person_id)
    row = _made(session, Group, group)
    if db.insert_new(session, GroupMember, [{"group_id": row.id, "person_id": person_id}]):
        _write(session, actor, "group joined", person_id, after={"group": row.name}, now=now)


def leave_group(session: Session, actor: Actor, *, person_id: int, group: str, now: datetime) -> None:
    """Take somebody out of a group; the group stays."""
    _require(session, actor, person_id)
    row = _found(session, Group, group)
    place = session.get(GroupMember, (row.id, person_id)) if row else None
    if row and place:
        session.delete(place)
        session.flush()
        _write(session, actor, "group left", person_id, before={"group": row.name}, now=now)


def tag(session: Session, actor: Actor, *, person_id: int, word: str, now: datetime) -> None:
    """Mark somebody with a word."""
    _require(session, actor, person_id)
    row = _made(session, Tag, word)
    if db.insert_new(session, PersonTag, [{"tag_id": row.id, "person_id": person_id}]):
        _write(session, actor, "tagged", person_id, after={"tag": row.name}, now=now)


def untag(session: Session, actor: Actor, *, person_id: int, word: str, now: datetime) -> None:
    """Take a mark off somebody."""
    _require(session, actor, person_id)
    row = _found(session, Tag, word)
    mark = session.get(PersonTag, (row.id, person_id)) if row else None
    if row and mark:
        session.delete(mark)
        session.flush()
        _write(session, actor, "untagged", person_id, before={"tag": row.name}, now=now)


def set_attribute(session: Session, actor: Actor, *, person_id: int, name: str, value: str, now: datetime) -> None:
    """Say a further thing of somebody, under a name made when new; an empty value takes it away."""
    _require(session, actor, person_id)
    row, value = _made(session, Attribute, name), clean(value)
    said = session.get(PersonAttribute, (row.id, person_id))
    before = said.value if said else ""
    if value == before:
        return
    if value:
        session.merge(PersonAttribute(attribute_id=known(row.id), person_id=person_id, value=value))
    else:
        session.delete(said)
    session.flush()
    _write(session, actor, "attribute set", person_id, before={row.name: before}, after={row.name: value}, now=now)


def _require(session: Session, actor: Actor, person_id: int) -> None:
    actor.require(Permission.MANAGE_PEOPLE)
    queries.person(session, actor, person_id=person_id)


def _found(session: Session, kind: type[Kind], name: str) -> Kind | None:
    return session.exec(select(kind).where(col(kind.name) == clean(name))).first()


def _made(session: Session, kind: type[Kind], name: str) -> Kind:
    name = clean(name)
    if not name:
        raise Invalid(Problem("name", "A name is missing."))
    db.insert_new(session, kind, [{"name": name}])
    return session.exec(select(kind).where(col(kind.name) == name)).one()


def _write(
    session: Session,
    actor: Actor,
    act: str,
    person_id: int,
    *,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    now: datetime,
) -> None:
    audit.write(session, actor_id=actor.person_id, at=now, act=act, subject="person", subject_id=person_id,
                before=before, after=after)  # fmt: skip
