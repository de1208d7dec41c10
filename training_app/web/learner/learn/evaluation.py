"""The evaluation of a course: all its questions on one page, each saved as it is answered (T-02, L-02)."""

from typing import Any

import reflex as rx

from training_app.assignments.evaluations.reading import ItemView
from training_app.assignments.evaluations.rules import LONGEST
from training_app.catalog.rules import SCALE, ItemKind
from training_app.web.learner.learn import paper
from training_app.web.learner.learn.evaluation_room import EvaluationRoom
from training_app.web.learner.learn.state import LearnPage
from training_app.web.shared import routes

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
    name = f"item_{item.position}"
    is_missing = LearnPage.missing.contains(name)
    return rx.el.fieldset(
        rx.el.legend(
            rx.el.span(item.text, class_name="anywhere"),
            rx.cond(item.is_required, rx.fragment(), rx.el.span(" (optional)", class_name="muted")),
            id=f"{name}_text",
        ),
        rx.cond(
            is_missing,
            rx.el.p(rx.icon("circle-alert", size=16), "This question needs an answer.", class_name="wrong"),
        ),
        rx.match(
            item.kind,
            (ItemKind.SCALE.value, _scale(item)),
            (ItemKind.CHOICE.value, _choices(item)),
            _text(item),
        ),
        paper.saved(),
        id=name,
        key=LearnPage.enrollment_id.to_string() + "." + item.position.to_string(),
        class_name=rx.cond(is_missing, "card pad item missing", "card pad item"),
        custom_attrs=_kept(LearnPage.enrollment_id, item),
    )


def _kept(enrollment_id: Any, item: Any) -> dict[str, Any]:
    return {
        "data-keep": routes.evaluation_answer(enrollment_id, item.position),
        "data-kind": item.kind,
        "data-given": item.value,
        "data-name": "“" + item.text + "”",
        "data-over": "evaluation_over",
        "tabIndex": -1,
    }


def _scale(item: rx.Var[ItemView]) -> rx.Component:
    return rx.fragment(
        rx.el.div(*(_one(item, str(number), str(number)) for number in SCALE), class_name="choices scale"),
        rx.el.div(rx.el.span("1 = least"), rx.el.span(f"{SCALE[-1]} = most"), class_name="ends muted small"),
    )


def _choices(item: rx.Var[ItemView]) -> rx.Component:
    def choice(text: rx.Var[str], place: rx.Var[int]) -> rx.Component:
        return _one(item, text, (place + 1).to_string())

    return rx.el.div(rx.foreach(item.choices, choice), class_name="choices")


def _one(item: rx.Var[ItemView], text: Any, value: Any) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio", name=f"item_{item.position}", value=value, default_checked=item.value == value,
        ),
        rx.el.span(text, class_name="anywhere"),
        class_name="choice",
        key=value,
    )  # fmt: skip


def _text(item: rx.Var[ItemView]) -> rx.Component:
    return rx.el.textarea(
        default_value=item.value, rows="4", max_length=LONGEST, aria_labelledby=f"item_{item.position}_text",
        class_name="in long-answer",
    )  # fmt: skip


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
