"""The first column of an edit: who is added, comes back, goes, stays or is skipped, each as a list (A-19)."""

import reflex as rx

from training_app.assignments.rules import Part
from training_app.web.admin.new_assignment.review.edit_said import Line
from training_app.web.admin.new_assignment.review.people import ReviewedPeople as Listed
from training_app.web.admin.new_assignment.review.state import ReviewStep as State


def parts() -> rx.Component:
    """Each part with its number, as a link to its list; below, why somebody is skipped."""
    return rx.el.nav(
        rx.foreach(Listed.parts, _part),
        rx.el.p(
            _why(State.who.completed, Part.COMPLETED),
            _why(State.who.prerequisite, Part.PREREQUISITE),
            _why(State.who.deactivated, Part.DEACTIVATED),
            _why(State.who.gone, Part.GONE),
            class_name="muted small edit-why",
        ),
        aria_label="Who",
        class_name="edit-parts",
    )


def _part(line: rx.Var[Line]) -> rx.Component:
    return rx.el.a(
        rx.el.b(line.number), rx.el.span(line.words, class_name="push"), rx.icon("chevron-right", size=16),
        href=line.href, class_name=rx.cond(line.is_shown, "wizard-line on", "wizard-line"),
        aria_current=rx.cond(line.is_shown, "true", "false"),
    )  # fmt: skip


def _why(words: rx.Var[str], part: Part) -> rx.Component:
    return rx.cond(words != "", rx.el.a(words, href=Listed.links[part]))
