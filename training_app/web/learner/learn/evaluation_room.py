"""Submitting an evaluation, which completes the course (T-02). Its answers are put by `assets/learn.js`."""

import reflex as rx
from reflex_base.event import EventSpec

from training_app.assignments.evaluations import answering
from training_app.core import clock, db
from training_app.core.errors import Invalid
from training_app.web.learner.learn.state import LearnPage
from training_app.web.shared import session
from training_app.web.shared.gate import SIGNED_IN
from training_app.web.shared.handling import handler


class EvaluationRoom(rx.State):
    """Where the focus goes when something was missing; `refusals` counts, so that it goes there each time."""

    focus: str = ""
    refusals: int = 0

    @handler(SIGNED_IN)
    async def submit(self) -> EventSpec | None:
        """Submit it; what is missing is named."""
        page, now = await self.get_state(LearnPage), clock.now()
        try:
            told = {"enrollment_id": page._enrollment(), "now": now}
            await db.in_write(answering.submit, await session.me(self), **told)
        except Invalid as refused:
            names = {f"item_{one.position}": one.text for one in page.evaluation.questions}
            page.missing = {one.field: names.get(one.field, one.text) for one in refused.problems}
            self.focus, self.refusals = next(iter(page.missing)), self.refusals + 1
            return None
        await page._show_again()
        return rx.set_focus("outcome")

    @handler(SIGNED_IN)
    async def over(self) -> None:
        """An answer was refused because the evaluation is submitted already: show where it stands."""
        await (await self.get_state(LearnPage))._show_again()
