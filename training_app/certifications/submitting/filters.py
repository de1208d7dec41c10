"""What the list of submitted cards can be narrowed by; its address carries all of it (C-25, M-04)."""

from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa
from sqlmodel import col

from training_app.certifications.records import Submission

LONGEST_SEARCH = 100
LAST_PAGE = 1_000_000


class SubmissionTab(StrEnum):
    """The tabs of the list, by their labels."""

    WAITING = "Waiting"
    APPROVED = "Approved"
    DECLINED = "Declined"


_STATES = {SubmissionTab.WAITING: None, SubmissionTab.APPROVED: True, SubmissionTab.DECLINED: False}


@dataclass(frozen=True)
class SubmissionFilter:
    """Tab, search by person, page, and the card that is opened; 0 is the first one. Unknown values are the default."""

    tab: SubmissionTab = SubmissionTab.WAITING
    q: str = ""
    page: int = 1
    open: int = 0

    @classmethod
    def from_query(cls, query: str) -> "SubmissionFilter":
        """Read the query of an address. Never fails."""
        said = {name: value.replace("\x00", "") for name, value in parse_qsl(query.lstrip("?"))}
        return cls(
            tab=next((tab for tab in SubmissionTab if tab.name.lower() == said.get("tab", "")), SubmissionTab.WAITING),
            q=said.get("q", "")[:LONGEST_SEARCH],
            page=min(max(_number(said.get("page", "")), 1), LAST_PAGE),
            open=_number(said.get("open", "")),
        )

    def query(self) -> str:
        """The query of the address that reads back as this filter."""
        said = {"tab": self.tab.name.lower() if self.tab is not SubmissionTab.WAITING else "", "q": self.q,
                "page": self.page if self.page > 1 else "", "open": self.open or ""}  # fmt: skip
        return urlencode({name: str(value) for name, value in said.items() if value})

    def of(self, tab: SubmissionTab) -> "SubmissionFilter":
        """The same under another tab, from its first page."""
        return replace(self, tab=tab, page=1, open=0)

    def opening(self, submission_id: int) -> "SubmissionFilter":
        """The same with this card opened."""
        return replace(self, open=submission_id)


def tab_sql(tab: SubmissionTab) -> sa.ColumnElement[bool]:
    """The condition of a tab on `Submission`."""
    state = _STATES[tab]
    return col(Submission.is_approved).is_(None) if state is None else col(Submission.is_approved).is_(state)


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0  # noqa: PLR2004  # 32 bits
