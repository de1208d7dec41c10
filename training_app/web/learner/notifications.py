"""One's own notifications: read, mark read, mark all read (N-01, N-02)."""

import reflex as rx

from training_app.core import clock, db
from training_app.core.paging import Page as Cut
from training_app.notifications import actions, queries
from training_app.notifications.queries import InboxRow
from training_app.web.shared import letters, lists, push, routes, session
from training_app.web.shared.gate import SIGNED_IN
from training_app.web.shared.handling import handler, number
from training_app.web.shared.lists import Foot
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import Shell, page


class NotificationsPage(rx.State):
    """One page of the actor's own messages."""

    rows: list[InboxRow] = []
    foot: Foot = Foot()
    is_loaded: bool = False

    @handler(SIGNED_IN, supersedes=True)
    async def load(self) -> None:
        """Read the page that the address asks for."""
        cut = Cut(routes.page_in(self.router.url.query))
        found = await db.in_read(queries.inbox, await session.me(self), page=cut)
        self.rows, self.is_loaded = found.rows, True
        self.foot = lists.foot_of(found, lambda page: routes.notifications(f"page={page}" if page > 1 else ""))

    @handler(SIGNED_IN)
    async def read(self, message_id: int) -> None:
        """Mark one as read."""
        actor = await session.me(self)
        await db.in_write(actions.mark_read, actor, message_id=number(message_id), now=clock.now())
        await self._again(actor.person_id)

    @handler(SIGNED_IN)
    async def read_all(self) -> None:
        """Mark all as read."""
        actor = await session.me(self)
        await db.in_write(actions.mark_all_read, actor, now=clock.now())
        await self._again(actor.person_id)

    async def _again(self, person_id: int | None) -> None:
        push.changed([person_id] if person_id else [])
        await self.load()


def build() -> rx.Component:
    """The page."""
    return page(
        "Notifications",
        rx.el.div(
            rx.cond(
                NotificationsPage.rows.length() > 0,
                rx.fragment(rx.el.ul(rx.foreach(NotificationsPage.rows, _letter)), lists.foot(NotificationsPage.foot)),
                rx.cond(
                    NotificationsPage.is_loaded,
                    lists.empty("bell", "What you should know stands here: new trainings and reminders."),
                ),
            ),
            class_name="card narrow",
        ),
        actions=(
            rx.cond(
                Shell.bell > 0,
                rx.el.button("Mark all read", on_click=NotificationsPage.read_all, type="button", class_name="btn"),
            ),
        ),
    )


def _letter(row: rx.Var[InboxRow]) -> rx.Component:
    return rx.el.li(
        rx.cond(row.is_read, rx.fragment(), rx.el.span(class_name="unread-dot", aria_hidden="true")),
        rx.el.div(
            rx.cond(row.is_read, rx.fragment(), rx.el.span("Unread: ", class_name="sr")),
            letters.subject(row, on_click=NotificationsPage.read(row.id)),
            rx.el.p(row.text, class_name="muted"),
            class_name="push",
        ),
        rx.cond(
            row.is_read,
            rx.fragment(),
            rx.el.button(
                "Mark read", rx.el.span(row.subject, class_name="sr"), on_click=NotificationsPage.read(row.id),
                type="button", class_name="btn ghost small-btn",
            ),
        ),
        class_name=rx.cond(row.is_read, "letter", "letter unread"),
    )  # fmt: skip


PAGE = Page(routes.NOTIFICATIONS, "Notifications", build, (NotificationsPage.load,))
