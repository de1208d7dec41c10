"""What the page of a session shows: one page of its people, what is entered, and what recording would do (T-03)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.assignments.attendance import overview as attendance_overview
from training_app.assignments.attendance.filters import SheetFilter, SheetTab
from training_app.assignments.attendance.overview import Sheet
from training_app.assignments.attendance.recording import NotInstructorLed
from training_app.assignments.attendance.sheet import SheetAccount, SheetRefusal, SheetRow
from training_app.core import db
from training_app.core.errors import NotFound
from training_app.web.admin.attendance import said
from training_app.web.shared import course_routes, lists, routes, session, whereabouts
from training_app.web.shared.course_routes import Part
from training_app.web.shared.days import day_said, spoken
from training_app.web.shared.handling import handler, words
from training_app.web.shared.lists import Foot, TabLink

RECORD = Permission.RECORD_ATTENDANCE


@dataclass(frozen=True)
class Elsewhere:
    """Another day with entries that are not recorded: the day as ISO, in words, and its address."""

    day: str
    text: str
    href: str


class AttendancePage(rx.State):
    """The session of one day, as the address says."""

    title: str = "Record attendance"
    course: str = ""
    code: str = ""
    level: str = ""
    missing: str = ""
    day: str = ""
    day_in_words: str = ""
    problem: str = ""
    rows: list[SheetRow] = []
    tabs: list[TabLink] = []
    tab: str = ""
    q: str = ""
    foot: Foot = Foot()
    without: int = 0
    has_sessions: bool = False
    sessions: str = ""
    entered: int = 0
    summary: list[str] = []
    refused: int = 0
    refusals: list[SheetRefusal] = []
    elsewhere: list[Elsewhere] = []
    saved: int = 0
    is_loaded: bool = False

    @handler(RECORD, supersedes=True)
    async def load(self) -> None:
        """Read what the address asks for."""
        self.saved = 0
        await self._read()

    @handler(RECORD, supersedes=True)
    async def search(self, text: str) -> EventSpec:
        """Search by name, email, username or number."""
        return whereabouts.stay(self._to(replace(self._wanted(), q=words(text, 100), page=1)))

    @handler(RECORD)
    async def choose_day(self, day: str) -> EventSpec | None:
        """Turn to the session of another day; while a day is typed nothing happens."""
        chosen = day_said(words(day, 20))
        return None if chosen is None else whereabouts.stay(self._to(SheetFilter(day=chosen)))

    @handler(RECORD)
    async def today(self) -> EventSpec:
        """Turn to the session of today."""
        return whereabouts.stay(self._to(SheetFilter(day=await session.today())))

    async def _read(self) -> None:
        asked = {"course_id": course_number(self), "wanted": self._wanted(), "today": await session.today()}
        try:
            found = await db.in_read(attendance_overview.sheet, await session.me(self), **asked)
        except (NotFound, NotInstructorLed) as refused:
            self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
            self.title, self.missing, self.is_loaded = "Course not found", refused.message, True
            return
        self._show(found, self._wanted())

    def _show(self, found: Sheet, wanted: SheetFilter) -> None:
        self.title, self.missing, self.is_loaded = "Record attendance", "", True
        self.course, self.code, self.level = found.title, found.code, found.level
        self.day, self.day_in_words, self.problem = found.day.isoformat(), said.weekday(found.day), found.problem
        self.rows = [replace(row, due_on=spoken(row.due_on)) for row in found.rows.rows]
        self.tabs = [
            TabLink(one.key, one.label, one.number, self._to(replace(wanted, tab=SheetTab(one.label), page=1)))
            for one in found.tabs
        ]
        self.tab, self.q = wanted.tab.name.lower(), wanted.q
        self.has_sessions = any(one.label == SheetTab.SIGNED_UP for one in found.tabs)
        self.sessions = course_routes.course(course_number(self), Part.SESSIONS)
        self.without = next(one.number for one in found.tabs if one.label == SheetTab.OPEN)
        self.foot = lists.foot_of(found.rows, lambda number: self._to(replace(wanted, page=number)))
        self.elsewhere = [
            Elsewhere(one.day.isoformat(), said.results(one.people, one.day), self._to(SheetFilter(day=one.day)))
            for one in found.others
        ]
        self._count(found.account)

    def _count(self, account: SheetAccount) -> None:
        self.entered, self.summary = account.people, said.summary(account)
        self.refused, self.refusals = account.refused, list(account.refusals)

    def _wanted(self) -> SheetFilter:
        return SheetFilter.from_query(self.router.url.query)

    def _to(self, wanted: SheetFilter) -> str:
        return routes.attendance(course_number(self), wanted.query())


def course_number(state: rx.State) -> int:
    """The id of the course that the address names; 0, which none has, when it makes no sense."""
    return routes.number_in(state.router.url.path.rstrip("/").rpartition("/")[0])


async def session_day(state: rx.State) -> date:
    """The day of the session that the page shows."""
    return SheetFilter.from_query(state.router.url.query).day or await session.today()


async def write(state: rx.State, verb: Callable[..., Any], **entered: Any) -> Any:
    """Write what was entered for the session of the address, and bring the page up to date; answers what came of it."""
    about = {"course_id": course_number(state), "day": await session_day(state)}
    done = await db.in_write(verb, await session.me(state), **about, **entered)
    await shown(state)
    return done


async def shown(state: rx.State) -> None:
    """Bring the page up to date after a write."""
    page = await state.get_state(AttendancePage)
    page.saved += 1
    await page._read()
