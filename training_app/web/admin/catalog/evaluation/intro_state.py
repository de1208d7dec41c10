"""What stands above the questions of an evaluation, while it is typed (A-24)."""

from typing import Any

import reflex as rx

from training_app.catalog.checking.texts import PARAGRAPHS
from training_app.catalog.editing import evaluation_items as items
from training_app.catalog.editing import evaluations
from training_app.catalog.merging import ChangedMeanwhile
from training_app.core import db
from training_app.core.errors import Invalid
from training_app.web.admin.catalog.course.frame import CoursePage
from training_app.web.admin.catalog.course.state import MANAGE
from training_app.web.admin.catalog.evaluation import typed
from training_app.web.admin.catalog.evaluation.item_state import LOST
from training_app.web.admin.catalog.evaluation.state import EvaluationPage
from training_app.web.shared import session
from training_app.web.shared.handling import handler
from training_app.web.shared.notices import say

# What is too long is refused, and not cut to what may be.
BEYOND = 5_000


class IntroSheet(rx.State):
    """The introduction over the list."""

    is_open: bool = False
    keeps: str = ""
    said: str = ""
    wrong: str = ""
    is_clash: bool = False
    refused: int = 0
    _base: str = ""

    @handler(MANAGE)
    async def open(self) -> None:
        """Open the introduction of the draft."""
        page = await self.get_state(CoursePage)
        if page.may_edit:
            self._base = self.said = await self._theirs()
            self.is_open, self.keeps = True, f"course {page.course_id}, evaluation introduction"
            self.wrong, self.is_clash = "", False

    @handler(MANAGE)
    async def close(self) -> None:
        """Put the form away."""
        self.is_open = False

    @handler(MANAGE)
    async def save(self, form: dict[str, Any]) -> None:
        """Save the introduction; what is refused stays in the form as it is."""
        if not self.is_open:
            # Sent twice by a double click, it is saved already.
            if not self.keeps:
                await say(self, LOST, is_error=True)
            return
        new = typed.one(form, "intro", PARAGRAPHS + BEYOND)
        try:
            await self._write(new)
        except Invalid as refused:
            await self._refuse(refused)

    @handler(MANAGE)
    async def take_theirs(self) -> None:
        """Put what somebody else saved in the place of what is typed here."""
        if self.is_clash:
            self.said, self.wrong, self.is_clash = self._base, "", False

    async def _write(self, new: str) -> None:
        page = await self.get_state(EvaluationPage)
        await page._write(evaluations.edit, evaluation_id=page.evaluation_id, base=self._base, new=new)
        self.is_open = False
        await say(self, "The introduction is saved.")

    async def _refuse(self, refused: Invalid) -> None:
        self.wrong, self.is_clash = refused.message, isinstance(refused, ChangedMeanwhile)
        if self.is_clash:
            # From here on the other's value is what is changed: saving again puts one's own in its place.
            self._base = await self._theirs()
        self.refused += 1

    async def _theirs(self) -> str:
        version_id = (await self.get_state(CoursePage)).version_id
        found = await db.in_read(items.evaluation, await session.me(self), version_id=version_id)
        return found.intro if found else ""
