"""One session: who has a seat, who waits, and what can be done (T-03)."""

from dataclasses import dataclass, replace

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.assignments.attendance.filters import SheetFilter, SheetTab
from training_app.assignments.sessions import people
from training_app.assignments.sessions.filters import PeopleOfSession, PeopleTab
from training_app.assignments.sessions.people import OneSession, TakingPart
from training_app.core import db
from training_app.core.errors import NotFound
from training_app.web.admin.catalog.course.sessions.framed import KEEP, read_frame
from training_app.web.admin.catalog.course.state import MANAGE, CoursePage
from training_app.web.shared import course_routes, lists, markdown, routes, session, whereabouts
from training_app.web.shared.course_routes import Part
from training_app.web.shared.days import spoken
from training_app.web.shared.handling import handler, words
from training_app.web.shared.lists import Foot, TabLink


@dataclass(frozen=True)
class Known:
    """One thing that is known of the session."""

    label: str
    value: str


class SessionPage(rx.State):
    """The session of the address, with one page of its people."""

    title: str = "Session"
    session_id: int = 0
    missing: str = ""
    when: str = ""
    known: list[Known] = []
    note: str = ""
    cancelled: str = ""
    is_cancelled: bool = False
    can_change: bool = False
    can_be_deleted: bool = False
    has_free: bool = False
    people: list[TakingPart] = []
    tabs: list[TabLink] = []
    tab: str = ""
    q: str = ""
    foot: Foot = Foot()
    unseen: int = 0
    attend: str = ""
    print_href: str = ""
    back: str = ""
    is_loaded: bool = False

    @handler(KEEP, supersedes=True)
    async def load(self) -> None:
        """Read what the address asks for."""
        number = course_routes.session_in(self.router.url.path)
        if number != self.session_id:
            self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
        self.session_id = number
        await read_frame(self, await session.me(self))
        await self._read()

    @handler(KEEP, supersedes=True)
    async def search(self, text: str) -> EventSpec:
        """Search by name, email, username or number."""
        return whereabouts.stay(self._to(replace(self._wanted(), q=words(text, 100), page=1)))

    async def _read(self) -> None:
        wanted, actor = self._wanted(), await session.me(self)
        asked = {"session_id": self.session_id, "wanted": wanted, "today": await session.today()}
        course_id = course_routes.course_in(self.router.url.path)
        try:
            found = await db.in_read(people.one, actor, **asked)
        except NotFound:
            found = None
        if found is None or found.course_id != course_id:
            framed = (await self.get_state(CoursePage)).title if actor.can(MANAGE) else ""
            self.title, self.missing, self.is_loaded = framed or "Session not found", NotFound().message, True
            return
        self._show(found, wanted)
        records = actor.can(Permission.RECORD_ATTENDANCE) and found.is_its_day and not found.row.is_cancelled
        day = SheetFilter(day=found.entered.last_day, tab=SheetTab.SIGNED_UP)
        self.attend = routes.attendance(course_id, day.query()) if records else ""

    def _show(self, found: OneSession, wanted: PeopleOfSession) -> None:
        row = found.row
        self.title, self.missing, self.is_loaded = found.course, "", True
        self.when, self.note, self.known = row.when, markdown.html(found.note), _known(found)
        self.is_cancelled, self.cancelled = row.is_cancelled, row.why
        self.can_change, self.can_be_deleted = found.can_change, row.can_be_deleted
        self.has_free, self.unseen = found.free != 0, found.unseen
        self.people = [replace(one, signed_up_on=spoken(one.signed_up_on)) for one in found.people.rows]
        to = {one.key: self._to(replace(wanted, tab=PeopleTab(one.label), page=1)) for one in found.tabs}
        self.tabs = [TabLink(one.key, one.label, one.number, to[one.key]) for one in found.tabs]
        self.tab, self.q = wanted.tab.name.lower(), wanted.q
        self.foot = lists.foot_of(found.people, lambda number: self._to(replace(wanted, page=number)))
        self.print_href = course_routes.session_sheet(found.id)
        self.back = course_routes.course(found.course_id, Part.SESSIONS)

    def _wanted(self) -> PeopleOfSession:
        return PeopleOfSession.from_query(self.router.url.query)

    def _to(self, wanted: PeopleOfSession) -> str:
        address = self.router.url.path.rstrip("/")
        return f"{address}?{wanted.query()}" if wanted.query() else address


def _known(found: OneSession) -> list[Known]:
    row = found.row
    seats = f"{row.seated:,} of {row.seats} taken" if row.seats else f"{row.seated:,} taken, any number can sign up"
    facts = (
        ("Place", row.place),
        ("Instructor", row.instructor),
        ("Seats", seats),
        ("Waiting", f"{row.waiting:,}" if row.waiting else ""),
        ("Who signs up", row.who),
        ("Sign-up", row.closed or (f"Until {spoken(row.closes_on)}" if row.is_open else "")),
    )
    return [Known(label, value) for label, value in facts if value]
