"""The exam of a course: what it will take, how the last try went, and what comes next (T-02, L-02)."""

import reflex as rx

from training_app.web.learner.learn import paper
from training_app.web.learner.learn.exam_room import ExamRoom
from training_app.web.learner.learn.state import LearnPage
from training_app.web.shared.reviewed import reviewed

EXAM = LearnPage.exam


def build() -> rx.Component:
    """The running try, or what stands before and after one."""
    return rx.cond(EXAM.try_id > 0, paper.build(), _between_tries())


def outcome() -> rx.Component:
    """How the last try went, and its answers where they may be looked at."""
    return rx.fragment(
        rx.el.p(EXAM.result),
        rx.cond(EXAM.used_up != "", rx.el.p(EXAM.used_up, class_name="strong")),
    )


def review() -> rx.Component:
    """The answers of the try that passed, once they were asked for."""
    asked = rx.el.button("Look at your answers", on_click=ExamRoom.review, type="button", class_name="btn")
    return rx.cond(
        EXAM.may_review,
        rx.cond(
            LearnPage.reviewed.length() > 0,
            rx.el.section(
                rx.el.h2("Your answers", id="review", tab_index=-1),
                rx.el.ol(rx.foreach(LearnPage.reviewed, reviewed), class_name="stack"),
                class_name="stack reviewed",
            ),
            rx.el.div(asked),
        ),
    )


def _between_tries() -> rx.Component:
    return rx.fragment(
        rx.el.section(
            rx.cond(EXAM.outcome != "", _outcome(), rx.el.h2("Exam", id="outcome", tab_index=-1)),
            rx.cond(EXAM.begins != "", _takes()),
            rx.cond(EXAM.waits != "", _waits()),
            class_name="card pad stack",
        ),
        review(),
    )


def _outcome() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.cond(
                EXAM.is_passed,
                rx.icon("circle-check", size=28, class_name="good"),
                rx.icon("circle-x", size=28, class_name="bad"),
            ),
            rx.el.h2(EXAM.outcome, id="outcome", tab_index=-1),
            class_name="row",
        ),
        outcome(),
    )


def _takes() -> rx.Component:
    return rx.fragment(
        rx.el.p(EXAM.takes, class_name="takes"),
        rx.el.p(EXAM.leaving, class_name="muted"),
    )


def _waits() -> rx.Component:
    return rx.el.div(rx.icon("lock", size=16), rx.el.span(EXAM.waits), class_name="call slate")
