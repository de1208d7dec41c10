"""Asking before an act: what it does, to how many, what stays; the button repeats the verb."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

MANY = 500


def confirm(
    *,
    is_open: rx.Var[bool],
    title: Any,
    lines: list[Any],
    verb: Any,
    on_confirm: Any,
    on_cancel: Any,
    number: rx.Var[int] | None = None,
    loses: bool = False,
    fields: Sequence[rx.Component] = (),
    stay: str = "Cancel",
    then: Any = "page_title",
) -> rx.Component:
    """A dialog that asks; Escape cancels. Above 500 people their `number` is typed; `loses` makes the button red.

    `fields` are what is entered there besides; `stay` is the word for leaving everything as it is. Where what had the
    focus before goes by it, `then` has it.
    """
    asked = None if number is None else rx.cond(number > MANY, _typed(number))
    return rx.alert_dialog.root(
        rx.alert_dialog.content(
            rx.alert_dialog.title(title, size="4"),
            rx.alert_dialog.description(*(rx.el.span(line, style={"display": "block"}) for line in lines), size="2"),
            rx.el.form(
                *fields,
                *([] if asked is None else [asked]),
                rx.el.div(
                    rx.el.button(stay, on_click=on_cancel, type="button", class_name="btn"),
                    rx.el.button(
                        verb,
                        type="submit",
                        class_name="btn danger" if loses else "btn solid",
                        custom_attrs={"data-then": then},
                    ),
                    class_name="row",
                    style={"justifyContent": "flex-end", "marginTop": "16px"},
                ),
                on_submit=on_confirm,
            ),
            on_escape_key_down=on_cancel,
            max_width="440px",
        ),
        open=is_open,
    )


def _typed(number: rx.Var[int]) -> rx.Component:
    """The browser itself sends nothing before the number is right."""
    words = "Type " + number.to_string() + " to go on"
    return rx.el.div(
        rx.el.label(words, html_for="typed_number"),
        rx.el.input(
            id="typed_number", name="typed_number", required=True, pattern=number.to_string(), title=words,
            input_mode="numeric", auto_complete="off", class_name="in",
        ),
        class_name="field",
        style={"marginTop": "12px"},
    )  # fmt: skip
