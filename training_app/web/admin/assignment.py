"""One assignment: "Enrollment Status" with its tabs (A-17, A-18)."""

from dataclasses import replace

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.assignments import places, queries
from training_app.assignments.filters import PlaceFilter, PlaceSort
from training_app.assignments.places import PlaceRow
from training_app.assignments.queries import AssignmentDetail
from training_app.assignments.rules import StatusTab
from training_app.core import db
from training_app.core.errors import NotFound
from training_app.web.shared import chips, forms, lists, routes, session
from training_app.web.shared.days import spoken
from training_app.web.shared.handling import handler, words
from training_app.web.shared.lists import Foot, TabLink
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page

MANAGE = Permission.MANAGE_ASSIGNMENTS
COLUMNS = (
    (PlaceSort.NAME, "Name", ""),
    (PlaceSort.EMAIL, "Email", ""),
    (PlaceSort.BRANCH, "Branch", ""),
    (PlaceSort.STATUS, "Status", ""),
    (PlaceSort.DUE, "Due date", ""),
    ("", "Attempts", "r"),
    (PlaceSort.COMPLETED, "Completed on", ""),
)


class AssignmentPage(rx.State):
    """The head of the page and one page of its people, as the address says."""

    title: str = "Assignment"
    code: str = ""
    level: str = ""
    dates: str = ""
    options: str = ""
    is_missing: bool = False
    being_created: bool = False
    percent_created: int = 0
    people: int = 0
    percent: int = 0
    rows: list[PlaceRow] = []
    tabs: list[TabLink] = []
    tab: str = ""
    q: str = ""
    sort: str = ""
    links: dict[str, str] = {}
    foot: Foot = Foot()

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
        wanted = self._wanted()
        asked = {"assignment_id": number, "wanted": wanted, "today": today}
        found = await db.in_read(places.places, actor, **asked)
        counts = await db.in_read(places.place_tabs, actor, **asked)
        self._show(detail)
        self.tabs = [
            TabLink(one.key, one.label, one.number, self._to(wanted.of(StatusTab(one.label)))) for one in counts
        ]
        self._count(wanted)
        self.rows = [
            replace(row, due_on=spoken(row.due_on), completed_on=spoken(row.completed_on)) for row in found.rows
        ]
        self.tab, self.q, self.sort = wanted.tab.name.lower(), wanted.q, wanted.sort
        self.links = lists.sort_links(wanted.sort, PlaceSort, lambda sort: self._to(replace(wanted, sort=sort, page=1)))
        self.foot = lists.foot_of(found, lambda number: self._to(replace(wanted, page=number)))

    @handler(MANAGE, supersedes=True)
    async def search(self, text: str) -> EventSpec:
        """Search by name."""
        return rx.redirect(self._to(replace(self._wanted(), q=words(text, 100), page=1)), replace=True)

    def _show(self, detail: AssignmentDetail) -> None:
        self.is_missing, self.being_created = False, detail.being_created
        self.percent_created = detail.percent_created
        self.title, self.code, self.level = detail.title, detail.code, detail.level
        self.dates = f"{spoken(detail.starts_on)} – {spoken(detail.due_on)} · {detail.tab}"
        told = [
            "Dashboard notifications on" if detail.dashboard_notifications else "Dashboard notifications off",
            "e-mails on" if detail.emails else "e-mails off",
            "duplicate enrollments allowed" if detail.allow_duplicates else "",
            f"made by {detail.made_by}" if detail.made_by else "",
        ]
        self.options = " · ".join(one for one in told if one)

    def _count(self, wanted: PlaceFilter) -> None:
        if wanted.q:
            return
        numbers = {one.label: one.number for one in self.tabs}
        self.people = numbers[StatusTab.ALL]
        self.percent = numbers[StatusTab.EVALUATED] * 100 // self.people if self.people else 0

    def _number(self) -> int:
        return routes.number_in(self.router.url.path)

    def _wanted(self) -> PlaceFilter:
        return PlaceFilter.from_query(self.router.url.query)

    def _to(self, wanted: PlaceFilter) -> str:
        return routes.assignment(self._number(), wanted.query())


