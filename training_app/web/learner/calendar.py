"""One's own private calendar address: made, copied, made anew, removed (N-09)."""

import reflex as rx
from reflex_base.event import EventSpec
from reflex_components_core.el.elements.inline import A as PlainLink  # type: ignore[import-untyped]  # it has no stubs

from training_app.core import clock, db
from training_app.core.settings import settings
from training_app.notifications.calendar import address
from training_app.web.shared import dialogs, routes, session
from training_app.web.shared.gate import SIGNED_IN
from training_app.web.shared.handling import handler
from training_app.web.shared.notices import say


class CalendarSection(rx.State):
    """The actor's own address; empty while there is none."""

    address: str = ""
    subscribe: str = ""
    is_renewing: bool = False
    is_removing: bool = False
    is_loaded: bool = False

    @handler(SIGNED_IN, supersedes=True)
    async def load(self) -> None:
        """Read whether the actor has one."""
        self.is_renewing = self.is_removing = False
        self._show(await db.in_read(address.mine, await session.me(self)))

    @handler(SIGNED_IN)
    async def make(self) -> EventSpec:
        """Make one, and lead on to it."""
        self._show(await db.in_write(address.make, await session.me(self), now=clock.now()))
        return rx.set_focus(ADDRESS)

    @handler(SIGNED_IN)
    async def copied(self) -> None:
        """Say that it is in the clipboard."""
        await say(self, "Calendar address copied.")

    @handler(SIGNED_IN)
    async def ask_renew(self) -> None:
        """Ask before the old one stops."""
        self.is_renewing = True

    @handler(SIGNED_IN)
    async def ask_remove(self) -> None:
        """Ask before there is none any more."""
        self.is_removing = True

    @handler(SIGNED_IN)
    async def cancel(self) -> None:
        """Leave it as it is."""
        self.is_renewing = self.is_removing = False

    @handler(SIGNED_IN)
    async def renew(self) -> None:
        """Make a new one in place of the old."""
        self.is_renewing = False
        self._show(await db.in_write(address.renew, await session.me(self), now=clock.now()))
        await say(self, "This is your new calendar address. The old one has stopped.")

    @handler(SIGNED_IN)
    async def remove(self) -> None:
        """Let there be none."""
        self.is_removing = False
        await db.in_write(address.remove, await session.me(self), now=clock.now())
        self._show("")
        await say(self, "Your calendar address is removed.")

    def _show(self, token: str) -> None:
        path = routes.calendar(token) if token else ""
        self.address = settings().address() + path if path else ""
        self.subscribe = self.address.replace("https:", "webcal:", 1).replace("http:", "webcal:", 1)
        self.is_loaded = True


ADDRESS = "calendar_address"


def section() -> rx.Component:
    """The section of the page of one's own account."""
    return rx.el.section(
        rx.el.h2("Calendar", id="calendar"),
        rx.el.p(
            "Your due dates, and the days on which your certifications expire, in the calendar of your phone or "
            "computer. It asks for them again every few hours.",
            class_name="muted",
        ),
        rx.cond(CalendarSection.is_loaded, rx.cond(CalendarSection.address != "", _address(), _none())),
        _ask_renew(),
        _ask_remove(),
        class_name="card pad stack",
        aria_labelledby="calendar",
    )


def _none() -> rx.Component:
    return rx.el.div(rx.el.button("Make my calendar address", on_click=CalendarSection.make, class_name="btn solid"))


def _address() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.label("Your calendar address", html_for=ADDRESS),
            rx.el.div(
                rx.el.input(
                    id=ADDRESS, value=CalendarSection.address, read_only=True, class_name="in",
                    aria_describedby=f"{ADDRESS}_help", auto_complete="off", spell_check=False,
                ),
                rx.el.button(
                    rx.icon("copy", size=16), "Copy", class_name="btn",
                    on_click=[rx.set_clipboard(CalendarSection.address), CalendarSection.copied],
                ),
                class_name="row",
            ),
            rx.el.div(
                "Add it to your calendar app as a calendar from the internet. Keep it to yourself: whoever has it sees "
                "these days.",
                id=f"{ADDRESS}_help", class_name="help",
            ),
            class_name="field",
        ),
        rx.el.div(
            PlainLink.create("Open in calendar app", href=CalendarSection.subscribe, class_name="btn"),
            rx.el.button("Make a new address", on_click=CalendarSection.ask_renew, class_name="btn"),
            rx.el.button("Remove", on_click=CalendarSection.ask_remove, class_name="btn"),
            class_name="row calendar-acts",
        ),
    )  # fmt: skip


def _ask_renew() -> rx.Component:
    return dialogs.confirm(
        is_open=CalendarSection.is_renewing,
        title="Make a new address?",
        lines=[
            "The old one stops: calendars that ask by it show these days no more.",
            "Add the new one to them.",
        ],
        verb="Make a new address",
        on_confirm=CalendarSection.renew,
        on_cancel=CalendarSection.cancel,
    )


def _ask_remove() -> rx.Component:
    return dialogs.confirm(
        is_open=CalendarSection.is_removing,
        title="Remove your calendar address?",
        lines=["It stops: calendars that ask by it show these days no more.", "What you have to do stays as it is."],
        verb="Remove",
        on_confirm=CalendarSection.remove,
        on_cancel=CalendarSection.cancel,
        loses=True,
    )
