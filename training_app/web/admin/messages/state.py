"""What the list of messages shows, as its address says (N-07, M-04)."""

from dataclasses import replace
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.core import clock, db, organization
from training_app.core.errors import NotFound
from training_app.notifications import actions, log
from training_app.notifications.filters import MessageFilter, MessageTab
from training_app.notifications.log import MessageList
from training_app.web.admin.messages import words as spelling
from training_app.web.admin.messages.words import MessageLine, StoryTold
from training_app.web.shared import lists, routes, session, whereabouts
from training_app.web.shared.days import day_said
from training_app.web.shared.handling import handler, number, words
from training_app.web.shared.lists import Foot, TabLink
from training_app.web.shared.notices import say

MANAGE = Permission.MANAGE_SETTINGS


class MessagesPage(rx.State):
    """One page of the list, and the message that is opened over it."""

    rows: list[MessageLine] = []
    tabs: list[TabLink] = []
    tab: str = MessageTab.ALL.name.lower()
    failed: int = 0
    q: str = ""
    occasion: str = ""
    channel: str = ""
    made_from: str = ""
    made_to: str = ""
    is_narrowed: bool = False
    foot: Foot = Foot()
    story: StoryTold = StoryTold()
    is_loaded: bool = False

    @handler(MANAGE, supersedes=True)
    async def load(self) -> None:
        """Read what the address asks for."""
        await whereabouts.arrive(self)
        wanted, actor = await filter_of(self), await session.me(self)
        zone = (await db.in_read(organization.of)).zone
        self._show(wanted, await db.in_read(log.messages, actor, wanted=wanted), zone)
        self.story = StoryTold()
        if wanted.open:
            await self._open(wanted, zone)

    @handler(MANAGE, supersedes=True)
    async def search(self, text: str) -> EventSpec | None:
        """Search by the person's name or email, as one types."""
        return await self._go(is_typed=True, q=words(text, 100))

    @handler(MANAGE)
    async def of_occasion(self, name: str) -> EventSpec | None:
        """Only what is about this; of none, all."""
        return await self._go(occasion=words(name, 50))

    @handler(MANAGE)
    async def of_channel(self, name: str) -> EventSpec | None:
        """Only what goes by this channel; of none, all."""
        return await self._go(channel=words(name, 20))

    @handler(MANAGE)
    async def from_day(self, day: str) -> EventSpec | None:
        """Only what was made on this day or later."""
        return await self._go(made_from=day_said(words(day, 10)))

    @handler(MANAGE)
    async def to_day(self, day: str) -> EventSpec | None:
        """Only what was made on this day or earlier."""
        return await self._go(made_to=day_said(words(day, 10)))

    @handler(MANAGE)
    async def close(self) -> EventSpec | None:
        """Close what is opened."""
        self.story = StoryTold()
        return await whereabouts.go(self, (await filter_of(self)).opening(0).query())

    @handler(MANAGE)
    async def send_again(self, message_id: int) -> None:
        """Try one again, from the beginning."""
        actor = await session.me(self)
        await db.in_write(actions.send_again, actor, message_id=number(message_id), now=clock.now())
        await self.load()
        await say(self, "It is tried again now.")

    async def _go(self, *, is_typed: bool = False, **said: Any) -> EventSpec | None:
        wanted = replace(await filter_of(self), **said, page=1, open=0)
        return await whereabouts.go(self, wanted.query(), replace=is_typed)

    def _show(self, wanted: MessageFilter, found: MessageList, zone: str) -> None:
        self.rows = [spelling.line(row, wanted, zone) for row in found.found.rows]
        self.tabs = [TabLink(tab.name.lower(), tab, found.tabs[tab], _to(wanted.of(tab))) for tab in MessageTab]
        self.tab, self.failed = wanted.tab.name.lower(), found.tabs[MessageTab.FAILED]
        self.q, self.occasion, self.channel = wanted.q, wanted.occasion, wanted.channel
        self.made_from, self.made_to = (day.isoformat() if day else "" for day in (wanted.made_from, wanted.made_to))
        self.is_narrowed, self.is_loaded = wanted.is_narrowed(), True
        self.foot = lists.foot_of(found.found, lambda page: _to(replace(wanted, page=page, open=0)))

    async def _open(self, wanted: MessageFilter, zone: str) -> None:
        try:
            found = await db.in_read(log.story, await session.me(self), message_id=wanted.open)
        except NotFound:
            await say(self, "There is no such message.", is_error=True)
            return
        self.story = spelling.told(found, wanted, zone)


async def filter_of(state: rx.State) -> MessageFilter:
    """The filter as of now: what the latest click said, even where the address does not say it yet."""
    return MessageFilter.from_query(await whereabouts.query_of(state))


def _to(wanted: MessageFilter) -> str:
    return routes.messages(wanted.query())
