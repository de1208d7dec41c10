"""The page of one assignment: its head with what can be done, and "Enrollment Status" with its tabs (A-17, A-18)."""

import reflex as rx

from training_app.assignments.filters import SIZES, PlaceSort
from training_app.web.admin.assignment import cancel, edit, end_excuse, excuse, extend, past_due, picking, reenroll
from training_app.web.admin.assignment.picking import Picking
from training_app.web.admin.assignment.state import MANAGE, AssignmentPage, Segment, ShownPlace
from training_app.web.admin.person_messages import link as to_messages
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
# Under these stand people who failed, or who are excused.
HAS_FAILED = (AssignmentPage.tab == "failed") | (AssignmentPage.tab == "past_due") | (AssignmentPage.tab == "all")
HAS_EXCUSED = AssignmentPage.tab == "all"


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
        rx.cond(
            AssignmentPage.cancelled != "",
            rx.el.div(rx.icon("ban", size=16), rx.el.p(AssignmentPage.cancelled), class_name="call slate"),
        ),
        rx.el.div(_head(), _acts(), class_name="about"),
        rx.el.h2("Enrollment Status"),
        lists.tabs(AssignmentPage.tabs, AssignmentPage.tab, "Enrollment Status"),
        _tools(),
        rx.el.div(rx.cond(AssignmentPage.rows.length() > 0, _table(), _nobody()), class_name="card"),
        _with_those_selected(),
        past_due.question(),
        reenroll.question(),
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
        rx.cond(AssignmentPage.being_created | (AssignmentPage.cancelled != ""), rx.fragment(), _changes()),
        class_name="acts",
        role="group",
        aria_label="What can be done",
    )


def _changes() -> rx.Component:
    return rx.fragment(
        past_due.button(class_name="btn"),
        reenroll.button(class_name="btn"),
        edit.button(),
        cancel.button(),
    )


def _with_those_selected() -> rx.Component:
    return picking.bar(
        extend.button(),
        excuse.button(),
        rx.cond(HAS_FAILED, reenroll.button(label="Re-enroll", class_name="btn")),
        rx.cond(HAS_EXCUSED, end_excuse.button()),
    )


def _tools() -> rx.Component:
    return rx.el.div(
        forms.search(
            name="search_people", label="Search By Name", value=AssignmentPage.q,
            on_change=AssignmentPage.search.debounce(250),
        ),
        lists.sort_by(COLUMNS, sort=AssignmentPage.sort, on_change=AssignmentPage.sort_by),
        rx.cond(AssignmentPage.rows.length() > 0, picking.box_on_phone()),
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
        rx.cond(AssignmentPage.job != "", rx.el.a("Its job", href=AssignmentPage.job, class_name="link tall")),
        # The page asks again by itself until the last step has published it.
        rx.el.button(on_click=AssignmentPage.load, hidden=True, type="button", custom_attrs={"data-poll": "2"}),
        class_name="call amber", role="status",
    )  # fmt: skip


def _table() -> rx.Component:
    heading = lists.head(
        COLUMNS, sort=AssignmentPage.sort, links=AssignmentPage.links,
        before=rx.el.th(picking.box_of_page(), class_name="boxes", scope="col"),
    )  # fmt: skip
    sizes = lists.page_size(AssignmentPage.size, sizes=SIZES, on_change=AssignmentPage.show)
    return lists.table(heading, AssignmentPage.rows, _row, AssignmentPage.foot, sizes=sizes)


def _row(row: rx.Var[ShownPlace]) -> rx.Component:
    return rx.el.tr(
        lists.cell("", picking.box(row.id, row.name), class_name="boxes"),
        lists.cell(
            "Name",
            rx.el.span(row.name, class_name="strong"),
            to_messages.link(row.person_id, row.name, assignment=AssignmentPage.assignment_id.to_string()),
        ),
        lists.cell("Email", rx.el.span(row.email, class_name="muted")),
        lists.cell("Branch", row.branch),
        lists.cell("Status", _status_of(row)),
        lists.cell("Due date", rx.el.span(row.due_on, _below(row.extended), class_name="day")),
        lists.cell("Attempts", row.attempts.to_string(), class_name="r"),
        lists.cell("Completed on", row.completed_on),
    )


def _status_of(row: rx.Var[ShownPlace]) -> rx.Component:
    return rx.cond(
        row.excused != "",
        rx.el.span(chips.chip("", "circle-slash", row.excused), _below(row.why)),
        chips.enrollment(row.status, due_on=row.due_on, days=row.days),
    )


def _below(words: rx.Var[str]) -> rx.Component:
    """A remark, in small below what it is about."""
    return rx.cond(words != "", rx.el.span(words, class_name="remark small muted"))


def _nobody() -> rx.Component:
    return rx.cond(
        AssignmentPage.q != "",
        lists.empty("search", "Nobody here matches “" + AssignmentPage.q + "”."),
        lists.empty("users", "Nobody stands under this tab."),
    )


PAGE = Page("/assignments/[assignment_id]", AssignmentPage.title, build, (AssignmentPage.load, Picking.arrive))
