"""Fields and forms: label above, help below, the error in place of the help."""

from typing import Any
from urllib.parse import parse_qsl, unquote

import reflex as rx

from training_app.imports.uploads import REFUSED


class NativeForm(rx.Component):
    """A form that the browser sends itself; Reflex's own keeps it from being sent."""

    tag = "form"
    _is_tag_in_global_scope = True

    action: rx.Var[str]
    method: rx.Var[str]


def field(
    label: str, control: rx.Component, *, name: str, help_text: str | rx.Var[str] = "", error: Any = ""
) -> rx.Component:
    """One labelled control. `control` has the id `name` and describes itself by `<name>_help`."""
    return rx.el.div(
        rx.el.label(label, html_for=name),
        control,
        rx.cond(error != "", wrong(error, name), rx.cond(help_text != "", _help(help_text, name))),
        class_name="field",
    )


def wrong(error: Any, name: str) -> rx.Component:
    """What is wrong with a field."""
    return rx.el.div(rx.icon("circle-alert", size=14), rx.el.span(error), id=f"{name}_help", class_name="wrong")


def day(*, name: str, value: rx.Var[str], on_change: Any, error: Any = "") -> rx.Component:
    """A date, typed or picked."""
    return rx.el.input(
        id=name, name=name, type="date", default_value=value, on_change=on_change, class_name="in",
        aria_invalid=rx.cond(error != "", "true", "false"), aria_describedby=f"{name}_help",
        custom_attrs={"data-said": value},
    )  # fmt: skip


def search(*, name: str, label: str, value: rx.Var[str], on_change: Any) -> rx.Component:
    """A search box that asks as one types, and shows what the address says when the page is opened by a link."""
    return rx.el.div(
        rx.icon("search", size=16),
        rx.el.input(
            id=name, type="search", default_value=value, on_change=on_change, custom_attrs={"data-said": value},
            placeholder=label, aria_label=label, class_name="in", max_length=100, auto_complete="off",
        ),
        class_name="with-icon",
    )  # fmt: skip


def switch(label: str, *, name: str, checked: Any, on_change: Any, help_text: str = "") -> rx.Component:
    """A labelled box that is on or off."""
    return rx.el.label(
        rx.el.input(id=name, name=name, type="checkbox", checked=checked, on_change=on_change),
        rx.el.span(rx.el.span(label), rx.el.span(help_text, class_name="help", style={"display": "block"})),
        class_name="check",
        html_for=name,
    )


def refused_file(query: str, cookies: str) -> str:
    """What is wrong with the file that was sent last, where this address says that one was refused."""
    wanted = dict(parse_qsl(query)).get("refused", "")
    pairs = (part.strip().partition("=") for part in cookies.split(";"))
    said = next((value.strip('"') for name, _, value in pairs if name == REFUSED), "")
    number, _, reason = said.partition(":")
    if not wanted:
        return ""
    return unquote(reason) if number == wanted else "The file could not be read. Choose it again."


def fault(text: rx.Var[str]) -> rx.Component:
    """What is wrong with the file that was sent last."""
    said = rx.el.div(
        rx.icon("circle-alert", size=16), rx.el.span(text), class_name="call red", role="alert", id="fault"
    )
    return rx.cond(text != "", said)


def _help(help_text: Any, name: str) -> rx.Component:
    return rx.el.div(help_text, id=f"{name}_help", class_name="help")
