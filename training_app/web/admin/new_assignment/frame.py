"""The frame around every step of the wizard, of a new assignment and of an edit (A-03, A-04, A-19).

What the steps take from each other is found here too.
"""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from training_app.web.admin.new_assignment import discarding
from training_app.web.admin.new_assignment.account import account
from training_app.web.admin.new_assignment.rail import folded, people, rail
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
NOTE: Any = rx.cond(
    Wizard.edits > 0,
    "Nothing changes and nobody is told before you press Save changes.",
    "Nobody is told anything before you press Create.",
)


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
    aside = [account(), *beside] if step is Step.PEOPLE else list(beside)
    inside = rx.el.div(
        rx.el.nav(rail(step), class_name="wizard-rail", aria_label="Steps"),
        folded(step),
        rx.el.div(_locked(), *content, class_name="stack wizard-step"),
        rx.el.aside(*aside, class_name="stack") if aside else rx.fragment(),
        class_name="wizard-split" + (" with-aside" if aside else " wide" if step is Step.REVIEW else ""),
    )
    is_edit = Wizard.edits > 0
    first: Any = rx.cond(is_edit, Wizard.assignment, Wizard.links[Step.TRAINING])
    edit: Any = rx.cond(is_edit, "Edit", "")
    return page(
        _title(step),
        rx.cond(Wizard.is_missing, _missing(), rx.el.div(inside, _bar(step, next_, note), class_name="wizard")),
        crumbs=(("Assignments", routes.ASSIGNMENTS), (rx.cond(is_edit, Wizard.title, "New Assignment"), first),
                (edit, Wizard.links[Step.PEOPLE])),
        beside=(_training(), _said()),
        actions=(
            *actions,
            rx.cond(is_edit, discarding.button()),
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


def _locked() -> rx.Component:
    """What is locked can be edited by some; whoever is not one of them any more learns it before they press Save."""
    since = "Locked since " + Wizard.locked + ": 3 days before the due date editing ends. "
    told = rx.cond(
        Wizard.may_override,
        "You override the lock, and the review asks you why.",
        "Your changes can no longer be saved; “Override the lock” is the right that it takes.",
    )
    return rx.cond(
        Wizard.locked != "",
        rx.el.div(rx.icon("lock", size=16), rx.el.span(rx.el.b(since, class_name="strong"), told),
                  class_name="call amber wizard-lock", role="note"),
    )  # fmt: skip


def _missing() -> rx.Component:
    return rx.el.div(
        rx.icon("file-x", size=24),
        rx.el.p("There is no such draft. It was discarded, or it is somebody else's."),
        rx.el.a("All assignments", href=routes.ASSIGNMENTS, class_name="btn"),
        class_name="card empty",
    )


def _bar(step: Step, next_: rx.Component | None, note: Any) -> rx.Component:
    place = STEPS.index(step)
    back = rx.el.a(rx.icon("arrow-left", size=16), "Back", href=Wizard.links[STEPS[place - 1]], class_name="btn")
    if step is Step.DATES:
        back = rx.cond(Wizard.edits > 0, rx.fragment(), back)
    return rx.el.div(
        back if place else rx.fragment(),
        rx.el.span(note, class_name="muted push wizard-note"),
        next_ or _next(STEPS[place + 1]),
        class_name="actbar",
    )


def _next(step: Step) -> rx.Component:
    arrow, href = rx.icon("arrow-right", size=16), Wizard.links[step]
    if step is Step.REVIEW:
        words = rx.cond(Wizard.edits > 0, "Review your changes", "Review " + people(Wizard.people))
        return rx.el.a(words, arrow, href=href, class_name="btn")
    where = rx.el.span(f": {TITLES[step]}", class_name="at-a-desk")
    return rx.el.a(rx.el.span("Next", where), arrow, href=href, class_name="btn solid")
