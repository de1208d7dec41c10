"""Signing people up for a session, by name or by pasted addresses, and changing who has a seat (T-03)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.assignments.sessions import signing_up
from training_app.assignments.sessions.rules import Stand
from training_app.assignments.sessions.signing_up import Done, Pasted
from training_app.core import clock, db
from training_app.core.paging import Page as Cut
from training_app.people import queries as people
from training_app.web.admin.catalog.course.sessions.framed import KEEP
from training_app.web.admin.catalog.course.sessions.one_state import SessionPage
from training_app.web.shared import course_routes, session
from training_app.web.shared.handling import handler, number, words
from training_app.web.shared.notices import say

FIND, ADDRESSES = "find_person", "session_addresses"
LONGEST, LONGEST_LIST = 100, 300_000
SUGGESTED = Cut(1, 6)
SHOWN = 20
TOO_LONG = f"This is more than {LONGEST_LIST // 1000} kB at once. Nobody was signed up; paste the addresses in parts."


@dataclass(frozen=True)
class Found:
    """Somebody who may be meant."""

    id: int
    name: str
    about: str


class SessionPeople(rx.State):
    """Whom the words find, and the addresses that nobody was signed up for."""

    q: str = ""
    found: list[Found] = []
    problem: str = ""
    left: list[str] = []
    left_number: int = 0
    _of: int = 0

    @handler(KEEP)
    async def load(self) -> None:
        """Say nothing on this session of what was pasted for another."""
        here = course_routes.session_in(self.router.url.path)
        if self._of != here:
            self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
            self._of = here

    @handler(KEEP, supersedes=True)
    async def find(self, text: str) -> None:
        """Find people as one types."""
        await self._find(words(text, LONGEST))

    @handler(KEEP)
    async def enter(self, form: dict[str, Any]) -> list[EventSpec] | None:
        """Sign up the only person whom the words find."""
        await self._find(words(form.get(FIND, "") if isinstance(form, Mapping) else None, LONGEST))
        return await self._add(self.found[0].id) if len(self.found) == 1 else None

    @handler(KEEP)
    async def add(self, person_id: int) -> list[EventSpec]:
        """Sign up the person who was clicked."""
        return await self._add(number(person_id))

    @handler(KEEP)
    async def paste(self, form: dict[str, Any]) -> list[EventSpec] | None:
        """Sign up everybody with these addresses; the others stay in the box."""
        text = words(form.get(ADDRESSES, "") if isinstance(form, Mapping) else None, LONGEST_LIST + 1)
        none = "" if text.strip() else "Paste or type at least one email address."
        self.problem = TOO_LONG if len(text) > LONGEST_LIST else none
        return [rx.set_focus(ADDRESSES)] if self.problem else await self._paste(text)

    @handler(KEEP)
    async def take_out(self, person_id: int) -> None:
        """Take somebody out; the first who waits gets the seat."""
        done = await _write(self, signing_up.step_back, person_id=number(person_id))
        if done.people:
            told = "The first who waited has the seat now." if done.seated else ""
            await say(self, f"They are taken out and told so. {told}".strip())

    @handler(KEEP)
    async def seat(self, person_id: int) -> None:
        """Give a free seat to somebody who waits."""
        await _write(self, signing_up.give_seat, person_id=number(person_id))
        await say(self, "They have a seat now and are told so.")

    async def _find(self, text: str) -> None:
        rows = (
            (await db.in_read(people.find, await session.me(self), q=text, page=SUGGESTED)).rows if text.strip() else []
        )
        self.q = text
        self.found = [Found(one.id, one.name, " · ".join(word for word in (one.email, one.branch) if word))
                      for one in rows]  # fmt: skip

    async def _add(self, person_id: int) -> list[EventSpec]:
        name = next((one.name for one in self.found if one.id == person_id), "1 person")
        stand = await _write(self, signing_up.sign_up, person_id=person_id)
        self.q, self.found = "", []
        await say(self, f"{name} {'waits for a seat' if stand is Stand.WAITING else 'has a seat'}.")
        return [rx.set_value(FIND, ""), rx.set_focus(FIND)]

    async def _paste(self, text: str) -> list[EventSpec]:
        done: Pasted = await _write(self, signing_up.sign_up_addresses, text=text)
        left = [f"{one} is nobody whom you see in the roster" for one in done.unknown]
        left += [f"{one} is no email address" for one in done.malformed]
        left += [f"{one.name} {one.why}" for one in done.done.refused]
        self.left, self.left_number = left[:SHOWN], len(left)
        await say(self, _told(done.done, len(left)))
        return [rx.set_value(ADDRESSES, "\n".join([*done.unknown, *done.malformed]))]


async def _write(state: rx.State, verb: Any, **entered: Any) -> Any:
    """Write for the session of the address, and bring the page up to date; answers what came of it."""
    about = {"session_id": course_routes.session_in(state.router.url.path), "now": clock.now()}
    done = await db.in_write(verb, await session.me(state), **about, **entered)
    await (await state.get_state(SessionPage))._read()
    return done


def _told(done: Done, left_out: int) -> str:
    parts = ((done.seated, "got a seat"), (done.waiting, "wait for one"), (done.already, "were in already"),
             (left_out, "left out"))  # fmt: skip
    said = [f"{number:,} {what}" for number, what in parts if number]
    return (", ".join(said) or "Nobody was signed up") + "."
