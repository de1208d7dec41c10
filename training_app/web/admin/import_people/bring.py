"""Bringing a roster: the form that takes it, imports that are not finished, and earlier ones (P-08)."""

import reflex as rx

from training_app.core import db
from training_app.imports import matching
from training_app.web.admin.import_people.words import WORDS
from training_app.web.shared import session
from training_app.web.shared.handling import handler, number
from training_app.web.shared.importing import bring
from training_app.web.shared.importing.shown import BroughtShown
from training_app.web.shared.notices import say
from training_app.web.shared.pages import Page

MANAGE = WORDS.right


class BringPage(BroughtShown, rx.State):
    """What was wrong with the file that was brought last, and one's imports."""

    @handler(MANAGE, supersedes=True)
    async def load(self) -> None:
        """Read one's imports."""
        await self._load(WORDS)

    @handler(MANAGE)
    async def ask(self, import_id: int) -> None:
        """Ask before an import is discarded."""
        self._ask(number(import_id))

    @handler(MANAGE)
    async def leave(self) -> None:
        """Keep it."""
        self.asked = 0

    @handler(MANAGE)
    async def discard(self) -> None:
        """Discard the import that was asked about."""
        await db.in_write(matching.discard, await session.me(self), import_id=self.asked, kind=WORDS.kind)
        await self._load(WORDS)
        await say(self, f"{self.asked_name} is discarded. {WORDS.was}")


def build() -> rx.Component:
    """The page."""
    return bring.build(BringPage, WORDS)


PAGE = Page(WORDS.address, WORDS.title, build, (BringPage.load,))
