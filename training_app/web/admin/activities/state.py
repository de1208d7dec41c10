"""What the page of external activities shows: a tab of the list, and the activity that is looked at (T-04)."""

from dataclasses import replace
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.assignments.external import deciding, overview
from training_app.assignments.external.deciding import ChangedSince, DecidedByAnother
from training_app.assignments.external.filters import LONGEST_SEARCH, ActivityFilter, ActivityTab
from training_app.core import clock, db
from training_app.core.errors import Invalid
from training_app.web.shared import activities, lists, routes, session, whereabouts
from training_app.web.shared.activities import Line
from training_app.web.shared.handling import handler, words
from training_app.web.shared.lists import Foot, TabLink
from training_app.web.shared.notices import say

APPROVE = Permission.APPROVE_EXTERNAL
APPROVING, DECLINING = "approve", "decline"


class ActivitiesPage(rx.State):
    """One page of the list, as its address says, and the question that is asked about the one looked at."""

    rows: list[Line] = []
    tabs: list[TabLink] = []
    tab: str = ""
    q: str = ""
    foot: Foot = Foot()
    is_loaded: bool = False
    opened: Line = activities.NONE
    close: str = ""
    asking: str = ""
    wrong: str = ""

    @handler(APPROVE, supersedes=True)
    async def load(self) -> None:
        """Read what the address asks for."""
        await self._read()

    @handler(APPROVE, supersedes=True)
    async def search(self, text: str) -> EventSpec:
        """Search by person or by what was done."""
        wanted = replace(self._wanted(), q=words(text, LONGEST_SEARCH), page=1, open_id=0)
        return whereabouts.stay(routes.activities(wanted.query()))

    @handler(APPROVE)
    async def ask(self, what: str) -> None:
        """Ask before it is approved or declined."""
        said = words(what)
        self.asking, self.wrong = said if said in (APPROVING, DECLINING) else "", ""

    @handler(APPROVE)
    async def leave(self) -> None:
        """Decide nothing."""
        self.asking = ""

    @handler(APPROVE)
    async def approve(self, _form: dict[str, Any]) -> EventSpec | None:
        """It counts."""
        return await self._decide(deciding.approve, "Approved.")

    @handler(APPROVE)
    async def decline(self, form: dict[str, Any]) -> EventSpec | None:
        """It does not, and the person is told why."""
        said = form.get("reason", "") if isinstance(form, dict) else ""
        return await self._decide(deciding.decline, "Declined.", reason=words(said, deciding.LONGEST_REASON))

    async def _decide(self, verb: Any, done: str, **said: str) -> EventSpec | None:
        wanted = self._wanted()
        told = {"activity_id": wanted.open_id, "version": self.opened.version, "now": clock.now(), **said}
        try:
            await db.in_write(verb, await session.me(self), **told)
        except Invalid as refused:
            self.wrong = refused.message
            return rx.set_focus("reason")
        except (ChangedSince, DecidedByAnother) as overtaken:
            await say(self, overtaken.message, is_error=True)
            await self._read()
            return None
        finally:
            self.asking = self.asking if self.wrong else ""
        await say(self, done)
        return rx.redirect(routes.activities(replace(wanted, open_id=0).query()))

    async def _read(self) -> None:
        wanted, actor = self._wanted(), await session.me(self)
        found = await db.in_read(overview.activities, actor, wanted=wanted)
        self.rows = [activities.line(row, href=_to(replace(wanted, open_id=row.id))) for row in found.rows.rows]
        tab = replace(wanted, page=1, open_id=0)
        self.tabs = [TabLink(one.key, one.label, one.number, _to(replace(tab, tab=ActivityTab(one.label))))
                     for one in found.tabs]  # fmt: skip
        self.tab, self.q = wanted.tab.name.lower(), wanted.q
        self.foot = lists.foot_of(found.rows, lambda number: _to(replace(wanted, page=number, open_id=0)))
        self.opened = activities.line(found.opened) if found.opened else activities.NONE
        self.close, self.is_loaded, self.asking, self.wrong = _to(replace(wanted, open_id=0)), True, "", ""

    def _wanted(self) -> ActivityFilter:
        return ActivityFilter.from_query(self.router.url.query)


def _to(wanted: ActivityFilter) -> str:
    return routes.activities(wanted.query())
