"""What the list of external activities can be narrowed by (M-04)."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode

from training_app.people.rules import clean

LONGEST_SEARCH = 100


class ActivityTab(StrEnum):
    """The tabs of the list, by their labels."""

    WAITING = "Waiting"
    APPROVED = "Approved"
    DECLINED = "Declined"

    @classmethod
    def of(cls, is_approved: bool | None) -> "ActivityTab":  # noqa: FBT001  # as the row has it
        """Under which one an activity stands."""
        return {None: cls.WAITING, True: cls.APPROVED, False: cls.DECLINED}[is_approved]


@dataclass(frozen=True)
class ActivityFilter:
    """Tab, search and page of the list; `open_id` is the activity that is looked at, 0 for none."""

    tab: ActivityTab = ActivityTab.WAITING
    q: str = ""
    page: int = 1
    open_id: int = 0

    @classmethod
    def from_query(cls, query: str) -> "ActivityFilter":
        """Read the query of an address. Never fails."""
        said = dict(parse_qsl(query.lstrip("?")))
        return cls(
            tab=next((tab for tab in ActivityTab if tab.name.lower() == said.get("tab", "")), ActivityTab.WAITING),
            q=clean(said.get("q", ""))[:LONGEST_SEARCH],
            page=max(_number(said.get("page", "")), 1),
            open_id=_number(said.get("activity", "")),
        )

    def query(self) -> str:
        """The query of the address that says this."""
        said = {
            "tab": "" if self.tab is ActivityTab.WAITING else self.tab.name.lower(),
            "q": self.q,
            "page": str(self.page) if self.page > 1 else "",
            "activity": str(self.open_id) if self.open_id else "",
        }
        return urlencode({name: value for name, value in said.items() if value})


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004  # 32 bits
