"""The names of the fields of a filter and of their values, as of now. What no longer exists has none."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.audience.rules import (
    ACTIVE,
    ANY_TEAM,
    ATTRIBUTE,
    DEACTIVATED,
    FIELDS,
    KINDS,
    LABELS,
    NO_LEVEL,
    Criterion,
    Days,
    Held,
    HeldWanted,
    Kind,
    attribute_of,
    days_of,
    held_of,
    number_of,
)
from training_app.certifications.model import Certification
from training_app.people.model import Attribute, Branch, Group, Person, PersonAttribute, Tag, Team
from training_app.people.queries import visible
from training_app.people.rules import Level

GONE = "no longer exists"
UNREADABLE = "cannot be read"


def label_of(session: Session, field: str) -> str:
    """The name of a field on the screen."""
    if not field.startswith(ATTRIBUTE):
        return LABELS[Criterion(field)]
    row = session.get(Attribute, attribute_of(field) or 0)
    return row.name if row else f"Attribute that {GONE}"


def texts_of(session: Session, actor: Actor, field: str, values: Sequence[str]) -> list[str]:
    """The values of a field in words, in their order; a person whom the actor may not see stays unnamed."""
    kind = KINDS.get(Criterion(field), Kind.VALUES) if field in FIELDS else Kind.VALUES
    if kind is Kind.DAYS:
        return [spoken(days) if (days := days_of(value)) else UNREADABLE for value in values]
    names = names_of(session, actor, field, values)
    if kind is Kind.CERTIFICATION:
        return [_state(names.get(value, ""), held_of(value)) for value in values]
    is_word = field in _WORDS or field in _FIXED or field.startswith(ATTRIBUTE)
    return [names.get(value, f"{value} ({GONE})" if is_word else GONE) for value in values]


def names_of(session: Session, actor: Actor, field: str, values: Sequence[str]) -> dict[str, str]:
    """The names of those values of a field that exist."""
    if field in _FIXED:
        return {value: _FIXED[Criterion(field)][value] for value in values if value in _FIXED[Criterion(field)]}
    if field in _WORDS or field.startswith(ATTRIBUTE):
        return {value: value for value in _among(session, field, values)}
    if field not in _TABLES:
        return {}
    ids = {value: number for value in values if (number := number_of(value.partition(":")[0])) is not None}
    found = _named(session, actor, field, set(ids.values()))
    names = {value: found[number] for value, number in ids.items() if number in found}
    return names | ({ANY_TEAM: "any team"} if field == Criterion.LEADS else {})


def spoken(days: Days) -> str:
    """A range of days as one reads it."""
    if days.first == days.last and days.first:
        return f"on {_day(days.first)}"
    if days.first and days.last:
        return f"from {_day(days.first)} through {_day(days.last)}"
    return f"from {_day(days.first)} on" if days.first else f"through {_day(days.last or date.max)}"


def within(number: int) -> str:
    """A number of days from today on as one reads it."""
    return {0: "today", 1: "within 1 day"}.get(number, f"within {number:,} days")


def _state(name: str, wanted: HeldWanted | None) -> str:
    if not name or wanted is None:
        return GONE
    state = f"expires {within(wanted.days)}" if wanted.state is Held.EXPIRING else wanted.state.value
    return f"{name}, {state}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b} {day.year}"


def _named(session: Session, actor: Actor, field: str, ids: Iterable[int]) -> dict[int, str]:
    kind = _TABLES[Criterion(field)]
    name = col(Person.first_name) + " " + col(Person.last_name) if kind is Person else kind.name
    statement = sa.select(kind.id, name).where(kind.id.in_(ids))
    if kind is Person:
        statement = statement.where(visible(actor) | (col(Person.id) == actor.person_id))
    return {row[0]: row[1] for row in session.connection().execute(statement)}


def _among(session: Session, field: str, values: Sequence[str]) -> set[str]:
    """Those of the values that somebody has."""
    column: Any = _WORDS[Criterion(field)] if field in _WORDS else col(PersonAttribute.value)
    statement = sa.select(column).distinct().where(column.in_(values))
    if field.startswith(ATTRIBUTE):
        statement = statement.where(col(PersonAttribute.attribute_id) == (attribute_of(field) or 0))
    return set(session.connection().execute(statement).scalars())


_FIXED: dict[Criterion, dict[str, str]] = {
    Criterion.LEVEL: {**{level.value: level.value for level in Level}, NO_LEVEL: "none"},
    Criterion.STATE: {ACTIVE: "active", DEACTIVATED: "deactivated"},
}

_WORDS: dict[Criterion, Any] = {Criterion.SHIFT: col(Person.shift), Criterion.TITLE: col(Person.title)}

_TABLES: dict[Criterion, Any] = {
    Criterion.BRANCH: Branch,
    Criterion.TEAM: Team,
    Criterion.LEADS: Team,
    Criterion.GROUP: Group,
    Criterion.TAG: Tag,
    Criterion.MANAGER: Person,
    Criterion.LICENCE: Certification,
    Criterion.CERTIFICATION: Certification,
}
