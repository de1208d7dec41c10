"""What is done with a learning path as a whole: assign it, copy it, archive it, put it back, delete it."""

from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.assignments import using
from training_app.assignments.making import drafting
from training_app.catalog import actions, deleting
from training_app.catalog.deleting import InUse
from training_app.core import clock, db
from training_app.web.admin.catalog.path.copying import PathCopy
from training_app.web.admin.catalog.path.courses import MANAGE
from training_app.web.admin.catalog.path.state import PathPage
from training_app.web.admin.new_assignment.steps import Step
from training_app.web.shared import dialogs, routes, session
from training_app.web.shared.handling import handler, words
from training_app.web.shared.notices import say
from training_app.web.shared.shell import Shell

ASSIGNS = Permission.MANAGE_ASSIGNMENTS
ARCHIVE, DELETE = "archive", "delete"
CLOSES = {"data-closes": "menu"}


class PathActs(rx.State):
    """The question before the path is archived or deleted, and what keeps it from being deleted."""

    asking: str = ""
    in_use: str = ""

    @handler(MANAGE)
    async def ask(self, what: str) -> None:
        """Ask before; of what is in use it is said at once that it cannot be deleted."""
        wanted = words(what, 20)
        self.in_use = await self._uses() if wanted == DELETE else ""
        self.asking = wanted if wanted in (ARCHIVE, DELETE) else ""

    @handler(MANAGE)
    async def leave(self) -> None:
        """Do nothing of it."""
        self.asking = ""

    @handler(MANAGE)
    async def archive(self, _form: dict[str, object]) -> EventSpec:
        """Archive the path."""
        self.asking = ""
        await db.in_write(actions.archive, await session.me(self), training_id=self._path(), now=clock.now())
        await say(self, "The path is archived. You find it in the catalog under Archived.")
        return rx.redirect(routes.CATALOG)

    @handler(MANAGE)
    async def delete(self, _form: dict[str, object]) -> EventSpec | None:
        """Delete the path, which nothing may hang on."""
        self.asking = ""
        try:
            await db.in_write(deleting.delete, await session.me(self), training_id=self._path(), now=clock.now())
        except InUse as refused:
            self.in_use, self.asking = refused.message, DELETE
            return None
        await say(self, "The path is deleted.")
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

    async def _uses(self) -> str:
        found = await db.in_read(using.uses, await session.me(self), training_id=self._path())
        return InUse(found).message if found else ""

    def _path(self) -> int:
        return routes.number_in(self.router.url.path)


def buttons() -> rx.Component:
    """At the far end of the title: what is done most, and the menu of everything else."""
    back = rx.el.button("Put back into the catalog", on_click=PathActs.unarchive, type="button", class_name="btn")
    assign = rx.el.button("Assign this plan", on_click=PathActs.assign, type="button", class_name="btn")
    may_assign = Shell.may[ASSIGNS.value] & (PathPage.why == "")
    return rx.cond(
        PathPage.path_id > 0,
        rx.el.div(rx.cond(PathPage.is_archived, back, rx.cond(may_assign, assign)), _menu(),
                  class_name="row course-acts"),
    )  # fmt: skip


def _menu() -> rx.Component:
    return rx.el.details(
        rx.el.summary(rx.icon("ellipsis", size=16), aria_label="More about this path", id="path_menu",
                      class_name="btn square"),
        rx.el.div(
            _act("copy", "Copy…", PathCopy.ask),
            rx.cond(~PathPage.is_archived, _act("archive", "Archive…", PathActs.ask(ARCHIVE))),
            _act("trash-2", "Delete…", PathActs.ask(DELETE)),
            class_name="sheet",
        ),
        class_name="menu course-menu",
    )  # fmt: skip


def _act(icon: str, said: str, on_click: Any) -> rx.Component:
    return rx.el.button(rx.icon(icon, size=16), said, on_click=on_click, type="button", custom_attrs=CLOSES)


def asking() -> rx.Component:
    """The questions before the path is archived or deleted."""
    leave, name = PathActs.leave, "“" + PathPage.name + "”"
    return rx.fragment(
        dialogs.confirm(
            is_open=PathActs.asking == ARCHIVE,
            title="Archive " + name + "?",
            lines=[
                "It can no longer be assigned.",
                "Whoever has it open goes on with it. What was completed stays in every report.",
                "You can put it back.",
            ],
            verb="Archive",
            on_confirm=PathActs.archive,
            on_cancel=leave,
        ),
        dialogs.confirm(
            is_open=(PathActs.asking == DELETE) & (PathActs.in_use == ""),
            title="Delete " + name + "?",
            lines=["The path is gone for good, and nobody can take this back. Its courses stay as they are."],
            verb="Delete",
            on_confirm=PathActs.delete,
            on_cancel=leave,
            loses=True,
        ),
        _in_use(leave, name),
    )


def _in_use(leave: Any, name: Any) -> rx.Component:
    """What hangs on it is named; archiving is offered instead, unless it is archived already."""
    is_open, title = (PathActs.asking == DELETE) & (PathActs.in_use != ""), name + " cannot be deleted"
    return rx.cond(
        PathPage.is_archived,
        dialogs.confirm(
            is_open=is_open, title=title, lines=[PathActs.in_use, "It is archived, so it cannot be assigned."],
            verb="Leave it archived", on_confirm=leave, on_cancel=leave, stay="Close",
        ),
        dialogs.confirm(
            is_open=is_open,
            title=title,
            lines=[
                PathActs.in_use,
                "Archive it instead: it can no longer be assigned, and everything recorded stays.",
            ],
            verb="Archive instead",
            on_confirm=PathActs.archive,
            on_cancel=leave,
        ),
    )  # fmt: skip
