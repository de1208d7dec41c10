"""Copying a course: under another title and code, with all its parts, and not published yet."""

from collections.abc import Mapping
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.catalog import copying
from training_app.core import clock, db
from training_app.core.errors import Invalid
from training_app.web.admin.catalog.course.state import MANAGE, CoursePage, ask
from training_app.web.shared import course_routes, dialogs, forms, session
from training_app.web.shared.handling import handler, words
from training_app.web.shared.notices import say

ASKED = {"title": ("Title", 200), "code": ("Code", 50)}


class CourseCopy(rx.State):
    """The question what the copy is called, and what is wrong with the answer."""

    said: dict[str, str] = dict.fromkeys(ASKED, "")
    wrong: dict[str, str] = {}

    @handler(MANAGE)
    async def ask(self) -> None:
        """Ask what the copy is called."""
        page = await self.get_state(CoursePage)
        self.said, self.wrong = {"title": f"{page.title} (copy)"[:200], "code": ""}, {}
        await ask(self, "copy")

    @handler(MANAGE)
    async def leave(self) -> None:
        """Do not copy."""
        await ask(self, "")

    @handler(MANAGE)
    async def copy_it(self, form: dict[str, Any]) -> EventSpec:
        """Make the copy, and go to it."""
        entered = form if isinstance(form, Mapping) else {}
        asked = {name: words(entered.get(f"copy_{name}", ""), most) for name, (_, most) in ASKED.items()}
        try:
            return await self._copy(asked)
        except Invalid as refused:
            self.wrong = {one.field: one.text for one in refused.problems}
            return rx.set_focus(f"copy_{next(iter(self.wrong))}")

    async def _copy(self, asked: dict[str, str]) -> EventSpec:
        actor, number = await session.me(self), course_routes.course_in(self.router.url.path)
        made = await db.in_write(copying.copy, actor, training_id=number, **asked, now=clock.now())
        await ask(self, "")
        await say(self, f"This is the copy. Publish it when it is ready: “{asked['title']}” is not published yet.")
        return rx.redirect(course_routes.course(made.id or 0))


def question() -> rx.Component:
    """The dialog."""
    return dialogs.confirm(
        is_open=CoursePage.asked == "copy",
        title="Copy “" + CoursePage.title + "”",
        lines=["The copy has all its materials, its exam and its evaluation. It is not published yet."],
        verb="Copy", on_confirm=CourseCopy.copy_it, on_cancel=CourseCopy.leave,
        fields=[rx.el.div(*(_box(name) for name in ASKED), class_name="stack tight course-asked")],
    )  # fmt: skip


def _box(name: str) -> rx.Component:
    wrong, (label, most) = CourseCopy.wrong.get(name, ""), ASKED[name]
    box = rx.el.input(
        id=f"copy_{name}", name=f"copy_{name}", type="text", default_value=CourseCopy.said[name], max_length=most,
        auto_complete="off", aria_invalid=rx.cond(wrong != "", "true", "false"),
        aria_describedby=f"copy_{name}_help", class_name="in",
    )  # fmt: skip
    return forms.field(label, box, name=f"copy_{name}", help_text="Unique in the catalog." if name == "code" else "",
                       error=wrong)  # fmt: skip
