"""“Send again” for all that failed of what the filter finds: asks with the number first (N-03, N-07)."""

import reflex as rx

from training_app.access.rules import Permission
from training_app.core import clock, db
from training_app.notifications import actions, log
from training_app.notifications.filters import MessageTab
from training_app.web.admin.messages.state import MessagesPage, filter_of
from training_app.web.shared import dialogs, session
from training_app.web.shared.handling import handler
from training_app.web.shared.notices import say

MANAGE = Permission.MANAGE_SETTINGS
LINE = (
    "Each is tried again now, from the beginning. What is not true any more, such as the reminder of a training that "
    "was completed meanwhile, is not sent."
)


class SendAllAgain(rx.State):
    """The question before it."""

    is_asking: bool = False
    number: int = 0
    emails: str = ""

    @handler(MANAGE)
    async def ask(self) -> None:
        """Ask with the number."""
        wanted = await filter_of(self)
        found = await db.in_read(log.messages, await session.me(self), wanted=wanted)
        self.number = found.tabs[MessageTab.FAILED]
        self.emails, self.is_asking = _emails(self.number), self.number > 0

    @handler(MANAGE)
    async def cancel(self) -> None:
        """Send nothing."""
        self.is_asking = False

    @handler(MANAGE)
    async def confirm(self) -> None:
        """Send them; a second click on the same question sends nothing more."""
        if not self.is_asking:
            return
        self.is_asking, wanted = False, await filter_of(self)
        sent = await db.in_write(actions.send_all_again, await session.me(self), wanted=wanted, now=clock.now())
        await (await self.get_state(MessagesPage)).load()
        await say(self, f"{_emails(sent)} {'is' if sent == 1 else 'are'} tried again now.")


def button() -> rx.Component:
    """The button, where anything failed."""
    label = "Send again (" + MessagesPage.failed.to_string() + ")"
    is_there = (MessagesPage.tab == MessageTab.FAILED.name.lower()) & (MessagesPage.failed > 0)
    return rx.cond(
        is_there,
        rx.el.button(rx.icon("refresh-cw", size=16), label, on_click=SendAllAgain.ask, type="button", class_name="btn"),
    )


def question() -> rx.Component:
    """What the button asks."""
    return dialogs.confirm(
        is_open=SendAllAgain.is_asking,
        title="Send " + SendAllAgain.emails + " again?",
        lines=[LINE],
        verb="Send " + SendAllAgain.emails + " again",
        number=SendAllAgain.number,
        on_confirm=SendAllAgain.confirm,
        on_cancel=SendAllAgain.cancel,
    )


def _emails(number: int) -> str:
    return "1 e-mail" if number == 1 else f"{number:,} e-mails"
