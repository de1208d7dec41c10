"""A form over the page: at its side on a desk, the whole screen on a phone. What is typed there is kept until saved.

The keeping is done by `assets/course_materials.js` for every form that says what it keeps.
"""

from typing import Any

import reflex as rx

from training_app.web.admin.catalog.exam.typed import OF
from training_app.web.shared import forms


def sheet(
    *content: rx.Component, is_open: Any, title: Any, on_close: Any, form: str, on_submit: Any, keeps: Any,
    refused: Any, acts: tuple[rx.Component, ...],
) -> rx.Component:  # fmt: skip
    """The sheet with its form, which is made anew when it `keeps` something else.

    Escape and “Close” put it away with what is typed kept, “Cancel” forgets it.
    """
    return rx.dialog.root(
        rx.dialog.content(
            rx.el.div(
                rx.dialog.title(title, size="4"),
                rx.el.button(rx.icon("x", size=16), on_click=on_close, type="button", aria_label="Close",
                             class_name="btn ghost square"),
                class_name="exed-sheet-head",
            ),
            rx.el.div(custom_attrs={"data-kept-said": ""}, role="status", class_name="exed-kept", key=keeps),
            rx.el.form(
                rx.el.input(type="hidden", name=OF, default_value=keeps), *content,
                id=form, on_submit=on_submit, no_validate=True, class_name="stack exed-form", key=keeps,
                custom_attrs={"data-keeps": keeps, "data-refused": refused},
            ),
            rx.el.div(
                rx.el.span(class_name="muted push", custom_attrs={"data-unsaved-said": ""}, role="status", key=keeps),
                rx.el.button("Cancel", on_click=on_close, type="button", class_name="btn",
                             custom_attrs={"data-forgets": form}),
                *acts,
                class_name="exed-sheet-foot",
            ),
            on_escape_key_down=on_close,
            aria_describedby="",
            class_name="exed-sheet",
        ),
        open=is_open,
    )  # fmt: skip


def summary(faults: Any) -> rx.Component:
    """What is wrong, where it is several things."""
    return rx.cond(
        faults.length() > 1,
        rx.el.div(rx.el.h3("This cannot be saved yet"), rx.el.ul(rx.foreach(faults, rx.el.li)), role="alert",
                  class_name="summary exed-summary"),
    )  # fmt: skip


def field(
    label: Any, control: rx.Component, name: str, *, wrong: Any, clash: rx.Component, help_text: Any = ""
) -> rx.Component:
    """One labelled control, what is wrong with it, and whose value counts where two changed it."""
    return rx.el.div(
        forms.field(label, control, name=name, help_text=help_text, error=wrong), clash, class_name="stack tight"
    )


def clash(is_one: Any, on_take: Any, control: str) -> rx.Component:
    """Of a field that somebody else changed meanwhile: whose is to be saved. Then its `control` has the focus."""
    return rx.cond(
        is_one,
        rx.el.div(
            rx.el.span("Save again to keep yours.", class_name="help push"),
            rx.el.button("Take theirs", on_click=on_take, type="button", class_name="btn small-btn",
                         custom_attrs={"data-then": control}),
            class_name="row wrap",
        ),
    )  # fmt: skip
