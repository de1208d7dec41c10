"""What the review knows and does: who, what and when, and creating it (A-13, A-14)."""

from datetime import date, datetime
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.actor import Actor
from training_app.assignments import drafting, locking, reviewing
from training_app.assignments.drafts import DraftDetail
from training_app.assignments.reviewing import ReviewRow
from training_app.assignments.rules import Part
from training_app.core import clock, db, organization
from training_app.core.errors import Invalid, Problem
from training_app.core.paging import Page as Cut
from training_app.notifications import planned
from training_app.web.admin.new_assignment.review import calendar, said
from training_app.web.admin.new_assignment.review.calendar import Month
from training_app.web.admin.new_assignment.review.said import Moment, Shown, Who, Wrong
from training_app.web.admin.new_assignment.steps import Step, weekday
from training_app.web.admin.new_assignment.wizard import MANAGE, Wizard, draft_number, opened, saved
from training_app.web.shared import lists, routes, session, whereabouts
from training_app.web.shared.handling import handler, words
from training_app.web.shared.lists import Foot, TabLink
from training_app.web.shared.notices import say

SHOWN_PEOPLE = 10  # so many that who, what and when stand side by side


class ReviewStep(rx.State):
    """The draft as it would be created now, and one page of one part of its people, as the address says."""

    who: Who = Who()
    tabs: list[TabLink] = []
    tab: str = ""
    only: str = ""
    links: dict[str, str] = dict.fromkeys(Part, "")
    download: str = ""
    q: str = ""
    rows: list[ReviewRow] = []
    foot: Foot = Foot()
    switches: dict[str, str] = dict.fromkeys(("dashboard", "emails", "duplicates"), "")
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

    @handler(MANAGE, supersedes=True)
    async def search(self, text: str) -> EventSpec:
        """Search in the part that is shown, by name or email."""
        return whereabouts.stay(self._to(self._shown().searching(words(text, said.LONGEST_SEARCH))))

    @handler(MANAGE)
    async def remove_other_level(self) -> EventSpec | None:
        """Take out whoever has another level than the training, and say how many that were (A-04)."""
        removed = await db.in_write(drafting.remove_other_level, await session.me(self), draft_id=draft_number(self),
                                    now=clock.now())  # fmt: skip
        draft = await saved(self)
        await say(self, said.removed(removed, draft.people if draft else 0))
        if draft and draft.people and self._shown().part is Part.OTHER_LEVEL:
            return rx.redirect(self._to(Shown()), replace=True)
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
        on = {"dashboard": draft.dashboard_notifications, "emails": draft.emails, "duplicates": draft.allow_duplicates}
        self.switches = {name: "On" if is_on else "Off" for name, is_on in on.items()}
        nobody = [] if self.who.assigned else [said.EVERYBODY_SKIPPED]
        self.wrong = said.wrong(draft.id, [*draft.problems, *nobody])
        self.is_loaded = True
        return None

    async def _show_who(self, actor: Actor, draft: DraftDetail, today: date) -> None:
        wizard, shown = await self.get_state(Wizard), self._shown()
        counted = {name: getattr(wizard, name) for name in ("enrolled", "joining", "completed", "deactivated")}
        self.who = said.who(**counted)
        if wizard.other_level:
            told = await db.in_read(reviewing.account, actor, draft_id=draft.id, today=today)
            self.who = said.with_levels(self.who, wizard.level, told.levels)
        found = await db.in_read(reviewing.people, actor, draft_id=draft.id, part=shown.part, q=shown.q,
                                 page=Cut(shown.page, SHOWN_PEOPLE), today=today)  # fmt: skip
        self.rows, self.q, self.only = found.rows, shown.q, said.ONLY.get(shown.part, "")
        self.tab = said.TAB_OF.get(shown.part, shown.part).value
        self.links = {part: self._to(shown.of(part)) for part in Part}
        self.tabs = [TabLink(part, said.TABS[part], number, self.links[part]) for part, number in said.tabs(**counted)]
        self.foot = lists.foot_of(found, lambda page: self._to(Shown(shown.part, shown.q, page)))
        self.download = routes.draft_export(draft.id, shown.part)

    async def _show_when(self, actor: Actor, draft: DraftDetail, now: datetime, today: date) -> None:
        starts_on, due_on = date.fromisoformat(draft.starts_on), date.fromisoformat(draft.due_on)
        told = await db.in_read(planned.planned, actor, starts_on=starts_on, due_on=due_on, emails=draft.emails,
                                dashboard=draft.dashboard_notifications, people=self.who.assigned, now=now)  # fmt: skip
        self.moments = said.moments(told, due_on=due_on, today=today)
        self.months = calendar.months(starts_on, due_on, said.marks(told, due_on=due_on))
        is_locked = locking.is_locked(due_on, today)
        self.editable = "" if is_locked else weekday(locking.last_day_to_edit(due_on).isoformat())

    def _shown(self) -> Shown:
        return Shown.from_query(self.router.url.query)

    def _to(self, shown: Shown) -> str:
        return routes.draft(draft_number(self), Step.REVIEW, shown.query())
