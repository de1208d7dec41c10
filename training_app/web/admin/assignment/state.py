"""What the page of one assignment shows: its head, and one page of its people, as the address says (A-17)."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.assignments import places, queries
from training_app.assignments.filters import PlaceFilter, PlaceSort
from training_app.assignments.places import PlaceRow, Progress
from training_app.assignments.queries import AssignmentDetail
from training_app.assignments.rules import ClosedAs, StatusTab
from training_app.core import db, organization
from training_app.core.errors import NotFound
from training_app.web.shared import lists, routes, session, whereabouts
from training_app.web.shared.days import spoken
from training_app.web.shared.handling import handler, words
from training_app.web.shared.lists import Foot, TabLink

MANAGE = Permission.MANAGE_ASSIGNMENTS


@dataclass(frozen=True)
class Segment:
    """One part of the progress bar: its colour, how wide it is, and what it says."""

    colour: str
    width: str
    words: str


@dataclass(frozen=True)
class ShownPlace:
    """One person's place as the table shows it. `excused` is what its chip says of an excuse, `why` stands below it."""

    id: int
    person_id: int
    name: str
    email: str
    branch: str
    status: str
    excused: str
    why: str
    due_on: str
    days: int
    extended: str
    attempts: int
    completed_on: str


class AssignmentPage(rx.State):
    """The head of the page and one page of its people."""

    assignment_id: int = 0
    title: str = "Assignment"
    code: str = ""
    level: str = ""
    dates: str = ""
    options: str = ""
    locked: str = ""
    is_missing: bool = False
    being_created: bool = False
    percent_created: int = 0
    job: str = ""
    cancelled: str = ""
    complete: str = ""
    segments: list[Segment] = []
    rows: list[ShownPlace] = []
    tabs: list[TabLink] = []
    tab: str = ""
    q: str = ""
    sort: str = ""
    size: int = 0
    links: dict[str, str] = {}
    foot: Foot = Foot()
    report: str = ""

    @handler(MANAGE, supersedes=True)
    async def load(self) -> None:
        """Read the assignment and the people whom the address asks for."""
        actor, today, number = await session.me(self), await session.today(), self._number()
        try:
            detail = await db.in_read(queries.assignment, actor, assignment_id=number, today=today)
        except NotFound:
            self.is_missing, self.title, self.code, self.level = True, "Assignment not found", "", ""
            self.rows, self.tabs = [], []
            return
        far = await db.in_read(places.progress, actor, assignment_id=number, today=today)
        self._show(detail, far)
        self.cancelled = _cancelled(detail, (await db.in_read(organization.of)).zone)
        await self._load_people(actor, {"assignment_id": number, "wanted": self._wanted(), "today": today})

    @handler(MANAGE, supersedes=True)
    async def search(self, text: str) -> EventSpec:
        """Search by name."""
        return self._go(replace(self._wanted(), q=words(text, 100), page=1))

    @handler(MANAGE)
    async def sort_by(self, sort: str) -> EventSpec:
        """Sort by a column."""
        return self._go(replace(self._wanted(), sort=words(sort, 20), page=1))

    @handler(MANAGE)
    async def show(self, size: str) -> EventSpec:
        """Show so many people a page."""
        return self._go(replace(self._wanted(), size=lists.size_said(size), page=1))

    async def _load_people(self, actor: Actor, asked: dict[str, object]) -> None:
        wanted = self._wanted()
        found = await db.in_read(places.places, actor, **asked)
        counts = await db.in_read(places.place_tabs, actor, **asked)
        self.tabs = [
            TabLink(one.key, one.label, one.number, self._to(wanted.of(StatusTab(one.label)))) for one in counts
        ]
        self.rows = [_shown(row) for row in found.rows]
        self.tab, self.q, self.sort, self.size = wanted.tab.name.lower(), wanted.q, wanted.sort, wanted.size
        self.links = lists.sort_links(wanted.sort, PlaceSort, lambda sort: self._to(replace(wanted, sort=sort, page=1)))
        self.foot = lists.foot_of(found, lambda number: self._to(replace(wanted, page=number)))
        self.report = routes.assignment_report(self._number(), replace(wanted, page=1).query())

    def _show(self, detail: AssignmentDetail, far: Progress) -> None:
        self.is_missing, self.being_created, self.assignment_id = False, detail.being_created, self._number()
        self.percent_created, self.job = detail.percent_created, routes.job(detail.job_key) if detail.job_key else ""
        self.title, self.code, self.level = detail.title, detail.code, detail.level
        self.dates = f"{spoken(detail.starts_on)} – {spoken(detail.due_on)} · {detail.tab}"
        self.options, self.locked = _options(detail), _locked(detail)
        self.complete, self.segments = _complete(far), _segments(far)

    def _number(self) -> int:
        return routes.number_in(self.router.url.path)

    def _wanted(self) -> PlaceFilter:
        return PlaceFilter.from_query(self.router.url.query)

    def _to(self, wanted: PlaceFilter) -> str:
        return routes.assignment(self._number(), wanted.query())

    def _go(self, wanted: PlaceFilter) -> EventSpec:
        return whereabouts.stay(self._to(wanted))


