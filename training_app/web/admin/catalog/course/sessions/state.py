"""The sessions of the course of the address, as their list shows them (T-03)."""

from dataclasses import dataclass, replace

import reflex as rx

from training_app.assignments.attendance.recording import NotInstructorLed
from training_app.assignments.sessions import listing
from training_app.assignments.sessions.filters import SessionsFilter, SessionsTab
from training_app.assignments.sessions.listing import SessionRow
from training_app.core import db
from training_app.core.errors import NotFound
from training_app.web.admin.catalog.course.sessions.framed import KEEP, read_frame
from training_app.web.shared import course_routes, lists, session
from training_app.web.shared.course_routes import Part
from training_app.web.shared.days import spoken
from training_app.web.shared.handling import handler
from training_app.web.shared.lists import Foot, TabLink


@dataclass(frozen=True)
class Line:
    """A session as its row says it."""

    id: int
    href: str
    when: str
    place: str
    instructor: str
    seats: str
    waiting: str
    who: str
    closes: str
    is_full: bool
    is_cancelled: bool


class SessionsPage(rx.State):
    """One page of the sessions under a tab."""

    title: str = "Sessions"
    course_id: int = 0
    missing: str = ""
    rows: list[Line] = []
    tabs: list[TabLink] = []
    tab: str = ""
    foot: Foot = Foot()
    is_archived: bool = False
    is_loaded: bool = False

    @handler(KEEP, supersedes=True)
    async def load(self) -> None:
        """Read what the address asks for."""
        number = course_routes.course_in(self.router.url.path)
        if number != self.course_id:
            self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
        self.course_id = number
        await read_frame(self, await session.me(self))
        await self._read()

    async def _read(self) -> None:
        wanted = SessionsFilter.from_query(self.router.url.query)
        asked = {"course_id": self.course_id, "wanted": wanted, "today": await session.today()}
        try:
            found = await db.in_read(listing.sessions, await session.me(self), **asked)
        except NotFound:
            self.title, self.missing, self.is_loaded = "Course not found", NotFound().message, True
            return
        except NotInstructorLed:
            self.title, self.is_loaded = "Sessions", True
            self.missing = "Only an instructor-led course has sessions."
            return
        self.title, self.missing, self.is_loaded = found.course, "", True
        self.is_archived = found.is_archived
        self.rows = [_line(row, self.course_id) for row in found.rows.rows]
        self.tabs = [TabLink(one.key, one.label, one.number, self._to(SessionsFilter(SessionsTab(one.label))))
                     for one in found.tabs]  # fmt: skip
        self.tab = wanted.tab.name.lower()
        self.foot = lists.foot_of(found.rows, lambda number: self._to(replace(wanted, page=number)))

    def _to(self, wanted: SessionsFilter) -> str:
        return course_routes.course(self.course_id, Part.SESSIONS, wanted.query())


def _line(row: SessionRow, course_id: int) -> Line:
    return Line(
        id=row.id,
        href=course_routes.session(course_id, row.id),
        when=row.when,
        place=row.place,
        instructor=row.instructor,
        seats=f"{row.seated:,} of {row.seats}" if row.seats else f"{row.seated:,}",
        waiting=f"{row.waiting:,}" if row.waiting else "",
        who=row.who,
        closes=row.closed or (f"until {spoken(row.closes_on)}" if row.is_open else ""),
        is_full=row.is_full,
        is_cancelled=row.is_cancelled,
    )
