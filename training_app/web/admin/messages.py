"""E-mails that could not be delivered, with the mail server's answer, to be sent again (N-03); and where they go."""

import reflex as rx

from training_app.access.rules import Permission
from training_app.core import clock, db, mail
from training_app.core.paging import Page as Cut
from training_app.notifications import actions, queries
from training_app.notifications.queries import FailedRow
from training_app.web.shared import lists, routes, session
from training_app.web.shared.handling import handler, number
from training_app.web.shared.lists import Foot
from training_app.web.shared.notices import say
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page

MANAGE = Permission.MANAGE_SETTINGS
COLUMNS = ("Person", "Address", "About", "Tries", "Answer of the mail server", "")


class MessagesPage(rx.State):
    """One page of what was given up, and whether there is a mail server at all."""

    rows: list[FailedRow] = []
    foot: Foot = Foot()
    folder: str = ""
    is_loaded: bool = False

    @handler(MANAGE, supersedes=True)
    async def load(self) -> None:
        """Read the page that the address asks for."""
        cut = Cut(routes.page_in(self.router.url.query))
        found = await db.in_read(queries.failed, await session.me(self), page=cut)
        self.rows, self.folder, self.is_loaded = found.rows, str(mail.mailbox()) if mail.is_mailbox() else "", True
        self.foot = lists.foot_of(found, lambda page: routes.messages(f"page={page}" if page > 1 else ""))

    @handler(MANAGE)
    async def send_again(self, message_id: int) -> None:
        """Try one again, from the beginning."""
        actor = await session.me(self)
        await db.in_write(actions.send_again, actor, message_id=number(message_id), now=clock.now())
        await self.load()
        await say(self, "It is tried again now.")


def build() -> rx.Component:
    """The page."""
    return page(
        "Messages",
        rx.el.div(
            rx.cond(MessagesPage.folder != "", _mailbox()),
            rx.el.h2("Could not be delivered"),
            rx.el.div(
                rx.cond(
                    MessagesPage.rows.length() > 0,
                    _table(),
                    rx.cond(MessagesPage.is_loaded, lists.empty("mail-check", "Every e-mail could be delivered.")),
                ),
                class_name="card",
            ),
            class_name="stack",
        ),
        right=MANAGE,
    )


def _mailbox() -> rx.Component:
    return rx.el.div(
        rx.icon("triangle-alert", size=16),
        rx.el.span(
            "No mail server is set, so nobody gets an e-mail: messages are written to the folder ",
            rx.el.code(MessagesPage.folder, class_name="mono"),
            ". Set MUSTER_SMTP_HOST to send them.",
        ),
        class_name="call amber",
    )


def _table() -> rx.Component:
    heading = lists.plain_head(COLUMNS)
    return lists.table(heading, MessagesPage.rows, _row, MessagesPage.foot)


def _row(row: rx.Var[FailedRow]) -> rx.Component:
    return rx.el.tr(
        lists.cell("Person", rx.el.span(row.name, class_name="strong")),
        lists.cell("Address", row.email),
        lists.cell("About", row.occasion),
        lists.cell("Tries", row.attempts.to_string()),
        lists.cell("Answer", rx.el.span(row.answer, class_name="mono")),
        lists.cell(
            "",
            rx.el.button(
                "Send again", rx.el.span("to " + row.name, class_name="sr"), on_click=MessagesPage.send_again(row.id),
                type="button", class_name="btn small-btn",
            ),
        ),
    )  # fmt: skip


PAGE = Page(routes.MESSAGES, "Messages", build, (MessagesPage.load,))
