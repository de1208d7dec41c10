"""The page of one assignment: its head with what can be done, and "Enrollment Status" with its tabs (A-17, A-18)."""

import reflex as rx

from training_app.assignments.filters import SIZES, PlaceSort
from training_app.assignments.places import PlaceRow
from training_app.web.admin.assignment import past_due, reenroll
from training_app.web.admin.assignment.reenroll import Reenroll
from training_app.web.admin.assignment.state import MANAGE, AssignmentPage, Segment
from training_app.web.shared import chips, forms, lists, routes
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page

COLUMNS = (
    (PlaceSort.NAME, "Name", ""),
    (PlaceSort.EMAIL, "Email", ""),
    (PlaceSort.BRANCH, "Branch", ""),
    (PlaceSort.STATUS, "Status", ""),
    (PlaceSort.DUE, "Due date", ""),
    (PlaceSort.ATTEMPTS, "Attempts", "r"),
    (PlaceSort.COMPLETED, "Completed on", ""),
)
IS_FAILED = AssignmentPage.tab == "failed"


def build() -> rx.Component:
    """The page."""
    return page(
        AssignmentPage.title,
        rx.cond(AssignmentPage.is_missing, missing(), _status()),
        crumbs=(("Assignments", routes.ASSIGNMENTS),),
        beside=(chips.level(AssignmentPage.level), rx.el.span(AssignmentPage.code, class_name="mono muted")),
        right=MANAGE,
    )


def missing() -> rx.Component:
    """In place of an assignment that there is not."""
    back = rx.el.a("All assignments", href=routes.ASSIGNMENTS, class_name="btn")
    return rx.el.div(lists.empty("circle-help", "There is no such assignment, or you may not see it.", back),
                     class_name="card")  # fmt: skip


def _status() -> rx.Component:
    return rx.el.div(
        rx.cond(AssignmentPage.being_created, _creating()),
        rx.el.div(_head(), _acts(), class_name="about"),
        rx.el.h2("Enrollment Status"),
        lists.tabs(AssignmentPage.tabs, AssignmentPage.tab, "Enrollment Status"),
        _tools(),
        rx.cond(IS_FAILED & (AssignmentPage.rows.length() > 0), reenroll.ticked()),
        rx.el.div(rx.cond(AssignmentPage.rows.length() > 0, _table(), _nobody()), class_name="card"),
        class_name="stack",
    )


def _head() -> rx.Component:
    return rx.el.div(
        rx.el.p(AssignmentPage.dates, class_name="strong"),
        rx.el.p(AssignmentPage.options, class_name="muted"),
        rx.cond(
            AssignmentPage.locked != "",
            rx.el.p(rx.icon("lock", size=14), AssignmentPage.locked, class_name="row muted"),
        ),
        rx.el.div(rx.foreach(AssignmentPage.segments, _segment), class_name="bar far", aria_hidden="true"),
        rx.el.p(AssignmentPage.complete, class_name="strong"),
        rx.el.ul(rx.foreach(AssignmentPage.segments, _legend), class_name="legend"),
        class_name="col gap-4",
    )


def _segment(part: rx.Var[Segment]) -> rx.Component:
    return rx.el.i(class_name=part.colour, style={"width": part.width})


def _legend(part: rx.Var[Segment]) -> rx.Component:
    return rx.el.li(rx.el.i(class_name=part.colour, aria_hidden="true"), part.words)


def _acts() -> rx.Component:
    return rx.el.div(
        rx.el.a(
            rx.icon("file-text", size=16), "Report of User(s) Assigned", href=AssignmentPage.report, class_name="btn"
        ),
        past_due.button(),
        reenroll.button(),
        class_name="acts",
        role="group",
        aria_label="What can be done",
    )


def _tools() -> rx.Component:
    return rx.el.div(
        forms.search(
            name="search_people", label="Search By Name", value=AssignmentPage.q,
            on_change=AssignmentPage.search.debounce(250),
        ),
        lists.sort_by(COLUMNS, sort=AssignmentPage.sort, on_change=AssignmentPage.sort_by),
        class_name="tools",
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
    heading = lists.head(
        COLUMNS, sort=AssignmentPage.sort, links=AssignmentPage.links,
        before=rx.cond(IS_FAILED, rx.el.th(reenroll.box_of_page(), class_name="boxes", scope="col")),
    )  # fmt: skip
    sizes = lists.page_size(AssignmentPage.size, sizes=SIZES, on_change=AssignmentPage.show)
    return lists.table(heading, AssignmentPage.rows, _row, AssignmentPage.foot, sizes=sizes)


def _row(row: rx.Var[PlaceRow]) -> rx.Component:
    return rx.el.tr(
        rx.cond(IS_FAILED, lists.cell("", reenroll.box(row.id, row.name), class_name="boxes")),
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


PAGE = Page("/assignments/[assignment_id]", AssignmentPage.title, build, (AssignmentPage.load, Reenroll.arrive))
