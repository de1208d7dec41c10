"""What the sheet of a session can be narrowed by (M-04)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode

LONGEST_SEARCH = 100


class SheetTab(StrEnum):
    """The tabs of the sheet, by their labels."""

    ALL = "All"
    SIGNED_UP = "Signed up"
    """Only of a day with a session that people sign up for."""
    OPEN = "No result yet"
    ENTERED = "Entered"
    RECORDED = "Recorded"


@dataclass(frozen=True)
class SheetFilter:
    """Day, tab, search and page of the sheet. Without a day it is of today."""

    day: date | None = None
    tab: SheetTab = SheetTab.ALL
    q: str = ""
    page: int = 1

    @classmethod
    def from_query(cls, query: str) -> "SheetFilter":
        """Read the query of an address. Never fails."""
        said = dict(parse_qsl(query.lstrip("?")))
        page = said.get("page", "")
        return cls(
            day=_day(said.get("day", "")),
            tab=next((tab for tab in SheetTab if tab.name.lower() == said.get("tab", "")), SheetTab.ALL),
            q=said.get("q", "")[:LONGEST_SEARCH],
            page=max(int(page), 1) if page.isascii() and page.isdecimal() and len(page) < 7 else 1,  # noqa: PLR2004  # digits
        )

    def query(self) -> str:
        """The query of the address that says this."""
        said = {
            "day": self.day.isoformat() if self.day else "",
            "tab": "" if self.tab is SheetTab.ALL else self.tab.name.lower(),
            "q": self.q,
            "page": str(self.page) if self.page > 1 else "",
        }
        return urlencode({name: value for name, value in said.items() if value})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