def _shown(row: PlaceRow) -> ShownPlace:
    is_excused, remark = row.status == ClosedAs.EXCUSED, row.remark
    until = f" until {spoken(remark.excused_until)}" if remark.excused_until else ""
    by = f" · {remark.excused_by}" if remark.excused_by else ""
    extended = f"Extended by {remark.extended_by}" if remark.extended_by else "Extended"
    return ShownPlace(
        id=row.id,
        person_id=row.person_id,
        name=row.name,
        email=row.email,
        branch=row.branch,
        status=row.status,
        excused=f"Excused{until}" if is_excused else "",
        why=f"{remark.excused_why}{by}" if is_excused else "",
        due_on=spoken(row.due_on),
        days=row.days,
        extended=extended if remark.is_extended else "",
        attempts=row.attempts,
        completed_on=spoken(row.completed_on),
    )


def _cancelled(detail: AssignmentDetail, zone: str) -> str:
    """When it was cancelled, by whom, and what that means; empty for what goes on."""
    if not detail.cancelled_at:
        return ""
    at = datetime.fromisoformat(detail.cancelled_at).astimezone(ZoneInfo(zone))
    by = f" by {detail.cancelled_by}" if detail.cancelled_by else ""
    rest = "Whoever was not complete was withdrawn; whoever completed it stays. It can be edited no more."
    return f"Cancelled on {at:%-d %b %Y, %H:%M}{by}. {rest}"


def _options(detail: AssignmentDetail) -> str:
    told = [
        "Dashboard notifications on" if detail.dashboard_notifications else "Dashboard notifications off",
        "e-mails on" if detail.emails else "e-mails off",
        "duplicate enrollments allowed" if detail.allow_duplicates else "",
        f"made by {detail.made_by}" if detail.made_by else "",
    ]
    return " · ".join(one for one in told if one)


def _locked(detail: AssignmentDetail) -> str:
    since = spoken(detail.locked_from).rpartition(" ")[0]
    return f"Locked since {since} (3 days before the due date)" if detail.is_locked else ""


def _complete(far: Progress) -> str:
    percent = far.evaluated * 100 // far.counted if far.counted else 0
    aside = far.people - far.counted
    not_counted = f"; {aside} excused or deactivated not counted" if aside else ""
    return f"{percent}% complete: {far.evaluated:,} of {far.counted:,} people{not_counted}"


def _segments(far: Progress) -> list[Segment]:
    """In the colours of the chips, each with its words; a part with nobody is left out."""
    parts = (
        ("green", far.evaluated, "evaluated"),
        ("teal", far.passed, "passed"),
        ("grey", far.enrolled, "enrolled"),
        ("late", far.past_due, "past due"),
        ("red", far.failed, "failed"),
    )
    return [
        Segment(colour, f"{number * 100 / far.counted:.2f}%", f"{number:,} {word}")
        for colour, number, word in parts
        if number
    ]
