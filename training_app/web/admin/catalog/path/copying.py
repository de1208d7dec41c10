"""Copying a learning path under another title and code: its courses as they are saved (T-05)."""

from collections.abc import Mapping
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.catalog import copying
from training_app.core import clock, db
from training_app.core.errors import Invalid
from training_app.web.admin.catalog.path.courses import MANAGE
from training_app.web.admin.catalog.path.state import PathPage
from training_app.web.shared import dialogs, forms, routes, session
from training_app.web.shared.handling import handler, words
from training_app.web.shared.notices import say

ASKED = {"title": ("Title", 200), "code": ("Code", 50)}


class PathCopy(rx.State):
    """The question what the copy is called, and what is wrong with the answer."""

    is_asking: bool = False
    name: str = ""
    wrong: dict[str, str] = {}

    @handler(MANAGE)
    async def ask(self) -> None:
        """Ask what the copy is called."""
        name = (await self.get_state(PathPage)).name
        self.is_asking, self.name, self.wrong = True, f"{name} (copy)"[:200], {}

    @handler(MANAGE)
    async def leave(self) -> None:
        """Do not copy."""
        self.is_asking = False

    @handler(MANAGE)
    async def copy_it(self, form: dict[str, Any]) -> EventSpec:
        """Make the copy, and go to it."""
        entered = form if isinstance(form, Mapping) else {}
        asked = {name: words(entered.get(f"copy_{name}", ""), most) for name, (_, most) in ASKED.items()}
        try:
            return await self._copy(asked)
        except Invalid as refused:
            self.wrong = {one.field: one.text for one in refused.problems}
            return rx.set_focus(next((f"copy_{name}" for name in ASKED if name in self.wrong), "copy_title"))

    async def _copy(self, asked: dict[str, str]) -> EventSpec:
        actor, number = await session.me(self), routes.number_in(self.router.url.path)
        made = await db.in_write(copying.copy, actor, training_id=number, **asked, now=clock.now())
        self.is_asking = False
        await say(self, f"This is the copy: “{asked['title']}”.")
        return rx.redirect(routes.path(made.id or 0))


def question() -> rx.Component:
    """The dialog."""
    others = PathCopy.wrong.get("courses", PathCopy.wrong.get("requires_id", ""))
    return dialogs.confirm(
        is_open=PathCopy.is_asking,
        title="Copy “" + PathPage.name + "”",
        lines=["The copy has its courses as they are saved, in their order. It can be assigned at once."],
        verb="Copy",
        on_confirm=PathCopy.copy_it,
        on_cancel=PathCopy.leave,
        fields=[
            rx.el.div(
                *(_box(name) for name in ASKED),
                rx.cond(others != "", forms.wrong(others, "copy_courses")),
                class_name="stack tight course-asked",
            )
        ],
    )


def _box(name: str) -> rx.Component:
    wrong, (label, most) = PathCopy.wrong.get(name, ""), ASKED[name]
    box = rx.el.input(
        id=f"copy_{name}", name=f"copy_{name}", type="text", max_length=most, auto_complete="off",
        default_value=PathCopy.name if name == "title" else "", aria_invalid=rx.cond(wrong != "", "true", "false"),
        aria_describedby=f"copy_{name}_help", class_name="in",
    )  # fmt: skip
    return forms.field(label, box, name=f"copy_{name}", help_text="Unique in the catalog." if name == "code" else "",
                       error=wrong)  # fmt: skip
