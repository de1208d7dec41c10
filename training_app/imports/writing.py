"""Writes what a plan says, in as many statements as there are kinds of rows, not as many as there are rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.core import bulk, events
from training_app.imports import differences
from training_app.imports.cells import name_key
from training_app.imports.drafts import Draft
from training_app.imports.known import Known
from training_app.imports.licences import award
from training_app.imports.person_rows import branch_of, changed_row, new_row
from training_app.imports.plan import NewNames
from training_app.people.actions import PersonActivityChanged
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


class Overtaken(Exception):
    """Somebody changed one of these people between the comparing and the writing."""


@dataclass
class Written:
    """The ids of the rows that an import made and changed."""

    created: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    others: dict[str, list[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Desk:
    """What every step needs; `ids` and `branches` grow as people and branches are made."""

    session: Session
    actor: Actor
    known: Known
    now: datetime
    ids: dict[str, int]
    branches: dict[str, int]

    def run(self, statement: sa.Executable, rows: Any = None) -> Any:
        return self.session.connection().execute(statement, rows)


def write(
    session: Session, actor: Actor, *, drafts: Sequence[Draft], known: Known, made: NewNames, now: datetime
) -> Written:
    """Write drafts that were found good: people, what they belong to, and their licences."""
    new = [draft for draft in drafts if draft.person is None]
    changed = [draft for draft in drafts if draft.person is not None and draft.changes]
    both = [*new, *changed]
    desk = _Desk(session, actor, known, now, {key: person.id for key, person in known.by_email.items()}, {})
    _add_branches(desk, made.branches)
    _add_people(desk, new)
    _change_people(desk, changed)
    _change_activity(desk, changed)
    others = {
        "branches": list(desk.branches.values()),
        "teams": _join(desk, both, Team, made.teams),
        "groups": _join(desk, both, Group, made.groups),
        "tags": _join(desk, both, Tag, made.tags),
        "attributes": _learn(desk, both, made.attributes),
    }
    others |= award(session, actor, drafts=both, ids=desk.ids, known=known, names=made.licences, now=now)
    return Written([desk.ids[draft.key] for draft in new], [desk.ids[draft.key] for draft in changed], others)


def _add_branches(desk: _Desk, names: Iterable[str]) -> None:
    ids = _add_names(desk, Branch, [{"name": name, "parent_id": None, "path": ""} for name in names])
    if ids:
        path = sa.literal("/") + sa.cast(col(Branch.id), sa.String) + sa.literal("/")
        desk.run(sa.update(Branch).where(col(Branch.id).in_(ids.values())).values(path=path))
    desk.branches.update(ids)


def _add_people(desk: _Desk, drafts: Sequence[Draft]) -> None:
    """Insert everybody new, those above before those below, because a row needs the id of its supervisor."""
    for rank in _ranks(drafts):
        rows = [
            new_row(
                draft,
                branch_id=branch_of(draft, desk.branches),
                manager_id=desk.ids[draft.supervisor_key] if draft.supervisor_key else None,
                now=desk.now,
            )
            for draft in rank
        ]
        made = bulk.inserted(desk.session, Person, rows, col(Person.email_key), col(Person.id))
        desk.ids.update((key, number) for key, number in made)


def _change_people(desk: _Desk, drafts: Sequence[Draft]) -> None:
    rows = [changed_row(draft, draft.person, branches=desk.branches, ids=desk.ids) for draft in drafts if draft.person]
    if not rows:
        return
    values: dict[str, Any] = {name: sa.bindparam(name) for name in rows[0] if not name.startswith("row_")}
    values["version"] = col(Person.version) + 1
    same = (col(Person.id) == sa.bindparam("row_id")) & (col(Person.version) == sa.bindparam("row_version"))
    statement = sa.update(Person).where(same).values(values)
    for some in bulk.chunks(rows):
        if desk.run(statement, some).rowcount != len(some):
            raise Overtaken


def _change_activity(desk: _Desk, drafts: Sequence[Draft]) -> None:
    """Deactivate and reactivate, and tell those who listen for it (P-09)."""
    for active in (True, False):
        ids = [
            draft.person.id
            for draft in drafts
            if draft.person and draft.entry.active is active and draft.person.active is not active
        ]
        since = None if active else desk.now
        for some in bulk.chunks(ids):
            desk.run(sa.update(Person).where(col(Person.id).in_(some)).values(deactivated_at=since))
        for one in ids:
            changed = PersonActivityChanged(one, active=active)
            events.record(desk.session, changed, actor_id=desk.actor.person_id, at=desk.now)


def _join(desk: _Desk, drafts: Sequence[Draft], table: Any, names: Iterable[str]) -> list[int]:
    """Put people into teams, groups or tags, made where new; answer the ids of those made."""
    named, link, column, said = {
        Team: (desk.known.teams, TeamMember, "team_id", "teams"),
        Group: (desk.known.groups, GroupMember, "group_id", "groups"),
        Tag: (desk.known.tags, PersonTag, "tag_id", "tags"),
    }[table]
    new = _add_names(desk, table, [{"name": name} for name in names])
    all_ids = named.ids | new
    extra = {"leads": False} if link is TeamMember else {}
    rows = [
        {column: all_ids[name_key(name)], "person_id": desk.ids[draft.key], **extra}
        for draft in drafts
        for name in differences.joins(named, getattr(draft.entry, said), draft.person)
    ]
    bulk.insert(desk.session, link, rows)
    return list(new.values())


def _learn(desk: _Desk, drafts: Sequence[Draft], names: Iterable[str]) -> list[int]:
    """Write down further attributes; answer the ids of those named for the first time."""
    new = _add_names(desk, Attribute, [{"name": name} for name in names])
    all_ids = desk.known.attribute_ids | new
    there: list[dict[str, Any]] = []
    fresh: list[dict[str, Any]] = []
    for draft in drafts:
        for name, old, value in differences.learnt(draft.entry, draft.person, desk.known):
            row: dict[str, Any] = {
                "attribute_id": all_ids[name_key(name)],
                "person_id": desk.ids[draft.key],
                "value": value,
            }
            (there if old else fresh).append(row)
    bulk.insert(desk.session, PersonAttribute, fresh)
    for row in there:
        desk.session.merge(PersonAttribute(**row))
    return list(new.values())


def _ranks(drafts: Sequence[Draft]) -> Iterator[list[Draft]]:
    """The drafts in such an order that every supervisor among them is in an earlier rank."""
    below: dict[str, list[Draft]] = {draft.key: [] for draft in drafts}
    rank = []
    for draft in drafts:
        if draft.supervisor_key in below:
            below[draft.supervisor_key].append(draft)
        else:
            rank.append(draft)
    while rank:
        yield rank
        rank = [report for draft in rank for report in below[draft.key]]


def _add_names(desk: _Desk, table: Any, rows: list[dict[str, Any]]) -> dict[str, int]:
    if not rows:
        return {}
    made = bulk.inserted(desk.session, table, rows, table.name, table.id)
    return {name_key(name): number for name, number in made}
