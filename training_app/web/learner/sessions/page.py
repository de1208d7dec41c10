"""The sessions of an instructor-led course: when and where, and one button at each (T-03, L-03)."""

from typing import Any

import reflex as rx

from training_app.web.learner.sessions.shown import SessionShown
from training_app.web.learner.sessions.state import MySessions
from training_app.web.shared import chips, dialogs, lists, routes
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page

NOTHING = "No session is planned at present. Look again later, or ask your training coordinator."


def build() -> rx.Component:
    """The page of the sessions of one course."""
    back = rx.el.a("Enroll", href=routes.enroll("tab=courses"), class_name="btn")
    missing = rx.el.div(lists.empty("circle-help", "There are no such sessions.", back), class_name="card narrow")
    told = "Choose a session and come: your training coordinator records that you took part."
    return page(
        MySessions.course,
        rx.cond(
            MySessions.is_missing,
            missing,
            rx.el.div(rx.el.p(told, class_name="muted"), section(), class_name="stack narrow"),
        ),
        crumbs=(("Home", routes.HOME),),
    )


def section() -> rx.Component:
    """The sessions, on any page that is about their course."""
    return rx.el.section(
        rx.el.h2("Sessions", id="sessions"),
        rx.cond(
            MySessions.rows.length() > 0,
            rx.el.ul(rx.foreach(MySessions.rows, _one), class_name="stack"),
            rx.cond(MySessions.is_loaded, rx.el.div(lists.empty("calendar", NOTHING), class_name="card")),
        ),
        _asking(),
        aria_labelledby="sessions",
        class_name="stack my-sessions",
    )


def _one(row: rx.Var[SessionShown]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.h3(row.when, id="session_" + row.id.to_string(), tab_index=-1, class_name="push anywhere"),
            _chip(row),
            class_name="row wrap",
        ),
        rx.el.div(
            _fact("map-pin", row.place),
            _fact("user", row.instructor),
            _fact("armchair", row.seats),
            _fact("clock", row.closes),
            class_name="meta",
        ),
        rx.cond(row.note != "", rx.html(row.note, class_name="prose")),
        rx.cond(row.why != "", rx.el.p(row.why, class_name="muted anywhere")),
        rx.cond(
            MySessions.refused_id == row.id,
            rx.el.div(rx.icon("circle-alert", size=16), rx.el.span(MySessions.refused), class_name="call red",
                      role="alert"),
        ),
        _act(row),
        class_name=rx.cond(row.is_cancelled, "card task my-session gone", "card task my-session"),
        key=row.id.to_string(),
    )  # fmt: skip


def _chip(row: rx.Var[SessionShown]) -> rx.Component:
    return rx.cond(
        row.chip != "",
        rx.cond(
            row.is_cancelled,
            chips.chip("red", "x", row.chip),
            rx.cond(
                row.stand == "seated", chips.chip("green", "check", row.chip), chips.chip("amber", "clock", row.chip)
            ),
        ),
    )


def _fact(icon: str, said: Any) -> rx.Component:
    return rx.cond(said != "", rx.el.span(rx.icon(icon, size=14), said, class_name="my-session-fact anywhere"))


def _act(row: rx.Var[SessionShown]) -> rx.Component:
    of = rx.el.span(" " + row.when, class_name="sr")
    # The button is another one afterwards: the focus stays at the session.
    props = {"type": "button", "custom_attrs": {"data-then": "session_" + row.id.to_string()}}
    return rx.cond(
        row.verb != "",
        rx.el.button(row.verb, of, on_click=MySessions.sign_up(row.id), class_name="btn solid", **props),
        rx.cond(
            row.can_step_back,
            rx.el.button("Step back", of, on_click=MySessions.ask(row.id), class_name="btn", **props),
        ),
    )


def _asking() -> rx.Component:
    loses = rx.cond(
        MySessions.asked.stand == "seated",
        "Your seat goes to the first who waits, and you can lose it for good.",
        "You lose your place in the line.",
    )
    return dialogs.confirm(
        is_open=MySessions.asked.id > 0,
        title="Step back from this session?",
        lines=[MySessions.asked.when, loses],
        verb="Step back",
        on_confirm=MySessions.step_back,
        on_cancel=MySessions.stay,
        loses=True,
        stay="Stay in it",
    )


PAGE = Page("/my/sessions/[course_id]", MySessions.course, build, (MySessions.load,))
