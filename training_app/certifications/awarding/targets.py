"""Whom a form of "Award Users" is for: people by name, groups, and branches with those below them (C-15, P-02)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.certifications.awarding import batches
from training_app.certifications.records import AwardBatch, AwardTarget
from training_app.core import db, paging
from training_app.core.errors import NotFound
from training_app.core.paging import Page, Paged
from training_app.core.tables import known
from training_app.people import choices
from training_app.people import queries as people
from training_app.people.model import Branch, Group, GroupMember, Person
from training_app.people.queries import below_branches, matching, visible
from training_app.people.rules import folded

_FIRST_PAGE = Page()


@dataclass(frozen=True)
class Somebody:
    """A person who can be chosen, or is."""

    id: int
    name: str
    email: str
    branch: str
    is_active: bool
    is_chosen: bool


@dataclass(frozen=True)
class GroupChoice:
    """A group with the number of its active members."""

    id: int
    name: str
    people: int
    is_chosen: bool


@dataclass(frozen=True)
class BranchChoice:
    """A branch in the tree, with the active people of it and of those below it.

    `is_included`: a branch above it is chosen, and it with that. `parent_id` is 0 at the top of what is seen.
    """

    id: int
    parent_id: int
    name: str
    depth: int
    people: int
    has_below: bool
    is_chosen: bool
    is_included: bool


def find(session: Session, actor: Actor, *, batch_id: int, q: str, page: Page = _FIRST_PAGE) -> list[Somebody]:
    """Active people whom the actor sees, by name or email, as one types."""
    batch = batches.row_of(session, actor, batch_id=batch_id)
    wanted = [visible(actor), Person.active_sql(), *matching(q)]
    return [_somebody(row) for row in session.connection().execute(page.cut(_people(batch).where(*wanted)))]


def chosen(session: Session, actor: Actor, *, batch_id: int, page: Page = _FIRST_PAGE) -> Paged[Somebody]:
    """One page of those chosen by name."""
    batch = batches.row_of(session, actor, batch_id=batch_id)
    wanted = _people(batch).where(visible(actor), _is_named(batch))
    rows = session.connection().execute(page.cut(wanted))
    return Paged([_somebody(row) for row in rows], paging.count(session, wanted), page)


def groups(
    session: Session, actor: Actor, *, batch_id: int, q: str = "", page: Page = _FIRST_PAGE
) -> Paged[GroupChoice]:
    """One page of the groups that the actor sees, by name."""
    batch = batches.row_of(session, actor, batch_id=batch_id)
    words = [word for word in folded(q).split() if word]
    there = [one for one in choices.groups(session, actor) if all(word in folded(one.name) for word in words)]
    wanted = [one.id for one in there[(page.number - 1) * page.size : page.number * page.size]]
    counted = (
        sa.select(col(Group.id), col(Group.name), sa.func.count(col(Person.id)).label("people"))
        .outerjoin(GroupMember, col(GroupMember.group_id) == col(Group.id))
        .outerjoin(Person, (col(Person.id) == col(GroupMember.person_id)) & Person.active_sql() & visible(actor))
        .where(col(Group.id).in_(wanted))
        .group_by(col(Group.id), col(Group.name))
        .order_by(col(Group.name))
    )
    rows: Any = session.connection().execute(counted)
    is_chosen = set(batch.group_ids)
    return Paged([GroupChoice(row.id, row.name, row.people, row.id in is_chosen) for row in rows], len(there), page)


def branches(session: Session, actor: Actor, *, batch_id: int) -> list[BranchChoice]:
    """The branches that the actor sees, from the top, each followed by those below it."""
    batch = batches.row_of(session, actor, batch_id=batch_id)
    seen = {one.id for one in choices.branches(session, actor)}
    rows = session.connection().execute(sa.select(col(Branch.id), col(Branch.name), col(Branch.path))).all()
    ways = {row.id: [one for one in map(int, row.path.strip("/").split("/")) if one in seen] for row in rows}
    names = {row.id: row.name for row in rows}
    numbers = _numbers(session, actor, ways)
    above = {way[-2] for key, way in ways.items() if key in seen and len(way) > 1}
    is_chosen = set(batch.branch_ids)
    in_order = sorted(seen, key=lambda key: [(names[one].casefold(), one) for one in ways[key]])
    return [
        BranchChoice(
            id=key,
            parent_id=ways[key][-2] if len(ways[key]) > 1 else 0,
            name=names[key],
            depth=len(ways[key]) - 1,
            people=numbers[key],
            has_below=key in above,
            is_chosen=key in is_chosen,
            is_included=not is_chosen.isdisjoint(ways[key][:-1]),
        )
        for key in in_order
    ]


def add_person(session: Session, actor: Actor, *, batch_id: int, person_id: int, now: datetime) -> bool:
    """Choose somebody by name; False for who was chosen before, or is deactivated."""
    batch = batches.mine(session, actor, batch_id=batch_id, now=now)
    person = people.person(session, actor, person_id=person_id)
    row = {"batch_id": known(batch.id), "person_id": person_id}
    return person.is_active() and db.insert_new(session, AwardTarget, [row]) > 0


def remove_person(session: Session, actor: Actor, *, batch_id: int, person_id: int, now: datetime) -> None:
    """Take out somebody chosen by name; who is not chosen stays so."""
    batch = batches.mine(session, actor, batch_id=batch_id, now=now)
    of_them = (col(AwardTarget.batch_id) == batch.id, col(AwardTarget.person_id) == person_id)
    session.connection().execute(sa.delete(AwardTarget).where(*of_them))


def choose_group(session: Session, actor: Actor, *, batch_id: int, group_id: int, on: bool, now: datetime) -> None:
    """Choose a group that the actor sees, or take it out."""
    batch = batches.mine(session, actor, batch_id=batch_id, now=now)
    if on and group_id not in {one.id for one in choices.groups(session, actor)}:
        raise NotFound
    batch.group_ids = _turned(batch.group_ids, group_id, on=on)


def choose_branch(session: Session, actor: Actor, *, batch_id: int, branch_id: int, on: bool, now: datetime) -> None:
    """Choose a branch that the actor sees, with those below it, or take it out."""
    batch = batches.mine(session, actor, batch_id=batch_id, now=now)
    if on and branch_id not in {one.id for one in choices.branches(session, actor)}:
        raise NotFound
    batch.branch_ids = _turned(batch.branch_ids, branch_id, on=on)


def meant(actor: Actor, batch: AwardBatch) -> sa.ColumnElement[bool]:
    """Whom a form means now, as a condition on `Person`; deactivated ones too. Confirmed, who was meant then."""
    named: Any = sa.select(col(AwardTarget.person_id)).where(col(AwardTarget.batch_id) == batch.id)
    if batch.confirmed_at is not None:
        return visible(actor) & col(Person.id).in_(named)
    if batch.group_ids:
        members = sa.select(col(GroupMember.person_id)).where(col(GroupMember.group_id).in_(batch.group_ids))
        named = sa.union_all(named, members)
    is_meant: sa.ColumnElement[bool] = col(Person.id).in_(named)
    if batch.branch_ids:
        is_meant |= col(Person.branch_id).in_(below_branches(frozenset(batch.branch_ids)))
    return visible(actor) & is_meant


def _people(batch: AwardBatch) -> sa.Select[Any]:
    columns: Any = (col(Person.id), col(Person.first_name), col(Person.last_name), col(Person.email),
                    col(Branch.name).label("branch"), Person.active_sql().label("is_active"),
                    _is_named(batch).label("is_chosen"))  # fmt: skip
    return (
        sa.select(*columns)
        .join(Branch, col(Branch.id) == col(Person.branch_id))
        .order_by(col(Person.last_name), col(Person.first_name), col(Person.id))
    )


def _is_named(batch: AwardBatch) -> sa.ColumnElement[bool]:
    return sa.exists().where(col(AwardTarget.batch_id) == batch.id, col(AwardTarget.person_id) == col(Person.id))


def _numbers(session: Session, actor: Actor, ways: dict[int, list[int]]) -> Counter[int]:
    """How many active people there are in each branch and those below it."""
    counted = sa.select(col(Person.branch_id), sa.func.count()).where(visible(actor), Person.active_sql())
    found: Counter[int] = Counter()
    for branch_id, number in session.connection().execute(counted.group_by(col(Person.branch_id))):
        found.update(dict.fromkeys(ways[branch_id], number))
    return found


def _turned(ids: Iterable[int], one: int, *, on: bool) -> list[int]:
    """A new list: the column does not see what is changed within the one it has."""
    return sorted({*ids, one} if on else set(ids) - {one})


def _somebody(row: Any) -> Somebody:
    name = f"{row.first_name} {row.last_name}".strip()
    return Somebody(row.id, name, row.email, row.branch, bool(row.is_active), bool(row.is_chosen))
