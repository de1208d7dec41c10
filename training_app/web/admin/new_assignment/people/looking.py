"""What the address of the people step asks for: whom the filter finds, and which part of the chosen ones (M-04)."""

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from training_app.audience.filters import LONGEST_SEARCH, PeopleFilter
from training_app.audience.rules import PeopleSort

EVERYBODY = PeopleFilter()
MOST_PAGES = 100_000


@dataclass(frozen=True)
class Looking:
    """The filter with its order and page, and the search words and page of those chosen."""

    people: PeopleFilter = EVERYBODY
    sort: str = PeopleSort.NAME.value
    page: int = 1
    chosen: str = ""
    chosen_page: int = 1

    @classmethod
    def from_query(cls, query: str) -> "Looking":
        """Read the query of an address. Never fails."""
        said = dict(parse_qsl(query.lstrip("?")))
        return cls(
            people=PeopleFilter.from_query(query),
            sort=_sort(said.get("sort", "")),
            page=_page(said.get("page", "")),
            chosen=said.get("chosen", "")[:LONGEST_SEARCH],
            chosen_page=_page(said.get("chosen_page", "")),
        )

    def query(self) -> str:
        """The query of the address that reads back as this."""
        said = {
            "sort": self.sort if self.sort != PeopleSort.NAME else "",
            "page": str(self.page) if self.page > 1 else "",
            "chosen": self.chosen,
            "chosen_page": str(self.chosen_page) if self.chosen_page > 1 else "",
        }
        own = urlencode({name: value for name, value in said.items() if value})
        return "&".join(part for part in (self.people.query(), own) if part)

    def sorted_by(self, sort: str) -> "Looking":
        """The same people in another order, from the first page."""
        return replace(self, sort=sort, page=1)

    def searching_chosen(self, words: str) -> "Looking":
        """The chosen people of this name or email, from the first page."""
        return replace(self, chosen=words, chosen_page=1)


def _sort(text: str) -> str:
    return text if text.removeprefix("-") in set(PeopleSort) else PeopleSort.NAME.value


def _page(text: str) -> int:
    return min(max(int(text), 1), MOST_PAGES) if text.isascii() and text.isdecimal() and len(text) < 10 else 1  # noqa: PLR2004  # digits
