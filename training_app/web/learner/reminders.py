"""How one's own reminders come by e-mail: a section of “Your account” (N-08)."""

import reflex as rx

from training_app.core import clock, db
from training_app.notifications import preferences
from training_app.notifications.rules import ReminderMails
from training_app.web.shared import session
from training_app.web.shared.gate import SIGNED_IN
from training_app.web.shared.handling import handler, words
from training_app.web.shared.notices import say

WAYS = {
    ReminderMails.EACH: ("One by one", "Each reminder is a mail of its own."),
    ReminderMails.DIGEST: ("One mail a day", "The reminders of a day come together, the most urgent first."),
    ReminderMails.NONE: ("None, only under the bell", "Reminders stand under the bell and are not sent by e-mail."),
}


class Reminders(rx.State):
    """What the actor has chosen."""

    chosen: str = ""

    @handler(SIGNED_IN)
    async def load(self) -> None:
        """Read it."""
        self.chosen = (await db.in_read(preferences.mine, await session.me(self))).value

    @handler(SIGNED_IN)
    async def choose(self, reminders: str) -> None:
        """Have reminders come like this from now on."""
        actor, way = await session.me(self), words(reminders)
        self.chosen = (await db.in_write(preferences.choose, actor, reminders=way, now=clock.now())).value
        await say(self, f"Reminders by e-mail: {WAYS[ReminderMails(self.chosen)][0]}.")


def section() -> rx.Component:
    """What is always sent, and the choice."""
    return rx.el.section(
        rx.el.h2("Reminders by e-mail", id="reminders"),
        rx.el.p(
            "Reminders come before something is due, on the day itself, and before a certification expires. Under the "
            "bell they always stand.",
            class_name="muted",
        ),
        rx.el.fieldset(
            rx.el.legend("Reminders by e-mail", class_name="sr"),
            *(_way(way, *said) for way, said in WAYS.items()),
            class_name="ways",
        ),
        rx.el.div(
            rx.icon("lock", size=16, aria_hidden="true"),
            rx.el.p(
                rx.el.span("Always sent:", class_name="strong"),
                " the first notice of an assignment, and everything else that is not a reminder, such as a new due "
                "date. This cannot be switched off.",
                class_name="push",
            ),
            class_name="always",
        ),
        aria_labelledby="reminders",
        class_name="card pad stack",
    )


def _way(way: ReminderMails, name: str, said: str) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio", name="reminders", value=way.value, checked=Reminders.chosen == way.value,
            disabled=Reminders.chosen == "", on_change=Reminders.choose(way.value),
        ),
        rx.el.span(
            rx.el.span(name, class_name="strong"), rx.el.span(said, class_name="muted"), class_name="described push"
        ),
        class_name=rx.cond(Reminders.chosen == way.value, "option on", "option"),
    )  # fmt: skip
