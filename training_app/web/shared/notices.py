"""What the app says beside the page: done, refused, or gone wrong. State in a live region, never a script (CSP)."""

import reflex as rx

from training_app.web.shared.gate import ANYONE, allow


class Notices(rx.State):
    """The notice shown now. Errors stay until dismissed; the number makes the same words a new notice."""

    text: str = ""
    href: str = ""  # of what the notice is about; empty: nothing to open
    is_error: bool = False
    number: int = 0
    _is_carried: bool = False

    @rx.event
    @allow(ANYONE)
    async def dismiss(self) -> None:
        """Take the notice away."""
        self.text = ""

    @rx.event
    @allow(ANYONE)
    async def refused(self) -> None:
        """Say that the last click was refused."""
        self._say("You do not have the right to do this. Nothing was changed.", is_error=True)

    def _say(self, text: str, *, is_error: bool = False, href: str = "") -> None:
        self.text, self.href, self.is_error = text, href, is_error
        self.number, self._is_carried = self.number + 1, False


async def say(state: rx.State, text: str, *, is_error: bool = False, href: str = "") -> None:
    """Show a notice in the tab of this state; `href` is the address of what it is about."""
    notices = await state.get_state(Notices)
    notices._say(text, is_error=is_error, href=href)


async def leave(state: rx.State) -> None:
    """Take an error away with its page; what was done is still said on the next page, and no longer."""
    notices = await state.get_state(Notices)
    if notices.is_error or notices._is_carried:
        notices.text = ""
    notices._is_carried = True


def region() -> rx.Component:
    """Where notices appear: a polite live region that is always there."""
    return rx.el.div(
        rx.cond(
            Notices.text != "",
            rx.el.div(
                rx.el.span(Notices.text, class_name="push"),
                rx.cond(Notices.href != "", rx.el.a("Open", href=Notices.href)),
                rx.el.button(rx.icon("x", size=16), on_click=Notices.dismiss, aria_label="Dismiss", type="button"),
                class_name=rx.cond(Notices.is_error, "notice error", "notice leaving"),
                key=Notices.number.to_string(),
            ),
        ),
        id="notice",
        class_name="notices",
        role="status",
        aria_live="polite",
    )
