"""The boxes of the editor: each with its label, its help, what is wrong with it, and whose value is to be saved."""

from typing import Any

import reflex as rx

from training_app.certifications.kinds.entry import LABELS
from training_app.web.admin.certifications.kind.state import HourLine, KindPage
from training_app.web.shared import forms


def text(name: str, *, help_text: str = "", **more: Any) -> rx.Component:
    """A line of text."""
    return field(name, rx.el.input(**(box(name) | more)), help_text=help_text)


def field(name: str, control: rx.Component, *, label: str = "", help_text: str = "") -> rx.Component:
    """One labelled box."""
    return rx.el.div(
        forms.field(label or LABELS[name], control, name=name, help_text=help_text, error=_wrong(name)),
        _clash(name),
        class_name="stack tight",
    )


def switch(name: str, label: str, *, help_text: str = "") -> rx.Component:
    """Something that is or is not."""
    turned = forms.switch(
        label, name=name, checked=KindPage.switched[name], on_change=lambda on: KindPage.switch(name, on),
        help_text=help_text,
    )  # fmt: skip
    return rx.el.div(turned, fault(name), class_name="stack tight")


def fault(name: str) -> rx.Component:
    """What is wrong with something that is no box."""
    said = rx.el.div(forms.wrong(_wrong(name), name), _clash(name), class_name="stack tight")
    return rx.cond(_wrong(name) != "", said)


def hours() -> rx.Component:
    """Hours per period by category: two boxes for each, and as many more as one likes."""
    more = rx.el.button(rx.icon("plus", size=16), "Another category", on_click=KindPage.more_hours, type="button",
                        class_name="btn")  # fmt: skip
    return rx.el.div(
        rx.el.h3("Required hours per period"),
        rx.el.p("By category. What is empty is left out.", class_name="help"),
        fault("required_hours"),
        rx.foreach(KindPage.hours, _hours_of),
        rx.el.div(more),
        class_name="stack tight",
    )


def _hours_of(row: rx.Var[HourLine], at: rx.Var[int]) -> rx.Component:
    number = (at + 1).to_string()
    return rx.el.div(
        _half("category_" + at.to_string(), row.category, "Category " + number, "Category"),
        _half("hours_" + at.to_string(), row.hours, "Hours of category " + number, "Hours", input_mode="decimal"),
        class_name="row hours-of",
    )


def _half(name: Any, said: rx.Var[str], label: Any, hint: str, **more: Any) -> rx.Component:
    return rx.el.input(
        id=name, name=name, default_value=said, custom_attrs={"data-said": said}, type="text", auto_complete="off",
        aria_label=label, placeholder=hint, class_name="in",
        on_change=lambda typed: KindPage.typed("required_hours", typed).debounce(300), **more,
    )  # fmt: skip


def box(name: str) -> dict[str, Any]:
    """What a line of text has."""
    return props(name) | {"type": "text", "auto_complete": "off"}


def props(name: str) -> dict[str, Any]:
    """What every box has: what it says at first, and whom it tells what is typed."""
    return {
        "id": name,
        "name": name,
        "default_value": KindPage.said[name],
        "on_change": lambda typed: KindPage.typed(name, typed).debounce(300),
        "custom_attrs": {"data-said": KindPage.said[name]},
        "aria_invalid": rx.cond(_wrong(name) != "", "true", "false"),
        "aria_describedby": f"{name}_help",
        "class_name": "in",
    }


def chosen(name: str) -> dict[str, Any]:
    """What a pull-down outside the form has: it tells at once what is chosen."""
    return props(name) | {"on_change": lambda value: KindPage.typed(name, value)}


def _wrong(name: str) -> Any:
    return KindPage.wrong.get(name, "")


def _clash(name: str) -> rx.Component:
    """Of a field that somebody else changed meanwhile: whose value is to be saved."""
    take = rx.el.button("Take theirs", on_click=KindPage.take_theirs(name), type="button", class_name="btn small-btn")
    return rx.cond(
        KindPage.clashes.get(name, False) & (_wrong(name) != ""),
        rx.el.div(rx.el.span("Save again to keep yours.", class_name="help push"), take, class_name="row wrap"),
    )
