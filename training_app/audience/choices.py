"""What a filter of people offers to choose, each value with the people who have it; only the opened field is asked."""

import re
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.audience.filters import PeopleFilter
from training_app.audience.rules import ATTRIBUTE, FIELDS, KINDS, LABELS, Criterion, Kind, attribute_of
from training_app.audience.values import Asked, of_attribute, of_criterion
from training_app.people import choices as people


@dataclass(frozen=True)
class FieldRow:
    """A field that people can be filtered on, and how its values are chosen (`Kind`)."""

    field: str
    label: str
    kind: str


@dataclass(frozen=True)
class Choice:
    """A value of a field, and how many active people have it among those whom the actor sees."""

    field: str
    value: str
    label: str
    people: int


def fields(session: Session, actor: Actor) -> list[FieldRow]:
    """Every field that people can be filtered on, further attributes last."""
    known = [FieldRow(field.value, LABELS[field], KINDS.get(field, Kind.VALUES).value) for field in Criterion]
    further = people.attributes(session, actor)
    return [*known, *(FieldRow(f"{ATTRIBUTE}{one.id}", one.name, Kind.VALUES.value) for one in further)]


def of_field(session: Session, actor: Actor, *, field: str, q: str = "", today: date) -> list[Choice]:
    """The values of one field with the most people, those that nobody has last; `q` narrows them by their label.

    For a certification the people are those who hold it validly on the organization day `today`. Days have none.
    """
    asked = Asked(session, actor, PeopleFilter(q=q).q.split(), today)
    attribute_id = attribute_of(field)
    if field in FIELDS:
        found = of_criterion(asked, Criterion(field))
    else:
        found = [] if attribute_id is None else of_attribute(asked, attribute_id)
    return sorted((Choice(field, *one) for one in found), key=_usable_first)


def _usable_first(choice: Choice) -> tuple[bool, list[int | str]]:
    """Values that somebody has before others; then by name, Station 2 before Station 10."""
    parts = re.split(r"(\d{1,9})", choice.label.casefold())
    return choice.people == 0, [int(part) if place % 2 else part for place, part in enumerate(parts)]
