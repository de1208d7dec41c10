"""Making a session and changing it, in a sheet at the side of the page (T-03, A-24)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.assignments.sessions import entry, making, people
from training_app.assignments.sessions.entry import BOXES, NewSession
from training_app.assignments.sessions.filters import PeopleOfSession
from training_app.catalog.merging import ChangedMeanwhile
from training_app.catalog.rules import SignUpBy
from training_app.core import clock, db
from training_app.core.errors import Invalid, Problem
from training_app.web.admin.catalog.course.sessions.framed import KEEP, read_frame
from training_app.web.admin.catalog.course.sessions.one_state import SessionPage
from training_app.web.admin.catalog.course.sessions.state import SessionsPage
from training_app.web.shared import course_routes, session
from training_app.web.shared.handling import handler, words
from training_app.web.shared.notices import say

TIMES = "times"
ASKED = BOXES | {TIMES: 3}
EMPTY = dict.fromkeys(ASKED, "") | {"sign_up": SignUpBy.ENROLLED.value, TIMES: "1"}
LOST = "The connection was lost for a while. Open the form again."


class SessionForm(rx.State):
    """The sheet: what it was opened with, and what is wrong with what was typed. What is typed stays in the browser."""

    is_open: bool = False
    edits: bool = False
    said: dict[str, str] = EMPTY
    wrong: dict[str, str] = {}
    clashes: dict[str, bool] = {}
    opened: int = 0
    _base: NewSession | None = None

    @handler(KEEP)
    async def begin(self) -> None:
        """Open the sheet for a new session."""
        self._open(EMPTY, None)

    @handler(KEEP)
    async def edit(self) -> None:
        """Open the sheet with the session of the address."""
        base = await self._stored()
        self._open(_typed_of(base), base)

    @handler(KEEP)
    async def leave(self) -> None:
        """Close the sheet and change nothing."""
        self.is_open = False

    @handler(KEEP)
    async def save(self, form: dict[str, Any]) -> EventSpec | None:
        """Make the session, or change it; what is refused stays as it was typed."""
        # Of a box that is not there the browser sends nothing, or null.
        sent = {name: said for name, said in form.items() if said is not None} if isinstance(form, Mapping) else {}
        if not self.is_open:
            # Sent twice by a double click, it is saved already.
            if not self.opened:
                await say(self, LOST, is_error=True)
            return None
        typed = {name: words(sent.get(name, ""), most) for name, most in ASKED.items()}
        try:
            await (self._change(typed) if self._base else self._make(typed))
        except Invalid as refused:
            return await self._refuse(refused)
        return None

    @handler(KEEP)
    async def take_theirs(self, field: str) -> None:
        """Put what somebody else saved in the place of what is typed here."""
        name = words(field)
        if self._base is not None and name in BOXES:
            self.said |= {name: _typed_of(self._base)[name]}
            self.wrong = {one: text for one, text in self.wrong.items() if one != name}
            self.clashes = {one: on for one, on in self.clashes.items() if one != name}

    def _open(self, said: dict[str, str], base: NewSession | None) -> None:
        self.said, self._base, self.edits = dict(said), base, base is not None
        self.wrong, self.clashes, self.is_open = {}, {}, True
        self.opened += 1

    async def _make(self, typed: dict[str, str]) -> None:
        times = typed[TIMES].strip() or "1"
        if not (times.isascii() and times.isdecimal()):
            raise Invalid(Problem(TIMES, "In how many weeks is a number, for example 4."))
        asked = {"course_id": course_routes.course_in(self.router.url.path), "new": entry.typed(typed),
                 "times": int(times)}  # fmt: skip
        made = await db.in_write(making.add, await session.me(self), now=clock.now(), **asked)
        self.is_open = False
        page = await self.get_state(SessionsPage)
        await page._read()
        await read_frame(self, await session.me(self))
        await say(self, "The session is made." if len(made) == 1 else f"{len(made)} sessions are made.")

    async def _change(self, typed: dict[str, str]) -> None:
        asked = {"session_id": session_number(self), "base": self._base, "new": entry.typed(typed)}
        await db.in_write(making.edit, await session.me(self), now=clock.now(), **asked)
        self.is_open = False
        await (await self.get_state(SessionPage))._read()
        await say(self, "The session is saved.")

    async def _refuse(self, refused: Invalid) -> EventSpec:
        self.wrong, self.clashes = {one.field: one.text for one in refused.problems}, {}
        if isinstance(refused, ChangedMeanwhile) and self._base is not None:
            # From here on the other's value is what is changed: saving again puts one's own in its place.
            theirs = await self._stored()
            self._base = replace(self._base, **{name: getattr(theirs, name) for name in self.wrong})
            self.clashes = dict.fromkeys(self.wrong, True)
        return rx.set_focus(next(iter(self.wrong)))

    async def _stored(self) -> NewSession:
        asked = {"session_id": session_number(self), "wanted": PeopleOfSession(), "today": await session.today()}
        return (await db.in_read(people.one, await session.me(self), **asked)).entered


def session_number(state: rx.State) -> int:
    """The id of the session that the address names; 0, which none has, when it makes no sense."""
    return course_routes.session_in(state.router.url.path)


def _typed_of(one: NewSession) -> dict[str, str]:
    days = {name: getattr(one, name).isoformat() if getattr(one, name) else "" for name in ("day", "closes_on")}
    hours = {name: f"{getattr(one, name):%H:%M}" if getattr(one, name) else "" for name in ("starts", "ends")}
    return EMPTY | days | hours | {
        "last_day": "" if one.last_day == one.day else one.last_day.isoformat(),
        "place": one.place, "instructor": one.instructor, "note": one.note,
        "seats": "" if one.seats is None else str(one.seats), "sign_up": one.sign_up.value,
    }  # fmt: skip
