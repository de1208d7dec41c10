"""“Discard changes”: throws an edit away; the assignment stays as it is (A-19)."""

import reflex as rx
from reflex_base.event import EventSpec

from training_app.assignments.making import drafting
from training_app.core import clock, db
from training_app.web.admin.new_assignment.wizard import MANAGE, Wizard, draft_number, opened
from training_app.web.shared import dialogs, session
from training_app.web.shared.handling import handler
from training_app.web.shared.notices import say


class Discarding(rx.State):
    """The question before it."""

    is_asking: bool = False

    @handler(MANAGE)
    async def ask(self) -> None:
        """Ask first."""
        self.is_asking = True

    @handler(MANAGE)
    async def cancel(self) -> None:
        """Keep them."""
        self.is_asking = False

    @handler(MANAGE)
    async def discard(self) -> EventSpec | None:
        """Discard the edit and go back to the assignment; a second click finds nothing to discard."""
        was_asked, self.is_asking = self.is_asking, False
        found = await opened(self) if was_asked else None
        if found is None or not found.edits:
            return Wizard.follow if was_asked else None
        await db.in_write(drafting.discard, await session.me(self), draft_id=draft_number(self), now=clock.now())
        await say(self, "Your changes are discarded. The assignment is as it was.")
        return rx.redirect((await self.get_state(Wizard)).assignment)


def button() -> rx.Component:
    """The button, and the question that it asks."""
    return rx.fragment(
        rx.el.button("Discard changes", on_click=Discarding.ask, type="button", class_name="btn ghost"),
        dialogs.confirm(
            is_open=Discarding.is_asking,
            title="Discard your changes?",
            lines=[
                "What you changed of “" + Wizard.title + "” since you began to edit it is gone for good.",
                "The assignment and everybody in it stay as they are. Nobody has been told anything.",
            ],
            verb="Discard changes",
            on_confirm=Discarding.discard,
            on_cancel=Discarding.cancel,
            loses=True,
        ),
    )
