"""One import of awards as its page shows it, from its columns to its result (C-17, J-01)."""

import reflex as rx
from reflex_base.event import EventSpec

from training_app.core import clock, db
from training_app.imports import matching, portions
from training_app.web.admin.import_awards.words import WORDS
from training_app.web.shared import session, tracking
from training_app.web.shared.handling import handler, number, words
from training_app.web.shared.importing import page
from training_app.web.shared.importing.shown import ImportShown
from training_app.web.shared.notices import say
from training_app.web.shared.pages import Page

AWARD = WORDS.right


class AwardsImportPage(ImportShown, rx.State):
    """One import, and what can be done with it."""

    @handler(AWARD, supersedes=True)
    async def load(self) -> None:
        """Read the import, and the rows that the address asks for."""
        if await tracking.is_on():
            await self._load(WORDS)

    @handler(AWARD, supersedes=True)
    async def search(self, text: str) -> EventSpec:
        """Search the rows."""
        return self._search(words(text, 100), WORDS)

    @handler(AWARD)
    async def match(self, place: int, said: str) -> None:
        """Say what a column is."""
        named = {"import_id": self._number(), "place": number(place), "said": words(said)}
        await db.in_write(matching.match_column, await session.me(self), kind=WORDS.kind, **named)
        await self._plan_again(WORDS)

    @handler(AWARD)
    async def choose_order(self, order: str) -> None:
        """Answer how the dates are read."""
        named = {"import_id": self._number(), "order": words(order)}
        await db.in_write(matching.choose_order, await session.me(self), kind=WORDS.kind, **named)
        await self._plan_again(WORDS)

    @handler(AWARD)
    async def look_again(self) -> None:
        """Plan anew, with what is known now."""
        await self._plan_again(WORDS)

    @handler(AWARD)
    async def ask(self, what: str) -> None:
        """Ask before something is done; nothing leaves the dialog."""
        self.asked = words(what, 10)

    @handler(AWARD)
    async def start(self) -> None:
        """Start the import; sent twice it is started once."""
        self.asked, named = "", {"import_id": self._number(), "now": clock.now()}
        await db.in_write(portions.start, await session.me(self), kind=WORDS.kind, **named)
        await self._load(WORDS)

    @handler(AWARD)
    async def cancel(self) -> None:
        """Let the job end after its present portion."""
        self.asked, named = "", {"import_id": self._number(), "now": clock.now()}
        await db.in_write(portions.cancel, await session.me(self), kind=WORDS.kind, **named)
        await self._load(WORDS)

    @handler(AWARD)
    async def discard(self) -> EventSpec:
        """Throw the import away."""
        self.asked = ""
        await db.in_write(matching.discard, await session.me(self), import_id=self._number(), kind=WORDS.kind)
        await say(self, f"{self.title} is discarded. {WORDS.was}")
        return rx.redirect(WORDS.address)


def build() -> rx.Component:
    """The page."""
    return page.build(AwardsImportPage, WORDS)


PAGE = Page(f"{WORDS.address}/[import_id]", AwardsImportPage.title, build, (AwardsImportPage.load,))
