"""The evaluation of the course of the address: its questions, what people answered, and templates to begin from."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

import reflex as rx

from training_app.assignments.evaluations import summary
from training_app.catalog import evaluation_templates as templates
from training_app.catalog.editing import evaluation_items as items
from training_app.catalog.editing import evaluations
from training_app.core import clock, db
from training_app.core.errors import Conflict, NotFound
from training_app.core.paging import Page as Cut
from training_app.web.admin.catalog.course.frame import CoursePage, reread
from training_app.web.admin.catalog.course.state import MANAGE
from training_app.web.admin.catalog.evaluation import said
from training_app.web.admin.catalog.evaluation.said import ItemLine, TemplateLine
from training_app.web.shared import course_routes, lists, session, whereabouts
from training_app.web.shared.course_routes import Part
from training_app.web.shared.handling import handler, words
from training_app.web.shared.lists import Foot
from training_app.web.shared.markdown import html
from training_app.web.shared.notices import say


class EvaluationPage(rx.State):
    """What the page shows; an `evaluation_id` of 0 is none. `answers` are those written to the item `answers_of`."""

    evaluation_id: int = 0
    intro: str = ""
    rows: list[ItemLine] = []
    templates: list[TemplateLine] = []
    own: list[TemplateLine] = []
    answers_of: int = 0
    answers: list[str] = []
    foot: Foot = Foot()
    closed: str = ""
    is_loaded: bool = False

    @handler(MANAGE, supersedes=True)
    async def load(self) -> None:
        """Read the evaluation, and the written answers that the address asks for."""
        await whereabouts.arrive(self)
        await self._read()

    @handler(MANAGE)
    async def begin_empty(self) -> None:
        """Give the course an evaluation, still without questions."""
        await self._write(evaluations.add, version_id=(await self.get_state(CoursePage)).version_id)
        await say(self, "The course has an evaluation now. Add its first question.")

    @handler(MANAGE)
    async def begin(self, key: str) -> None:
        """Give the course the evaluation of a template."""
        found = await db.in_read(templates.template, await session.me(self), key=words(key))
        version_id = (await self.get_state(CoursePage)).version_id
        await self._write(evaluations.add, version_id=version_id, new=found.evaluation)
        await say(self, f"The evaluation begins with the questions of “{found.name}”. Change what you like.")

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
        found = await db.in_read(items.evaluation, actor, version_id=page.version_id)
        of_them = await db.in_read(summary.summary, actor, version_id=page.version_id) if found else []
        answered = {one.item_id: one for one in of_them}
        self.evaluation_id, self.intro = (found.id, html(found.intro) if found.intro else "") if found else (0, "")
        # Somebody may add one between the two readings.
        there = [one for one in found.items if one.id in answered] if found else []
        self.rows = [said.line(one, answered[one.id], _to(page.course_id, one.id)) for one in there]
        offered = await db.in_read(templates.templates, actor)
        self.templates = [said.template(one) for one in offered]
        self.own = [one for one in self.templates if one.row_id]
        await self._read_answers(page.course_id)
        self.is_loaded = True

    async def _read_answers(self, course_id: int) -> None:
        asked = dict(parse_qsl(await whereabouts.query_of(self)))
        wanted = next((one.id for one in self.rows if one.written and str(one.id) == asked.get("answers")), 0)
        self.answers_of, self.answers, self.closed = wanted, [], course_routes.course(course_id, Part.EVALUATION)
        if wanted:
            cut = Cut(_number(asked.get("page", "")))
            found = await db.in_read(summary.texts, await session.me(self), item_id=wanted, page=cut)
            self.answers = found.rows
            self.foot = lists.foot_of(found, lambda number: _to(course_id, wanted, number))


def _to(course_id: int, item_id: int, number: int = 1) -> str:
    query = {"answers": item_id} | ({"page": number} if number > 1 else {})
    return course_routes.course(course_id, Part.EVALUATION, urlencode(query))


def _number(said_page: str) -> int:
    is_number = said_page.isascii() and said_page.isdecimal() and len(said_page) < 5  # noqa: PLR2004  # digits
    return max(int(said_page), 1) if is_number else 1
