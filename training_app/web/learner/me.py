"""One's own account: who is signed in, light or dark, sign out; one's reminders and calendar address."""

import reflex as rx

from training_app.web.learner import calendar, reminders
from training_app.web.learner.calendar import CalendarSection
from training_app.web.learner.reminders import Reminders
from training_app.web.shared import routes
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import Shell, colour_switch, page, sign_out


def build() -> rx.Component:
    """The page."""
    return page(
        "Your account",
        rx.el.div(
            _account(),
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


PAGE = Page(routes.ME, "Your account", build, (Reminders.load, CalendarSection.load))
