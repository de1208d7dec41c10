"""A training that one can enroll oneself in, as a card; and what to do with it, wherever it stands."""

import reflex as rx

from training_app.web.learner.enroll.shown import OfferShown
from training_app.web.learner.enroll.state import EnrollPage
from training_app.web.shared import chips, course_routes, routes


def card(one: rx.Var[OfferShown]) -> rx.Component:
    """One training."""
    return rx.el.li(
        rx.el.div(
            rx.el.div(rx.el.h2(one.title, class_name="anywhere"), chips.level(one.level), class_name="row"),
            said(one),
            class_name="push stack tight",
        ),
        act(one),
        class_name="card task offer",
        key=one.id.to_string(),
    )


def said(one: rx.Var[OfferShown]) -> rx.Component:
    """What it takes, how one stands with it, and why one cannot enroll in it."""
    return rx.fragment(
        rx.cond(
            (one.text != "") | (one.completed != "") | one.is_open,
            rx.el.div(
                rx.cond(one.is_open, chips.chip("teal", "circle-dot", "Enrolled")),
                rx.cond(one.completed != "", chips.chip("green", "check", one.completed)),
                rx.cond(one.text != "", rx.el.span(one.text)),
                class_name="meta",
            ),
        ),
        rx.cond((one.why != "") & (EnrollPage.refused_id != one.id), rx.el.p(one.why, class_name="muted small")),
        rx.cond(
            EnrollPage.refused_id == one.id,
            rx.el.div(rx.icon("circle-alert", size=16), rx.el.span(EnrollPage.refused), class_name="call red",
                      role="alert"),
        ),
    )  # fmt: skip


def act(one: rx.Var[OfferShown]) -> rx.Component:
    """The one thing to do with it."""
    of = rx.el.span(" " + one.title, class_name="sr")
    sessions = rx.el.a("Sign up for a session", of, href=course_routes.MY_SESSIONS + "/" + one.id.to_string(),
                       class_name="btn")  # fmt: skip
    return rx.cond(
        one.attempt_id > 0,
        rx.el.a(one.verb, of, href="/learn/" + one.attempt_id.to_string(), class_name="btn"),
        rx.cond(
            one.can_enroll,
            rx.el.button("Enroll", of, on_click=EnrollPage.enroll(one.id), type="button", class_name="btn"),
            rx.cond(
                one.has_sessions,
                sessions,
                rx.cond(
                    one.done_id > 0,
                    rx.el.a("Look at it again", of, href="/learn/" + one.done_id.to_string(), class_name="btn ghost"),
                    rx.cond(
                        one.is_external,
                        rx.el.a("Record what you did", of, href=routes.MY_ACTIVITIES, class_name="btn"),
                    ),
                ),
            ),
        ),
    )
