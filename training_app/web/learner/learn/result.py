"""What stands at the end of a course: how it came out, and what comes next (T-02, T-06, L-02)."""

import reflex as rx
from reflex_components_core.el.elements.inline import A as PlainLink  # type: ignore[import-untyped]  # it has no stubs

from training_app.assignments.attempts.learning import OfPath
from training_app.web.learner.learn import exam
from training_app.web.learner.learn.state import LearnPage
from training_app.web.shared import routes


def build() -> rx.Component:
    """Complete, or failed."""
    return rx.fragment(rx.cond(LearnPage.status == "failed", _failed(), _complete()), exam.review())


def elsewhere() -> rx.Component:
    """A course that is not worked through here, or in which nothing is left to do here."""
    return rx.el.div(
        rx.icon("users", size=24),
        rx.el.p("There is nothing to work through here. Your training coordinator records that you took part."),
        _way_on(),
        class_name="card empty",
    )


def _complete() -> rx.Component:
    return rx.el.div(
        rx.icon("circle-check", size=32, class_name="good"),
        rx.el.h2("Complete", id="outcome", tab_index=-1),
        rx.el.p("You have completed “" + LearnPage.title + "”. It is recorded, there is nothing more to do."),
        rx.cond(LearnPage.exam.result != "", rx.el.p(LearnPage.exam.result)),
        PlainLink.create(
            rx.icon("download", size=16), "Download certificate", href=_certificate(), class_name="btn solid"
        ),
        _way_on(),
        _again(),
        class_name="card empty",
    )


def _certificate() -> rx.Var[str]:
    to: rx.Var[str] = "/certificates/" + LearnPage.enrollment_id.to_string() + ".pdf"
    return to


def _failed() -> rx.Component:
    return rx.el.div(
        rx.icon("circle-x", size=32, class_name="bad"),
        rx.el.h2("Failed", id="outcome", tab_index=-1),
        rx.el.p("You did not pass “" + LearnPage.title + "”. Whoever assigned it can enroll you again."),
        _way_on(),
        _again(),
        class_name="card empty",
    )


def _way_on() -> rx.Component:
    return rx.cond(
        LearnPage.paths.length() > 0,
        rx.foreach(LearnPage.paths, _to_path),
        rx.el.a("Home", href=routes.HOME, class_name="btn"),
    )


def _to_path(of: rx.Var[OfPath]) -> rx.Component:
    return rx.el.a("Back to “" + of.title + "”", href=f"/learn/{of.id}", class_name="btn")


def _again() -> rx.Component:
    return rx.cond(
        LearnPage.parts.length() > 0,
        rx.el.button("Look at it again", on_click=LearnPage.go_to(0), type="button", class_name="btn ghost"),
    )
