"""What the page of submitted cards shows, as its address says, and deciding about the one that is opened (C-25)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.certifications.submitting import deciding, listing
from training_app.certifications.submitting.deciding import LONGEST_REASON, Correction
from training_app.certifications.submitting.filters import SubmissionFilter, SubmissionTab
from training_app.certifications.tracking import choices
from training_app.certifications.tracking.entry import ALWAYS, Entry
from training_app.core import clock, db, organization
from training_app.core.errors import Conflict, Invalid, NotFound
from training_app.web.admin.submissions import shown
from training_app.web.admin.submissions.shown import Listed, Opened
from training_app.web.shared import lists, routes, session, tracking, whereabouts
from training_app.web.shared.handling import handler, words
from training_app.web.shared.lists import Foot, TabLink
from training_app.web.shared.notices import say

TRACK = Permission.TRACK_CERTIFICATIONS
LONGEST = 400


class SubmissionsPage(rx.State):
    """One page of the list, the card that is opened, and what is wrong with the values for it."""

    rows: list[Listed] = []
    tabs: list[TabLink] = []
    tab: str = "waiting"
    q: str = ""
    foot: Foot = Foot()
    opened: Opened = Opened()
    kinds: list[tuple[str, str]] = []
    allows_always: bool = False
    wrong: dict[str, str] = {}
    is_declining: bool = False
    reason_wrong: str = ""
    is_loaded: bool = False

    @handler(TRACK, supersedes=True)
    async def load(self) -> None:
        """Read what the address asks for."""
        if await tracking.is_on():
            await whereabouts.arrive(self)
            await self._read(await self._wanted())

    @handler(TRACK, supersedes=True)
    async def search(self, text: str) -> EventSpec | None:
        """Search by the person, as one types."""
        wanted = replace(await self._wanted(), q=words(text, 100), page=1, open=0)
        return await whereabouts.go(self, wanted.query(), replace=True)

    @handler(TRACK)
    async def approve(self, form: dict[str, Any]) -> EventSpec | None:
        """Make the opened card an award with these values; the next one opens."""
        said = {"submission_id": _number(form), "correction": _correction(form), "now": clock.now()}
        try:
            await db.in_write(deciding.approve, await session.me(self), **said)
        except Invalid as refused:
            self.wrong = {one.field: one.text for one in refused.problems}
            return None
        except (Conflict, NotFound) as overtaken:
            return await self._go_on(overtaken.message, is_error=True)
        return await self._go_on(f"Approved: {self.opened.certification} of {self.opened.name}.")

    @handler(TRACK)
    async def ask_why(self) -> None:
        """Ask for the reason before it is declined."""
        self.is_declining, self.reason_wrong = self.opened.id > 0, ""

    @handler(TRACK)
    async def cancel(self) -> None:
        """Decide nothing yet."""
        self.is_declining = False

    @handler(TRACK)
    async def decline(self, form: dict[str, Any]) -> EventSpec | None:
        """Decline the opened card for this reason; the next one opens."""
        reason = words((form if isinstance(form, Mapping) else {}).get("reason", ""), LONGEST_REASON + 1)
        said = {"submission_id": _number(form), "reason": reason, "now": clock.now()}
        try:
            await db.in_write(deciding.decline, await session.me(self), **said)
        except Invalid as refused:
            self.reason_wrong = refused.message
            return None
        except (Conflict, NotFound) as overtaken:
            return await self._go_on(overtaken.message, is_error=True)
        return await self._go_on(f"Declined: {self.opened.certification} of {self.opened.name}.")

    async def _go_on(self, notice: str, *, is_error: bool = False) -> EventSpec | None:
        """Open the one after it, or the first where there is none."""
        self.is_declining, wanted = False, await self._wanted()
        ids = [row.id for row in self.rows]
        after = ids[ids.index(self.opened.id) + 1 :] if self.opened.id in ids else []
        await self._read(wanted.opening(after[0] if after else 0))
        await say(self, notice, is_error=is_error)
        return await whereabouts.go(self, wanted.opening(self.opened.id if after else 0).query(), replace=True)

    async def _read(self, wanted: SubmissionFilter) -> None:
        actor, of = await session.me(self), await db.in_read(organization.of)
        zone, found = ZoneInfo(of.zone), await db.in_read(listing.submissions, actor, wanted=wanted)
        self.rows = [shown.listed(row, zone, _to(wanted.opening(row.id))) for row in found.found.rows]
        self.tabs = [TabLink(tab.name.lower(), tab, found.tabs[tab], _to(wanted.of(tab))) for tab in SubmissionTab]
        self.tab, self.q, self.is_loaded = wanted.tab.name.lower(), wanted.q, True
        self.foot = lists.foot_of(found.found, lambda page: _to(replace(wanted, page=page, open=0)))
        first = self.rows[0].id if self.rows else 0
        self.wrong, self.opened, self.kinds = {}, Opened(), []
        await self._open(wanted.open or first, of.today(clock.now()), zone)

    async def _open(self, number: int, today: Any, zone: ZoneInfo) -> None:
        if not number:
            return
        actor = await session.me(self)
        try:
            card = await db.in_read(listing.submission, actor, submission_id=number, today=today)
        except NotFound:
            await say(self, "There is no such card, or you may not see it.", is_error=True)
            return
        self.opened = shown.opened(card, zone)
        offered = await db.in_read(choices.choices, actor, person_id=card.person_id, today=today)
        self.kinds = [(str(kind.id), kind.name) for kind in offered.kinds]
        allowing = {kind.id for kind in offered.kinds if kind.always_valid_allowed}
        self.allows_always = card.certification_id in allowing or self.opened.always

    async def _wanted(self) -> SubmissionFilter:
        return SubmissionFilter.from_query(await whereabouts.query_of(self))


def _number(form: object) -> int:
    """The card that a form is about."""
    said = form if isinstance(form, Mapping) else {}
    return routes.number_in(words(said.get("submission_id", "") or ""))


def _correction(form: object) -> Correction:
    said = form if isinstance(form, Mapping) else {}
    typed = {name: words(said.get(name, "") or "", LONGEST) for name in ("certification_id", "expires_on",
                                                                         "issued_on", "number")}  # fmt: skip
    expires_on = ALWAYS if said.get("always_valid") else typed["expires_on"]
    return Correction(routes.number_in(typed["certification_id"]),
                      Entry(typed["issued_on"], expires_on, typed["number"]))  # fmt: skip


def _to(wanted: SubmissionFilter) -> str:
    return routes.submissions(wanted.query())
