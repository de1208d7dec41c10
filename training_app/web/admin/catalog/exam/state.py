"""The exam of the course of the address: how it is taken, and one page of its question bank."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.catalog import bank
from training_app.catalog.bank import ExamHead
from training_app.catalog.editing import exams
from training_app.catalog.rules import QuestionKind
from training_app.core import clock, db
from training_app.core.errors import Conflict, NotFound
from training_app.core.paging import Page as Cut
from training_app.web.admin.catalog.course.frame import CoursePage, reread
from training_app.web.admin.catalog.course.state import MANAGE
from training_app.web.admin.catalog.exam import said
from training_app.web.admin.catalog.exam.address import LONGEST, BankFilter
from training_app.web.admin.catalog.exam.said import QuestionLine
from training_app.web.shared import course_routes, lists, session, whereabouts
from training_app.web.shared.course_routes import Part
from training_app.web.shared.handling import handler, words
from training_app.web.shared.lists import Foot, TabLink
from training_app.web.shared.notices import say

ALL = "all"


class ExamPage(rx.State):
    """What the page shows of an exam; an `exam_id` of 0 is none."""

    exam_id: int = 0
    meaning: str = ""
    facts: dict[str, str] = {}
    unready: list[str] = []
    total: int = 0
    rows: list[QuestionLine] = []
    tabs: list[TabLink] = []
    kind: str = ALL
    q: str = ""
    is_narrowed: bool = False
    foot: Foot = Foot()
    is_loaded: bool = False

    @handler(MANAGE, supersedes=True)
    async def load(self) -> None:
        """Read what the address asks for."""
        await whereabouts.arrive(self)
        await self._read()

    @handler(MANAGE, supersedes=True)
    async def search(self, text: str) -> EventSpec | None:
        """Find questions by their words and their choices, as one types."""
        wanted = replace(await self._wanted(), q=words(text, LONGEST), page=1)
        return await whereabouts.go(self, wanted.query(), replace=True)

    @handler(MANAGE)
    async def add_exam(self) -> None:
        """Give the course an exam, still without questions."""
        version_id = (await self.get_state(CoursePage)).version_id
        await self._write(exams.add, version_id=version_id)
        await say(self, "The course has an exam now. Add its first question.")

    async def _write(self, verb: Callable[..., Any], **what: Any) -> Any:
        """Do it; whatever comes of it, what somebody else did meanwhile is seen."""
        try:
            done = await db.in_write(verb, await session.me(self), **what, now=clock.now())
        except (Conflict, NotFound):
            await self._again()
            raise
        await self._again()
        return done

    async def _again(self) -> None:
        await reread(self)
        await self._read()

    async def _read(self) -> None:
        page, actor = await self.get_state(CoursePage), await session.me(self)
        found = await db.in_read(bank.exam, actor, version_id=page.version_id)
        self.exam_id, self.is_loaded = (found.id if found else 0), True
        if found is None:
            self.rows, self.total, self.unready = [], 0, []
            return
        self._show(found)
        await self._list(page.course_id, page.version_id)

    def _show(self, found: ExamHead) -> None:
        self.total, self.unready = found.questions, [one.text for one in found.unready]
        self.meaning, self.facts = said.meaning(found.settings, found.questions), said.facts(found.settings)

    async def _list(self, course_id: int, version_id: int) -> None:
        wanted, actor = await self._wanted(), await session.me(self)
        asked = {"version_id": version_id, "q": wanted.q}
        found = await db.in_read(bank.bank, actor, kind=wanted.kind, page=Cut(wanted.page), **asked)
        if not found.rows and found.page.number > found.pages():
            # The last questions of the last page are gone.
            wanted = replace(wanted, page=found.pages())
            found = await db.in_read(bank.bank, actor, kind=wanted.kind, page=Cut(wanted.page), **asked)
        numbers = await db.in_read(bank.kinds, actor, **asked)
        self.rows = [said.line(row) for row in found.rows]
        self.kind, self.q = wanted.kind.value if wanted.kind else ALL, wanted.q
        self.is_narrowed = bool(wanted.q or wanted.kind)
        self.tabs = _tabs(course_id, wanted, numbers)
        self.foot = lists.foot_of(found, lambda number: _to(course_id, replace(wanted, page=number)))

    async def _wanted(self) -> BankFilter:
        return BankFilter.from_query(await whereabouts.query_of(self))


def _tabs(course_id: int, wanted: BankFilter, numbers: dict[QuestionKind, int]) -> list[TabLink]:
    of_all = TabLink(ALL, "All", sum(numbers.values()), _to(course_id, replace(wanted, kind=None, page=1)))
    return [of_all, *(
        TabLink(kind.value, label, numbers[kind], _to(course_id, replace(wanted, kind=kind, page=1)))
        for kind, label in said.KINDS.items()
    )]  # fmt: skip


def _to(course_id: int, wanted: BankFilter) -> str:
    return course_routes.course(course_id, Part.EXAM, wanted.query())
