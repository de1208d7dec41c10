"""“Edit Original User(s) Assigned”: begins an edit of the assignment, or goes on with one's own (A-19)."""

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.assignments.making import editing
from training_app.core import clock, db
from training_app.web.shared import routes, session
from training_app.web.shared.handling import handler

MANAGE = Permission.MANAGE_ASSIGNMENTS
FIRST_STEP = "people"


class EditUsers(rx.State):
    """Nothing is kept here: the edit is a draft of one's own."""

    @handler(MANAGE)
    async def begin(self) -> EventSpec:
        """Go to the people step of the edit. What is locked says so, unless one may override it."""
        number = routes.number_in(self.router.url.path)
        draft_id = await db.in_write(editing.begin, await session.me(self), assignment_id=number, now=clock.now())
        return rx.redirect(routes.draft(draft_id, FIRST_STEP))


def button() -> rx.Component:
    """The button; the assignment is the one of the address."""
    return rx.el.button(
        rx.icon("user-pen", size=16), "Edit Original User(s) Assigned", on_click=EditUsers.begin, type="button",
        class_name="btn",
    )  # fmt: skip
