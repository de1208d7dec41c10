"""The "Report of User(s) Assigned", with the tabs, search and sort of the status, and its file (A-23)."""

from dataclasses import dataclass, replace

import reflex as rx
from reflex_base.event import EventSpec
from reflex_components_core.el.elements.inline import A as PlainLink  # type: ignore[import-untyped]  # it has no stubs

from training_app.access.actor import Actor
from training_app.assignments import places, queries, report
from training_app.assignments.filters import SIZES, PlaceFilter, PlaceSort
from training_app.assignments.report import ReportRow
from training_app.assignments.rules import StatusTab
from training_app.core import db
from training_app.core.errors import NotFound
from training_app.reports.rules import MOST_TO_DOWNLOAD, Format
from training_app.web.admin.assignment import email_report
from training_app.web.admin.assignment.email_report import EmailReport
from training_app.web.admin.assignment.page import missing
from training_app.web.admin.assignment.state import MANAGE
from training_app.web.shared import chips, forms, lists, routes, session, whereabouts
from training_app.web.shared.days import spoken
from training_app.web.shared.handling import handler, words
from training_app.web.shared.lists import Foot, TabLink
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page

COLUMNS = (
    (PlaceSort.NAME, "Name", ""),
    (PlaceSort.EMAIL, "Email", ""),
    ("", "Course Title", ""),
    ("", "Start Date", ""),
    (PlaceSort.DUE, "Due Date", ""),
    (PlaceSort.STATUS, "Status", ""),
    (PlaceSort.ATTEMPTS, "Attempts", "r"),
    (PlaceSort.SCORE, "Score", "r"),
    (PlaceSort.COMPLETED, "Completed on", ""),
)


@dataclass(frozen=True)
class Export:
    """One kind of file of what the page shows; without an address it would take too long to wait for."""

    kind: str
    label: str
    href: str


class AssignmentReport(rx.State):
    """One page of the report, as its address says."""

    title: str = ""
    of: str = ""
    is_missing: bool = False
    rows: list[ReportRow] = []
    tabs: list[TabLink] = []
    tab: str = ""
    q: str = ""
    sort: str = ""
    size: int = 0
    links: dict[str, str] = {}
    foot: Foot = Foot()
    exports: list[Export] = []

    @handler(MANAGE, supersedes=True)
    async def load(self) -> None:
        """Read what the address asks for."""
        actor, today, number = await session.me(self), await session.today(), self._number()
        self.of, self.is_missing = routes.assignment(number), False
        try:
            detail = await db.in_read(queries.assignment, actor, assignment_id=number, today=today)
        except NotFound:
            self.is_missing, self.title, self.rows, self.tabs = True, "", [], []
            return
        self.title = f"{detail.title}, {spoken(detail.starts_on)} – {spoken(detail.due_on)}"
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
        found = await db.in_read(report.report, actor, **asked)
        counts = await db.in_read(places.place_tabs, actor, **asked)
        self.tabs = [
            TabLink(one.key, one.label, one.number, self._to(wanted.of(StatusTab(one.label)))) for one in counts
        ]
        self.rows = [_spoken(row) for row in found.rows]
        self.tab, self.q, self.sort, self.size = wanted.tab.name.lower(), wanted.q, wanted.sort, wanted.size
        self.links = lists.sort_links(wanted.sort, PlaceSort, lambda sort: self._to(replace(wanted, sort=sort, page=1)))
        self.foot = lists.foot_of(found, lambda number: self._to(replace(wanted, page=number)))
        self.exports = [self._export(kind, found.total, replace(wanted, page=1).query()) for kind in Format]

    def _export(self, kind: Format, people: int, query: str) -> Export:
        href = routes.report_export(self._number(), kind, query) if kind.can_be_downloaded(people) else ""
        return Export(kind.value, kind.label(), href)

    def _number(self) -> int:
        return routes.number_in(self.router.url.path.rstrip("/").removesuffix("/report"))

    def _wanted(self) -> PlaceFilter:
        return PlaceFilter.from_query(self.router.url.query)

    def _to(self, wanted: PlaceFilter) -> str:
        return routes.assignment_report(self._number(), wanted.query())

    def _go(self, wanted: PlaceFilter) -> EventSpec:
        return whereabouts.stay(self._to(wanted))