def build() -> rx.Component:
    """The page."""
    return page(
        AssignmentPage.title,
        rx.cond(AssignmentPage.is_missing, _missing(), _status()),
        crumbs=(("Assignments", routes.ASSIGNMENTS),),
        beside=(chips.level(AssignmentPage.level), rx.el.span(AssignmentPage.code, class_name="mono muted")),
        right=MANAGE,
    )


def _missing() -> rx.Component:
    back = rx.el.a("All assignments", href=routes.ASSIGNMENTS, class_name="btn")
    return rx.el.div(lists.empty("circle-help", "There is no such assignment, or you may not see it.", back),
                     class_name="card")  # fmt: skip


def _status() -> rx.Component:
    percent = AssignmentPage.percent.to_string() + "%"
    return rx.el.div(
        rx.cond(AssignmentPage.being_created, _creating()),
        rx.el.div(
            rx.el.p(AssignmentPage.dates, class_name="strong"),
            rx.el.p(AssignmentPage.options, class_name="muted"),
            rx.el.div(
                rx.el.span(rx.el.i(style={"width": percent}), class_name="bar push", aria_hidden="true"),
                rx.el.span(percent + " of " + AssignmentPage.people.to_string() + " people complete",
                           class_name="muted"),
                class_name="row", style={"maxWidth": "480px"},
            ),
            class_name="col gap-4",
        ),
        rx.el.h2("Enrollment Status"),
        lists.tabs(AssignmentPage.tabs, AssignmentPage.tab, "Enrollment Status"),
        rx.el.div(
            forms.search(
                name="search_people", label="Search By Name", value=AssignmentPage.q,
                on_change=AssignmentPage.search.debounce(250),
            ),
            style={"maxWidth": "360px"},
        ),
        rx.el.div(
            rx.cond(AssignmentPage.rows.length() > 0, _table(), _nobody()),
            class_name="card",
        ),
        class_name="stack",
    )  # fmt: skip


def _creating() -> rx.Component:
    percent = AssignmentPage.percent_created.to_string() + "%"
    words = (
        "This assignment is being created, " + percent + ". Nobody else sees it and nobody is told before it is whole."
    )
    return rx.el.div(
        rx.icon("loader", size=16),
        words,
        # The page asks again by itself until the last step has published it.
        rx.el.button(on_click=AssignmentPage.load, hidden=True, type="button", custom_attrs={"data-poll": "2"}),
        class_name="call amber", role="status",
    )  # fmt: skip


def _table() -> rx.Component:
    heading = lists.head(COLUMNS, sort=AssignmentPage.sort, links=AssignmentPage.links)
    return lists.table(heading, AssignmentPage.rows, _row, AssignmentPage.foot)


def _row(row: rx.Var[PlaceRow]) -> rx.Component:
    return rx.el.tr(
        lists.cell("Name", rx.el.span(row.name, class_name="strong")),
        lists.cell("Email", rx.el.span(row.email, class_name="muted")),
        lists.cell("Branch", row.branch),
        lists.cell("Status", chips.enrollment(row.status, due_on=row.due_on, days=row.days)),
        lists.cell("Due date", row.due_on),
        lists.cell("Attempts", row.attempts.to_string(), class_name="r"),
        lists.cell("Completed on", row.completed_on),
    )


def _nobody() -> rx.Component:
    return rx.cond(
        AssignmentPage.q != "",
        lists.empty("search", "Nobody here matches “" + AssignmentPage.q + "”."),
        lists.empty("users", "Nobody stands under this tab."),
    )


PAGE = Page("/assignments/[assignment_id]", AssignmentPage.title, build, (AssignmentPage.load,))
