"""A running exam: its paper, the time that is left, and what asks before it is submitted (L-02, L-03).

`assets/learn.js` keeps every answer until it is saved, `assets/exam.js` turns the pages and counts the time.
"""

import reflex as rx

from training_app.assignments.exams.paper import PaperQuestion
from training_app.web.learner.learn.exam_room import ExamRoom
from training_app.web.learner.learn.state import LearnPage
from training_app.web.shared import dialogs, paper, routes

EXAM = LearnPage.exam


def build() -> rx.Component:
    """The paper of the running try, and what asks before it is submitted."""
    return rx.fragment(
        rx.el.div(
            paper.head(rx.cond(EXAM.seconds_left >= 0, _clock())),
            rx.foreach(EXAM.paper, _question),
            paper.overview(EXAM.paper, EXAM.number_said),
            paper.announced(),
            paper.bar(_submit()),
            *_told(),
            key=EXAM.try_id.to_string(),
            class_name="stack narrow paper",
            custom_attrs={"data-paper": EXAM.try_id.to_string()},
        ),
        _asking(),
    )


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
    return paper.question(question, EXAM.paper.length(), of=EXAM.try_id.to_string(), over="exam_over",
                          keep=routes.exam_answer(EXAM.try_id, question.position))  # fmt: skip


def _submit() -> rx.Component:
    return rx.el.button(
        "Submit answers", type="button", on_click=ExamRoom.ask(EXAM.try_id), class_name="btn solid",
        custom_attrs={"data-after-saved": ""},
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
