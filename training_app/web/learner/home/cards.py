"""What somebody has to do as a card: how urgent it is, what it takes, and one button (L-01)."""

import reflex as rx

from training_app.assignments.attempts.learning import LearningRow
from training_app.web.learner import progress
from training_app.web.shared import chips, routes


def card(row: rx.Var[LearningRow], place: rx.Var[int]) -> rx.Component:
    """One attempt. The first, which is the most urgent, is the one that stands out."""
    return rx.el.li(
        rx.el.div(rx.el.h2(row.title, class_name="push anywhere"), chips.level(row.level), class_name="row"),
        _meta(row),
        rx.cond(row.is_path, _courses(row)),
        rx.cond(row.session != "", _session(row)),
        rx.cond(row.status == "failed", _failed(row), rx.cond(row.can_go_on, _go_on(row, place), _elsewhere(row))),
        class_name="card task",
        key=row.id.to_string(),
    )


def _meta(row: rx.Var[LearningRow]) -> rx.Component:
    takes = rx.fragment(
        rx.cond(row.due_on != "", rx.el.span("Due " + row.due_on)),
        rx.cond(row.minutes > 0, rx.el.span(row.minutes.to_string() + " min")),
        rx.cond((row.total > 0) & ~row.is_path & row.is_taken_online, rx.el.span(_of(row), " parts")),
        rx.cond(row.questions > 0, rx.el.span("Exam: ", _questions(row))),
    )
    return rx.el.div(
        chips.enrollment(row.status, due_on=row.due_on, days=row.days),
        rx.cond(row.status != "failed", takes),
        class_name="meta",
    )


def _questions(row: rx.Var[LearningRow]) -> rx.Component:
    return rx.cond(row.questions == 1, "1 question", row.questions.to_string() + " questions")


def _courses(row: rx.Var[LearningRow]) -> rx.Component:
    return rx.el.div(
        progress.bar(row.done, row.total), rx.el.span(_of(row), " courses", class_name="muted"), class_name="row"
    )


def _go_on(row: rx.Var[LearningRow], place: rx.Var[int]) -> rx.Component:
    verb = rx.cond(
        (row.status == "passed") & ~row.is_path, "Evaluate", rx.cond(row.done > 0, "Continue", "Begin")
    )  # fmt: skip
    go_on = rx.el.a(
        verb,
        rx.el.span(row.title, class_name="sr"),
        href="/learn/" + row.id.to_string(),
        class_name=rx.cond(place == 0, "btn solid", "btn"),
    )
    return rx.cond(row.stand == "", go_on, rx.el.div(go_on, _sessions(row, "btn"), class_name="row wrap"))


def _elsewhere(row: rx.Var[LearningRow]) -> rx.Component:
    """What is not done here: no button that leads nowhere."""
    record = rx.el.a("Record what you did", href=routes.MY_ACTIVITIES, class_name="btn")
    attended = "There is nothing to do here. It is completed when your training coordinator records that you attended."
    approved = "It is completed when what you did elsewhere is approved."
    return rx.cond(
        row.is_external,
        rx.fragment(rx.el.p(approved, class_name="muted"), record),
        rx.cond(
            row.stand == "",
            rx.el.p(attended, class_name="muted"),
            rx.el.div(_sessions(row, rx.cond(row.stand == "choose", "btn solid", "btn"))),
        ),
    )


def _session(row: rx.Var[LearningRow]) -> rx.Component:
    """Of a course that an instructor holds: the session that one has a seat in, or waits for."""
    said = rx.cond(row.stand == "seated", "Signed up: ", "Waiting list: ") + row.session
    return rx.el.p(rx.icon("calendar", size=16), rx.el.span(said, class_name="anywhere"), class_name="session-line")


def _sessions(row: rx.Var[LearningRow], css: rx.Var[str] | str) -> rx.Component:
    """The way to the sessions of a course that an instructor holds."""
    verb = rx.cond(row.stand == "choose", "Choose a session", "Look at the session")
    of = rx.el.span(" " + row.title, class_name="sr")
    return rx.el.a(verb, of, href="/learn/" + row.id.to_string() + "#sessions", class_name=css)


def _failed(row: rx.Var[LearningRow]) -> rx.Component:
    again = rx.el.a("Enroll again", rx.el.span(" " + row.title, class_name="sr"), class_name="btn",
                    href=routes.enroll("tab=courses&q=") + row.code)  # fmt: skip
    return rx.cond(
        row.is_assigned,
        rx.el.p("You did not pass. Whoever assigned it can enroll you again.", class_name="muted"),
        rx.fragment(rx.el.p("You did not pass.", class_name="muted"), again),
    )


def _of(row: rx.Var[LearningRow]) -> rx.Var[str]:
    return row.done.to_string() + " of " + row.total.to_string()
