"""The page "Enroll": what is assigned, what earns a certification, and all courses (L-01)."""

import reflex as rx

from training_app.web.learner.enroll import certifications, offers
from training_app.web.learner.enroll.state import EnrollPage
from training_app.web.learner.home import bar, cards
from training_app.web.shared import forms, lists, routes, tracking
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page

TITLE = "Enroll"


def build() -> rx.Component:
    """The page."""
    return page(
        TITLE,
        rx.el.div(
            bar.tabs(EnrollPage.tabs, bar.ENROLL),
            rx.el.div(lists.tabs(EnrollPage.parts, EnrollPage.tab, "What you can begin"), class_name="enroll-parts"),
            rx.match(
                EnrollPage.tab,
                ("courses", _courses()),
                ("certifications", tracking.only_while_on(_certifications())),
                _assigned(),
            ),
            class_name="stack narrow",
        ),
    )


def _assigned() -> rx.Component:
    look = rx.el.a("Look for a course", href=routes.enroll("tab=courses"), class_name="btn")
    return rx.cond(
        EnrollPage.rows.length() > 0,
        rx.el.ul(rx.foreach(EnrollPage.rows, cards.card), class_name="stack"),
        _none("clipboard-check", "Nothing is assigned to you now. What is assigned stands here.", look),
    )


def _certifications() -> rx.Component:
    return rx.cond(
        EnrollPage.kinds.length() > 0,
        rx.fragment(
            rx.el.ul(rx.foreach(EnrollPage.kinds, certifications.card), class_name="stack"), _foot()
        ),
        _none("award", "No certification is earned by a course here. Your training coordinator enters yours."),
    )  # fmt: skip


def _courses() -> rx.Component:
    nothing = rx.cond(EnrollPage.q != "", "Nothing matches “" + EnrollPage.q + "”.", "There is no course to enroll in.")
    return rx.fragment(
        forms.search(name="search_courses", label="Search by title, code, library or level", value=EnrollPage.q,
                     on_change=EnrollPage.search.debounce(250)),
        rx.cond(
            EnrollPage.offers.length() > 0,
            rx.fragment(rx.el.ul(rx.foreach(EnrollPage.offers, offers.card), class_name="stack"), _foot()),
            _none("book-open", nothing),
        ),
    )  # fmt: skip


def _foot() -> rx.Component:
    has_more = (EnrollPage.foot.before != "") | (EnrollPage.foot.after != "")
    return rx.cond(has_more, rx.el.div(lists.foot(EnrollPage.foot), class_name="card enroll-foot"))


def _none(icon: str, words: rx.Var[str] | str, *act: rx.Component) -> rx.Component:
    return rx.cond(EnrollPage.is_loaded, rx.el.div(lists.empty(icon, words, *act), class_name="card"))


PAGE = Page(routes.ENROLL, TITLE, build, (EnrollPage.load,))
