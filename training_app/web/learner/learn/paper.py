"""A running exam: the whole paper is in the page, one question is seen at a time (L-02, L-03).

`assets/learn.js` turns the pages, keeps every answer until it is saved, and counts the time. What it writes into
(`data-word`, `data-saved`, `data-clock` …) is empty here, so that the two never write into the same place.
"""

from typing import Any

import reflex as rx

from training_app.assignments.exams.paper import PaperQuestion
from training_app.assignments.exams.rules import LONGEST_NUMBER
from training_app.catalog.rules import QuestionKind
from training_app.web.learner.learn.exam_room import ExamRoom
from training_app.web.learner.learn.state import LearnPage
from training_app.web.shared import dialogs, routes

EXAM = LearnPage.exam


def build() -> rx.Component:
    """The paper of the running try, and what asks before it is submitted."""
    return rx.fragment(
        rx.el.div(
            rx.el.div(
                rx.el.span(rx.el.i(custom_attrs={"data-far": ""}), class_name="bar push", aria_hidden="true"),
                rx.cond(EXAM.seconds_left >= 0, _clock()),
                rx.el.button("Overview", type="button", class_name="btn small-btn", custom_attrs={"data-turn": "end"}),
                class_name="row paper-head",
            ),
            rx.foreach(EXAM.paper, _question),
            _overview(),
            rx.el.p(role="status", class_name="sr", custom_attrs={"data-announced": ""}),
            _bar(),
            *_told(),
            key=EXAM.try_id.to_string(),
            class_name="stack narrow paper",
            custom_attrs={"data-paper": EXAM.try_id.to_string()},
        ),
        _asking(),
    )


def saved() -> rx.Component:
    """Where it is said whether an answer is saved."""
    return rx.el.p(role="status", aria_live="polite", class_name="saved", custom_attrs={"data-saved": ""})


def wait() -> rx.Component:
    """Where it is said why nothing can be submitted yet."""
    return rx.el.p(role="status", class_name="wait", custom_attrs={"data-wait": ""})


def _clock() -> rx.Component:
    """Not read out by itself: a screen reader hears it at five minutes and at one."""
    return rx.el.span(
        rx.icon("clock", size=16, aria_hidden="true"),
        rx.el.span("Time left ", class_name="sr"),
        rx.el.span(custom_attrs={"data-clock": ""}),
        role="timer",
        aria_live="off",
        class_name="row clock",
        custom_attrs={"data-left": EXAM.seconds_left.to_string()},
    )


def _question(question: rx.Var[PaperQuestion]) -> rx.Component:
    head, text = f"question_{question.position}", f"question_{question.position}_text"
    return rx.el.section(
        rx.el.fieldset(
            rx.el.legend(
                rx.el.h2(f"Question {question.position} of ", EXAM.paper.length().to_string(), id=head, tab_index=-1)
            ),
            rx.html(question.text, id=text, class_name="prose"),
            _answers(question),
            saved(),
            aria_labelledby=f"{head} {text}",
            class_name="card pad",
            custom_attrs=_kept(EXAM.try_id, question),
        ),
        key=EXAM.try_id.to_string() + "." + question.position.to_string(),
        class_name="question",
        custom_attrs={"data-page": ""},
    )


def _kept(try_id: Any, question: Any) -> dict[str, Any]:
    return {
        "data-keep": routes.exam_answer(try_id, question.position),
        "data-kind": question.kind,
        "data-name": "Question " + question.position.to_string(),
        "data-given": rx.cond(question.kind == QuestionKind.NUMERIC.value, question.number, question.given.join(",")),
        "data-answered": question.is_answered.to_string(),
        "data-over": "exam_over",
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


def _overview() -> rx.Component:
    """The last page of the paper: what is answered, what is not, what is not saved."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Your answers", tab_index=-1),
            rx.el.p(custom_attrs={"data-summary": ""}),
            rx.el.ol(rx.foreach(EXAM.paper, _entry), class_name="entries"),
            rx.el.p(EXAM.number_said, class_name="muted"),
            class_name="card pad stack",
        ),
        class_name="question",
        custom_attrs={"data-page": ""},
    )


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


def _bar() -> rx.Component:
    return rx.el.div(
        wait(),
        rx.el.button("Back", type="button", class_name="btn", custom_attrs={"data-turn": "-1"}),
        rx.el.span(class_name="push"),
        rx.el.button("Next", type="button", class_name="btn solid", custom_attrs={"data-turn": "+1"}),
        rx.el.button(
            "Submit answers", type="button", on_click=ExamRoom.ask(EXAM.try_id), class_name="btn solid",
            custom_attrs={"data-after-saved": ""},
        ),
        class_name="actbar",
    )  # fmt: skip


def _told() -> tuple[rx.Component, ...]:
    """What the script presses: the try is over, the time is up, the phone was asleep."""
    said = (
        ("exam_over", ExamRoom.over),
        ("exam_time_up", ExamRoom.time_up(EXAM.try_id)),
        ("exam_look", ExamRoom.look),
    )
    return tuple(
        rx.el.button(id=name, on_click=act, hidden=True, type="button", aria_hidden="true") for name, act in said
    )


def _asking() -> rx.Component:
    return dialogs.confirm(
        is_open=LearnPage.asked != "",
        title="Submit your answers?",
        lines=[LearnPage.asked, EXAM.number_said + ". After submitting nothing can be changed."],
        verb="Submit answers",
        on_confirm=ExamRoom.submit,
        on_cancel=ExamRoom.keep,
        fields=[rx.el.input(type="hidden", name="try_id", value=EXAM.try_id.to_string(), read_only=True)],
        stay="Go on answering",
    )
