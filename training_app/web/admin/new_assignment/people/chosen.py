"""Those chosen, beside the filter: searched, paged, and each taken out by a button."""

import reflex as rx

from training_app.assignments.making.drafts import ChosenRow
from training_app.web.admin.new_assignment.people.acts import AssignUsers
from training_app.web.admin.new_assignment.people.reading import ChosenPeople
from training_app.web.shared import chips, forms, lists


def card() -> rx.Component:
    """The chosen set."""
    return rx.el.section(
        rx.el.h2("Chosen people", class_name="sr"),
        forms.search(
            name="search_chosen", label="Search the chosen people", value=ChosenPeople.q,
            on_change=ChosenPeople.search.debounce(250),
        ),
        rx.cond(
            ChosenPeople.rows.length() > 0,
            rx.fragment(
                rx.el.ul(rx.foreach(ChosenPeople.rows, _row), class_name="chosen-list"),
                lists.foot(ChosenPeople.foot),
            ),
            rx.cond(ChosenPeople.is_loaded, _nobody()),
        ),
        class_name="card pad-12 chosen-people",
        aria_label="Chosen people",
    )  # fmt: skip


def _row(row: rx.Var[ChosenRow]) -> rx.Component:
    return rx.el.li(
        rx.el.span(row.name, class_name="push cut", title=row.email),
        rx.cond(row.active, rx.fragment(), chips.chip("strike", "circle-slash", "Deactivated")),
        rx.el.span(
            rx.cond(row.level != "", row.level + " · " + row.branch, row.branch), class_name="muted small cut of-whom"
        ),
        rx.el.button(
            rx.icon("x", size=14),
            on_click=AssignUsers.remove(row.id),
            aria_label="Remove " + row.name,
            type="button",
            class_name="take-out",
        ),
    )


def _nobody() -> rx.Component:
    return rx.el.p(
        rx.cond(
            ChosenPeople.q != "",
            "Nobody chosen matches “" + ChosenPeople.q + "”.",
            "Nobody is chosen yet.",
        ),
        class_name="muted pad-12",
    )
