"""What the list of assignments and the list of places in one can be narrowed by (A-01, A-17)."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa
from sqlmodel import col

from training_app.assignments.model import Assignee, Assignment
from training_app.assignments.rules import AssignmentTab, StatusTab
from training_app.catalog.model import Training
from training_app.core.paging import SIZE
from training_app.people.model import Person
from training_app.people.rules import folded

LONGEST_SEARCH = 100
LAST_PAGE = 1_000_000
SIZES = (10, 25, SIZE)


class AssignmentSort(StrEnum):
    """What the list of assignments can be sorted by."""

    TITLE = "title"
    LEVEL = "level"
    STARTS = "starts"
    DUE = "due"
    PEOPLE = "people"
    COMPLETE = "complete"
    PAST_DUE = "past_due"


class PlaceSort(StrEnum):
    """What the list of places can be sorted by."""

    NAME = "name"
    EMAIL = "email"
    BRANCH = "branch"
    STATUS = "status"
    DUE = "due"
    ATTEMPTS = "attempts"
    SCORE = "score"
    COMPLETED = "completed"


@dataclass(frozen=True)
class AssignmentFilter:
    """Tab, search by title, sort and page of "Assignments" (A-01). Unknown values become the default."""

    tab: AssignmentTab = AssignmentTab.ACTIVE
    q: str = ""
    sort: str = AssignmentSort.DUE
    page: int = 1
    size: int = SIZE

    @classmethod
    def from_query(cls, query: str) -> "AssignmentFilter":
        """Read the query of an address. Never fails."""
        said = dict(parse_qsl(query.lstrip("?")))
        return cls(
            tab=next((tab for tab in AssignmentTab if tab.value.lower() == said.get("tab", "")), AssignmentTab.ACTIVE),
            q=said.get("q", "")[:LONGEST_SEARCH],
            sort=_sort(said.get("sort", ""), AssignmentSort, AssignmentSort.DUE),
            page=_page(said.get("page", "")),
            size=_size(said.get("size", "")),
        )

    def query(self) -> str:
        """The query of the address that reads back as this filter."""
        return _query({"tab": self.tab.value.lower(), "q": self.q, "sort": self.sort, **_cut(self.page, self.size)},
                      {"tab": "active", "q": "", "sort": AssignmentSort.DUE, **_cut()})  # fmt: skip

    def of(self, tab: AssignmentTab) -> "AssignmentFilter":
        """The same search under another tab, from its first page."""
        return replace(self, tab=tab, page=1)

    def where(self, today: date) -> list[sa.ColumnElement[bool]]:
        """The conditions on `Assignment` joined with `Training`, on the organization day `today`."""
        words = [col(Training.search).contains(word, autoescape=True) for word in folded(self.q).split()]
        return [*words, tab_sql(self.tab, today)]


@dataclass(frozen=True)
class PlaceFilter:
    """Tab, search by name, sort and page of "Enrollment Status" (A-17). Unknown values become the default."""

    tab: StatusTab = StatusTab.ALL
    q: str = ""
    sort: str = PlaceSort.NAME
    page: int = 1
    size: int = SIZE

    @classmethod
    def from_query(cls, query: str) -> "PlaceFilter":
        """Read the query of an address. Never fails."""
        said = dict(parse_qsl(query.lstrip("?")))
        return cls(
            tab=next((tab for tab in StatusTab if tab.name.lower() == said.get("tab", "")), StatusTab.ALL),
            q=said.get("q", "")[:LONGEST_SEARCH],
            sort=_sort(said.get("sort", ""), PlaceSort, PlaceSort.NAME),
            page=_page(said.get("page", "")),
            size=_size(said.get("size", "")),
        )

    def query(self) -> str:
        """The query of the address that reads back as this filter."""
        return _query({"tab": self.tab.name.lower(), "q": self.q, "sort": self.sort, **_cut(self.page, self.size)},
                      {"tab": "all", "q": "", "sort": PlaceSort.NAME, **_cut()})  # fmt: skip

    def of(self, tab: StatusTab) -> "PlaceFilter":
        """The same search under another tab, from its first page."""
        return replace(self, tab=tab, page=1)

    def said(self) -> str:
        """What it narrows to and how it sorts, in words: `Past Due, with “lea” in the name, by due date`."""
        order = f"by {_SAID[PlaceSort(self.sort.removeprefix('-'))]}" + (", turned" if self.sort[0] == "-" else "")
        parts = (self.tab.value, f"with “{self.q}” in the name" if self.q else "", order)
        return ", ".join(part for part in parts if part)

    def words(self) -> list[sa.ColumnElement[bool]]:
        """The condition of the search on `Person`."""
        return [col(Person.search).contains(word, autoescape=True) for word in folded(self.q).split()]

    def where(self, today: date) -> list[sa.ColumnElement[bool]]:
        """The conditions on places joined with attempts and people, on the organization day `today`."""
        return [*self.words(), Assignee.is_in_sql(self.tab, today)]


def tab_sql(tab: AssignmentTab, today: date) -> sa.ColumnElement[bool]:
    """`rules.tab_of_assignment` for all assignments at once (A-01)."""
    starts_on, due_on = col(Assignment.starts_on), col(Assignment.due_on)
    match tab:
        case AssignmentTab.UPCOMING:
            return (starts_on > today) & (due_on >= today)
        case AssignmentTab.ACTIVE:
            return (starts_on <= today) & (due_on >= today)
        case AssignmentTab.EXPIRED:
            return due_on < today


def _sort(said: str, sorts: type[StrEnum], default: str) -> str:
    known = {sort.value for sort in sorts}
    return said if said.removeprefix("-") in known else default


_SAID = {
    PlaceSort.NAME: "name", PlaceSort.EMAIL: "email", PlaceSort.BRANCH: "branch", PlaceSort.STATUS: "status",
    PlaceSort.DUE: "due date", PlaceSort.ATTEMPTS: "attempts", PlaceSort.SCORE: "score",
    PlaceSort.COMPLETED: "day of completion",
}  # fmt: skip


def _size(said: str) -> int:
    return next((size for size in SIZES if str(size) == said), SIZE)


def _cut(page: int = 1, size: int = SIZE) -> dict[str, str]:
    return {"page": str(page), "size": str(size)}


def _page(said: str) -> int:
    return min(max(int(said), 1), LAST_PAGE) if said.isascii() and said.isdecimal() else 1


def _query(said: dict[str, str], defaults: dict[str, str]) -> str:
    return urlencode({name: value for name, value in said.items() if value != defaults[name]})
