"""What is asked before a draft is discarded, and before a course is archived or deleted."""

from collections.abc import Callable
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.assignments import using
from training_app.catalog import actions, deleting, drafting
from training_app.catalog.deleting import InUse
from training_app.core import clock, db
from training_app.web.admin.catalog.course.state import MANAGE, CoursePage, anew, ask, reread
from training_app.web.shared import course_routes, dialogs, routes, session
from training_app.web.shared.handling import handler, words
from training_app.web.shared.notices import say

QUESTIONS = ("discard", "archive", "delete")


class CourseQuestions(rx.State):
    """What is asked before, and what keeps the course from being deleted."""

    in_use: str = ""

    @handler(MANAGE)
    async def ask(self, what: str) -> None:
        """Open a question; none closes it."""
        wanted = words(what, 20)
        self.in_use = await self._uses() if wanted == "delete" else ""
        await ask(self, wanted if wanted in QUESTIONS else "")

    @handler(MANAGE)
    async def discard(self, _form: dict[str, object]) -> EventSpec:
        """Forget what was changed since the course was published."""
        await self._do(drafting.discard)
        await say(self, "The changes are discarded.")
        return anew()

    @handler(MANAGE)
    async def archive(self, _form: dict[str, object]) -> None:
        """Archive the course."""
        await self._do(actions.archive)
        await reread(self)
        await say(self, "The course is archived. You find it in the catalog under Archived.")

    @handler(MANAGE)
    async def delete(self, _form: dict[str, object]) -> EventSpec | None:
        """Delete the course, which nothing may hang on."""
        try:
            await self._do(deleting.delete)
        except InUse as refused:
            self.in_use = refused.message
            await ask(self, "delete")
            return None
        await say(self, "The course is deleted.")
        return rx.redirect(routes.CATALOG)

    async def _uses(self) -> str:
        number = course_routes.course_in(self.router.url.path)
        found = await db.in_read(using.uses, await session.me(self), training_id=number)
        return InUse(found).message if found else ""

    async def _do(self, verb: Callable[..., Any]) -> None:
        await ask(self, "")
        number = course_routes.course_in(self.router.url.path)
        await db.in_write(verb, await session.me(self), training_id=number, now=clock.now())


def questions() -> rx.Component:
    """The dialogs."""
    leave, name = CourseQuestions.ask(""), "“" + CoursePage.title + "”"
    return rx.fragment(
        dialogs.confirm(
            is_open=CoursePage.asked == "discard",
            title="Discard the changes?",
            lines=[
                "Everything changed since version " + CoursePage.version.to_string() + " is lost.",
                "Learners have seen nothing of it. Title, code and the other facts stay as they are.",
            ],
            verb="Discard changes", on_confirm=CourseQuestions.discard, on_cancel=leave, loses=True,
            stay="Keep the draft",
        ),
        dialogs.confirm(
            is_open=CoursePage.asked == "archive",
            title="Archive " + name + "?",
            lines=[
                "It can no longer be assigned.",
                "Whoever has it open goes on with it. What was completed stays in every report.",
                "You can put it back.",
            ],
            verb="Archive", on_confirm=CourseQuestions.archive, on_cancel=leave,
        ),
        dialogs.confirm(
            is_open=(CoursePage.asked == "delete") & (CourseQuestions.in_use == ""),
            title="Delete " + name + "?",
            lines=["Its materials, exam and evaluation are gone for good. Nobody can take this back."],
            verb="Delete", on_confirm=CourseQuestions.delete, on_cancel=leave, loses=True,
        ),
        _instead(leave, name),
    )  # fmt: skip


def _instead(leave: Any, name: Any) -> rx.Component:
    """What hangs on it is named, and what can be done instead."""
    return dialogs.confirm(
        is_open=(CoursePage.asked == "delete") & (CourseQuestions.in_use != ""),
        title=name + " cannot be deleted",
        lines=[
            CourseQuestions.in_use,
            "Archive it instead: it can no longer be assigned, and everything recorded stays.",
        ],
        verb="Archive instead", on_confirm=CourseQuestions.archive, on_cancel=leave,
    )  # fmt: skip
