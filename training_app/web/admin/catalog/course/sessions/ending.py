"""Cancelling a session with a reason, and deleting one that nobody ever signed up for (T-03)."""

from collections.abc import Mapping
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.assignments.sessions import making
from training_app.assignments.sessions.making import LONGEST_REASON
from training_app.core import clock, db
from training_app.core.errors import Invalid
from training_app.web.admin.catalog.course.sessions.framed import KEEP
from training_app.web.admin.catalog.course.sessions.one_state import SessionPage
from training_app.web.shared import course_routes, dialogs, forms, session
from training_app.web.shared.course_routes import Part
from training_app.web.shared.handling import handler, words
from training_app.web.shared.notices import say

WHY = "why_cancelled"


class SessionEnding(rx.State):
    """The questions before a session is cancelled or deleted."""

    asked: str = ""
    wrong: str = ""

    @handler(KEEP)
    async def ask(self, what: str) -> None:
        """Ask before something is done; nothing leaves the dialog."""
        self.asked, self.wrong = words(what, 10), ""

    @handler(KEEP)
    async def cancel(self, form: dict[str, Any]) -> EventSpec | None:
        """Cancel the session."""
        why = words(form.get(WHY, "") if isinstance(form, Mapping) else "", LONGEST_REASON + 1)
        try:
            await db.in_write(making.cancel, await session.me(self), session_id=self._of(), why=why, now=clock.now())
        except Invalid as refused:
            self.wrong = refused.message
            return rx.set_focus(WHY)
        self.asked = ""
        await (await self.get_state(SessionPage))._read()
        await say(self, "The session is cancelled. Everybody who signed up is told.")
        return None

    @handler(KEEP)
    async def delete(self) -> EventSpec:
        """Delete the session, and go back to the others."""
        self.asked = ""
        await db.in_write(making.delete, await session.me(self), session_id=self._of(), now=clock.now())
        await say(self, "The session is deleted.")
        return rx.redirect(course_routes.course(course_routes.course_in(self.router.url.path), Part.SESSIONS))

    def _of(self) -> int:
        return course_routes.session_in(self.router.url.path)


def questions() -> rx.Component:
    """The dialogs."""
    leave = SessionEnding.ask("")
    box = rx.el.textarea(
        id=WHY, name=WHY, default_value="", rows="2", max_length=LONGEST_REASON, class_name="in box",
        aria_invalid=rx.cond(SessionEnding.wrong != "", "true", "false"), aria_describedby=f"{WHY}_help",
    )  # fmt: skip
    return rx.fragment(
        dialogs.confirm(
            is_open=SessionEnding.asked == "cancel",
            title="Cancel this session?",
            lines=[SessionPage.when + ". Everybody who has a seat or waits is told, with your reason.",
                   "It stays on record and cannot be put back."],
            verb="Cancel the session", stay="Keep it", loses=True,
            fields=[forms.field("Why", box, name=WHY, error=SessionEnding.wrong)],
            on_confirm=SessionEnding.cancel, on_cancel=leave,
        ),
        dialogs.confirm(
            is_open=SessionEnding.asked == "delete",
            title="Delete this session?",
            lines=[SessionPage.when + ". Nobody ever signed up for it."],
            verb="Delete the session", stay="Keep it", loses=True,
            on_confirm=SessionEnding.delete, on_cancel=leave,
        ),
    )  # fmt: skip
