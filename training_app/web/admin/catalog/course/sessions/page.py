"""The page of the sessions of a course: upcoming, past and cancelled, and the sheet that makes one (T-03)."""

import reflex as rx

from training_app.web.admin.catalog.course.sessions import form_boxes
from training_app.web.admin.catalog.course.sessions.form import SessionForm
from training_app.web.admin.catalog.course.sessions.framed import framed
from training_app.web.admin.catalog.course.sessions.state import Line
from training_app.web.admin.catalog.course.sessions.state import SessionsPage as State
from training_app.web.shared import chips, lists
from training_app.web.shared.pages import Page


def build() -> rx.Component:
    """The page."""
    return framed(State.title, State.missing, rx.cond(State.is_loaded, _sessions()))


def _sessions() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.div(lists.tabs(State.tabs, State.tab, "Sessions by when they are"), class_name="push"),
            rx.cond(~State.is_archived, _new("btn solid")),
            class_name="sess-head",
        ),
        rx.el.div(rx.cond(State.rows.length() > 0, _table(), _none()), class_name="card"),
        form_boxes.sheet(),
        class_name="stack sess-page",
    )


def _new(css: str) -> rx.Component:
    return rx.el.button(rx.icon("plus", size=16), "New session", on_click=SessionForm.begin, type="button",
                        class_name=css)  # fmt: skip


def _table() -> rx.Component:
    heading = lists.plain_head(("When", "Where", "Seats taken", "Waiting", "Sign-up"))
    return lists.table(heading, State.rows, _row, State.foot)


def _row(row: rx.Var[Line]) -> rx.Component:
    full = rx.cond(row.is_full, chips.chip("amber", "users", "Full"))
    return rx.el.tr(
        lists.cell("When", rx.el.a(row.when, href=row.href, class_name="link tall")),
        lists.cell(
            "Where",
            rx.el.span(rx.el.span(row.place), rx.el.span(row.instructor, class_name="muted small"),
                       class_name="col sess-two"),
        ),
        lists.cell("Seats taken", rx.el.span(row.seats, full, class_name="row")),
        lists.cell("Waiting", row.waiting),
        lists.cell(
            "Sign-up",
            rx.el.span(rx.el.span(row.who), rx.el.span(row.closes, class_name="muted small"),
                       class_name="col sess-two"),
        ),
        key=row.id.to_string(),
    )  # fmt: skip


def _none() -> rx.Component:
    first = lists.empty("calendar-days", "Here stand the days on which this course is held.",
                        rx.cond(~State.is_archived, _new("btn")))  # fmt: skip
    return rx.match(
        State.tab,
        ("past", lists.empty("calendar-days", "No session of this course is over.")),
        ("cancelled", lists.empty("calendar-days", "No session of this course was cancelled.")),
        first,
    )


PAGE = Page("/courses/[course_id]/sessions", State.title, build, (State.load,))
