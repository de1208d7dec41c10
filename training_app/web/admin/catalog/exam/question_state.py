"""The question that is added or edited: what is typed, how it looks, and what somebody else did meanwhile (A-24)."""

from dataclasses import replace
from typing import Any

import reflex as rx

from training_app.catalog import bank
from training_app.catalog.checking.texts import PARAGRAPHS
from training_app.catalog.content import NewQuestion
from training_app.catalog.editing import questions
from training_app.catalog.editing.questions import QuestionGone
from training_app.catalog.merging import ChangedMeanwhile
from training_app.catalog.rules import QuestionKind
from training_app.core import db
from training_app.core.errors import Invalid
from training_app.web.admin.catalog.course.frame import CoursePage
from training_app.web.admin.catalog.course.state import MANAGE
from training_app.web.admin.catalog.exam import said, typed
from training_app.web.admin.catalog.exam.state import ExamPage
from training_app.web.admin.catalog.exam.typed import ChoiceBox, is_of
from training_app.web.shared import session
from training_app.web.shared.handling import handler, number, words
from training_app.web.shared.markdown import html
from training_app.web.shared.notices import say

EMPTY = NewQuestion(QuestionKind.SINGLE, "")
LOST = "The connection was lost for a while. Open the question again: what you typed comes back, but for the marks."


class QuestionSheet(rx.State):
    """One question over the list; a `question_id` of 0 is one that is being added."""

    is_open: bool = False
    question_id: int = 0
    title: str = ""
    keeps: str = ""
    kind: str = QuestionKind.SINGLE.value
    said: dict[str, str] = typed.NOTHING
    boxes: list[ChoiceBox] = []
    boxes_key: int = 0
    wrong: dict[str, str] = {}
    faults: list[str] = []
    clashes: dict[str, bool] = {}
    looks: str = ""
    refused: int = 0
    _base: NewQuestion = EMPTY
    _added: int = 0

    @handler(MANAGE)
    async def add(self) -> None:
        """Open an empty form, of the kind that was entered last."""
        if (await self.get_state(CoursePage)).may_edit:
            await self._open_new()

    @handler(MANAGE)
    async def open(self, question_id: int) -> None:
        """Open a question of the draft."""
        one, page = number(question_id), await self.get_state(CoursePage)
        if page.may_edit:
            found = await db.in_read(bank.question, await session.me(self), question_id=one)
            position = next((row.position for row in (await self.get_state(ExamPage)).rows if row.id == one), 0)
            title = f"Edit question {position}" if position else "Edit question"
            self._show(found, one, title, f"course {page.course_id}, question {one}")

    @handler(MANAGE)
    async def close(self) -> None:
        """Put the form away."""
        self.is_open = False

    @handler(MANAGE)
    async def choose_kind(self, kind: str) -> None:
        """Say what kind of question it is; what is typed stays."""
        chosen = words(kind, 20)
        if chosen in set(QuestionKind):
            self.kind = chosen

    @handler(MANAGE, supersedes=True)
    async def look(self, text: str) -> None:
        """Show how the question looks that is being typed."""
        self.looks = html(words(text, PARAGRAPHS))

    @handler(MANAGE)
    async def save(self, form: dict[str, Any]) -> None:
        """Save the question; what is refused stays in the form as it is."""
        if not self.is_open or not is_of(form, self.keeps):
            # Sent twice by a double click, it is saved already.
            if not self.keeps:
                await say(self, LOST, is_error=True)
            return
        try:
            await self._write(typed.question(form))
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
        keeps = f"course {page.course_id}, new question {self._added}"
        self._show(replace(EMPTY, kind=QuestionKind(self.kind)), 0, "Add question", keeps)

    def _show(self, found: NewQuestion, question_id: int, title: str, keeps: str) -> None:
        self.is_open, self.question_id, self.title, self.keeps = True, question_id, title, keeps
        self._base, self.kind, self.said = found, found.kind.value, typed.texts_of_question(found)
        self.boxes, self.boxes_key, self.looks = typed.boxes(found), self.boxes_key + 1, html(found.text)
        self.wrong, self.faults, self.clashes = {}, [], {}

    def _take(self, name: str) -> None:
        theirs = typed.texts_of_question(self._base)
        self.said |= {one: text for one, text in theirs.items() if one == name}
        self.looks = html(self.said["text"]) if name == "text" else self.looks
        self.kind = self._base.kind.value if name == "kind" else self.kind
        if name == "choices":
            self.boxes, self.boxes_key = typed.boxes(self._base), self.boxes_key + 1

    async def _write(self, new: NewQuestion) -> None:
        page = await self.get_state(ExamPage)
        if not self.question_id:
            version_id = (await self.get_state(CoursePage)).version_id
            await page._write(questions.add, version_id=version_id, new=new)
            await say(self, f"“{said.short(new.text)}” is added.")
            return
        try:
            await page._write(questions.edit, question_id=self.question_id, base=self._base, new=new)
        except QuestionGone:
            # What is typed is still there: saved once more it is a new question.
            self.question_id, self.title = 0, "Add question"
            raise
        await say(self, f"“{said.short(new.text)}” is saved.")

    async def _go_on(self, *, adds_another: bool) -> None:
        if adds_another:
            await self._open_new()
        else:
            self.is_open = False

    async def _refuse(self, refused: Invalid) -> None:
        self.wrong, self.clashes = {one.field: one.text for one in refused.problems}, {}
        self.faults = [one.text for one in refused.problems]
        if isinstance(refused, ChangedMeanwhile):
            # From here on the other's value is what is changed: saving again puts one's own in its place.
            theirs = await db.in_read(bank.question, await session.me(self), question_id=self.question_id)
            self._base = replace(self._base, **{name: getattr(theirs, name) for name in self.wrong})
            self.clashes = dict.fromkeys(self.wrong, True)
        self.boxes = [replace(box, wrong=self.wrong.get(f"choices.{box.place}", "")) for box in self.boxes]
        self.refused += 1
