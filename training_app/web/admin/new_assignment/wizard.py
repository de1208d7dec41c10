"""What all steps of the wizard know: the draft of their address as it stands, and the live account (A-03, A-19)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments.making import drafts, reviewing
from training_app.assignments.making.drafts import DraftDetail
from training_app.assignments.rules import Part
from training_app.catalog.queries import TrainingRow
from training_app.core import clock, db
from training_app.core.errors import NotFound
from training_app.web.admin.new_assignment import steps
from training_app.web.admin.new_assignment.edited import Edited
from training_app.web.admin.new_assignment.steps import STEPS, Step, weekday
from training_app.web.shared import routes, session
from training_app.web.shared.handling import handler
from training_app.web.shared.notices import say

MANAGE = Permission.MANAGE_ASSIGNMENTS
COUNTED = tuple(part for part in Part if part is not Part.GONE)
CREATED_BEFORE = "This draft was created before: here is the assignment that it became."
SAVED_BEFORE = "These changes were saved before: here is the assignment as it is now."
KEPT = "Your draft is kept. You find it under Assignments."
KEPT_EDIT = "Your changes are kept, and not in force yet. “Edit Original User(s) Assigned” goes on with them."


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
    counts: dict[str, int] = dict.fromkeys(Part, 0)
    other: str = ""
    edits: int = 0
    is_upcoming: bool = True
    locked: str = ""
    may_override: bool = False
    assignment: str = routes.ASSIGNMENTS
    done: dict[str, bool] = dict.fromkeys(STEPS, False)
    links: dict[str, str] = dict.fromkeys(STEPS, routes.NEW_ASSIGNMENT)
    saved: int = 0
    is_missing: bool = False
    is_loaded: bool = False
    _became: str = ""

    @handler(MANAGE)
    async def follow(self) -> EventSpec | None:
        """Lead from a draft that became an assignment to that one; last of every step's loading."""
        if self._became:
            await say(self, SAVED_BEFORE if self.edits else CREATED_BEFORE)
            return rx.redirect(self._became, replace=True)
        # The training of an assignment that is there does not change.
        is_fixed = self.edits and steps.step_in(self.router.url.path) == Step.TRAINING
        return rx.redirect(self.links[Step.DATES], replace=True) if is_fixed else None

    @handler(MANAGE)
    async def leave(self) -> EventSpec:
        """Go to Assignments, or back to the one that is edited; the draft is a row already."""
        await say(self, KEPT_EDIT if self.edits else KEPT)
        return rx.redirect(self.assignment)

    async def _open(self) -> DraftDetail | None:
        actor, today, number = await session.me(self), await session.today(), draft_number(self)
        try:
            found = await db.in_read(drafts.draft, actor, draft_id=number, today=today)
        except NotFound:
            self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
            self.is_missing = self.is_loaded = True
            return None
        self._became = routes.assignment(found.assignment_id) if found.assignment_id else ""
        self.edits = found.edits
        if found.assignment_id:
            return None
        self._show(found)
        self.may_override = actor.can(Permission.OVERRIDE_LOCK)
        await (await self.get_state(Edited))._read(actor, found)
        await self._count(actor, number, today)
        self.is_missing, self.is_loaded = False, True
        return found

    def _show(self, found: DraftDetail) -> None:
        self.draft_id, self.links = found.id, {step: routes.draft(found.id, step) for step in STEPS}
        self._show_training(found.training)
        self.starts, self.due = weekday(found.starts_on), weekday(found.due_on)
        self.options, self.done = steps.answers(found), steps.complete(found)
        self.people, self.is_upcoming = found.people, found.is_upcoming or not found.edits
        self.locked = weekday(found.locked_from) if found.is_locked else ""
        self.assignment = routes.assignment(found.edits) if found.edits else routes.ASSIGNMENTS

    def _show_training(self, row: TrainingRow | None) -> None:
        self.title, self.code = (row.title, row.code) if row else ("", "")
        self.library, self.hours = (steps.library(row.library), row.hours) if row else ("", "")
        self.level, self.accredited = (row.level, weekday(row.accredited_through)) if row else ("", "")

    async def _count(self, actor: Actor, number: int, today: date) -> None:
        """Who they are is asked only where it is shown: with 100,000 chosen it is no small question."""
        if steps.step_in(self.router.url.path) not in steps.WITH_ACCOUNT:
            return
        edit = (await self.get_state(Edited))._account
        told = edit.people if edit else await db.in_read(reviewing.account, actor, draft_id=number, today=today)
        self.counts = dict.fromkeys(Part, 0) | {part.value: getattr(told, part) for part in COUNTED}
        self.counts[Part.GONE] = told.skipped - told.completed - told.prerequisite - told.deactivated
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
