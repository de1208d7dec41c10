"""What one has completed, each training once, with what was before it folded below (L-01, T-06)."""

import reflex as rx
from reflex_components_core.el.elements.inline import A as PlainLink  # type: ignore[import-untyped]  # it has no stubs

from training_app.web.learner.home.shown import CompletedShown, EarlierShown
from training_app.web.learner.home.state import HomePage
from training_app.web.shared import chips, lists


def build() -> rx.Component:
    """The trainings of one page."""
    return rx.cond(
        HomePage.completed.length() > 0,
        rx.el.div(
            rx.el.ul(rx.foreach(HomePage.completed, _training), aria_label="Completed trainings"),
            rx.cond((HomePage.foot.before != "") | (HomePage.foot.after != ""), lists.foot(HomePage.foot)),
            class_name="card",
        ),
        rx.cond(
            HomePage.is_loaded,
            rx.el.div(lists.empty("award", "Trainings that you have completed stand here."), class_name="card"),
        ),
    )


def _training(one: rx.Var[CompletedShown]) -> rx.Component:
    return rx.el.li(
        rx.el.div(rx.el.h2(one.title, class_name="push anywhere"), chips.level(one.level), class_name="row"),
        rx.el.div(chips.chip("green", "check", "Evaluated"), rx.el.span(one.text), class_name="meta"),
        rx.el.div(
            _certificate(one.certificate, one.title, "btn small-btn"),
            rx.el.a("Look at it again", rx.el.span(" " + one.title, class_name="sr"),
                    href="/learn/" + one.id.to_string(), class_name="btn ghost small-btn"),
            class_name="row wrap",
        ),
        rx.cond(one.earlier.length() > 0, _earlier(one)),
        class_name="completed",
        key=one.id.to_string(),
    )  # fmt: skip


def _earlier(one: rx.Var[CompletedShown]) -> rx.Component:
    def past(attempt: rx.Var[EarlierShown]) -> rx.Component:
        return rx.el.li(
            rx.el.span(attempt.text, class_name="push"),
            rx.cond(
                attempt.certificate != "", _certificate(attempt.certificate, attempt.text, "btn ghost small-btn")
            ),
            class_name="row past",
        )  # fmt: skip

    return rx.el.details(
        rx.el.summary(
            rx.icon("chevron-right", size=16), "History", rx.el.span(one.earlier.length().to_string(), class_name="n"),
            rx.el.span(" earlier of " + one.title, class_name="sr"),
        ),
        rx.el.ul(rx.foreach(one.earlier, past)),
        class_name="earlier",
    )  # fmt: skip


def _certificate(href: rx.Var[str], of: rx.Var[str], css: str) -> rx.Component:
    """The certificate, a PDF: no page of the app."""
    return PlainLink.create(
        rx.icon("file-badge", size=16), "Certificate", rx.el.span(" " + of, class_name="sr"), href=href, class_name=css
    )
