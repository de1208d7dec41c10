"""The question that is added or edited: what is typed, and what somebody else did to it meanwhile (A-24)."""

from dataclasses import replace
from typing import Any

import reflex as rx

from training_app.catalog.content import NewItem
from training_app.catalog.editing import evaluation_items as items
from training_app.catalog.editing.evaluation_items import ItemGone
from training_app.catalog.merging import ChangedMeanwhile
from training_app.catalog.rules import ItemKind
from training_app.core import db
from training_app.core.errors import Invalid
from training_app.web.admin.catalog.course.frame import CoursePage
from training_app.web.admin.catalog.course.state import MANAGE
from training_app.web.admin.catalog.evaluation import said, typed
from training_app.web.admin.catalog.evaluation.state import EvaluationPage
from training_app.web.admin.catalog.exam.typed import is_of
from training_app.web.shared import session
from training_app.web.shared.handling import handler, number, words
from training_app.web.shared.notices import say

EMPTY = NewItem(ItemKind.SCALE, "")
LOST = "The connection was lost for a while. Open the question again: what you typed comes back."


class ItemSheet(rx.State):
    """One question over the list; an `item_id` of 0 is one that is being added."""

    is_open: bool = False
    item_id: int = 0
    title: str = ""
    keeps: str = ""
    kind: str = ItemKind.SCALE.value
    said: dict[str, str] = typed.NOTHING
    is_required: bool = True
    required_key: int = 0
    wrong: dict[str, str] = {}
    faults: list[str] = []
    clashes: dict[str, bool] = {}
    refused: int = 0
    _base: NewItem = EMPTY
    _added: int = 0

    @handler(MANAGE)
    async def add(self) -> None:
        """Open an empty form, of the kind that was entered last."""
        if (await self.get_state(CoursePage)).may_edit:
            await self._open_new()

    @handler(MANAGE)
    async def open(self, item_id: int) -> None:
        """Open a question of the draft."""
        one, page = number(item_id), await self.get_state(CoursePage)
        if page.may_edit:
            found = await db.in_read(items.item, await session.me(self), item_id=one)
            place = next((row.position for row in (await self.get_state(EvaluationPage)).rows if row.id == one), 0)
            title = f"Edit question {place}" if place else "Edit question"
            self._show(found, one, title, f"course {page.course_id}, evaluation question {one}")

    @handler(MANAGE)
    async def close(self) -> None:
        """Put the form away."""
        self.is_open = False

    @handler(MANAGE)
    async def choose_kind(self, kind: str) -> None:
        """Say how it is answered; what is typed stays."""
        chosen = words(kind, 20)
        if chosen in set(ItemKind):
            self.kind = chosen

    @handler(MANAGE)
    async def save(self, form: dict[str, Any]) -> None:
        """Save the question; what is refused stays in the form as it is."""
        if not self.is_open or not is_of(form, self.keeps):
            # Sent twice by a double click, it is saved already.
            if not self.keeps:
                await say(self, LOST, is_error=True)
            return
        try:
            await self._write(typed.item(form))
            await self._go_on(adds_another=bool(form.get("again")))
        except Invalid as refused:
            await self._refuse(refused)

    @handler(MANAGE)
    async def take_theirs(self, field: str) -> None:
        """Put what somebody else saved in the place of what is entered here."""
        name = words(field)
        if name in self.clashes:
            self._take(name)
            self.wrong = {one: text for one, text in self.wrong.items() if one != name}
            self.clashes = {one: True for one in self.clashes if one != name}

    async def _open_new(self) -> None:
        page, self._added = await self.get_state(CoursePage), self._added + 1
        keeps = f"course {page.course_id}, new evaluation question {self._added}"
        self._show(replace(EMPTY, kind=ItemKind(self.kind)), 0, "Add question", keeps)

    def _show(self, found: NewItem, item_id: int, title: str, keeps: str) -> None:
        self.is_open, self.item_id, self.title, self.keeps = True, item_id, title, keeps
        self._base, self.kind, self.said = found, found.kind.value, typed.texts(found)
        self.is_required, self.required_key = found.is_required, self.required_key + 1
        self.wrong, self.faults, self.clashes = {}, [], {}

    def _take(self, name: str) -> None:
        self.said |= {one: text for one, text in typed.texts(self._base).items() if one == name}
        self.kind = self._base.kind.value if name == "kind" else self.kind
        if name == "is_required":
            self.is_required, self.required_key = self._base.is_required, self.required_key + 1

    async def _write(self, new: NewItem) -> None:
        page = await self.get_state(EvaluationPage)
        if not self.item_id:
            await page._write(items.add, evaluation_id=page.evaluation_id, new=new)
            await say(self, f"“{said.short(new.text)}” is added.")
            return
        try:
            await page._write(items.edit, item_id=self.item_id, base=self._base, new=new)
        except ItemGone:
            # What is typed is still there: saved once more it is a new question.
            self.item_id, self.title = 0, "Add question"
            raise
        await say(self, f"“{said.short(new.text)}” is saved.")

    async def _go_on(self, *, adds_another: bool) -> None:
        if adds_another:
            await self._open_new()
        else:
            self.is_open = False

    async def _refuse(self, refused: Invalid) -> None:
        self.wrong, self.clashes = typed.at_fields(refused), {}
        self.faults = [one.text for one in refused.problems]
        if isinstance(refused, ChangedMeanwhile):
            # From here on the other's value is what is changed: saving again puts one's own in its place.
            theirs = await db.in_read(items.item, await session.me(self), item_id=self.item_id)
            self._base = replace(self._base, **{name: getattr(theirs, name) for name in self.wrong})
            self.clashes = dict.fromkeys(self.wrong, True)
        self.refused += 1
