"""“Remove Users”: pasted email addresses are taken out of those chosen, and what was not is named back (A-10)."""

from collections.abc import Mapping
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.assignments.making import drafting
from training_app.core import clock, db
from training_app.web.admin.new_assignment.people.reading import shown
from training_app.web.admin.new_assignment.wizard import MANAGE, draft_number
from training_app.web.shared import forms, session
from training_app.web.shared.handling import handler, words
from training_app.web.shared.notices import say

FIELD = "addresses_to_remove"
LONGEST = 300_000
# The box takes a little more, so that what it cuts off is refused here and not lost in silence. What it takes at most
# fits into one message of the websocket (1 MB), however its characters are written.
MOST_TYPED = 320_000
SHOWN = 50
TOO_LONG = f"This is more than {LONGEST // 1000} kB at once. Nobody was removed; paste the addresses in parts."
NONE = "Paste or type at least one email address."


class RemoveUsers(rx.State):
    """What became of the addresses that were sent last; of a long list the first are shown."""

    problem: str = ""
    not_chosen: list[str] = []
    not_chosen_number: int = 0
    malformed: list[str] = []
    malformed_number: int = 0
    _draft: int = 0

    @handler(MANAGE)
    async def load(self) -> None:
        """Say nothing on this draft of what was removed from another."""
        if self._draft != draft_number(self):
            self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
            self._draft = draft_number(self)

    @handler(MANAGE)
    async def remove(self, form: dict[str, Any]) -> list[EventSpec] | None:
        """Take the people with these addresses out; the others stay in the box."""
        text = words(form.get(FIELD) if isinstance(form, Mapping) else None, MOST_TYPED)
        self.problem = TOO_LONG if len(text) > LONGEST else "" if text.strip() else NONE
        return [rx.set_focus(FIELD)] if self.problem else await self._remove(text)

    async def _remove(self, text: str) -> list[EventSpec]:
        said = {"draft_id": draft_number(self), "text": text, "now": clock.now()}
        done = await db.in_write(drafting.remove_addresses, await session.me(self), **said)
        self.not_chosen, self.not_chosen_number = done.not_chosen[:SHOWN], len(done.not_chosen)
        self.malformed, self.malformed_number = done.malformed[:SHOWN], len(done.malformed)
        await shown(self, after_write=True)
        number = len(done.removed)
        await say(self, "1 person removed." if number == 1 else f"{number:,} people removed.")
        return [rx.set_value(FIELD, "\n".join([*done.not_chosen, *done.malformed]))]


def card() -> rx.Component:
    """The box, its button, and the addresses that were not taken out."""
    return rx.el.section(
        rx.el.form(
            forms.field("Email addresses to take out", _box(), name=FIELD, error=RemoveUsers.problem),
            rx.el.button(rx.icon("user-minus", size=16), "Remove Users", type="submit", class_name="btn"),
            on_submit=RemoveUsers.remove,
            class_name="col gap-8 to-remove",
        ),
        rx.el.div(
            _named_back("not among those chosen", RemoveUsers.not_chosen, RemoveUsers.not_chosen_number),
            _named_back("no email address", RemoveUsers.malformed, RemoveUsers.malformed_number),
            role="status",
        ),
        class_name="card pad-12",
        aria_label="Remove Users",
    )


def _box() -> rx.Component:
    return rx.el.textarea(
        id=FIELD, name=FIELD, default_value="", rows="3", max_length=MOST_TYPED, class_name="in box",
        placeholder="Paste one or many, separated in any way", auto_complete="off",
        aria_invalid=rx.cond(RemoveUsers.problem != "", "true", "false"), aria_describedby=f"{FIELD}_help",
        custom_attrs={"spellCheck": "false"},
    )  # fmt: skip


def _named_back(what: str, some: rx.Var[list[str]], number: rx.Var[int]) -> rx.Component:
    rest = rx.el.li("… and " + (number - SHOWN).to_string() + " more; all of them are in the box above.")
    return rx.cond(
        number > 0,
        rx.el.div(
            rx.el.h3(rx.cond(number == 1, f"1 is {what}", number.to_string() + f" are {what}")),
            rx.el.ul(
                rx.foreach(some, rx.el.li),
                rx.cond(number > SHOWN, rest),
                class_name="named-back", tab_index=0, aria_label=what.capitalize(),
            ),
        ),
    )  # fmt: skip
