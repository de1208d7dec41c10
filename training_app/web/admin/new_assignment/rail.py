"""The steps with their answers, on the left or, on a phone, in one line that unfolds (A-03, A-04, A-19)."""

from typing import Any

import reflex as rx

from training_app.web.admin.new_assignment.edited import Edited
from training_app.web.admin.new_assignment.steps import STEPS, TITLES, Step
from training_app.web.admin.new_assignment.wizard import Wizard

OPTIONS = ("dashboard_notifications", "emails", "allow_duplicates")


def rail(current: Step) -> rx.Component:
    """The steps, of which one is shown. Of an edit the training is none: it stays as it is."""
    steps = [_entry(step, number, current) for number, step in enumerate(STEPS, start=1)]
    return rx.el.ol(rx.cond(Wizard.edits > 0, _fixed(), steps[0]), *steps[1:])


def folded(current: Step) -> rx.Component:
    """On a phone: one line, the answers foldable."""
    number, whole = STEPS.index(current) + 1, len(STEPS)
    line = rx.cond(Wizard.edits > 0, f"Step {number - 1} of {whole - 1}", f"Step {number} of {whole}")
    return rx.el.details(
        rx.el.summary(
            rx.el.span(line, class_name="strong"), rx.el.span("Your answers", class_name="push"),
            rx.icon("chevron-down", size=16),
        ),
        rx.el.nav(rail(current), aria_label="Steps"),
        class_name="wizard-folded",
    )  # fmt: skip


def _fixed() -> rx.Component:
    return rx.el.li(
        rx.el.span(rx.icon("lock", size=13, aria_label="Stays as it is", role="img"), class_name="mark"),
        rx.el.span(TITLES[Step.TRAINING], class_name="wizard-fixed"),
        rx.el.div(*_answer(Step.TRAINING), class_name="answer"),
        class_name="done",
    )


def _entry(step: Step, number: int, current: Step) -> rx.Component:
    said = rx.el.span(rx.cond(Wizard.edits > 0, str(number - 1), str(number)))
    mark = rx.cond(Wizard.done[step], rx.icon("check", size=14, aria_label="Complete", role="img"), said)
    is_here = step is current
    return rx.el.li(
        rx.el.span(said if is_here else mark, class_name="mark"),
        rx.el.a(TITLES[step], href=Wizard.links[step], custom_attrs={"aria-current": "step"} if is_here else {}),
        rx.el.div(*_answer(step), class_name="answer"),
        class_name=rx.cond(Wizard.done[step], "done on" if is_here else "done", "on" if is_here else ""),
    )


def _answer(step: Step) -> list[rx.Component]:
    match step:
        case Step.TRAINING:
            about = Wizard.code + " · " + Wizard.library + " · " + Wizard.hours + " h"
            return [rx.cond(Wizard.title != "", rx.fragment(rx.el.b(Wizard.title), rx.el.span(about)))]
        case Step.DATES:
            return [_day("Starts ", Wizard.starts, "starts_on"), _day("Due ", Wizard.due, "due_on")]
        case Step.OPTIONS:
            return [_switch(at, field) for at, field in enumerate(OPTIONS)]
        case Step.PEOPLE:
            return [rx.cond(Wizard.people > 0, rx.el.span(people(Wizard.people) + " chosen"))]
    return []


def people(number: Any) -> Any:
    """A number of people, in words."""
    return rx.cond(number == 1, "1 person", number.to_string() + " people")


def _day(label: str, day: rx.Var[str], field: str) -> rx.Component:
    return rx.cond(day != "", rx.el.span(label + day, was(field)))


def _switch(at: int, field: str) -> rx.Component:
    return rx.cond(Wizard.options.length() > at, rx.el.span(Wizard.options[at], was(field)))


def was(field: str) -> rx.Component:
    """What stood in a field before the edit, where that is something else."""
    before: Any = Edited.was.get(field, "")
    return rx.cond(before != "", rx.el.span(" (" + before + ")", class_name="changed"))
