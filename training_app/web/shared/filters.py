"""The filter bar of people: what the list is narrowed by, always visible, as chips and in words."""

from typing import Any

import reflex as rx

from training_app.audience.queries import Chip, Choice


def bar(
    *, chips: rx.Var[list[Chip]], choices: rx.Var[list[Choice]], on_add: Any, on_drop: Any, on_clear: Any
) -> rx.Component:
    """Chips with ×, "Add filter" with the values and how many people have them, "Clear all"."""
    return rx.el.div(
        rx.foreach(chips, lambda chip: _chip(chip, on_drop)),
        _menu(choices, on_add),
        rx.cond(
            chips.length() > 0,
            rx.el.button("Clear all", on_click=on_clear, type="button", class_name="btn ghost small-btn"),
        ),
        class_name="row wrap",
    )


def _chip(chip: rx.Var[Chip], on_drop: Any) -> rx.Component:
    return rx.el.span(
        rx.el.span(rx.el.span(chip.label + " is ", class_name="muted"), rx.el.b(chip.text, class_name="strong")),
        rx.el.button(
            rx.icon("x", size=14),
            on_click=on_drop(chip.field, chip.value),
            aria_label="Remove filter " + chip.label + " " + chip.text,
            type="button",
        ),
        class_name="criterion",
    )


def _menu(choices: rx.Var[list[Choice]], on_add: Any) -> rx.Component:
    return rx.el.details(
        rx.el.summary(rx.icon("plus", size=14), "Add filter", class_name="btn ghost small-btn"),
        rx.el.div(rx.foreach(choices, lambda choice, at: _choice(choice, at, choices, on_add)), class_name="sheet"),
        class_name="menu",
    )


def _choice(choice: rx.Var[Choice], at: rx.Var[int], choices: rx.Var[list[Choice]], on_add: Any) -> rx.Component:
    is_first = (at == 0) | (choices[at - 1].field_label != choice.field_label)
    return rx.fragment(
        rx.cond(is_first, rx.el.h3(choice.field_label)),
        rx.el.button(
            rx.el.span(choice.label, class_name="cut"),
            rx.el.span(choice.people.to_string(), class_name="n"),
            on_click=on_add(choice.field, choice.value),
            type="button",
            custom_attrs={"data-closes": "menu"},
        ),
    )
