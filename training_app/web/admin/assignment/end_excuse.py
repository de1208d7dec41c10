"""“End excuse”: it is asked again of those selected who are excused (A-26)."""

from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.assignments.acts import excusing
from training_app.core import clock, db
from training_app.core.errors import Invalid
from training_app.web.admin.assignment import extend, picking
from training_app.web.admin.assignment.excuse import people
from training_app.web.admin.assignment.state import AssignmentPage
from training_app.web.shared import dialogs, session
from training_app.web.shared.handling import handler
from training_app.web.shared.notices import say

MANAGE = Permission.MANAGE_ASSIGNMENTS


class EndExcuse(rx.State):
    """The question before it."""

    is_asking: bool = False
    people: int = 0
    title: str = ""
    verb: str = ""
    is_locked: bool = False
    wrong: str = ""

    @handler(MANAGE)
    async def ask(self) -> None:
        """Ask with the number of those selected who are excused."""
        whom, today = await picking.whom(self), await session.today()
        found = await db.in_read(excusing.account, await session.me(self), **whom, today=today)
        if found.excused == 0:
            await say(self, "Nobody of those selected is excused.")
            return
        self.people, self.is_locked, self.wrong, self.is_asking = found.excused, found.is_locked, "", True
        self.title = f"End the excuse of {people(found.excused)}?"
        self.verb = "End excuse" if found.excused == 1 else f"End {found.excused:,} excuses"

    @handler(MANAGE)
    async def cancel(self) -> None:
        """Leave everybody as they are."""
        self.is_asking = False

    @handler(MANAGE)
    async def confirm(self, form: dict[str, Any]) -> EventSpec | None:
        """Take it back; a second click finds nobody excused."""
        if not self.is_asking:
            return None
        whom, actor, why = await picking.whom(self), await session.me(self), extend.said(form, "ended_why")
        try:
            done = await db.in_write(excusing.end, actor, **whom, reason=why, now=clock.now())
        except Invalid as refused:
            self.wrong = refused.message
            return rx.set_focus("ended_why")
        self.is_asking = False
        await picking.forget(self)
        await say(self, f"{people(done.people)} no longer excused." if done.people else "Nobody was excused any more.")
        return AssignmentPage.load


def button() -> rx.Component:
    """The button, for the bar of those selected, and the question that it asks."""
    return rx.fragment(
        rx.el.button(rx.icon("user-check", size=16), "End excuse", on_click=EndExcuse.ask, type="button",
                     class_name="btn"),
        dialogs.confirm(
            is_open=EndExcuse.is_asking,
            title=EndExcuse.title,
            lines=["It is asked of them again, with the progress and the due date that they have.",
                   "That they were excused, and why, stays on record."],
            verb=EndExcuse.verb,
            number=EndExcuse.people,
            on_confirm=EndExcuse.confirm,
            on_cancel=EndExcuse.cancel,
            fields=(extend.reason("ended_why", is_required=EndExcuse.is_locked, error=EndExcuse.wrong),),
        ),
    )  # fmt: skip
