"""The one filter of people: it reads an address, makes the conditions, and changes by adding and taking criteria.

The same object serves lists, counts, links, and acts on everybody it finds (A-07, M-04).
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa
from sqlmodel import col

from training_app.audience.conditions import condition
from training_app.audience.rules import ATTRIBUTE, FIELDS
from training_app.people.model import Person
from training_app.people.rules import folded

LONGEST_SEARCH = 100
MOST_CRITERIA = 200
# More than anybody enters: with two hundred fields PostgreSQL plans for a minute.
MOST_FIELDS = 30


@dataclass(frozen=True)
class PeopleFilter:
    """Search words and criteria: `and` between fields, `or` within one. Unknown fields are left out when read."""

    q: str = ""
    criteria: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Keep only what a database and an address can hold, each criterion once."""
        once = dict.fromkeys((storable(field), storable(value)) for field, value in self.criteria if value)
        object.__setattr__(self, "q", storable(self.q[:LONGEST_SEARCH]))
        object.__setattr__(self, "criteria", tuple(once)[:MOST_CRITERIA])

    @classmethod
    def from_query(cls, query: str) -> "PeopleFilter":
        """Read the query of an address, e.g. `q=ann&level=ALS&branch=3&branch=4`. Never fails."""
        said = parse_qsl(query.lstrip("?"))
        words = next((value for name, value in said if name == "q"), "")
        return cls(q=words, criteria=tuple(pair for pair in said if pair[0] in FIELDS or pair[0].startswith(ATTRIBUTE)))

    def query(self) -> str:
        """The query of the address that reads back as this filter."""
        return urlencode([*([("q", self.q)] if self.q else []), *self.criteria])

    def with_(self, field: str, value: str) -> "PeopleFilter":
        """This filter and one criterion more."""
        return replace(self, criteria=(*self.criteria, (field, value)))

    def without(self, field: str, value: str) -> "PeopleFilter":
        """This filter without one criterion."""
        gone = (storable(field), storable(value))
        return replace(self, criteria=tuple(pair for pair in self.criteria if pair != gone))

    def by_field(self) -> dict[str, tuple[str, ...]]:
        """The values of each field, in the order they were added."""
        fields: dict[str, list[str]] = {}
        for field, value in self.criteria:
            fields.setdefault(field, []).append(value)
        return {field: tuple(values) for field, values in fields.items()}

    def is_too_much(self) -> bool:
        """Whether it has more fields than are asked for. Leaving some out would find people who are not meant."""
        return len(self.by_field()) > MOST_FIELDS

    def where(self, today: date) -> list[sa.ColumnElement[bool]]:
        """The conditions on `Person`, on the organization day `today`. What cannot be read finds nobody."""
        if self.is_too_much():
            return [sa.false()]
        words = [col(Person.search).contains(word, autoescape=True) for word in folded(self.q).split()]
        return [*words, *(condition(field, values, today) for field, values in self.by_field().items())]


def storable(text: str) -> str:
    """The text without what no database stores: the sign zero, and half of a pair of signs."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
