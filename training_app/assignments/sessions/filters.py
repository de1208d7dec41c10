"""What the sessions of a course, and the people of one, can be narrowed by (M-04)."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode

LONGEST_SEARCH = 100


class SessionsTab(StrEnum):
    """The tabs of the sessions of a course, by their labels."""

    UPCOMING = "Upcoming"
    PAST = "Past"
    CANCELLED = "Cancelled"


class PeopleTab(StrEnum):
    """The tabs of one session, by their labels."""

    SEATED = "Seated"
    WAITING = "Waiting"
    BACK = "Stepped back"


@dataclass(frozen=True)
class SessionsFilter:
    """Tab and page of the sessions of a course."""

    tab: SessionsTab = SessionsTab.UPCOMING
    page: int = 1

    @classmethod
    def from_query(cls, query: str) -> "SessionsFilter":
        """Read the query of an address. Never fails."""
        said = dict(parse_qsl(query.lstrip("?")))
        tab = next((one for one in SessionsTab if one.name.lower() == said.get("tab", "")), SessionsTab.UPCOMING)
        return cls(tab, _page(said.get("page", "")))

    def query(self) -> str:
        """The query of the address that says this."""
        tab = "" if self.tab is SessionsTab.UPCOMING else self.tab.name.lower()
        return _query(tab=tab, page=str(self.page) if self.page > 1 else "")


@dataclass(frozen=True)
class PeopleOfSession:
    """Tab, search and page of the people of one session."""

    tab: PeopleTab = PeopleTab.SEATED
    q: str = ""
    page: int = 1

    @classmethod
    def from_query(cls, query: str) -> "PeopleOfSession":
        """Read the query of an address. Never fails."""
        said = dict(parse_qsl(query.lstrip("?")))
        tab = next((one for one in PeopleTab if one.name.lower() == said.get("tab", "")), PeopleTab.SEATED)
        return cls(tab, said.get("q", "")[:LONGEST_SEARCH], _page(said.get("page", "")))

    def query(self) -> str:
        """The query of the address that says this."""
        tab = "" if self.tab is PeopleTab.SEATED else self.tab.name.lower()
        return _query(tab=tab, q=self.q, page=str(self.page) if self.page > 1 else "")


def _page(text: str) -> int:
    return max(int(text), 1) if text.isascii() and text.isdecimal() and len(text) < 7 else 1  # noqa: PLR2004  # digits


def _query(**said: str) -> str:
    return urlencode({name: value for name, value in said.items() if value})
