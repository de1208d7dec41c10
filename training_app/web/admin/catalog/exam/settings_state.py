"""How the exam is taken, as it is typed: what it means together, saved, refused, or changed meanwhile (A-24)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import reflex as rx

from training_app.catalog import bank
from training_app.catalog.checking import exam as checking
from training_app.catalog.content import NewExam
from training_app.catalog.editing import exams
from training_app.catalog.editing.exams import ExamGone
from training_app.catalog.merging import ChangedMeanwhile
from training_app.core import db
from training_app.core.errors import Invalid
from training_app.web.admin.catalog.course.frame import CoursePage
from training_app.web.admin.catalog.course.state import MANAGE
from training_app.web.admin.catalog.exam import said, typed
from training_app.web.admin.catalog.exam.state import ExamPage
from training_app.web.shared import session
from training_app.web.shared.handling import handler, words
from training_app.web.shared.notices import say

LOST = "The connection was lost for a while. Open the settings again: what you typed comes back."


class SettingsSheet(rx.State):
    """The form of how an exam is taken, over the page."""

    is_open: bool = False
    keeps: str = ""
    said: dict[str, str] = dict.fromkeys(typed.SETTINGS, "")
    wrong: dict[str, str] = {}
    clashes: dict[str, bool] = {}
    meaning: str = ""
    refused: int = 0
    unready: list[str] = []
    _base: NewExam = exams.EMPTY
    _typed: dict[str, str] = {}

    @handler(MANAGE)
    async def open(self) -> None:
        """Open the form as the exam is now."""
        page = await self.get_state(CoursePage)
        if page.may_edit:
            self._base, self.wrong, self.clashes = await self._read(), {}, {}
            self.said = typed.texts_of_settings(self._base)
            self._typed, self.keeps, self.is_open = dict(self.said), f"course {page.course_id}, exam", True
            await self._tell()

    @handler(MANAGE)
    async def close(self) -> None:
        """Put the form away."""
        self.is_open = False

    @handler(MANAGE)
    async def typing(self, field: str, text: str) -> None:
        """Say what the settings would mean together."""
        self._typed |= {name: words(text, 20) for name in typed.COUNTS if name == field}
        await self._tell()

    @handler(MANAGE)
    async def save(self, form: dict[str, Any]) -> None:
        """Save how the exam is taken; what is refused stays in the form as it is."""
        if not self.is_open:
            # Sent twice by a double click, it is saved already.
            if not self.keeps:
                await say(self, LOST, is_error=True)
            return
        try:
            await self._write(form)
        except Invalid as refused:
            await self._refuse(refused, form)

    @handler(MANAGE)
    async def take_theirs(self, field: str) -> None:
        """Put what somebody else saved in the place of what is entered here."""
        name = words(field)
        if name in self.clashes:
            theirs = {name: typed.texts_of_settings(self._base)[name]}
            self.said, self._typed = self.said | theirs, self._typed | theirs
            self.wrong = {one: text for one, text in self.wrong.items() if one != name}
            self.clashes = {one: True for one in self.clashes if one != name}
            await self._tell()

    async def _write(self, form: dict[str, Any]) -> None:
        new = typed.settings(form)
        if wrong := checking.problems_of_settings(new):
            raise Invalid(*wrong)
        page = await self.get_state(ExamPage)
        await page._write(exams.edit, exam_id=page.exam_id, base=self._base, new=new)
        self.is_open = False
        await say(self, "The settings of the exam are saved.")

    async def _refuse(self, refused: Invalid, form: object) -> None:
        self.wrong, self.clashes = {one.field: one.text for one in refused.problems}, {}
        entered = form if isinstance(form, Mapping) else {}
        self._typed |= {name: words(entered.get(name, ""), 20) for name in typed.COUNTS}
        if isinstance(refused, ChangedMeanwhile):
            # From here on the other's value is what is changed: saving again puts one's own in its place.
            theirs = await self._read()
            self._base = replace(self._base, **{name: getattr(theirs, name) for name in self.wrong})
            self.clashes = dict.fromkeys(self.wrong, True)
        self.refused += 1

    async def _read(self) -> NewExam:
        version_id = (await self.get_state(CoursePage)).version_id
        found = await db.in_read(bank.exam, await session.me(self), version_id=version_id)
        if found is None:
            raise ExamGone
        return found.settings

    async def _tell(self) -> None:
        """What is typed in words; as long as it makes no sense, what it made before."""
        try:
            new = typed.settings(self._typed)
        except Invalid:
            return
        if not checking.problems_of_settings(new):
            total = (await self.get_state(ExamPage)).total
            self.meaning = said.meaning(new, total)
            self.unready = [one.text for one in checking.problems_of_bank(new, total)]
