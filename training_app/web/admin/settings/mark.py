"""The organization's mark: a picture for its certificates, chosen, looked at, replaced and removed (T-06)."""

import reflex as rx

from training_app.access.rules import Permission
from training_app.core import clock, db, organization
from training_app.core.errors import Invalid
from training_app.people import mark
from training_app.web.shared import dialogs, forms, routes, session, uploading
from training_app.web.shared.handling import handler
from training_app.web.shared.notices import say

MANAGE = Permission.MANAGE_SETTINGS
TITLE = "Mark on certificates"
HELP = "A JPG or PNG. On certificates it is up to 7 cm wide and 2 cm high, on white."


class MarkField(rx.State):
    """The mark as it is, what is wrong with the picture that was sent last, and the question before it is removed."""

    picture: str = ""
    wrong: str = ""
    is_asking: bool = False

    @handler(MANAGE, supersedes=True)
    async def load(self) -> None:
        """Read it."""
        self.wrong, self.is_asking = "", False
        await self._read()

    @handler(MANAGE)
    async def came(self) -> None:
        """A picture has come: it is the mark, or it is said why not."""
        actor, self.wrong = await session.me(self), ""
        files = await db.in_read(mark.sent, actor)
        if not files:
            return
        try:
            await db.in_write(mark.change, actor, file_id=files[-1].id, now=clock.now())
            await say(self, "The mark is saved. Certificates have it from now on.")
        except Invalid as refused:
            self.wrong = refused.message
        await db.in_write(mark.discard, actor)
        await self._read()

    @handler(MANAGE)
    async def ask(self) -> None:
        """Ask before it is removed."""
        self.is_asking = self.picture != ""

    @handler(MANAGE)
    async def cancel(self) -> None:
        """Leave it."""
        self.is_asking = False

    @handler(MANAGE)
    async def remove(self) -> None:
        """Do without; a second click on the same question does nothing more."""
        if not self.is_asking:
            return
        self.is_asking = False
        await db.in_write(mark.remove, await session.me(self), now=clock.now())
        await self._read()
        await say(self, "The mark is removed. Certificates have the organization's name alone.")

    async def _read(self) -> None:
        key = (await db.in_read(organization.of)).mark_key
        self.picture = routes.mark(key) if key else ""


def section() -> rx.Component:
    """Its part of the page."""
    remove = rx.el.button("Remove the mark", on_click=MarkField.ask, type="button", class_name="btn")
    shown = rx.el.div(
        rx.el.img(src=MarkField.picture, alt="The organization's mark", class_name="mark-picture"),
        remove,
        class_name="row wrap",
    )
    fault = rx.cond(MarkField.wrong != "", rx.el.div(forms.wrong(MarkField.wrong, "mark"), role="alert"))
    return rx.el.section(
        rx.el.h2(TITLE),
        rx.cond(MarkField.picture != "", shown),
        uploading.file_field(mark.PLACE, MarkField.came, label="Choose a picture", help_text=HELP, name="mark_file",
                             accept="image/png,image/jpeg"),
        fault,
        aria_label=TITLE,
        class_name="card pad stack",
    )  # fmt: skip


def asking() -> rx.Component:
    """The question before it is removed."""
    return dialogs.confirm(
        is_open=MarkField.is_asking,
        title="Remove the mark?",
        lines=["Certificates then have the organization's name alone, also those that were made before."],
        verb="Remove the mark",
        on_confirm=MarkField.remove,
        on_cancel=MarkField.cancel,
        stay="Keep it",
        loses=True,
    )
