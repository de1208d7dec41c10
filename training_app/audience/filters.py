"""The one filter of people: it reads an address, makes the conditions, and changes by adding and taking criteria.

The same object serves lists, counts, links, and acts on everybody it finds (A-07, M-04).
"""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa
from sqlmodel import col

from training_app.audience.conditions import ATTRIBUTE, condition
from training_app.audience.rules import FIELDS
from training_app.people.model import Person
from training_app.people.rules import folded

LONGEST_SEARCH = 100
MOST_CRITERIA = 200


@dataclass(frozen=True)
class PeopleFilter:
    """Search words and criteria: `and` between fields, `or` within one. Unknown fields are left out when read."""

    q: str = ""
    criteria: tuple[tuple[str, str], ...] = ()

    @classmethod
    def from_query(cls, query: str) -> "PeopleFilter":
        """Read the query of an address, e.g. `q=ann&level=ALS&branch=3&branch=4`. Never fails."""
        said = parse_qsl(query.lstrip("?"))[:MOST_CRITERIA]
        words = next((value for name, value in said if name == "q"), "")
        known = dict.fromkeys(pair for pair in said if pair[0] in FIELDS or pair[0].startswith(ATTRIBUTE))
        return cls(q=words[:LONGEST_SEARCH], criteria=tuple(known))

    def query(self) -> str:
        """The query of the address that reads back as this filter."""
        return urlencode([*([("q", self.q)] if self.q else []), *self.criteria])

    def with_(self, field: str, value: str) -> "PeopleFilter":
        """This filter and one criterion more."""
        return replace(self, criteria=tuple(dict.fromkeys([*self.criteria, (field, value)])))

    def without(self, field: str, value: str) -> "PeopleFilter":
        """This filter without one criterion."""
        return replace(self, criteria=tuple(pair for pair in self.criteria if pair != (field, value)))

    def by_field(self) -> dict[str, tuple[str, ...]]:
        """The values of each field, in the order they were added."""
        fields: dict[str, list[str]] = {}
        for field, value in self.criteria:
            fields.setdefault(field, []).append(value)
        return {field: tuple(values) for field, values in fields.items()}

    def where(self, today: date) -> list[sa.ColumnElement[bool]]:
        """The conditions on `Person`, on the organization day `today`. What cannot be read finds nobody."""
        words = [col(Person.search).contains(word, autoescape=True) for word in folded(self.q).split()]
        found = [condition(field, values, today) for field, values in self.by_field().items()]
        return [*words, *(sa.false() if one is None else one for one in found)]
