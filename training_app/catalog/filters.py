"""What the catalogue can be narrowed by and sorted by."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa
from sqlmodel import col

from training_app.catalog.model import Training
from training_app.catalog.rules import CourseKind, TrainingKind
from training_app.people.rules import Level, folded

LONGEST_SEARCH = 100
LONGEST_NAME = 200
LAST_PAGE = 1_000_000
NO_LEVEL = "none"


class CatalogTab(StrEnum):
    """The tabs of "Catalog", by their labels."""

    COURSES = "Courses"
    PATHS = "Learning paths"
    ARCHIVED = "Archived"


class CatalogSort(StrEnum):
    """What the catalogue can be sorted by."""

    TITLE = "title"
    CODE = "code"
    LIBRARY = "library"
    LEVEL = "level"
    HOURS = "hours"
    ACCREDITED = "accredited"


@dataclass(frozen=True)
class CatalogFilter:
    """Tab, search, library, level, kind, category, sort and page of "Catalog". Unknown values become the default."""

    tab: CatalogTab = CatalogTab.COURSES
    q: str = ""
    library: str = ""
    level: str = ""
    kind: str = ""
    category: str = ""
    sort: str = CatalogSort.TITLE
    page: int = 1

    @classmethod
    def from_query(cls, query: str) -> "CatalogFilter":
        """Read the query of an address. Never fails."""
        said = {name: value.replace("\x00", "") for name, value in parse_qsl(query.lstrip("?"))}
        sort, page = said.get("sort", ""), said.get("page", "")
        return cls(
            tab=next((tab for tab in CatalogTab if tab.name.lower() == said.get("tab", "")), CatalogTab.COURSES),
            q=said.get("q", "")[:LONGEST_SEARCH],
            library=said.get("library", "")[:LONGEST_NAME],
            level=said.get("level", "") if said.get("level", "") in {NO_LEVEL, *Level} else "",
            kind=said.get("kind", "") if said.get("kind", "") in set(CourseKind) else "",
            category=said.get("category", "")[:LONGEST_NAME],
            sort=sort if sort.removeprefix("-") in set(CatalogSort) else CatalogSort.TITLE,
            page=min(max(int(page), 1), LAST_PAGE) if page.isascii() and page.isdecimal() else 1,
        )

    def query(self) -> str:
        """The query of the address that reads back as this filter."""
        said = {"tab": self.tab.name.lower(), "q": self.q, "library": self.library, "level": self.level,
                "kind": self.kind, "category": self.category, "sort": self.sort, "page": str(self.page)}  # fmt: skip
        usual = {"tab": CatalogTab.COURSES.name.lower(), "sort": CatalogSort.TITLE.value, "page": "1"}
        return urlencode({name: value for name, value in said.items() if value != usual.get(name, "")})

    def of(self, tab: CatalogTab) -> "CatalogFilter":
        """The same search under another tab, from its first page."""
        return replace(self, tab=tab, page=1)

    def where(self) -> list[sa.ColumnElement[bool]]:
        """The conditions on `Training`, apart from the tab."""
        wanted = [col(Training.search).contains(word, autoescape=True) for word in folded(self.q).split()]
        if self.library:
            wanted.append(col(Training.library) == self.library)
        if self.level:
            wanted.append(col(Training.level) == (None if self.level == NO_LEVEL else self.level))
        if self.kind:
            wanted.append(col(Training.course_kind) == self.kind)
        if self.category:
            wanted.append(col(Training.category) == self.category)
        return wanted

    def order(self) -> list[Any]:
        """How `Training` is sorted; what has no value in the column comes last, either way."""
        by = CatalogSort(self.sort.removeprefix("-"))
        turned = _COLUMNS[by].desc() if self.sort.startswith("-") else _COLUMNS[by].asc()
        # Only where there can be none: no index knows of an order with "nulls last".
        turned = turned.nulls_last() if by in _MAY_BE_MISSING else turned
        return (
            [turned, col(Training.id)] if by is CatalogSort.TITLE else [turned, col(Training.title), col(Training.id)]
        )


def tab_sql(tab: CatalogTab) -> sa.ColumnElement[bool]:
    """What stands under a tab."""
    if tab is CatalogTab.ARCHIVED:
        return col(Training.archived_at).is_not(None)
    kind = TrainingKind.PATH if tab is CatalogTab.PATHS else TrainingKind.COURSE
    return col(Training.archived_at).is_(None) & (col(Training.kind) == kind)


_COLUMNS: dict[CatalogSort, Any] = {
    CatalogSort.TITLE: col(Training.title),
    CatalogSort.CODE: col(Training.code_key),
    CatalogSort.LIBRARY: col(Training.library),
    CatalogSort.LEVEL: col(Training.level),
    CatalogSort.HOURS: col(Training.hours),
    CatalogSort.ACCREDITED: col(Training.accredited_through),
}
_MAY_BE_MISSING = {CatalogSort.LEVEL, CatalogSort.ACCREDITED}
