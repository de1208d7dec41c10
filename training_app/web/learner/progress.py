"""How far something is, as a bar beside the words that say it."""

from typing import Any

import reflex as rx


def bar(done: Any, total: Any) -> rx.Component:
    """So many of so many."""
    percent = rx.cond(total > 0, (done * 100 / total).to_string() + "%", "0%")
    return rx.el.span(rx.el.i(style={"width": percent}), class_name="bar push", aria_hidden="true")
