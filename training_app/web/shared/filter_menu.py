"""What the filter bar is made of: a chip for each field, and the menu that leads from a field to its values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from training_app.audience.choices import Choice, FieldRow
from training_app.audience.queries import Chip
from training_app.audience.rules import KINDS, Held

ADD = "add_filter"
MENU = "filter_menu"
MOST_SHOWN = 50
USUAL_DAYS = 60
STATES = ((Held.VALID, "Valid"), (Held.EXPIRED, "Expired"), (Held.MISSING, "Missing"))


@dataclass(frozen=True)
class FieldChip:
    """All that is wanted of one field, in words."""

    field: str
    label: str
    text: str


@dataclass(frozen=True)
class Value:
    """A value of the field that is open in the menu; who has chosen it takes it out again."""

    field: str = ""
    value: str = ""
    label: str = ""
    people: int = 0
    is_chosen: bool = False


def by_field(found: Sequence[Chip]) -> list[FieldChip]:
    """One chip for each field, its values joined by "or" (A-07)."""
    texts: dict[str, list[str]] = {}
    for chip in found:
        texts.setdefault(chip.field, []).append(chip.text)
    labels = {chip.field: chip.label if chip.field in KINDS else f"{chip.label} is" for chip in found}
    return [FieldChip(field, labels[field], " or ".join(values)) for field, values in texts.items()]


def as_values(found: Sequence[Choice], chosen: Sequence[tuple[str, str]]) -> list[Value]:
    """The values that are offered, those in the filter marked."""
    return [Value(one.field, one.value, one.label, one.people, (one.field, one.value) in chosen) for one in found]


def chip(shown: rx.Var[FieldChip], *, on_open: Any, on_drop: Any) -> rx.Component:
    """One field of the filter: a click on it opens its values, × takes the field out."""
    words = shown.label + " " + shown.text
    return rx.el.span(
        rx.el.button(
            rx.el.span(shown.label, class_name="muted"),
            rx.el.b(shown.text),
            on_click=on_open(shown.field), type="button", title="Change", class_name="words",
            custom_attrs={"data-opens": MENU},
        ),
        rx.el.button(
            rx.icon("x", size=14), on_click=on_drop(shown.field), aria_label="Remove filter " + words, type="button",
            custom_attrs={"data-then": ADD},
        ),
        class_name="criterion",
    )  # fmt: skip


def add_filter(content: rx.Component, *, on_open: Any) -> rx.Component:
    """The button "Add filter" and what it opens."""
    return rx.el.details(
        rx.el.summary(
            rx.icon("plus", size=14), "Add filter", id=ADD, on_click=on_open, class_name="btn ghost small-btn"
        ),
        content,
        id=MENU,
        class_name="menu",
        custom_attrs={"data-anew": ""},
    )


def fields(rows: rx.Var[list[FieldRow]], *, on_open: Any) -> rx.Component:
    """First the fields."""
    return rx.fragment(
        rx.el.h3("People by"),
        rx.foreach(
            rows,
            lambda row, at: rx.el.button(
                row.label, rx.icon("chevron-right", size=14, class_name="n"), on_click=on_open(row.field),
                type="button", auto_focus=at == 0,
            ),
        ),
    )  # fmt: skip


def head(label: rx.Var[str], on_back: Any) -> rx.Component:
    """Which field is open, and the way back to the others."""
    return rx.el.div(
        rx.el.button(rx.icon("chevron-left", size=16), on_click=on_back, aria_label="Other fields", type="button",
                     class_name="btn ghost square"),
        rx.el.h3(label),
        class_name="row",
    )  # fmt: skip


def search(label: rx.Var[str], on_search: Any) -> rx.Component:
    """A search among many values."""
    return rx.el.div(
        rx.icon("search", size=16),
        rx.el.input(
            id="find_value", type="search", default_value="", on_change=on_search, aria_label="Search in " + label,
            placeholder="Search", class_name="in", max_length=100, auto_complete="off", auto_focus=True,
        ),
        class_name="with-icon",
    )  # fmt: skip


def values(rows: rx.Var[list[Value]], *, on_choose: Any, is_searched: rx.Var[bool], closes: bool) -> rx.Component:
    """Then its values, each with how many people have it; a chosen one is marked."""
    attributes = {"data-closes": "menu"} if closes else {}
    return rx.fragment(
        rx.foreach(
            rows,
            lambda row, at: rx.el.button(
                rx.cond(row.is_chosen, rx.icon("check", size=14)),
                rx.el.span(row.label, class_name="cut"),
                rx.el.span(row.people.to_string(), class_name="n"),
                on_click=on_choose(row.field, row.value), type="button", auto_focus=(at == 0) & ~is_searched,
                aria_pressed=rx.cond(row.is_chosen, "true", "false"), custom_attrs=attributes,
            ),
        ),
        rx.cond(rows.length() == 0, rx.el.p("Nothing to choose.", class_name="muted", role="status")),
        rx.cond(rows.length() >= MOST_SHOWN, rx.el.p("There are more: search for them.", class_name="muted")),
    )  # fmt: skip


def days(field: rx.Var[str], on_submit: Any) -> rx.Component:
    """A range of days; either end may stay open."""
    return rx.el.form(
        rx.el.input(type="hidden", name="field", value=field),
        _day("From", "first", is_first=True),
        _day("Through", "last"),
        rx.el.button("Add", type="submit", class_name="btn solid"),
        on_submit=on_submit, class_name="asked", custom_attrs={"data-closes": "menu"},
    )  # fmt: skip


def held(certification: rx.Var[Value], *, on_choose: Any, on_submit: Any) -> rx.Component:
    """The state in which the certification is wanted."""
    simple = [
        rx.el.button(label, on_click=on_choose(certification.field, certification.value + f":{state}"), type="button",
                     auto_focus=state is Held.VALID, custom_attrs={"data-closes": "menu"})
        for state, label in STATES
    ]  # fmt: skip
    return rx.fragment(
        *simple,
        rx.el.form(
            rx.el.input(type="hidden", name="value", value=certification.value),
            rx.el.label("Expiring within", html_for="expiring_days"),
            rx.el.input(id="expiring_days", name="days", type="number", min=0, max=3650, required=True,
                        default_value=USUAL_DAYS, class_name="in"),
            rx.el.span("days"),
            rx.el.button("Add", type="submit", class_name="btn solid"),
            on_submit=on_submit, class_name="asked row", custom_attrs={"data-closes": "menu"},
        ),
    )  # fmt: skip


def _day(label: str, name: str, *, is_first: bool = False) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=f"filter_{name}"),
        rx.el.input(id=f"filter_{name}", name=name, type="date", auto_focus=is_first, class_name="in"),
        class_name="field",
    )
