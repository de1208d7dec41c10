"""What is done with a certification as a whole: archive it, restore it, see who holds it."""

import reflex as rx
from reflex_base.event import EventSpec

from training_app.certifications.kinds import making
from training_app.core import clock, db
from training_app.web.admin.certifications.kind.sources import TRACK
from training_app.web.admin.certifications.kind.state import KindPage
from training_app.web.shared import dialogs, routes, session
from training_app.web.shared.handling import handler
from training_app.web.shared.notices import say


class KindActs(rx.State):
    """The question before archiving."""

    is_asking: bool = False

    @handler(TRACK)
    async def ask(self) -> None:
        """Ask before archiving."""
        self.is_asking = True

    @handler(TRACK)
    async def leave(self) -> None:
        """Do not archive."""
        self.is_asking = False

    @handler(TRACK)
    async def archive(self, _form: dict[str, object]) -> EventSpec:
        """Archive the certification."""
        self.is_asking, number = False, routes.number_in(self.router.url.path)
        await db.in_write(making.archive, await session.me(self), certification_id=number, now=clock.now())
        await say(self, "The certification is archived. You find it under Archived.")
        return rx.redirect(routes.CERTIFICATIONS)

    @handler(TRACK)
    async def restore(self) -> None:
        """Let it be awarded again."""
        number = routes.number_in(self.router.url.path)
        await db.in_write(making.restore, await session.me(self), certification_id=number, now=clock.now())
        (await self.get_state(KindPage)).is_archived = False
        await say(self, "The certification can be awarded again.")


def buttons() -> rx.Component:
    """At the far end of the title."""
    archive = rx.el.button(rx.icon("archive", size=16), "Archive", on_click=KindActs.ask, type="button",
                           class_name="btn")  # fmt: skip
    back = rx.el.button("Restore", on_click=KindActs.restore, type="button", class_name="btn")
    held = rx.el.a(rx.icon("users", size=16), "Awarded Users", class_name="btn",
                   href=f"{routes.CERTIFICATIONS}/{KindPage.kind_id}/awarded")  # fmt: skip
    return rx.cond(
        (KindPage.kind_id > 0) & KindPage.is_loaded,
        rx.fragment(rx.cond(KindPage.may_decide, rx.cond(KindPage.is_archived, back, archive)), held),
    )


def asking() -> rx.Component:
    """The question before archiving."""
    return dialogs.confirm(
        is_open=KindActs.is_asking,
        title="Archive “" + KindPage.name + "”?",
        lines=[
            "It is no longer awarded, and no form offers it.",
            "Whoever was awarded it keeps the award, with its files.",
            "You can restore it.",
        ],
        verb="Archive",
        on_confirm=KindActs.archive,
        on_cancel=KindActs.leave,
    )
