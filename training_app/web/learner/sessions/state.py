"""The sessions of one course as its learner sees them: signing up, waiting, stepping back (T-03)."""

import reflex as rx

from training_app.assignments.sessions import mine, offered, signing_up
from training_app.assignments.sessions.rules import Stand
from training_app.core import clock, db
from training_app.core.errors import Conflict, Invalid, NotFound
from training_app.web.learner.sessions import shown
from training_app.web.learner.sessions.shown import SessionShown
from training_app.web.shared import routes, session
from training_app.web.shared.gate import SIGNED_IN
from training_app.web.shared.handling import handler, number
from training_app.web.shared.notices import say

MISSING = "Sessions not found"


class MySessions(rx.State):
    """The sessions of the course of the address, and what is asked about one of them."""

    course: str = "Sessions"
    course_id: int = 0
    rows: list[SessionShown] = []
    refused_id: int = 0
    refused: str = ""
    asked: SessionShown = shown.NONE
    is_missing: bool = False
    is_loaded: bool = False

    @handler(SIGNED_IN, supersedes=True)
    async def load(self) -> None:
        """Read the sessions of the course that the address names."""
        self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
        self.course_id = routes.number_in(self.router.url.path)
        try:
            self.course = await db.in_read(offered.title, await session.me(self), course_id=self.course_id)
        except NotFound:
            self.course, self.is_missing = MISSING, True
            return
        await self._read()

    @handler(SIGNED_IN)
    async def sign_up(self, session_id: int) -> None:
        """Take a seat, or a place on the waiting list. What speaks against it is said at the session."""
        wanted, actor = number(session_id), await session.me(self)
        try:
            stand = await db.in_write(signing_up.sign_up, actor, session_id=wanted, now=clock.now())
        except (Invalid, Conflict) as refused:
            await self._read()
            self.refused_id, self.refused = wanted, refused.message
            return
        await self._read()
        got = "You have a seat." if stand is Stand.SEATED else "All seats are taken. You are on the waiting list."
        await say(self, got)

    @handler(SIGNED_IN)
    async def ask(self, session_id: int) -> None:
        """Ask before stepping back."""
        wanted = number(session_id)
        self.asked = next((row for row in self.rows if row.id == wanted), shown.NONE)

    @handler(SIGNED_IN)
    async def stay(self) -> None:
        """Do not step back."""
        self.asked = shown.NONE

    @handler(SIGNED_IN)
    async def step_back(self, _form: dict[str, object]) -> None:
        """Give up the seat, or the place on the waiting list."""
        gone, self.asked = self.asked.id, shown.NONE
        try:
            await db.in_write(signing_up.step_back, await session.me(self), session_id=gone, now=clock.now())
            await say(self, "You stepped back. Your place is free for somebody else.")
        finally:
            await self._read()

    async def _show(self, course_id: int) -> None:
        self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
        self.course_id = course_id
        if course_id:
            await self._read()

    async def _read(self) -> None:
        asked = {"course_id": self.course_id, "today": await session.today()}
        found = await db.in_read(mine.for_person, await session.me(self), **asked)
        self.rows = [shown.session(one) for one in found]
        self.refused_id, self.refused, self.is_loaded = 0, "", True


async def show_sessions(state: rx.State, course_id: int) -> None:
    """Show the sessions of a course on a page that is about it anyway; 0 is none."""
    await (await state.get_state(MySessions))._show(course_id)
