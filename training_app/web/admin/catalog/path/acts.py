"""What is done with a learning path as a whole: archive it, put it back, assign it."""

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.assignments.making import drafting
from training_app.catalog import actions
from training_app.core import clock, db
from training_app.web.admin.catalog.path.courses import MANAGE
from training_app.web.admin.catalog.path.state import PathPage
from training_app.web.admin.new_assignment.steps import Step
from training_app.web.shared import dialogs, routes, session
from training_app.web.shared.handling import handler
from training_app.web.shared.notices import say
from training_app.web.shared.shell import Shell

ASSIGNS = Permission.MANAGE_ASSIGNMENTS


class PathActs(rx.State):
    """The question before archiving."""

    is_asking: bool = False

    @handler(MANAGE)
    async def ask(self) -> None:
        """Ask before archiving."""
        self.is_asking = True

    @handler(MANAGE)
    async def leave(self) -> None:
        """Do not archive."""
        self.is_asking = False

    @handler(MANAGE)
    async def archive(self) -> EventSpec:
        """Archive the path."""
        self.is_asking = False
        await db.in_write(actions.archive, await session.me(self), training_id=self._path(), now=clock.now())
        await say(self, "The path is archived. You find it in the catalog under Archived.")
        return rx.redirect(routes.CATALOG)

    @handler(MANAGE)
    async def unarchive(self) -> None:
        """Put the path back."""
        await db.in_write(actions.unarchive, await session.me(self), training_id=self._path(), now=clock.now())
        shown = await self.get_state(PathPage)
        found = await shown._read()
        shown.is_archived, shown.why = found.is_archived, found.why
        await say(self, "The path is in the catalog again.")

    @handler(ASSIGNS)
    async def assign(self) -> EventSpec:
        """Begin an assignment of this path, at its dates."""
        actor, now = await session.me(self), clock.now()
        draft_id = await db.in_write(drafting.begin, actor, now=now)
        await db.in_write(drafting.choose_training, actor, draft_id=draft_id, training_id=self._path(), now=now)
        return rx.redirect(routes.draft(draft_id, Step.DATES))

    def _path(self) -> int:
        return routes.number_in(self.router.url.path)


def buttons() -> rx.Component:
    """At the far end of the title."""
    archive = rx.el.button(rx.icon("archive", size=16), "Archive", on_click=PathActs.ask, type="button",
                           class_name="btn")  # fmt: skip
    back = rx.el.button("Put back into the catalog", on_click=PathActs.unarchive, type="button", class_name="btn")
    assign = rx.el.button("Assign this plan", on_click=PathActs.assign, type="button", class_name="btn")
    may_assign = Shell.may[ASSIGNS.value] & (PathPage.why == "")
    return rx.cond(
        PathPage.path_id > 0,
        rx.fragment(
            rx.cond(PathPage.is_archived, back, archive),
            rx.cond(may_assign & ~PathPage.is_archived, assign),
        ),
    )


def asking() -> rx.Component:
    """The question before archiving."""
    return dialogs.confirm(
        is_open=PathActs.is_asking,
        title="Archive “" + PathPage.name + "”?",
        lines=[
            "It can no longer be assigned.",
            "Whoever has it open goes on with it. What was completed stays in every report.",
            "You can put it back.",
        ],
        verb="Archive",
        on_confirm=PathActs.archive,
        on_cancel=PathActs.leave,
    )
