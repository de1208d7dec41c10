"""What the review knows and does: who, what and when, and creating it (A-13, A-14). Of an edit, see `edit_state`."""

from datetime import date, datetime
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.actor import Actor
from training_app.assignments.acts import locking
from training_app.assignments.making import drafting, reviewing
from training_app.assignments.making.drafts import DraftDetail
from training_app.assignments.rules import Part
from training_app.catalog import queries as catalog
from training_app.core import clock, db, organization
from training_app.core.errors import Invalid, Problem
from training_app.notifications.deciding import planned
from training_app.notifications.deciding import told as told_before
from training_app.web.admin.new_assignment.edited import Edited
from training_app.web.admin.new_assignment.review import calendar, edit_said, said
from training_app.web.admin.new_assignment.review.calendar import Month
from training_app.web.admin.new_assignment.review.people import ReviewedPeople
from training_app.web.admin.new_assignment.review.said import Moment, Shown, Who, Wrong
from training_app.web.admin.new_assignment.steps import Step, weekday
from training_app.web.admin.new_assignment.wizard import MANAGE, Wizard, draft_number, opened, saved
from training_app.web.shared import routes, session
from training_app.web.shared.handling import handler
from training_app.web.shared.notices import say


class ReviewStep(rx.State):
    """The draft as it would be created now, and one page of one part of its people, as the address says."""

    who: Who = Who()
    switches: dict[str, str] = dict.fromkeys(("dashboard", "emails", "duplicates"), "")
    courses: list[str] = []
    editable: str = ""
    months: list[Month] = []
    moments: list[Moment] = []
    zone: str = ""
    wrong: list[Wrong] = []
    is_asking: bool = False
    is_loaded: bool = False

    @handler(MANAGE, supersedes=True)
    async def load(self) -> EventSpec | None:
        """Read the draft; with something missing, go to the step where it is entered and say what."""
        self.is_asking = False
        return await self._show(await opened(self))

    @handler(MANAGE)
    async def remove_other_level(self) -> EventSpec | None:
        """Take out whoever has another level than the training, and say how many that were (A-04)."""
        removed = await db.in_write(drafting.remove_other_level, await session.me(self), draft_id=draft_number(self),
                                    now=clock.now())  # fmt: skip
        draft = await saved(self)
        await say(self, said.removed(removed, draft.people if draft else 0))
        if draft and draft.people and Shown.from_query(self.router.url.query).part is Part.OTHER_LEVEL:
            return rx.redirect(routes.draft(draft.id, Step.REVIEW, Shown().query()), replace=True)
        return await self._show(draft)

    @handler(MANAGE)
    async def ask(self) -> EventSpec | None:
        """Ask before creating, or show what keeps it from being created (A-14)."""
        if led := await self._show(await opened(self)):
            return led
        self.is_asking = not self.wrong
        return rx.set_focus("problems") if self.wrong else None

    @handler(MANAGE)
    async def cancel(self) -> None:
        """Go back to the review."""
        self.is_asking = False

    @handler(MANAGE)
    async def create(self) -> EventSpec | None:
        """Create the assignment; sent twice it is created once (A-14)."""
        was_asked, self.is_asking = self.is_asking, False
        try:
            made = await db.in_write(drafting.create, await session.me(self), draft_id=draft_number(self),
                                     now=clock.now())  # fmt: skip
        except Invalid as refused:
            return await self._refuse(refused.problems)
        if was_asked or not made.again:
            await say(self, said.told(made))
        return rx.redirect(routes.assignment(made.assignment_id))

    async def _refuse(self, problems: tuple[Problem, ...]) -> EventSpec | None:
        led = await self._show(await opened(self))
        self.wrong = said.wrong(draft_number(self), problems)
        return led or rx.set_focus("problems")

    async def _show(self, draft: DraftDetail | None) -> Any:
        """Bring everything up to date; answers where to go instead when there is nothing to review."""
        if draft is None:
            return Wizard.follow
        if lacking := said.missing(draft):
            await say(self, lacking.text)
            return rx.redirect(routes.draft(draft.id, said.step_of(lacking)), replace=True)
        actor, now = await session.me(self), clock.now()
        of = await db.in_read(organization.of)
        self.zone = said.zone_words(of.zone, now)
        await self._show_who(actor, draft, of.today(now))
        await self._show_when(actor, draft, now, of.today(now))
        training = await db.in_read(catalog.find, actor, training_id=draft.training.id) if draft.training else None
        self.courses = list(training.courses) if training else []
        on = {"dashboard": draft.dashboard_notifications, "emails": draft.emails, "duplicates": draft.allow_duplicates}
        self.switches = {name: "On" if is_on else "Off" for name, is_on in on.items()}
        self.wrong = said.wrong(draft.id, await self._problems(draft))
        self.is_loaded = True
        return None

    async def _problems(self, draft: DraftDetail) -> list[Problem]:
        edit = (await self.get_state(Edited))._account
        if edit is not None:
            return [one for one in edit.problems if one.field != edit_said.REASON]
        return [*draft.problems, *([] if self.who.assigned else [said.EVERYBODY_SKIPPED])]

    async def _show_who(self, actor: Actor, draft: DraftDetail, today: date) -> None:
        wizard = await self.get_state(Wizard)
        self.who = said.who(wizard.counts)
        if wizard.counts[Part.OTHER_LEVEL]:
            edit = (await self.get_state(Edited))._account
            told = edit.people if edit else await db.in_read(reviewing.account, actor, draft_id=draft.id, today=today)
            self.who = said.with_levels(self.who, wizard.level, told.levels)
        await (await self.get_state(ReviewedPeople))._show(actor, draft, today)

    async def _show_when(self, actor: Actor, draft: DraftDetail, now: datetime, today: date) -> None:
        starts_on, due_on = date.fromisoformat(draft.starts_on), date.fromisoformat(draft.due_on)
        wizard, edit = await self.get_state(Wizard), (await self.get_state(Edited))._account
        said_of = {"starts_on": starts_on, "due_on": due_on, "emails": draft.emails,
                   "dashboard": draft.dashboard_notifications, "now": now}  # fmt: skip
        if edit is None:
            told = await db.in_read(planned.planned, actor, people=self.who.assigned, **said_of)
        else:
            whom = edit_said.told(edit, wizard.counts, is_upcoming=wizard.is_upcoming)
            out = await db.in_read(told_before.people_taken_out, actor, draft_id=draft.id, today=today)
            told = await db.in_read(planned.planned_edit, actor, withdrawn=out, **whom, **said_of)
            starts_on = max(starts_on, today)
        self.moments = said.moments(told, due_on=due_on, today=today)
        self.months = calendar.months(starts_on, due_on, said.marks(told, due_on=due_on))
        is_locked = locking.is_locked(due_on, today)
        self.editable = "" if is_locked else weekday(locking.last_day_to_edit(due_on).isoformat())
