"""People who came and are not on the sheet: found by name or email, or pasted as addresses (T-03)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.assignments.attendance import entries as attendance_entries
from training_app.assignments.attendance.attending import Mark
from training_app.core import clock, db
from training_app.core.paging import Page as Cut
from training_app.people import queries as people
from training_app.web.admin.attendance import said
from training_app.web.admin.attendance.acts import mark_said
from training_app.web.admin.attendance.state import RECORD, course_number, session_day, write
from training_app.web.shared import forms, session
from training_app.web.shared.handling import handler, number, words
from training_app.web.shared.notices import say

FIND, ADDRESSES = "find_attendee", "attendee_addresses"
LONGEST, LONGEST_LIST = 100, 300_000
SUGGESTED = Cut(1, 6)
SHOWN = 20
TOO_LONG = f"This is more than {LONGEST_LIST // 1000} kB at once. Nobody was entered; paste the addresses in parts."


@dataclass(frozen=True)
class Found:
    """Somebody who may be meant."""

    id: int
    name: str
    about: str


class AddAttendees(rx.State):
    """Whom the words find, and the addresses that nobody was entered for."""

    q: str = ""
    found: list[Found] = []
    problem: str = ""
    unknown: list[str] = []
    unknown_number: int = 0
    _of: str = ""

    @handler(RECORD)
    async def load(self) -> None:
        """Say nothing on this session of what was pasted for another."""
        here = f"{course_number(self)}:{await session_day(self)}"
        if self._of != here:
            self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
            self._of = here

    @handler(RECORD, supersedes=True)
    async def find(self, text: str) -> None:
        """Find people as one types."""
        await self._find(words(text, LONGEST))

    @handler(RECORD)
    async def enter(self, form: dict[str, Any]) -> list[EventSpec] | None:
        """Add the only person whom the words find."""
        await self._find(words(form.get(FIND) if isinstance(form, Mapping) else None, LONGEST))
        return await self._add(self.found[0].id) if len(self.found) == 1 else None

    @handler(RECORD)
    async def add(self, person_id: int) -> list[EventSpec]:
        """Add the person who was clicked, as attended."""
        return await self._add(number(person_id))

    @handler(RECORD)
    async def paste(self, form: dict[str, Any]) -> list[EventSpec] | None:
        """Enter everybody with these addresses; the others stay in the box."""
        sent = form if isinstance(form, Mapping) else {}
        text, mark = words(sent.get(ADDRESSES), LONGEST_LIST + 1), mark_said(sent.get("mark"))
        none = "" if text.strip() else "Paste or type at least one email address."
        self.problem = TOO_LONG if len(text) > LONGEST_LIST else none
        return [rx.set_focus(ADDRESSES)] if self.problem else await self._paste(text, mark)

    async def _find(self, text: str) -> None:
        rows = (
            (await db.in_read(people.find, await session.me(self), q=text, page=SUGGESTED)).rows if text.strip() else []
        )
        self.q = text
        self.found = [Found(one.id, one.name, " · ".join(word for word in (one.email, one.branch) if word))
                      for one in rows]  # fmt: skip

    async def _add(self, person_id: int) -> list[EventSpec]:
        name = next((one.name for one in self.found if one.id == person_id), "1 person")
        named = {"person_id": person_id, "mark": Mark.ATTENDED, "now": clock.now()}
        done = await write(self, attendance_entries.enter_one, **named)
        self.q, self.found = "", []
        enrolls = ", and will be enrolled" if done.enrolled else ""
        await say(
            self, f"{name} is recorded so already." if done.already else f"{name} is entered as attended{enrolls}."
        )
        return [rx.set_value(FIND, ""), rx.set_focus(FIND)]

    async def _paste(self, text: str, mark: Mark) -> list[EventSpec]:
        done = await write(self, attendance_entries.enter_addresses, text=text, mark=mark, now=clock.now())
        left = [f"{one} is nobody whom you see in the roster" for one in done.unknown]
        left += [f"{one} is no email address" for one in done.malformed]
        left += [f"{one.name} {one.why}" for one in done.done.refused]
        self.unknown, self.unknown_number = left[:SHOWN], len(left)
        await say(self, said.entered(done.done, len(done.unknown) + len(done.malformed)))
        return [rx.set_value(ADDRESSES, "\n".join([*done.unknown, *done.malformed]))]


def by_name() -> rx.Component:
    """The box with those whom it finds, each a button that adds."""
    box = rx.el.input(
        id=FIND, name=FIND, type="text", default_value="", on_change=AddAttendees.find.debounce(250), class_name="in",
        max_length=LONGEST, auto_complete="off", placeholder="Name or email", aria_describedby=f"{FIND}_help",
    )  # fmt: skip
    nobody = rx.el.p("Nobody whom you see matches “" + AddAttendees.q + "”.", class_name="muted small")
    return rx.el.form(
        forms.field("Somebody else came", box, name=FIND,
                    help_text="Who is not enrolled is enrolled when you record the session."),
        rx.el.div(
            rx.foreach(AddAttendees.found, _found),
            rx.cond((AddAttendees.q != "") & (AddAttendees.found.length() == 0), nobody),
            role="status",
            class_name="found-attendees",
        ),
        on_submit=AddAttendees.enter,
        class_name="col gap-8",
    )  # fmt: skip


def _found(one: rx.Var[Found]) -> rx.Component:
    return rx.el.button(
        rx.icon("plus", size=16),
        rx.el.span(
            rx.el.span(one.name, class_name="strong"), rx.el.span(one.about, class_name="muted small cut"),
            class_name="col push",
        ),
        on_click=AddAttendees.add(one.id),
        type="button",
        aria_label="Add " + one.name,
        class_name="found-attendee",
    )  # fmt: skip


def pasted() -> rx.Component:
    """The box for addresses, with the result that all of them have."""
    box = rx.el.textarea(
        id=ADDRESSES, name=ADDRESSES, default_value="", rows="3", max_length=LONGEST_LIST + 1, class_name="in box",
        placeholder="Paste one or many, separated in any way", auto_complete="off",
        aria_invalid=rx.cond(AddAttendees.problem != "", "true", "false"), aria_describedby=f"{ADDRESSES}_help",
        custom_attrs={"spellCheck": "false"},
    )  # fmt: skip
    mark = rx.el.select(
        *(rx.el.option(one.value.capitalize(), value=one.value) for one in Mark),
        name="mark", default_value=Mark.ATTENDED.value, aria_label="Result of everybody pasted", class_name="in",
    )  # fmt: skip
    rest = rx.el.li("… and " + (AddAttendees.unknown_number - SHOWN).to_string() + " more; they are in the box above.")
    return rx.el.div(
        rx.el.form(
            forms.field("Email addresses", box, name=ADDRESSES, error=AddAttendees.problem),
            rx.el.div(mark, rx.el.button("Enter them", type="submit", class_name="btn"), class_name="row of-pasted"),
            on_submit=AddAttendees.paste,
            class_name="col gap-8",
        ),
        rx.el.div(
            rx.cond(
                AddAttendees.unknown_number > 0,
                rx.el.ul(
                    rx.foreach(AddAttendees.unknown, rx.el.li),
                    rx.cond(AddAttendees.unknown_number > SHOWN, rest),
                    class_name="named-back", tab_index=0, aria_label="Not entered",
                ),
            ),
            role="status",
        ),
        class_name="col gap-8",
    )  # fmt: skip
