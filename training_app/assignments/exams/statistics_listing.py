"""The statistics of an exam's questions as a list: narrowed by what should be looked at, sorted, cut, or as a file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qs, urlencode

from training_app.assignments.exams.judging import Flag, Share
from training_app.assignments.exams.statistics import ExamStatistics, QuestionStatistics
from training_app.core.paging import Page, Paged

COLUMNS = (
    "Place", "Question", "Kind", "Drawn", "Right", "Right in %", "Did well: right in %", "Did badly: right in %",
    "Points apart", "Look at", "Choice", "Is right", "Chosen", "Chosen in %", "Did well: chosen in %",
    "Did badly: chosen in %", "Misleads",
)  # fmt: skip


class Sort(StrEnum):
    """By what the questions are sorted, hardest and least telling first; the value is its name in the address."""

    PLACE = "place"
    RIGHT = "right"
    APART = "apart"
    DRAWN = "drawn"


@dataclass(frozen=True)
class StatisticsFilter:
    """What the address says: the flag (none is all of them), the order, and the page."""

    flag: Flag | None = None
    sort: Sort = Sort.PLACE
    page: int = 1

    @classmethod
    def from_query(cls, query: str) -> "StatisticsFilter":
        """Read an address; what makes no sense says nothing."""
        said = {name: values[0] for name, values in parse_qs(query).items()}
        flag = next((one for one in Flag if one.name.lower() == said.get("flag")), None)
        sort = Sort(said["sort"]) if said.get("sort") in set(Sort) else Sort.PLACE
        page = said.get("page", "1")
        is_page = page.isascii() and page.isdecimal() and len(page) < 6  # noqa: PLR2004  # digits
        return cls(flag, sort, max(1, int(page)) if is_page else 1)

    def query(self) -> str:
        """The same as an address says it."""
        said = {"flag": self.flag.name.lower() if self.flag else "", "page": self.page if self.page > 1 else ""}
        sort = "" if self.sort is Sort.PLACE else self.sort.value
        return urlencode({name: value for name, value in (said | {"sort": sort}).items() if value})

    def with_page(self, page: int) -> "StatisticsFilter":
        """Another page of the same."""
        return replace(self, page=page)


def listed(found: ExamStatistics, wanted: StatisticsFilter) -> Paged[QuestionStatistics]:
    """One page of the questions."""
    rows, page = _wanted(found, wanted), Page(wanted.page)
    first = (page.number - 1) * page.size
    return Paged(rows[first : first + page.size], len(rows), page)


def counts(found: ExamStatistics) -> dict[Flag, int]:
    """How many questions have each flag."""
    return {flag: sum(flag in one.flags for one in found.questions) for flag in Flag}


def lines(found: ExamStatistics, wanted: StatisticsFilter) -> Iterator[tuple[str, ...]]:
    """All of them as lines of a file: one for each choice, or for the question where it has none."""
    for one in _wanted(found, wanted):
        for line in _lines_of(one):
            yield tuple(map(str, line))


def _lines_of(one: QuestionStatistics) -> Iterator[tuple[object, ...]]:
    head = (
        one.position or "", one.text, one.kind, one.right.of, one.right.part, *_per_cents(one.right, one.well,
        one.badly), "" if one.difference is None else one.difference, ", ".join(one.flags),
    )  # fmt: skip
    if not one.chosen:
        yield (*head, *[""] * (len(COLUMNS) - len(head)))
    for choice in one.chosen:
        yield (*head, choice.text, _yes(choice.is_right), choice.all.part,
               *_per_cents(choice.all, choice.well, choice.badly), _yes(choice.misleads))  # fmt: skip


def _wanted(found: ExamStatistics, wanted: StatisticsFilter) -> list[QuestionStatistics]:
    rows = [one for one in found.questions if wanted.flag is None or wanted.flag in one.flags]
    return sorted(rows, key=_KEYS[wanted.sort])


def _place(one: QuestionStatistics) -> Any:
    return (one.position == 0, one.position, one.id)


# What nothing is known of comes last.
_KEYS: dict[Sort, Callable[[QuestionStatistics], Any]] = {
    Sort.PLACE: _place,
    Sort.RIGHT: lambda one: (not one.right.of, one.right.of and one.right.part / one.right.of, _place(one)),
    Sort.APART: lambda one: (one.difference is None, one.difference or 0, _place(one)),
    Sort.DRAWN: lambda one: (-one.right.of, _place(one)),
}


def _per_cents(*shares: Share) -> list[object]:
    return ["" if (per_cent := share.per_cent()) is None else per_cent for share in shares]


def _yes(is_so: bool) -> str:  # noqa: FBT001
    return "yes" if is_so else "no"
