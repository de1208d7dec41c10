"""What "Awarded Users" can be narrowed to and sorted by, and its address (C-12, M-04)."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa
from sqlmodel import col

from training_app.certifications.awarding import holding
from training_app.certifications.awarding.rules import AwardState
from training_app.certifications.model import Award
from training_app.core.paging import SIZE
from training_app.people import queries as people
from training_app.people.model import Person

LONGEST_SEARCH = 100
LAST_PAGE = 1_000_000
SIZES = (10, 25, SIZE)
ALL = "All"
STATES = {state.name.lower(): state for state in AwardState}


class AwardedSort(StrEnum):
    """What "Awarded Users" can be sorted by."""

    USERNAME = "username"
    FIRST_NAME = "first"
    LAST_NAME = "last"
    ISSUED = "issued"
    RENEWS = "renews"
    EXPIRES = "expires"
    ASSOCIATION = "association"


_SAID = {
    AwardedSort.USERNAME: "username", AwardedSort.FIRST_NAME: "first name", AwardedSort.LAST_NAME: "last name",
    AwardedSort.ISSUED: "day of issue", AwardedSort.RENEWS: "days left to renew", AwardedSort.EXPIRES: "expiry",
    AwardedSort.ASSOCIATION: "association type",
}  # fmt: skip


@dataclass(frozen=True)
class AwardedFilter:
    """State (none: all of them), search, sort and page. Unknown values become the default."""

    state: AwardState | None = None
    q: str = ""
    sort: str = AwardedSort.LAST_NAME
    page: int = 1
    size: int = SIZE

    @classmethod
    def from_query(cls, query: str) -> "AwardedFilter":
        """Read the query of an address. Never fails."""
        said = dict(parse_qsl(query.lstrip("?")))
        sort, size, page = said.get("sort", ""), said.get("size", ""), said.get("page", "")
        is_number = page.isascii() and page.isdecimal() and len(page) < 8  # noqa: PLR2004  # digits
        return cls(
            state=STATES.get(said.get("state", "")),
            q=said.get("q", "")[:LONGEST_SEARCH].replace("\x00", ""),
            sort=sort if sort.removeprefix("-") in set(AwardedSort) else AwardedSort.LAST_NAME,
            page=min(max(int(page), 1), LAST_PAGE) if is_number else 1,
            size=next((one for one in SIZES if str(one) == size), SIZE),
        )

    def query(self) -> str:
        """The query of the address that reads back as this filter."""
        said = {
            "state": self.state.name.lower() if self.state else "",
            "q": self.q,
            "sort": self.sort if self.sort != AwardedSort.LAST_NAME else "",
            "page": str(self.page) if self.page > 1 else "",
            "size": str(self.size) if self.size != SIZE else "",
        }
        return urlencode({name: value for name, value in said.items() if value})

    def of(self, state: AwardState | None) -> "AwardedFilter":
        """The same search in another state, from its first page."""
        return replace(self, state=state, page=1)

    def said(self) -> str:
        """What it narrows to and how it sorts, in words: `Expiring, with “lea” in …, by expiry`."""
        order = f"by {_SAID[AwardedSort(self.sort.removeprefix('-'))]}" + (", turned" if self.sort[0] == "-" else "")
        search = f"with “{self.q}” in name, username or email" if self.q else ""
        return ", ".join(part for part in (self.state or ALL, search, order) if part)

    def words(self) -> list[sa.ColumnElement[bool]]:
        """The conditions of the search on `Person`."""
        return people.matching(self.q)

    def where(self, today: date, renewal_days: int) -> list[sa.ColumnElement[bool]]:
        """The conditions on current awards joined with `Person`, on the organization day `today`."""
        stands = [holding.is_in_state_sql(self.state, today, renewal_days)] if self.state else []
        return [*self.words(), *stands]

    def order(self) -> list[Any]:
        """By what the rows are sorted: first what was asked for, then so that each has its place."""
        is_turned, sort = self.sort.startswith("-"), AwardedSort(self.sort.removeprefix("-"))
        first, *others = (column.desc() if is_turned else column.asc() for column in _COLUMNS[sort])
        return [_of_none(first, sort, is_turned=is_turned), *others]


def _of_none(ordered: Any, sort: AwardedSort, *, is_turned: bool) -> Any:
    """Where none stands: an unknown day of issue is the first of all, and what is always valid expires last of all."""
    if sort is AwardedSort.ISSUED:
        return ordered.nulls_last() if is_turned else ordered.nulls_first()
    if sort in {AwardedSort.RENEWS, AwardedSort.EXPIRES}:
        return ordered.nulls_first() if is_turned else ordered.nulls_last()
    return ordered


_COLUMNS: dict[AwardedSort, tuple[Any, ...]] = {
    AwardedSort.USERNAME: (col(Person.username_key),),
    AwardedSort.FIRST_NAME: (col(Person.first_name), col(Person.last_name), col(Person.id)),
    AwardedSort.LAST_NAME: (col(Person.last_name), col(Person.first_name), col(Person.id)),
    AwardedSort.ISSUED: (col(Award.issued_on), col(Award.person_id)),
    AwardedSort.RENEWS: (col(Award.expires_on), col(Award.person_id)),
    AwardedSort.EXPIRES: (col(Award.expires_on), col(Award.person_id)),
    AwardedSort.ASSOCIATION: (col(Award.association), col(Award.person_id)),
}
