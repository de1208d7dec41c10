"""What keeps messages from being sent, or changes what they say, above their list (N-01, N-06, N-10)."""

import reflex as rx

from training_app.access.rules import Permission
from training_app.core import db, mail
from training_app.notifications.wording import templates
from training_app.notifications.wording.templates import BrokenTemplate
from training_app.web.admin import loop_health
from training_app.web.shared import routes, session
from training_app.web.shared.handling import handler

MANAGE = Permission.MANAGE_SETTINGS


class MessageCalls(rx.State):
    """The folder that e-mails go to instead of a mail server, and the texts that cannot be used."""

    folder: str = ""
    broken: list[BrokenTemplate] = []

    @handler(MANAGE, supersedes=True)
    async def load(self) -> None:
        """Look whether there is any."""
        self.folder = str(mail.mailbox()) if mail.is_mailbox() else ""
        self.broken = list(await db.in_read(templates.broken, await session.me(self)))


def calls() -> rx.Component:
    """One line for each; nothing where all is well."""
    return rx.el.div(
        loop_health.call(),
        rx.cond(MessageCalls.folder != "", _mailbox()),
        rx.foreach(MessageCalls.broken, _broken),
        class_name="calls",
    )


def _mailbox() -> rx.Component:
    return rx.el.div(
        rx.icon("triangle-alert", size=16),
        rx.el.span(
            "No mail server is set, so nobody gets an e-mail: messages are written to the folder ",
            rx.el.code(MessageCalls.folder, class_name="mono"),
            ". Set MUSTER_SMTP_HOST to send them.",
        ),
        class_name="call amber",
    )


def _broken(one: rx.Var[BrokenTemplate]) -> rx.Component:
    return rx.el.div(
        rx.icon("triangle-alert", size=16),
        rx.el.span(
            "The texts of “", one.name, "” cannot be used (", one.why, "), so Muster's own are sent. ",
            rx.el.a("Mend them", href=routes.TEMPLATES + "/" + one.slug),
            class_name="push",
        ),
        class_name="call amber",
    )  # fmt: skip
