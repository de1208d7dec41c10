"""What the review of an edit knows and does besides: what changed, why a lock is overridden, saving (A-19, A-24)."""

import reflex as rx
from reflex_base.event import EventSpec

from training_app.assignments.making import drafting, editing
from training_app.core import clock, db
from training_app.core.errors import Invalid, Problem
from training_app.web.admin.new_assignment.edited import Edited
from training_app.web.admin.new_assignment.review import edit_said, said
from training_app.web.admin.new_assignment.review.edit_said import REASON, Changed, Clash
from training_app.web.admin.new_assignment.review.state import ReviewStep
from training_app.web.admin.new_assignment.wizard import MANAGE, Wizard, draft_number, opened, saved, write
from training_app.web.shared import routes, session
from training_app.web.shared.handling import handler, words
from training_app.web.shared.notices import say

LONGEST_REASON = 500
WHY = "Say why you override the lock."


class EditReview(rx.State):
    """What the edit changes, what others changed meanwhile, and the question before it is saved."""

    changed: list[Changed] = []
    theirs: list[Changed] = []
    clashes: list[Clash] = []
    nothing: bool = True
    reason: str = ""
    reason_error: str = ""
    is_asking: bool = False
    lines: list[str] = []
    touched: int = 0

    @handler(MANAGE)
    async def load(self) -> None:
        """Show what the review has read of the edit."""
        self.is_asking, self.reason_error = False, ""
        await self._show()

    @handler(MANAGE)
    async def enter_reason(self, text: str) -> None:
        """Say why the lock is overridden; it is kept with the edit."""
        said_why = words(text, LONGEST_REASON)
        if said_why != self.reason:
            self.reason, self.reason_error = said_why, ""
            await write(self, drafting.set_reason, reason=said_why)

    @handler(MANAGE)
    async def take_theirs(self, field: str) -> EventSpec | None:
        """Take what the other one wrote into a field that both changed (A-24)."""
        chosen = {"draft_id": draft_number(self), "field": words(field, 40), "now": clock.now()}
        await db.in_write(editing.take_theirs, await session.me(self), **chosen)
        return await self._read(was_written=True)

    @handler(MANAGE)
    async def ask(self) -> EventSpec | None:
        """Ask before saving, or show what keeps it from being saved."""
        if led := await self._read():
            return led
        return await self._refuse(())

    @handler(MANAGE)
    async def cancel(self) -> None:
        """Go back to the review."""
        self.is_asking = False

    @handler(MANAGE)
    async def save(self) -> EventSpec | None:
        """Save the changes; a second click, and another tab, find them saved."""
        was_asked, self.is_asking = self.is_asking, False
        if not was_asked or await opened(self) is None:
            return Wizard.follow if was_asked else None
        try:
            done = await db.in_write(editing.save, await session.me(self), draft_id=draft_number(self),
                                     now=clock.now())  # fmt: skip
        except Invalid as refused:
            return await self._read() or await self._refuse(refused.problems)
        await say(self, edit_said.done(done))
        return rx.redirect(routes.assignment(done.assignment_id))

    async def _read(self, *, was_written: bool = False) -> EventSpec | None:
        """Bring the whole review up to date; answers where to go instead when there is nothing to review."""
        review = await self.get_state(ReviewStep)
        led: EventSpec | None = await review._show(await (saved if was_written else opened)(self))
        await self._show()
        return led

    async def _show(self) -> None:
        edited, wizard = await self.get_state(Edited), await self.get_state(Wizard)
        edit = edited._account
        if edit is None:
            self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
            return
        self.changed, self.theirs = edit_said.changed(edit.changed), edit_said.theirs(edit.theirs)
        self.clashes, self.nothing, self.reason = edit_said.clashes(edit.conflicts), edit.nothing, edited.reason
        self.lines = edit_said.asked(edit, wizard.counts)
        self.touched = edit_said.touched(edit, wizard.counts)

    async def _refuse(self, problems: tuple[Problem, ...]) -> EventSpec | None:
        """Ask when nothing is in the way; else say what is, and lead the focus there."""
        review, wizard = await self.get_state(ReviewStep), await self.get_state(Wizard)
        known = {one.field for one in self.clashes} | {REASON}
        if fresh := [one for one in problems if one.field not in known]:
            review.wrong = said.wrong(wizard.draft_id, fresh)
        needs_reason = wizard.locked != "" and wizard.may_override and not self.reason.strip()
        self.reason_error = WHY if needs_reason else ""
        if self.clashes or review.wrong:
            return rx.set_focus("clashes" if self.clashes else "problems")
        self.is_asking = not needs_reason and not self.nothing and not problems
        return rx.set_focus(REASON) if needs_reason else None
