"""The evaluation of a course: all its questions on one page, each saved as it is answered (T-02, L-02)."""

import reflex as rx

from training_app.assignments.evaluations.reading import ItemView
from training_app.web.learner.learn.evaluation_room import EvaluationRoom
from training_app.web.learner.learn.state import LearnPage
from training_app.web.shared import questionnaire, routes

ASKED = LearnPage.evaluation


def build() -> rx.Component:
    """The questionnaire while it is owed; before and after that what there is to say of it."""
    return rx.cond(ASKED.is_open, _open(), _closed())


def submit() -> rx.Component:
    """The button at the thumb."""
    return rx.el.button(
        "Submit evaluation", type="button", on_click=EvaluationRoom.submit, class_name="btn solid",
        custom_attrs={"data-after-saved": ""},
    )  # fmt: skip


def _open() -> rx.Component:
    return rx.el.div(
        rx.el.h2("Evaluation", id="outcome", tab_index=-1),
        rx.html(ASKED.intro, class_name="prose"),
        rx.cond(LearnPage.missing.length() > 0, _summary()),
        rx.foreach(ASKED.questions, _item),
        rx.el.button(id="evaluation_over", on_click=EvaluationRoom.over, hidden=True, type="button",
                     aria_hidden="true"),
        class_name="stack evaluation",
        custom_attrs={"data-focus": EvaluationRoom.focus, "data-focus-again": EvaluationRoom.refusals.to_string()},
    )  # fmt: skip


def _summary() -> rx.Component:
    return rx.el.div(
        rx.el.p("These want an answer before you can submit:"),
        rx.el.ul(rx.foreach(LearnPage.missing.values(), rx.el.li)),
        class_name="summary",
    )


def _item(item: rx.Var[ItemView]) -> rx.Component:
    return questionnaire.item(
        item,
        of=LearnPage.enrollment_id.to_string(),
        keep=routes.evaluation_answer(LearnPage.enrollment_id, item.position),
        is_missing=LearnPage.missing.contains(f"item_{item.position}"),
        over="evaluation_over",
    )


def _closed() -> rx.Component:
    is_submitted = LearnPage.status == "evaluated"
    return rx.el.section(
        rx.el.h2("Evaluation", id="outcome", tab_index=-1),
        rx.cond(
            is_submitted,
            rx.el.p("Your evaluation is submitted."),
            rx.el.div(rx.icon("lock", size=16), "It opens when the course is passed.", class_name="call slate"),
        ),
        class_name="card pad stack",
    )
