"""The form of the address as it stands, and what all parts of the page show of it (C-15)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.certifications.awarding import batches, preview, targets
from training_app.certifications.awarding.batches import BatchDetail
from training_app.certifications.awarding.preview import Preview
from training_app.core import clock, db
from training_app.core.errors import NotFound
from training_app.web.admin.award_users import words
from training_app.web.admin.award_users.looking import BRANCHES, GROUPS, TABS, USERS, Looking
from training_app.web.shared import routes, session, tracking, whereabouts
from training_app.web.shared.handling import handler
from training_app.web.shared.lists import TabLink
from training_app.web.shared.notices import say

AWARD = Permission.AWARD_CERTIFICATIONS
BEFORE = "This was confirmed before: here is what came of it."


class AwardForm(rx.State):
    """Which certification, which step and tab, and what confirming would come to."""

    name: str = ""
    awarded_page: str = routes.CERTIFICATIONS
    step: int = 1
    tab: str = USERS
    tabs: list[TabLink] = []
    other_step: str = ""
    line: str = ""
    outcome: str = ""
    left_out: str = ""
    people: int = 0
    will_be_awarded: int = 0
    holding: int = 0
    saved: int = 0
    is_missing: bool = False
    is_loaded: bool = False
    _became: str = ""

    @handler(AWARD, supersedes=True)
    async def load(self) -> None:
        """Read the form of the address; first of the page."""
        if await tracking.is_on():
            await whereabouts.arrive(self)
            await opened(self)

    @handler(AWARD)
    async def follow(self) -> EventSpec | None:
        """Lead from a form that was confirmed to what came of it; last of the page's loading."""
        if not self._became:
            return None
        await say(self, BEFORE)
        return rx.redirect(self._became, replace=True)

    def _show(self, found: BatchDetail, told: Preview, named: int, looking: Looking) -> None:
        self.name, self.awarded_page = found.name, routes.awarded(found.certification_id)
        self.step, self.tab = looking.step, looking.tab
        numbers = {USERS: named, GROUPS: len(found.group_ids), BRANCHES: len(found.branch_ids)}
        self.tabs = [TabLink(tab, label, numbers[tab], to(self, Looking(tab=tab))) for tab, label in TABS.items()]
        self.other_step = to(self, Looking(step=3 - looking.step))
        self.line, self.outcome, self.left_out = words.line(told), words.outcome(told), words.left_out(told)
        self.people, self.holding, self.will_be_awarded = told.people, told.holding, told.people - told.skipped
        self.is_missing, self.is_loaded = False, True
        self._became = _became(found)


async def opened(state: rx.State) -> BatchDetail | None:
    """Read the form of the address and bring the frame up to date; None when there is none to fill in."""
    frame, actor, asked = await state.get_state(AwardForm), await session.me(state), {"batch_id": batch_number(state)}
    try:
        found = await db.in_read(batches.detail, actor, **asked)
    except NotFound:
        frame.reset()  # type: ignore[no-untyped-call]  # Reflex's own
        frame.is_missing = frame.is_loaded = True
        return None
    told = await db.in_read(preview.preview, actor, **asked, today=await session.today())
    named = (await db.in_read(targets.chosen, actor, **asked)).total
    frame._show(found, told, named, await looking_at(state))
    return None if found.is_confirmed else found


async def write(state: rx.State, verb: Callable[..., Any], **entered: Any) -> BatchDetail | None:
    """Write what was entered into the form of the address; answers the form as it is then."""
    await db.in_write(verb, await session.me(state), batch_id=batch_number(state), now=clock.now(), **entered)
    (await state.get_state(AwardForm)).saved += 1
    return await opened(state)


async def looking_at(state: rx.State) -> Looking:
    """What the address asks for, as the latest click says."""
    return Looking.from_query(await whereabouts.query_of(state))


async def search(state: rx.State, text: str) -> EventSpec | None:
    """Look for other words on this tab, from the first page."""
    looking = replace(await looking_at(state), q=text, page=1)
    return await whereabouts.go(state, looking.query(), replace=True)


def to(state: rx.State, looking: Looking) -> str:
    """The address of another part of this page."""
    return routes.award_batch(batch_number(state), looking.query())


def batch_number(state: rx.State) -> int:
    """The id of the form that the address names; 0, which none has, when it makes no sense."""
    return routes.number_in(state.router.url.path)


def _became(found: BatchDetail) -> str:
    if not found.is_confirmed:
        return ""
    return routes.job(found.job_key) if found.job_key else routes.awarded(found.certification_id)
