"""The learner's dashboard: what is owed, the most urgent first, and what is complete (L-01)."""

import reflex as rx

from training_app.web.learner.home import bar, beside, cards, completed
from training_app.web.learner.home.beside import HomeBeside
from training_app.web.learner.home.state import Entrance, HomePage
from training_app.web.learner.sessions import seats
from training_app.web.learner.sessions.seats import MySeats
from training_app.web.shared import lists, routes, scans
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page


def build() -> rx.Component:
    """The page."""
    return page(
        "Home",
        rx.el.div(
            rx.el.div(
                rx.el.p(HomePage.sentence, class_name="strong"),
                bar.tabs(HomePage.tabs, HomePage.tab),
                rx.cond(HomePage.tab == bar.COMPLETED, completed.build(), rx.fragment(_enrolled(), seats.section())),
                class_name="stack",
            ),
            rx.cond(HomePage.tab == bar.COMPLETED, rx.fragment(), beside.build()),
            class_name="home",
        ),
        scans.viewer(),
    )


def _enrolled() -> rx.Component:
    return rx.cond(
        HomePage.rows.length() > 0,
        rx.fragment(
            rx.el.ul(rx.foreach(HomePage.rows, cards.card), class_name="stack"),
            rx.cond(HomePage.more != "", rx.el.p(HomePage.more, class_name="muted")),
        ),
        rx.cond(HomePage.is_loaded, _nothing()),
    )


def _nothing() -> rx.Component:
    look = rx.el.a("Look for a course", href=routes.enroll("tab=courses"), class_name="btn")
    words = "You have nothing to do. What is assigned to you stands here."
    return rx.el.div(lists.empty("circle-check", words, look), class_name="card")


PAGE = Page(routes.HOME, "Home", build, (HomePage.load, HomeBeside.load, MySeats.load))
ENTRANCE = Page("/", "Muster", build, (Entrance.go,))
