"""What is done on the sheet: entering results row by row and for everybody, recording them, taking them back."""

import reflex as rx
from reflex_base.event import EventSpec

from training_app.assignments.attendance import entries as attendance_entries
from training_app.assignments.attendance.attending import Mark
from training_app.core import clock, db
from training_app.core.errors import Invalid, Problem
from training_app.web.admin.attendance import file, said
from training_app.web.admin.attendance.state import RECORD, AttendancePage, course_number, session_day, shown, write
from training_app.web.shared import session
from training_app.web.shared.days import day_said
from training_app.web.shared.handling import Malformed, handler, number, words
from training_app.web.shared.notices import say


class AttendanceActs(rx.State):
    """The buttons of the page, and the question before a session is recorded or emptied."""

    asked: str = ""

    @handler(RECORD)
    async def mark(self, person_id: int, mark: str) -> None:
        """Enter a result of one person; the one that is entered already is taken back."""
        page, wanted, chosen = await self.get_state(AttendancePage), number(person_id), mark_said(mark)
        row = next((one for one in page.rows if one.id == wanted), None)
        if row is not None and row.mark == chosen:
            await write(self, attendance_entries.take_out, person_ids=[wanted])
        else:
            await write(self, attendance_entries.enter_one, person_id=wanted, mark=chosen, now=clock.now())

    @handler(RECORD)
    async def enter_score(self, person_id: int, score: str) -> None:
        """Enter the score of somebody, when its box is left."""
        page, wanted, text = await self.get_state(AttendancePage), number(person_id), words(score, 20).strip()
        row = next((one for one in page.rows if one.id == wanted), None)
        if row is None or text != (row.score if row.mark else row.recorded_score):
            await write(self, attendance_entries.enter_score, person_id=wanted, score=text, now=clock.now())

    @handler(RECORD)
    async def everybody(self) -> None:
        """Enter as attended everybody whom the search finds and who has no result yet."""
        page = await self.get_state(AttendancePage)
        done = await write(self, attendance_entries.enter_everybody, q=page.q, now=clock.now())
        await say(self, said.entered(done))

    @handler(RECORD)
    async def signed_up(self) -> None:
        """Enter as attended everybody signed up for a session of the day whom the search finds."""
        page = await self.get_state(AttendancePage)
        done = await write(self, attendance_entries.enter_signed_up, q=page.q, now=clock.now())
        await say(self, said.entered(done))

    @handler(RECORD)
    async def leave_out(self) -> None:
        """Take out those for whom it cannot be recorded."""
        await write(self, attendance_entries.take_out_refused)

    @handler(RECORD)
    async def move_here(self, day: str) -> None:
        """Move what is entered for another day to the one that is shown."""
        other, here = day_said(words(day, 20)), await session_day(self)
        if other is not None:
            named = {"course_id": course_number(self), "day": other, "to": here, "now": clock.now()}
            done = await db.in_write(attendance_entries.move, await session.me(self), **named)
            await shown(self)
            await say(self, said.entered(done))

    @handler(RECORD)
    async def ask(self, what: str) -> None:
        """Ask before something is done; nothing leaves the dialog."""
        self.asked = words(what, 10)

    @handler(RECORD)
    async def clear(self) -> None:
        """Take back everything that is entered."""
        self.asked = ""
        await file.forget(self)
        await write(self, attendance_entries.clear)
        await say(self, "Everything that was entered is taken back. What was recorded stays.")

    @handler(RECORD)
    async def save(self) -> EventSpec | None:
        """Record the session, for everybody or nobody. A second click finds nothing left to record."""
        self.asked = ""
        page = await self.get_state(AttendancePage)
        if not page.entered:
            return None
        try:
            done = await write(self, attendance_entries.save, now=clock.now())
        except Invalid:
            await shown(self)
            raise
        await file.forget(self)
        await say(self, said.recorded(done))
        return rx.set_focus("page_title")


def mark_said(text: object) -> Mark:
    """The result that a page sent; `Malformed` when it is none."""
    mark = words(text, 20)
    if mark not in set(Mark):
        raise Malformed(Problem("mark", "This call makes no sense: a result was expected."))
    return Mark(mark)