def _spoken(row: ReportRow) -> ReportRow:
    days = {"starts_on": row.starts_on, "due_on": row.due_on, "completed_on": row.completed_on}
    return replace(row, **{name: spoken(day) for name, day in days.items()})


def build() -> rx.Component:
    """The page."""
    return page(
        "Report of User(s) Assigned",
        rx.cond(AssignmentReport.is_missing, missing(), _report()),
        crumbs=(("Assignments", routes.ASSIGNMENTS),),
        actions=(rx.cond(AssignmentReport.is_missing, rx.fragment(), _acts()),),
        right=MANAGE,
    )


def _report() -> rx.Component:
    return rx.el.div(
        rx.el.p(rx.el.a(AssignmentReport.title, href=AssignmentReport.of, class_name="link tall")),
        lists.tabs(AssignmentReport.tabs, AssignmentReport.tab, "Enrollment Status"),
        rx.el.div(
            forms.search(
                name="search_report", label="Search By Name", value=AssignmentReport.q,
                on_change=AssignmentReport.search.debounce(250),
            ),
            lists.sort_by(COLUMNS, sort=AssignmentReport.sort, on_change=AssignmentReport.sort_by),
            class_name="tools",
        ),
        # In a box of its own: nine columns may be wider than the page, and scroll within it.
        rx.el.div(rx.el.div(rx.cond(AssignmentReport.rows.length() > 0, _table(), _nobody()), class_name="card")),
        class_name="stack",
    )  # fmt: skip


def _acts() -> rx.Component:
    return rx.el.div(
        rx.el.span("Export", id="export", class_name="muted"),
        rx.foreach(AssignmentReport.exports, _export),
        email_report.button(),
        class_name="row wrap exports", role="group", aria_labelledby="export",
    )  # fmt: skip


def _export(one: rx.Var[Export]) -> rx.Component:
    # A link of the browser's own: what it leads to is no page of the app.
    link = PlainLink.create(rx.icon("download", size=16), one.label, href=one.href, class_name="btn")
    why = f"More than {MOST_TO_DOWNLOAD:,} people: made as a job and sent to you"
    slow = rx.el.button(
        rx.icon("mail", size=16), one.label, on_click=EmailReport.ask(one.kind), title=why, type="button",
        aria_label=one.label + ". " + why, class_name="btn",
    )  # fmt: skip
    return rx.cond(one.href != "", link, slow)


def _table() -> rx.Component:
    heading = lists.head(COLUMNS, sort=AssignmentReport.sort, links=AssignmentReport.links)
    sizes = lists.page_size(AssignmentReport.size, sizes=SIZES, on_change=AssignmentReport.show)
    return lists.table(heading, AssignmentReport.rows, _row, AssignmentReport.foot, sizes=sizes)


def _row(row: rx.Var[ReportRow]) -> rx.Component:
    return rx.el.tr(
        lists.cell("Name", rx.el.span(row.name, class_name="strong")),
        lists.cell("Email", rx.el.span(row.email, class_name="muted")),
        lists.cell("Course Title", rx.el.span(row.title, title=row.title, class_name="cut title-cell")),
        lists.cell("Start Date", row.starts_on, class_name="day"),
        lists.cell("Due Date", row.due_on, class_name="day"),
        lists.cell("Status", chips.enrollment(row.status, due_on=row.due_on, days=row.days)),
        lists.cell("Attempts", row.attempts.to_string(), class_name="r"),
        lists.cell("Score", row.score, class_name="r"),
        lists.cell("Completed on", row.completed_on, class_name="day"),
    )


def _nobody() -> rx.Component:
    return rx.cond(
        AssignmentReport.q != "",
        lists.empty("search", "Nobody here matches “" + AssignmentReport.q + "”."),
        lists.empty("users", "Nobody stands under this tab."),
    )


PAGE = Page("/assignments/[assignment_id]/report", "Report of User(s) Assigned", build, (AssignmentReport.load,))
