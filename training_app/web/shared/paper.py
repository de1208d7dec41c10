"""The paper of an exam: the whole of it is in the page, one question is seen at a time (L-02, L-03).

`assets/learn.js` and `assets/exam.js` turn the pages and keep the answers. What they write into (`data-word`,
`data-saved` …) is empty here, so that they and React never write into the same place.
"""

from typing import Any

import reflex as rx

from training_app.assignments.exams.paper import PaperQuestion
from training_app.assignments.exams.rules import LONGEST_NUMBER
from training_app.catalog.rules import QuestionKind


def head(*beside: rx.Component) -> rx.Component:
    """How far it is, and the way to its last page."""
    return rx.el.div(
        rx.el.span(rx.el.i(custom_attrs={"data-far": ""}), class_name="bar push", aria_hidden="true"),
        *beside,
        rx.el.button("Overview", type="button", class_name="btn small-btn", custom_attrs={"data-turn": "end"}),
        class_name="row paper-head",
    )


def question(
    question: rx.Var[PaperQuestion],
    total: rx.Var[int],
    *,
    of: Any,
    keep: Any,
    over: str = "",
    more: dict[str, Any] | None = None,
) -> rx.Component:
    """One question of the try `of`; its answer is kept at `keep`, and `over` is pressed when it comes too late."""
    head, text = f"question_{question.position}", f"question_{question.position}_text"
    return rx.el.section(
        rx.el.fieldset(
            rx.el.legend(rx.el.h2(f"Question {question.position} of ", total.to_string(), id=head, tab_index=-1)),
            rx.html(question.text, id=text, class_name="prose"),
            _answers(question),
            saved(),
            aria_labelledby=f"{head} {text}",
            class_name="card pad",
            custom_attrs=_kept(question, keep) | {"data-over": over} | (more or {}),
        ),
        key=of + "." + question.position.to_string(),
        class_name="question",
        custom_attrs={"data-page": ""},
    )


def overview(paper: rx.Var[list[PaperQuestion]], said: Any) -> rx.Component:
    """The last page of the paper: what is answered, what is not, what is not saved."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Your answers", tab_index=-1),
            rx.el.p(custom_attrs={"data-summary": ""}),
            rx.el.ol(rx.foreach(paper, _entry), class_name="entries"),
            rx.el.p(said, class_name="muted"),
            class_name="card pad stack",
        ),
        class_name="question",
        custom_attrs={"data-page": ""},
    )


def bar(submit: rx.Component) -> rx.Component:
    """Turning the pages, at the thumb; on the last one what submits the answers."""
    return rx.el.div(
        wait(),
        rx.el.button("Back", type="button", class_name="btn", custom_attrs={"data-turn": "-1"}),
        rx.el.span(class_name="push"),
        rx.el.button("Next", type="button", class_name="btn solid", custom_attrs={"data-turn": "+1"}),
        submit,
        class_name="actbar",
    )


def announced() -> rx.Component:
    """Where it is said how much time is left."""
    return rx.el.p(role="status", class_name="sr", custom_attrs={"data-announced": ""})


def saved() -> rx.Component:
    """Where it is said whether an answer is saved."""
    return rx.el.p(role="status", aria_live="polite", class_name="saved", custom_attrs={"data-saved": ""})


def wait() -> rx.Component:
    """Where it is said why nothing can be submitted yet."""
    return rx.el.p(role="status", class_name="wait", custom_attrs={"data-wait": ""})


def _kept(question: Any, keep: Any) -> dict[str, Any]:
    return {
        "data-keep": keep,
        "data-kind": question.kind,
        "data-name": "Question " + question.position.to_string(),
        "data-given": rx.cond(question.kind == QuestionKind.NUMERIC.value, question.number, question.given.join(",")),
        "data-answered": question.is_answered.to_string(),
    }


def _answers(question: rx.Var[PaperQuestion]) -> rx.Component:
    def choices(kind: str) -> rx.Component:
        return rx.el.div(
            rx.foreach(question.choices, lambda text, place: _choice(question, kind, text, place)), class_name="choices"
        )

    return rx.match(
        question.kind,
        (QuestionKind.SINGLE.value, choices("radio")),
        (QuestionKind.MULTIPLE.value, rx.fragment(_hint("Choose all that are right."), choices("checkbox"))),
        (QuestionKind.ORDERED.value, _order(question)),
        _number(question),
    )


def _hint(text: str) -> rx.Component:
    return rx.el.p(text, class_name="muted")


def _choice(question: rx.Var[PaperQuestion], kind: str, text: rx.Var[str], place: rx.Var[int]) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type=kind, name=f"answer_{question.position}", value=place.to_string(),
            default_checked=question.given.contains(place),
        ),
        rx.el.span(text, class_name="push anywhere"),
        class_name="choice",
        key=place.to_string(),
    )  # fmt: skip


def _order(question: rx.Var[PaperQuestion]) -> rx.Component:
    """Always in the order in which it was drawn; the browser brings it into the one that was given."""

    def line(text: rx.Var[str], place: rx.Var[int]) -> rx.Component:
        return rx.el.li(
            rx.el.span(text, class_name="push anywhere"),
            _move("arrow-up", "Move up", "-1", text),
            _move("arrow-down", "Move down", "1", text),
            key=place.to_string(),
            class_name="choice",
            custom_attrs={"data-place": place.to_string()},
        )

    return rx.fragment(
        _hint("Bring these into their order, the first on top."),
        rx.el.ol(
            rx.foreach(question.choices, line),
            class_name="choices in-order",
        ),
        rx.el.div(
            rx.el.button("Keep this order", type="button", class_name="btn", custom_attrs={"data-move": "0"}),
            class_name="keep-order",
        ),
        rx.el.p(role="status", class_name="sr", custom_attrs={"data-moved": ""}),
    )


def _move(icon: str, verb: str, by: str, text: rx.Var[str]) -> rx.Component:
    return rx.el.button(
        rx.icon(icon, size=18), type="button", aria_label=f"{verb}: {text}", class_name="btn square",
        custom_attrs={"data-move": by},
    )  # fmt: skip


def _number(question: rx.Var[PaperQuestion]) -> rx.Component:
    return rx.el.input(
        type="text", input_mode="decimal", default_value=question.number, max_length=LONGEST_NUMBER,
        auto_complete="off", aria_label="Your answer, a number", class_name="in number-answer",
    )  # fmt: skip


def _entry(question: rx.Var[PaperQuestion]) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span("Question ", class_name="sr"),
            rx.el.b(question.position.to_string()),
            rx.el.span(custom_attrs={"data-word": ""}),
            type="button",
            class_name="entry",
            custom_attrs={"data-turn": question.position.to_string()},
        ),
        key=question.position.to_string(),
    )
