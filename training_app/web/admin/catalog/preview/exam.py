"""The exam of a course that is previewed: one try, answered in the page, graded without a trace (T-01)."""

import reflex as rx

from training_app.assignments.exams.paper import PaperQuestion
from training_app.web.admin.catalog.preview import parts
from training_app.web.admin.catalog.preview.state import OUTCOME, CoursePreview
from training_app.web.shared import paper
from training_app.web.shared.reviewed import reviewed

TRIED = {"data-tried": ""}
"""What is answered is kept and sent nowhere: `assets/learn.js`."""
ANSWERS = "preview_answers"
IS_OPEN = (CoursePreview.kind == parts.EXAM) & (CoursePreview.graded.length() == 0) & CoursePreview.can_begin


def build() -> rx.Component:
    """What stands before a try, and how one came out."""
    return rx.cond(CoursePreview.graded.length() > 0, _result(), _before())


def begin() -> rx.Component:
    """The button at the thumb."""
    return rx.el.button("Begin the exam", on_click=CoursePreview.draw, type="button", class_name="btn solid")


def paper_shown() -> rx.Component:
    """The try that was drawn, with the form that takes its answers away."""

    def question(one: rx.Var[PaperQuestion]) -> rx.Component:
        keep = "preview/" + CoursePreview.token + "/" + one.position.to_string()
        return paper.question(one, CoursePreview.paper.length(), of=CoursePreview.token, keep=keep, more=TRIED)

    submit = rx.el.button("Submit answers", type="submit", class_name="btn solid",
                          custom_attrs={"form": ANSWERS, "data-after-saved": ""})  # fmt: skip
    return rx.fragment(
        rx.el.form(
            rx.el.input(name="answers", type="hidden", custom_attrs={"data-answers": ""}),
            id=ANSWERS, on_submit=CoursePreview.grade, hidden=True,
        ),
        rx.el.div(
            paper.head(),
            rx.foreach(CoursePreview.paper, question),
            paper.overview(CoursePreview.paper, "After submitting you see which are right."),
            paper.announced(),
            paper.bar(submit),
            key=CoursePreview.token,
            class_name="stack narrow paper",
            custom_attrs={"data-paper": "preview." + CoursePreview.token},
        ),
    )  # fmt: skip


def _before() -> rx.Component:
    wants = rx.el.div(
        rx.el.span("The exam has no questions yet: a learner could not take it. "),
        rx.el.a("Exam", href=CoursePreview.exam, class_name="link"),
        class_name="call amber",
    )
    takes = rx.fragment(
        rx.el.p(CoursePreview.takes, class_name="takes"),
        rx.cond(CoursePreview.is_timed, rx.el.p("In this preview no time is counted.", class_name="muted")),
    )
    return rx.el.section(rx.el.h2("Exam"), rx.cond(CoursePreview.can_begin, takes, wants), class_name="card pad stack")


def _result() -> rx.Component:
    is_passed = CoursePreview.outcome == "Passed"
    icon = rx.cond(is_passed, rx.icon("circle-check", size=28, class_name="good"),
                   rx.icon("circle-x", size=28, class_name="bad"))  # fmt: skip
    again = rx.el.button(rx.icon("shuffle", size=16), "Draw another try", on_click=CoursePreview.draw, type="button",
                         class_name="btn")  # fmt: skip
    return rx.fragment(
        rx.el.section(
            rx.el.div(icon, rx.el.h2(CoursePreview.outcome, id=OUTCOME, tab_index=-1), class_name="row"),
            rx.el.p(CoursePreview.result),
            rx.el.div(again),
            class_name="card pad stack",
        ),
        rx.el.section(
            rx.el.h2("Your answers"),
            rx.el.ol(rx.foreach(CoursePreview.graded, reviewed), class_name="stack"),
            class_name="stack reviewed",
        ),
    )
