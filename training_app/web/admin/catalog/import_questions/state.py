"""Bringing questions into the bank by a file: what each of its rows would do, before anything is added (T-01)."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode

import reflex as rx

from training_app.catalog.editing import exams
from training_app.catalog.rules import QuestionKind
from training_app.core import clock, db
from training_app.core.errors import Conflict, Invalid
from training_app.core.paging import Page as PageOf
from training_app.imports.questions import bringing, waiting
from training_app.imports.questions.waiting import NoBank, Preview, PreviewRow, Tab
from training_app.web.admin.catalog.course.frame import CoursePage, reread
from training_app.web.admin.catalog.course.state import MANAGE
from training_app.web.shared import course_routes, forms, lists, session
from training_app.web.shared.handling import handler, words
from training_app.web.shared.lists import Foot, TabLink
from training_app.web.shared.notices import say

KINDS = {
    QuestionKind.SINGLE: "Single choice",
    QuestionKind.MULTIPLE: "Several choices",
    QuestionKind.ORDERED: "Order",
    QuestionKind.NUMERIC: "Number",
}


class ImportQuestions(rx.State):
    """The file that waits, and one page of its rows."""

    fault: str = ""
    pasted_wrong: str = ""
    pasted: int = 0
    lacks_exam: bool = False
    file_name: str = ""
    new: int = 0
    refused: int = 0
    unused: str = ""
    problem: str = ""
    tabs: list[TabLink] = []
    tab: str = ""
    rows: list[PreviewRow] = []
    foot: Foot = Foot()
    to: str = ""
    download: str = ""
    export: str = ""
    is_loaded: bool = False

    @handler(MANAGE, supersedes=True)
    async def load(self) -> None:
        """Read what waits for this course."""
        self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
        self.fault = forms.refused_file(self.router.url.query, self.router.headers.cookie)
        number = course_routes.course_in(self.router.url.path)
        self.to, self.export = course_routes.questions_file(number), course_routes.questions_export(number)
        self.download = course_routes.refused_questions(number)
        await self._read()

    @handler(MANAGE)
    async def paste(self, form: dict[str, Any]) -> None:
        """Take a table that was copied from a spreadsheet."""
        entered = form if isinstance(form, Mapping) else {}
        text = words(entered.get("pasted", ""), bringing.LONGEST_PASTED + 1)
        try:
            await self._bring(text)
        except (Invalid, Conflict) as refused:
            self.pasted_wrong = refused.message
        else:
            self.pasted, self.pasted_wrong, self.fault = self.pasted + 1, "", ""
            await self._read()

    @handler(MANAGE)
    async def add(self) -> None:
        """Add every good row at once."""
        done = await db.in_write(waiting.add, await session.me(self), course_id=self._course(), now=clock.now())
        added = "1 question is" if done.added == 1 else f"{done.added:,} questions are"
        rest = "" if not done.refused else f" {_rows(done.refused)} refused: mend and import them again."
        await reread(self)
        await self._read()
        await say(self, f"{added} added.{rest}")

    @handler(MANAGE)
    async def forget(self) -> None:
        """Do without the file."""
        await db.in_write(waiting.forget, await session.me(self), course_id=self._course())
        await self._read()

    @handler(MANAGE)
    async def add_exam(self) -> None:
        """Give the draft an exam with the usual settings."""
        page = await self.get_state(CoursePage)
        await db.in_write(exams.add, await session.me(self), version_id=page.version_id, now=clock.now())
        await reread(self)
        await self._read()

    async def _bring(self, text: str) -> None:
        said: dict[str, Any] = {
            "course_id": self._course(),
            "name": bringing.PASTED,
            "content": text.encode(),
            "now": clock.now(),
        }
        await asyncio.to_thread(bringing.bring, await session.me(self), **said)

    async def _read(self) -> None:
        page, (tab, number) = await self.get_state(CoursePage), self._asked()
        self.is_loaded, self.lacks_exam, self.file_name = True, False, ""
        if page.is_missing or not page.has_draft:
            return
        asked = {"course_id": page.course_id, "tab": tab, "page": PageOf(number)}
        try:
            found = await db.in_read(waiting.preview, await session.me(self), **asked)
        except NoBank:
            self.lacks_exam = True
        else:
            if found is not None:
                self._show(found, tab)

    def _show(self, found: Preview, tab: Tab) -> None:
        self.file_name, self.new, self.refused, self.problem = found.file_name, found.new, found.refused, found.problem
        self.unused = f"Not used: {', '.join(found.unused)}." if found.unused else ""
        counts = {Tab.NEW: found.new, Tab.THERE: found.there, Tab.REFUSED: found.refused}
        self.tabs = [TabLink(one.name.lower(), one.value, counts[one], self._to(one)) for one in Tab]
        self.tab, self.foot = tab.name.lower(), lists.foot_of(found.rows, lambda number: self._to(tab, number))
        self.rows = [replace(row, kind=KINDS[QuestionKind(row.kind)] if row.kind else "") for row in found.rows.rows]

    def _asked(self) -> tuple[Tab, int]:
        said = parse_qs(self.router.url.query)
        named = {one.name.lower(): one for one in Tab}
        tab = named.get(said.get("tab", [""])[0], Tab.NEW)
        page = said.get("page", ["1"])[0]
        is_page = page.isascii() and page.isdecimal() and len(page) < 6  # noqa: PLR2004  # digits
        return tab, max(1, int(page)) if is_page else 1

    def _to(self, tab: Tab, number: int = 1) -> str:
        said = {"tab": tab.name.lower()} | ({"page": number} if number > 1 else {})
        return f"{course_routes.questions_import(self._course())}?{urlencode(said)}"

    def _course(self) -> int:
        return course_routes.course_in(self.router.url.path)


def _rows(number: int) -> str:
    return "1 row is" if number == 1 else f"{number:,} rows are"
