"""What the list of kinds of certifications can be narrowed by and sorted by."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa
from sqlmodel import col

from training_app.certifications.model import Certification
from training_app.certifications.rules import Validity

LONGEST_SEARCH = 100
LAST_PAGE = 1_000_000
# How validities compare where they are counted in different units.
_DAYS_OF = {Validity.DAYS: 1, Validity.MONTHS: 30.4, Validity.YEARS: 365.25}


class KindTab(StrEnum):
    """The tabs of "Certifications", by their labels."""

    CURRENT = "Certifications"
    ARCHIVED = "Archived"


class KindSort(StrEnum):
    """What the list can be sorted by."""

    NAME = "name"
    CODE = "code"
    LICENCE = "licence"
    VALIDITY = "validity"
    SERIES = "series"
    AWARDED = "awarded"


@dataclass(frozen=True)
class KindFilter:
    """Tab, search, sort and page of "Certifications". Unknown values become the default."""

    tab: KindTab = KindTab.CURRENT
    q: str = ""
    sort: str = KindSort.NAME
    page: int = 1

    @classmethod
    def from_query(cls, query: str) -> "KindFilter":
        """Read the query of an address. Never fails."""
        said = {name: value.replace("\x00", "") for name, value in parse_qsl(query.lstrip("?"))}
        sort, page = said.get("sort", ""), said.get("page", "")
        return cls(
            tab=next((tab for tab in KindTab if tab.name.lower() == said.get("tab", "")), KindTab.CURRENT),
            q=said.get("q", "")[:LONGEST_SEARCH],
            sort=sort if sort.removeprefix("-") in set(KindSort) else KindSort.NAME,
            page=min(max(int(page), 1), LAST_PAGE) if page.isascii() and page.isdecimal() and len(page) < 8 else 1,  # noqa: PLR2004  # digits
        )

    def query(self) -> str:
        """The query of the address that reads back as this filter."""
        said = {"tab": self.tab.name.lower(), "q": self.q, "sort": self.sort, "page": str(self.page)}
        usual = {"tab": KindTab.CURRENT.name.lower(), "sort": KindSort.NAME.value, "page": "1"}
        return urlencode({name: value for name, value in said.items() if value != usual.get(name, "")})

    def of(self, tab: KindTab) -> "KindFilter":
        """The same search under another tab, from its first page."""
        return replace(self, tab=tab, page=1)

    def where(self) -> list[sa.ColumnElement[bool]]:
        """The conditions on `Certification`, apart from the tab: each word is in the name, the code or the series."""
        text = col(Certification.name) + " " + col(Certification.code) + " " + col(Certification.series)
        # SQLite folds no letter beyond ASCII: "É" is found as it is written.
        return [
            sa.func.lower(text).contains(word.lower(), autoescape=True) | text.contains(word, autoescape=True)
            for word in self.q.split()
        ]

    def order(self, awarded: Any) -> list[Any]:
        """How `Certification` is sorted, `awarded` being to how many; what has no value comes last, either way."""
        column = awarded if self._key() is KindSort.AWARDED else _COLUMNS[self._key()]
        turned = column.desc() if self.sort.startswith("-") else column.asc()
        return [turned.nulls_last(), col(Certification.name), col(Certification.id)]

    def _key(self) -> KindSort:
        return KindSort(self.sort.removeprefix("-"))


def tab_sql(tab: KindTab) -> sa.ColumnElement[bool]:
    """What stands under a tab."""
    at = col(Certification.archived_at)
    return at.is_not(None) if tab is KindTab.ARCHIVED else at.is_(None)


_COLUMNS: dict[KindSort, Any] = {
    KindSort.NAME: col(Certification.name),
    KindSort.CODE: col(Certification.code_key),
    KindSort.LICENCE: col(Certification.is_licence),
    KindSort.VALIDITY: sa.case(
        _DAYS_OF, value=col(Certification.validity), else_=None
    ) * col(Certification.validity_number),
    KindSort.SERIES: sa.func.nullif(col(Certification.series), ""),
}  # fmt: skip
