"""What the list of all messages can be narrowed by (N-07)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa
from sqlmodel import col

from training_app.core import clock
from training_app.notifications.model import Message
from training_app.notifications.rules import Channel, MessageStatus, Occasion
from training_app.people.model import Person
from training_app.people.rules import folded

LONGEST_SEARCH = 100
LAST_PAGE = 1_000_000
FIRST_YEAR, LAST_YEAR = 2000, 2999


class MessageTab(StrEnum):
    """The tabs of "Messages", by their labels."""

    ALL = "All"
    QUEUED = "Queued"
    SENT = "Sent"
    FAILED = "Failed"
    SUPPRESSED = "Suppressed"


TAB_OF = {
    MessageStatus.PENDING: MessageTab.QUEUED,
    MessageStatus.SENDING: MessageTab.QUEUED,
    MessageStatus.GATHERED: MessageTab.QUEUED,
    MessageStatus.SENT: MessageTab.SENT,
    MessageStatus.FAILED: MessageTab.FAILED,
    MessageStatus.SUPPRESSED: MessageTab.SUPPRESSED,
}


@dataclass(frozen=True)
class MessageFilter:
    """Tab, search by person, occasion, channel, days on which they were made, page, and the one that is opened.

    The days are the organization's, both included. Unknown values become the default.
    """

    tab: MessageTab = MessageTab.ALL
    q: str = ""
    occasion: str = ""
    channel: str = ""
    made_from: date | None = None
    made_to: date | None = None
    page: int = 1
    open: int = 0

    @classmethod
    def from_query(cls, query: str) -> "MessageFilter":
        """Read the query of an address. Never fails."""
        said = {name: value.replace("\x00", "") for name, value in parse_qsl(query.lstrip("?"))}
        return cls(
            tab=next((tab for tab in MessageTab if tab.name.lower() == said.get("tab", "")), MessageTab.ALL),
            q=said.get("q", "")[:LONGEST_SEARCH],
            occasion=said.get("occasion", "") if said.get("occasion", "") in set(Occasion) else "",
            channel=said.get("channel", "") if said.get("channel", "") in set(Channel) else "",
            made_from=_day(said.get("from", "")),
            made_to=_day(said.get("to", "")),
            page=min(max(_number(said.get("page", "")), 1), LAST_PAGE),
            open=_number(said.get("open", "")),
        )

    def query(self) -> str:
        """The query of the address that reads back as this filter."""
        said = {"tab": self.tab.name.lower() if self.tab is not MessageTab.ALL else "", "q": self.q,
                "occasion": self.occasion, "channel": self.channel, "from": self.made_from, "to": self.made_to,
                "page": self.page if self.page > 1 else "", "open": self.open or ""}  # fmt: skip
        return urlencode({name: str(value) for name, value in said.items() if value})

    def of(self, tab: MessageTab) -> "MessageFilter":
        """The same under another tab, from its first page."""
        return replace(self, tab=tab, page=1, open=0)

    def opening(self, message_id: int) -> "MessageFilter":
        """The same with this message opened over it; with 0, none."""
        return replace(self, open=message_id)

    def is_narrowed(self) -> bool:
        """Whether it leaves out anything of its tab."""
        return bool(self.q or self.occasion or self.channel or self.made_from or self.made_to)

    def words(self) -> list[sa.ColumnElement[bool]]:
        """The conditions of the search on `Person`."""
        return [col(Person.search).contains(word, autoescape=True) for word in folded(self.q).split()]

    def of_occasion(self, *, leads: bool) -> list[Any]:
        """The condition on what they are about. `leads` lets its index find the messages."""
        if not self.occasion:
            return []
        of = col(Message.occasion) == self.occasion
        return [of, Message.of_occasion_sql()] if leads else [of]

    def of_channel(self) -> list[Any]:
        """The condition on the channel."""
        return [col(Message.channel) == self.channel] if self.channel else []

    def of_days(self, zone: str, *, leads: bool) -> list[Any]:
        """The conditions on when they were made, by the days of this zone. `leads` lets an index find the messages."""
        made_at = col(Message.made_at) if leads else passed_over(col(Message.made_at))
        wanted = []
        if self.made_from:
            wanted.append(made_at >= clock.midnight(self.made_from, zone))
        if self.made_to:
            wanted.append(made_at < clock.midnight(self.made_to + timedelta(days=1), zone))
        return wanted


def tab_sql(tab: MessageTab) -> list[Any]:
    """The conditions of a tab; of what is not sent so that its own index finds it."""
    statuses = [status.value for status, of in TAB_OF.items() if of is tab]
    if tab is MessageTab.ALL:
        return []
    if tab is MessageTab.SENT:
        return [col(Message.status) == MessageStatus.SENT.value]
    return [col(Message.status).in_(statuses), Message.unsent_sql()]


def passed_over(column: Any) -> Any:
    """The column in a way that no index serves: SQLite, which keeps no statistics, goes by what narrows more."""
    return sa.func.coalesce(column, column)


def _day(said: str) -> date | None:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year < LAST_YEAR else None


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0  # noqa: PLR2004  # 32 bits
