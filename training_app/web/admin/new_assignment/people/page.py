"""Step 4 of the wizard, "Assign Users": people are found, added and taken out (A-06 to A-10, A-19)."""

from typing import Any

import reflex as rx

from training_app.audience.rules import PeopleSort
from training_app.web.admin.new_assignment.frame import NOTE, Wizard, frame, page_of
from training_app.web.admin.new_assignment.people import by_name, chosen, removing
from training_app.web.admin.new_assignment.people.acts import AssignUsers
from training_app.web.admin.new_assignment.people.reading import FoundPeople, FoundRow
from training_app.web.admin.new_assignment.people.removing import RemoveUsers
from training_app.web.admin.new_assignment.steps import Step
from training_app.web.shared import chips, dialogs, lists, people_filter
from training_app.web.shared.people_filter import PeopleFilterBar

COLUMNS = (
    (PeopleSort.NAME, "Name", ""),
    (PeopleSort.LEVEL, "Level", "level-of"),
    (PeopleSort.BRANCH, "Branch", "branch-of"),
    (PeopleSort.SHIFT, "Shift", "shift-of"),
    (PeopleSort.LICENCE_EXPIRES, "Licence expires", "expiry-of"),
    ("", rx.el.span("Add", class_name="sr"), "act-of"),
)
REMOVED = (
    "Everybody in the assignment is chosen. Whoever you remove is withdrawn from it: their progress and history stay, "
    "and added again they go on where they were. Who has completed it stays in it."
)


def build() -> rx.Component:
    """The page."""
    return frame(
        Step.PEOPLE,
        rx.cond(
            Wizard.edits > 0,
            rx.el.div(rx.icon("info", size=16), rx.el.p(REMOVED), class_name="call slate", role="note"),
        ),
        by_name.field(),
        rx.el.section(
            rx.el.div(people_filter.bar(), _sentence(), _buttons(), class_name="pad-12 col gap-12"),
            rx.cond(FoundPeople.rows.length() > 0, _table(), rx.cond(FoundPeople.is_loaded, _nobody())),
            class_name="card found-people",
            aria_label="Find people",
        ),
        _asking(),
        beside=(chosen.card(), removing.card()),
    )


def _sentence() -> rx.Component:
    already = rx.match(
        FoundPeople.already,
        (0, ""),
        (1, " 1 is chosen already."),
        " " + FoundPeople.already.to_string() + " are chosen already.",
    )
    return people_filter.told(FoundPeople.total, FoundPeople.sentence, rx.el.span(already, class_name="muted"))


def _buttons() -> rx.Component:
    return rx.el.div(
        rx.el.button(
            rx.icon("user-plus", size=16),
            "Assign Users Below (" + FoundPeople.total.to_string() + ")",
            on_click=AssignUsers.add_found,
            disabled=FoundPeople.total == 0,
            type="button",
            class_name="btn solid",
        ),
        rx.el.button(
            "Clear Form and Assign All Users", on_click=AssignUsers.ask_everyone, type="button", class_name="btn"
        ),
        class_name="row wrap",
    )


def _table() -> rx.Component:
    heading = lists.head(COLUMNS, sort=FoundPeople.sort, links=FoundPeople.links)
    return lists.table(heading, FoundPeople.rows, _row, FoundPeople.foot)


def _row(row: rx.Var[FoundRow]) -> rx.Component:
    return rx.el.tr(
        lists.cell(
            "Name",
            rx.el.span(
                rx.el.span(row.name, class_name="strong"),
                rx.el.span(row.email, class_name="muted small cut", title=row.email),
                class_name="who",
            ),
        ),
        lists.cell("Level", row.level),
        lists.cell("Branch", row.branch),
        lists.cell("Shift", row.shift),
        lists.cell("Licence expires", _expires(row)),
        lists.cell("", rx.cond(row.active, _add(row), rx.el.span("Deactivated", class_name="muted")), class_name="r"),
    )


def _add(row: rx.Var[FoundRow]) -> rx.Component:
    """One button for both, so that the focus stays where it was when somebody has been added."""
    return rx.el.button(
        rx.cond(row.is_chosen, "Chosen", rx.fragment(rx.icon("plus", size=14), "Add")),
        on_click=AssignUsers.add(row.id),
        aria_disabled=rx.cond(row.is_chosen, "true", "false"),
        aria_label=rx.cond(row.is_chosen, "Chosen: " + row.name, "Add " + row.name),
        type="button",
        class_name=rx.cond(row.is_chosen, "btn small-btn is-chosen", "btn small-btn"),
    )


def _expires(row: rx.Var[FoundRow]) -> rx.Component:
    return rx.el.span(
        rx.match(
            row.expires.state,
            ("expired", chips.chip("red", "circle-alert", row.expires.text)),
            ("expiring", chips.chip("amber", "clock", row.expires.text)),
            ("always", chips.chip("blue", "infinity", row.expires.text)),
            rx.el.span(row.expires.text),
        ),
        title=row.licence,
    )


def _nobody() -> rx.Component:
    return lists.empty("users", "Nobody matches this filter.")


def _asking() -> rx.Component:
    number = _number(AssignUsers.everyone)
    return dialogs.confirm(
        is_open=AssignUsers.is_asking,
        title="Assign all users?",
        lines=[
            "The filter is emptied, and " + number + " are chosen: everybody who is active.",
            NOTE,
        ],
        verb=rx.fragment("Choose all ", number),
        on_confirm=AssignUsers.add_everyone,
        on_cancel=AssignUsers.cancel,
    )


def _number(people: rx.Var[int]) -> Any:
    return rx.cond(people == 1, "1 person", people.to_string() + " people")


PAGE = page_of(Step.PEOPLE, build, FoundPeople.come, PeopleFilterBar.load, RemoveUsers.load, FoundPeople.load)
