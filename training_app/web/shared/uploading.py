"""Choosing files for a form: each is sent on its own as soon as it is chosen, and waits on the server for the form.

`assets/uploads.js` sends them. After each one the page is told, and reads anew from `core.staging` what waits.
"""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from training_app.core.staging import Staged
from training_app.web.shared import routes, scans

KILOBYTE = 1024
BEST = "JPG or PNG is best: such a scan can be looked at and printed here. Any other file can be downloaded."


@dataclass(frozen=True)
class Sent:
    """A file that was sent and waits for its form."""

    id: int
    name: str
    size: str
    href: str
    shown: bool


def sent(file: Staged) -> Sent:
    """A waiting file as a page shows it; `shown` when there is a picture of it."""
    return Sent(file.id, file.name, size_said(file.size), routes.staged_file(file.id), file.has_preview)


def size_said(size: int) -> str:
    """A size in the unit that people know it by: "820 KB", "2.4 MB"."""
    if size < KILOBYTE * KILOBYTE:
        return f"{max(1, round(size / KILOBYTE))} KB"
    return f"{size / KILOBYTE / KILOBYTE:.1f} MB"


def file_field(
    place: str | rx.Var[str],
    on_change: Any,
    *,
    selected: int | rx.Var[int] = 0,
    label: str = "Choose Files",
    help_text: str | rx.Var[str] = BEST,
    name: str = "files",
    accept: str = "",
) -> rx.Component:
    """A field that takes files for the form `place`. `on_change` is called, with nothing, after each that has come.

    `selected` is how many wait. What carries `data-after-files` (a button or a form) holds still while one is sent.
    """
    # Known by its id to the browser alone: a form around it does not take it for one of its fields.
    attributes = {"id": name} | ({"accept": accept} if accept else {})
    control = rx.el.input(type="file", multiple=True, class_name="sr", aria_describedby=f"{name}_help",
                          custom_attrs=attributes)  # fmt: skip
    told = rx.el.button(id=f"{name}_told", on_click=on_change, hidden=True, type="button", aria_hidden="true")
    return rx.el.div(
        rx.el.div(
            rx.el.label(rx.icon("upload", size=16), label, control, class_name="btn", html_for=name),
            rx.el.span(_selected(selected), role="status", aria_live="polite", class_name="strong"),
            rx.el.span(role="status", aria_live="polite", class_name="muted", custom_attrs={"data-sending-now": ""}),
            class_name="row wrap",
        ),
        rx.el.div(help_text, id=f"{name}_help", class_name="help"),
        rx.el.ul(class_name="on-their-way", custom_attrs={"data-lines": ""}),
        rx.el.div(
            rx.el.ul(class_name="not-sent", custom_attrs={"data-refused": ""}), aria_live="polite", role="status"
        ),
        told,
        class_name="sending",
        custom_attrs={"data-sends-to": routes.UPLOADS, "data-place": place, "data-told": f"{name}_told"},
    )


def sent_list(files: rx.Var[list[Sent]], on_remove: Any, *, label: str = "Files") -> rx.Component:
    """The files that wait, each to be looked at or taken out by `on_remove(id)`."""

    def one(file: rx.Var[Sent]) -> rx.Component:
        return rx.el.li(
            scans.view_link(file.href, file.name, file.shown),
            rx.el.span(file.name, class_name="push anywhere"),
            rx.el.span(file.size, class_name="muted small"),
            remove(file.name, on_remove(file.id)),
            key=file.id.to_string(),
        )

    listed = rx.el.ul(rx.foreach(files, one), class_name="card sent-files", aria_label=label)
    return rx.cond(files.length() > 0, listed)


def remove(name: rx.Var[str], on_click: Any) -> rx.Component:
    """The × beside a file that was sent; the focus goes back to the field."""
    return rx.el.button(
        rx.icon("x", size=16), on_click=on_click, aria_label="Remove " + name, title="Remove", type="button",
        class_name="btn ghost square", custom_attrs={"data-then": "files"},
    )  # fmt: skip


def _selected(number: Any) -> Any:
    return rx.match(number, (0, ""), (1, "1 file selected"), rx.Var.create(number).to_string() + " files selected")
