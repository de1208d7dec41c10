"""A question of an exam looked at again: what was answered, what is right, and why (T-02)."""

import reflex as rx

from training_app.assignments.exams.reviewing import ReviewedQuestion


def reviewed(question: rx.Var[ReviewedQuestion]) -> rx.Component:
    """One of them, in a list."""
    return rx.el.li(
        rx.el.div(
            rx.el.h3(f"Question {question.position}", class_name="push"),
            rx.cond(
                question.is_right,
                rx.el.span(rx.icon("check", size=13), "Right", class_name="chip green"),
                rx.el.span(rx.icon("x", size=13), "Not right", class_name="chip red"),
            ),
            class_name="row",
        ),
        rx.html(question.text, class_name="prose"),
        _texts("Your answer", question.given),
        rx.cond(question.right.length() > 0, _texts("Right answer", question.right)),
        rx.cond(question.explanation != "", rx.html(question.explanation, class_name="prose explained")),
        class_name="card pad col gap-8",
        key=question.position.to_string(),
    )


def _texts(name: str, texts: rx.Var[list[str]]) -> rx.Component:
    return rx.el.div(
        rx.el.span(name, class_name="muted small"),
        rx.el.ol(rx.foreach(texts, lambda text: rx.el.li(text, class_name="anywhere"))),
        rx.cond(texts.length() == 0, rx.el.span("None")),
    )
