"""What all steps of the wizard know: the draft of their address as it stands, and the live account (A-03, A-04)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments import drafts, reviewing
from training_app.assignments.drafts import DraftDetail
from training_app.catalog.queries import TrainingRow
from training_app.core import clock, db
from training_app.core.errors import NotFound
from training_app.web.admin.new_assignment import steps
from training_app.web.admin.new_assignment.steps import STEPS, weekday
from training_app.web.shared import routes, session
from training_app.web.shared.handling import handler
from training_app.web.shared.notices import say

MANAGE = Permission.MANAGE_ASSIGNMENTS


class Wizard(rx.State):
    """What every step shows of the draft of its address: the answers so far and, from step 4 on, the live account."""

    draft_id: int = 0
    title: str = ""
    code: str = ""
    library: str = ""
    hours: str = ""
    level: str = ""
    accredited: str = ""
    starts: str = ""
    due: str = ""
    options: list[str] = []
    people: int = 0
    chosen: int = 0
    enrolled: int = 0
    joining: int = 0
    completed: int = 0
    deactivated: int = 0
    other_level: int = 0
    other: str = ""
    done: dict[str, bool] = dict.fromkeys(STEPS, False)
    links: dict[str, str] = dict.fromkeys(STEPS, routes.NEW_ASSIGNMENT)
    saved: int = 0
    is_missing: bool = False
    is_loaded: bool = False
    _became: str = ""

    @handler(MANAGE)
    async def follow(self) -> EventSpec | None:
        """Lead from a draft that became an assignment to that assignment; last of every step's loading."""
        if not self._became:
            return None
        await say(self, "This draft was created before: here is the assignment that it became.")
        return rx.redirect(self._became, replace=True)

    @handler(MANAGE)
    async def leave(self) -> EventSpec:
        """Go to Assignments; the draft is a row already."""
        await say(self, "Your draft is kept. You find it under Assignments.")
        return rx.redirect(routes.ASSIGNMENTS)

    async def _open(self) -> DraftDetail | None:
        actor, today, number = await session.me(self), await session.today(), draft_number(self)
        try:
            found = await db.in_read(drafts.draft, actor, draft_id=number, today=today)
        except NotFound:
            self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
            self.is_missing = self.is_loaded = True
            return None
        self._became = routes.assignment(found.assignment_id) if found.assignment_id else ""
        if found.assignment_id:
            return None
        self._show(found)
        await self._count(actor, number, today)
        self.is_missing, self.is_loaded = False, True
        return found

    def _show(self, found: DraftDetail) -> None:
        self.draft_id, self.links = found.id, {step: routes.draft(found.id, step) for step in STEPS}
        self._show_training(found.training)
        self.starts, self.due = weekday(found.starts_on), weekday(found.due_on)
        self.options, self.done = steps.answers(found), steps.complete(found)
        self.people = found.people

    def _show_training(self, row: TrainingRow | None) -> None:
        self.title, self.code = (row.title, row.code) if row else ("", "")
        self.library, self.hours = (steps.library(row.library), row.hours) if row else ("", "")
        self.level, self.accredited = (row.level, weekday(row.accredited_through)) if row else ("", "")

    async def _count(self, actor: Actor, number: int, today: date) -> None:
        """Who they are is asked only where it is shown: with 100,000 chosen it is no small question."""
        if self.router.url.path.rstrip("/").rpartition("/")[2] not in steps.WITH_ACCOUNT:
            return
        told = await db.in_read(reviewing.account, actor, draft_id=number, today=today)
        self.chosen, self.enrolled, self.joining = told.chosen, told.enrolled, told.joining
        self.completed, self.deactivated, self.other_level = told.completed, told.deactivated, told.other_level
        self.other = steps.of_another_level([one.level for one in told.levels], told.other_level)


async def opened(state: rx.State) -> DraftDetail | None:
    """Read the draft of the address and bring the frame up to date; None when there is none (any more) to work on."""
    wizard = await state.get_state(Wizard)
    wizard.saved = 0
    return await wizard._open()


async def saved(state: rx.State) -> DraftDetail | None:
    """`opened`, after a write: the frame says "Saved" too."""
    wizard = await state.get_state(Wizard)
    wizard.saved += 1
    return await wizard._open()


async def write(state: rx.State, verb: Callable[..., Any], **entered: Any) -> DraftDetail | None:
    """Write what was entered into the draft of the address; answers the draft as it is then."""
    await db.in_write(verb, await session.me(state), draft_id=draft_number(state), now=clock.now(), **entered)
    return await saved(state)


def draft_number(state: rx.State) -> int:
    """The id of the draft that the address names; 0, which none has, when it makes no sense."""
    return routes.number_in(state.router.url.path.rstrip("/").rpartition("/")[0])
