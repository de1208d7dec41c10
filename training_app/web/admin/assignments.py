"""The list of assignments: what was assigned, how far it is, and the way to a new one (A-01)."""

from dataclasses import replace

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.assignments import queries
from training_app.assignments.filters import SIZES, AssignmentFilter, AssignmentSort
from training_app.assignments.queries import AssignmentRow
from training_app.assignments.rules import AssignmentTab
from training_app.core import db
from training_app.web.admin import drafts
from training_app.web.admin.assignment import acts, past_due, reenroll
from training_app.web.shared import chips, forms, lists, routes, session, whereabouts
from training_app.web.shared.days import spoken
from training_app.web.shared.handling import handler, words
from training_app.web.shared.lists import Foot, TabLink
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page

MANAGE = Permission.MANAGE_ASSIGNMENTS
COLUMNS = (
    (AssignmentSort.TITLE, "Training", ""),
    (AssignmentSort.LEVEL, "Level", ""),
    (AssignmentSort.STARTS, "Start date", ""),
    (AssignmentSort.DUE, "Due date", ""),
    (AssignmentSort.PEOPLE, "People", "r"),
    (AssignmentSort.COMPLETE, "Complete", "r"),
    (AssignmentSort.PAST_DUE, "Past due", "r"),
    ("", "", ""),
)


class AssignmentList(rx.State):
    """One page of the list, as its address says."""

    rows: list[AssignmentRow] = []
    tabs: list[TabLink] = []
    tab: str = ""
    q: str = ""
    sort: str = ""
    size: int = 0
    links: dict[str, str] = {}
    foot: Foot = Foot()
    is_loaded: bool = False

    @handler(MANAGE, supersedes=True)
    async def load(self) -> None:
        """Read what the address asks for."""
        wanted, actor, today = self._wanted(), await session.me(self), await session.today()
        found = await db.in_read(queries.assignments, actor, wanted=wanted, today=today)
        counts = await db.in_read(queries.assignment_tabs, actor, wanted=wanted, today=today)
        self.tabs = [
            TabLink(one.key, one.label, one.number, _to(wanted.of(AssignmentTab(one.label)))) for one in counts
        ]
        self.rows = [replace(row, starts_on=spoken(row.starts_on), due_on=spoken(row.due_on)) for row in found.rows]
        self.tab, self.q, self.sort = wanted.tab.value.lower(), wanted.q, wanted.sort
        self.size, self.is_loaded = wanted.size, True
        self.links = lists.sort_links(wanted.sort, AssignmentSort, lambda sort: _to(replace(wanted, sort=sort, page=1)))
        self.foot = lists.foot_of(found, lambda number: _to(replace(wanted, page=number)))

    @handler(MANAGE, supersedes=True)
    async def search(self, text: str) -> EventSpec:
        """Search by title."""
        return whereabouts.stay(_to(replace(self._wanted(), q=words(text, 100), page=1)))

    @handler(MANAGE)
    async def sort_by(self, sort: str) -> EventSpec:
        """Sort by a column."""
        return whereabouts.stay(_to(replace(self._wanted(), sort=words(sort, 20), page=1)))

    @handler(MANAGE)
    async def show(self, size: str) -> EventSpec:
        """Show so many assignments a page."""
        return whereabouts.stay(_to(replace(self._wanted(), size=lists.size_said(size), page=1)))

    def _wanted(self) -> AssignmentFilter:
        return AssignmentFilter.from_query(self.router.url.query)


def _to(wanted: AssignmentFilter) -> str:
    return routes.assignments(wanted.query())


def build() -> rx.Component:
    """The page."""
    return page(
        "Assignments",
        drafts.section(),
        lists.tabs(AssignmentList.tabs, AssignmentList.tab, "Assignments by date"),
        rx.el.div(
            forms.search(
                name="search_assignments", label="Search by title", value=AssignmentList.q,
                on_change=AssignmentList.search.debounce(250),
            ),
            lists.sort_by(COLUMNS, sort=AssignmentList.sort, on_change=AssignmentList.sort_by),
            class_name="tools", style={"margin": "16px 0"},
        ),
        rx.el.div(
            rx.cond(AssignmentList.rows.length() > 0, _table(), rx.cond(AssignmentList.is_loaded, _nothing())),
            class_name="card",
        ),
        past_due.question(),
        reenroll.question(then=AssignmentList.load),
        actions=(_new(),),
        right=MANAGE,
    )  # fmt: skip


def _table() -> rx.Component:
    heading = lists.head(COLUMNS, sort=AssignmentList.sort, links=AssignmentList.links)
    sizes = lists.page_size(AssignmentList.size, sizes=SIZES, on_change=AssignmentList.show)
    return lists.table(heading, AssignmentList.rows, _row, AssignmentList.foot, sizes=sizes)


def _row(row: rx.Var[AssignmentRow]) -> rx.Component:
    percent = row.percent_complete.to_string() + "%"
    return rx.el.tr(
        lists.cell(
            "Training",
            rx.el.span(
                rx.el.a(row.title, href=f"{routes.ASSIGNMENTS}/{row.id}", class_name="link"),
                rx.cond(row.is_cancelled, chips.chip("", "ban", "Cancelled")),
                class_name="row wrap",
            ),
        ),
        lists.cell("Level", chips.level(row.level)),
        lists.cell("Start date", row.starts_on),
        lists.cell("Due date", row.due_on),
        lists.cell("People", row.people.to_string(), class_name="r"),
        lists.cell(
            "Complete",
            rx.el.span(
                rx.el.span(rx.el.i(style={"width": percent}), class_name="bar", aria_hidden="true",
                           style={"width": "64px", "display": "inline-flex"}),
                percent, class_name="row", style={"justifyContent": "flex-end"},
            ),
            class_name="r",
        ),
        lists.cell(
            "Past due",
            rx.cond(row.past_due > 0, chips.chip("red", "circle-alert", row.past_due.to_string()), "0"),
            class_name="r",
        ),
        lists.cell("", acts.menu(row, AssignmentList.tab), class_name="acting"),
    )  # fmt: skip


def _new() -> rx.Component:
    return rx.el.a(rx.icon("plus", size=16), "New Assignment", href=routes.NEW_ASSIGNMENT, class_name="btn solid")


def _nothing() -> rx.Component:
    return rx.cond(
        AssignmentList.q != "",
        lists.empty("search", "No assignment here matches “" + AssignmentList.q + "”."),
        lists.empty("clipboard-list", "Nothing stands under this tab. An assignment gives people a training to do "
                    "by a day.", _new()),
    )  # fmt: skip


PAGE = Page(routes.ASSIGNMENTS, "Assignments", build, (AssignmentList.load, drafts.Drafts.load))
