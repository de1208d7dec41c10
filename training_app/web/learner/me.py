"""One's own account: who is signed in, light or dark, sign out; one's reminders and calendar address."""

import reflex as rx

from training_app.web.learner import calendar, reminders
from training_app.web.learner.calendar import CalendarSection
from training_app.web.learner.reminders import Reminders
from training_app.web.shared import routes
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import Shell, colour_switch, more_pages, page, sign_out


def build() -> rx.Component:
    """The page."""
    return page(
        "Your account",
        rx.el.div(
            _account(),
            more_pages(),
            _elsewhere(),
            reminders.section(),
            calendar.section(),
            class_name="stack narrow",
        ),
    )


def _account() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.span(Shell.initials, class_name="initials", aria_hidden="true"),
            rx.el.div(rx.el.p(Shell.name, class_name="strong"), rx.el.p(Shell.organization, class_name="muted")),
            class_name="row",
        ),
        rx.el.div(rx.el.span("Light or dark", class_name="push"), colour_switch(), class_name="row"),
        sign_out(rx.icon("log-out", size=16), "Sign out", class_name="btn"),
        class_name="card pad stack",
    )


def _elsewhere() -> rx.Component:
    """The way to what one did elsewhere."""
    return rx.el.section(
        rx.el.h2("Trainings elsewhere", id="elsewhere"),
        rx.el.p("A class, a conference, a course of another school: record it with its proof.", class_name="muted"),
        rx.el.a(rx.icon("map-pin-check", size=16), "My external activities", href=routes.MY_ACTIVITIES,
                class_name="link tall row"),
        class_name="card pad stack tight",
        aria_labelledby="elsewhere",
    )  # fmt: skip


PAGE = Page(routes.ME, "Your account", build, (Reminders.load, CalendarSection.load))
