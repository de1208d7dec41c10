"""Beginning an exam, submitting it, and looking at it again (T-02, L-02). Answers are put by `assets/learn.js`."""

from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.assignments.exams import paper, reviewing, sitting
from training_app.core import clock, db
from training_app.core.errors import Conflict
from training_app.web.learner.learn import sheets
from training_app.web.learner.learn.state import LearnPage
from training_app.web.shared import exam_words as words
from training_app.web.shared import session
from training_app.web.shared.gate import SIGNED_IN
from training_app.web.shared.handling import handler, number
from training_app.web.shared.notices import say

OVER = "This try is over: it was submitted, or its time was up. This is where it stands."


class ExamRoom(rx.State):
    """What can be done in an exam; how it stands is read by `LearnPage`."""

    @handler(SIGNED_IN)
    async def begin(self) -> None:
        """Begin a try, or go on with the one that is running."""
        page = await self.get_state(LearnPage)
        try:
            told = {"enrollment_id": page._enrollment(), "now": clock.now()}
            await db.in_write(sitting.begin, await session.me(self), **told)
        finally:
            await page._show_again()

    @handler(SIGNED_IN)
    async def ask(self, try_id: int) -> None:
        """Ask before the answers of this try are submitted; the server knows best how many there are."""
        page, wanted = await self.get_state(LearnPage), number(try_id)
        told = {"enrollment_id": page._enrollment(), "now": clock.now()}
        exam = await db.in_read(paper.exam, await session.me(self), **told)
        if exam.try_id != wanted:
            await self._find_it_over()
            return
        missing = sum(1 for question in exam.paper if not question.is_answered)
        page.asked = words.unanswered(missing, len(exam.paper))

    @handler(SIGNED_IN)
    async def keep(self) -> None:
        """Go on answering."""
        (await self.get_state(LearnPage)).asked = ""

    @handler(SIGNED_IN)
    async def submit(self, form: dict[str, Any]) -> EventSpec | None:
        """Submit the answers of the try that was asked about."""
        return await self._submit(number(form.get("try_id") if isinstance(form, dict) else None))

    @handler(SIGNED_IN)
    async def time_up(self, try_id: int) -> EventSpec | None:
        """The time of this try is up: what is saved counts."""
        return await self._submit(number(try_id))

    @handler(SIGNED_IN)
    async def look(self) -> None:
        """Ask how much time is left, after the phone has slept."""
        await (await self.get_state(LearnPage))._show_again()

    @handler(SIGNED_IN)
    async def over(self) -> None:
        """An answer was refused because the try is over: show where it stands."""
        await self._find_it_over()

    @handler(SIGNED_IN)
    async def review(self) -> EventSpec:
        """Look at the answers of the try that passed."""
        page = await self.get_state(LearnPage)
        told = {"enrollment_id": page._enrollment(), "now": clock.now()}
        page.reviewed = sheets.reviewed_sheet(await db.in_read(reviewing.review, await session.me(self), **told))
        return rx.set_focus("review")

    async def _submit(self, try_id: int) -> EventSpec | None:
        page = await self.get_state(LearnPage)
        try:
            await db.in_write(sitting.submit, await session.me(self), try_id=try_id, now=clock.now())
        except Conflict as refused:
            await say(self, refused.message, is_error=True)
        finally:
            await page._show_again()
        return rx.set_focus("outcome")

    async def _find_it_over(self) -> None:
        await (await self.get_state(LearnPage))._show_again()
        await say(self, OVER)
