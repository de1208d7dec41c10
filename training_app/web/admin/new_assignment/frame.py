"""The frame around every step of the wizard; what the steps take from each other is found here too (A-03, A-04)."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from training_app.assignments.rules import Part
from training_app.web.admin.new_assignment.steps import STEPS, TITLES, Step, weekday
from training_app.web.admin.new_assignment.wizard import MANAGE, Wizard, draft_number, opened, saved, write
from training_app.web.shared import chips, routes
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page

__all__ = [
    "MANAGE",
    "TITLES",
    "Step",
    "Wizard",
    "draft_number",
    "frame",
    "opened",
    "page_of",
    "saved",
    "weekday",
    "write",
]
NOTE = "Nobody is told anything before you press Create."


def page_of(step: Step, build: Any, *loads: Any) -> Page:
    """The page of a step: its address, its title, and what it does when opened."""
    route = f"{routes.NEW_ASSIGNMENT}/[wizard_draft]/{step}"
    return Page(route, _title(step), build, (*loads, Wizard.follow))


def frame(
    step: Step,
    *content: rx.Component,
    beside: Sequence[rx.Component] = (),
    next_: rx.Component | None = None,
    note: Any = NOTE,
    actions: Sequence[rx.Component] = (),
) -> rx.Component:
    """A step in its frame.

    In step 4 the live account stands on the right, `beside` below it. `next_` takes the place of the link to the next
    step, `note` of the words before it; `actions` stand before "Save and leave".
    """
    aside = [_account(), *beside] if step is Step.PEOPLE else list(beside)
    inside = rx.el.div(
        rx.el.nav(_rail(step), class_name="wizard-rail", aria_label="Steps"),
        _folded(step),
        rx.el.div(*content, class_name="stack wizard-step"),
        rx.el.aside(*aside, class_name="stack") if aside else rx.fragment(),
        class_name="wizard-split" + (" with-aside" if aside else " wide" if step is Step.REVIEW else ""),
    )
    first: Any = Wizard.links[Step.TRAINING]
    return page(
        _title(step),
        rx.cond(Wizard.is_missing, _missing(), rx.el.div(inside, _bar(step, next_, note), class_name="wizard")),
        crumbs=(("Assignments", routes.ASSIGNMENTS), ("New Assignment", first)),
        beside=(_training(), _said()),
        actions=(
            *actions,
            rx.cond(Wizard.is_missing, rx.fragment(),
                    rx.el.button("Save and leave", on_click=Wizard.leave, type="button", class_name="btn")),
        ),
        right=MANAGE,
    )  # fmt: skip


def _title(step: Step) -> Any:
    return rx.cond(Wizard.is_missing, "Draft not found", TITLES[step])


def _training() -> rx.Component:
    """The level stands at every step (A-04); where the training has none, that is said."""
    named = rx.fragment(
        rx.cond(Wizard.level != "", chips.level(Wizard.level), rx.el.span("No level", class_name="level")),
        rx.el.span(Wizard.title, class_name="muted cut wizard-training"),
    )
    return rx.cond(Wizard.title != "", named)


def _said() -> rx.Component:
    words = rx.cond(
        Wizard.saved > 0, rx.el.span(rx.icon("check", size=13), "Saved", key=Wizard.saved.to_string(), class_name="row")
    )
    return rx.el.span(words, role="status", aria_label="Draft", class_name="muted small")


def _missing() -> rx.Component:
    return rx.el.div(
        rx.icon("file-x", size=24),
        rx.el.p("There is no such draft. It was discarded, or it is somebody else's."),
        rx.el.a("All assignments", href=routes.ASSIGNMENTS, class_name="btn"),
        class_name="card empty",
    )


def _rail(current: Step) -> rx.Component:
    return rx.el.ol(*(_entry(step, number, current) for number, step in enumerate(STEPS, start=1)))


def _entry(step: Step, number: int, current: Step) -> rx.Component:
    mark = rx.cond(
        Wizard.done[step], rx.icon("check", size=14, aria_label="Complete", role="img"), rx.el.span(str(number))
    )
    is_here = step is current
    return rx.el.li(
        rx.el.span(rx.el.span(str(number)) if is_here else mark, class_name="mark"),
        rx.el.a(TITLES[step], href=Wizard.links[step], custom_attrs={"aria-current": "step"} if is_here else {}),
        rx.el.div(*_answer(step), class_name="answer"),
        class_name=rx.cond(Wizard.done[step], "done on" if is_here else "done", "on" if is_here else ""),
    )


def _answer(step: Step) -> list[rx.Component]:
    if step is Step.TRAINING:
        told = rx.fragment(
            rx.el.b(Wizard.title), rx.el.span(Wizard.code + " · " + Wizard.library + " · " + Wizard.hours + " h")
        )
        return [rx.cond(Wizard.title != "", told)]
    if step is Step.DATES:
        return [
            rx.cond(Wizard.starts != "", rx.el.span("Starts " + Wizard.starts)),
            rx.cond(Wizard.due != "", rx.el.span("Due " + Wizard.due)),
        ]
    if step is Step.OPTIONS:
        return [rx.foreach(Wizard.options, rx.el.span)]
    return [rx.cond(Wizard.people > 0, rx.el.span(_people(Wizard.people) + " chosen"))] if step is Step.PEOPLE else []


def _people(number: Any) -> Any:
    return rx.cond(number == 1, "1 person", number.to_string() + " people")


def _folded(step: Step) -> rx.Component:
    """On a phone: one line, the answers foldable."""
    line = f"Step {STEPS.index(step) + 1} of {len(STEPS)}"
    return rx.el.details(
        rx.el.summary(
            rx.el.span(line, class_name="strong"), rx.el.span("Your answers", class_name="push"),
            rx.icon("chevron-down", size=16),
        ),
        rx.el.nav(_rail(step), aria_label="Steps"),
        class_name="wizard-folded",
    )  # fmt: skip


def _account() -> rx.Component:
    """What would come of it, each line with its list in step 5."""
    assigned = Wizard.enrolled + Wizard.joining
    gone = rx.cond(Wizard.deactivated == 1, "is deactivated", "are deactivated")
    of_them = rx.fragment(
        rx.el.p("Of the " + assigned.to_string(), class_name="muted small of-them"),
        rx.cond(Wizard.joining > 0, _line(Wizard.joining, "already enrolled, they join", Part.JOINING)),
        rx.cond(Wizard.other_level > 0, _line(Wizard.other_level, Wizard.other, Part.OTHER_LEVEL)),
    )
    return rx.el.section(
        rx.el.h2(Wizard.chosen.to_string() + " chosen"),
        _line(assigned, "will be enrolled"),
        rx.cond(Wizard.completed > 0, _line(Wizard.completed, "completed it this period", Part.COMPLETED)),
        rx.cond(Wizard.deactivated > 0, _line(Wizard.deactivated, gone, Part.DEACTIVATED)),
        rx.cond((Wizard.joining > 0) | (Wizard.other_level > 0), of_them),
        class_name="card pad wizard-account", aria_label="What will happen", aria_live="polite",
    )  # fmt: skip


def _line(number: Any, words: Any, part: Part | None = None) -> rx.Component:
    review = Wizard.links[Step.REVIEW]
    return rx.el.a(
        rx.el.b(number.to_string()), rx.el.span(words, class_name="push"), rx.icon("chevron-right", size=16),
        href=review + f"?part={part}" if part else review, class_name="wizard-line",
    )  # fmt: skip


def _bar(step: Step, next_: rx.Component | None, note: Any) -> rx.Component:
    place = STEPS.index(step)
    back = rx.el.a(rx.icon("arrow-left", size=16), "Back", href=Wizard.links[STEPS[place - 1]], class_name="btn")
    return rx.el.div(
        back if place else rx.fragment(),
        rx.el.span(note, class_name="muted push wizard-note"),
        next_ or _next(STEPS[place + 1]),
        class_name="actbar",
    )


def _next(step: Step) -> rx.Component:
    arrow, href = rx.icon("arrow-right", size=16), Wizard.links[step]
    if step is Step.REVIEW:
        return rx.el.a("Review " + _people(Wizard.people), arrow, href=href, class_name="btn")
    where = rx.el.span(f": {TITLES[step]}", class_name="at-a-desk")
    return rx.el.a(rx.el.span("Next", where), arrow, href=href, class_name="btn solid")
