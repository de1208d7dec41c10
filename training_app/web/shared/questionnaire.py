"""The questions of an evaluation as they are answered (T-02, L-02)."""

from typing import Any

import reflex as rx

from training_app.assignments.evaluations.reading import ItemView
from training_app.assignments.evaluations.rules import LONGEST
from training_app.catalog.rules import SCALE, ItemKind
from training_app.web.shared import paper


def item(
    item: rx.Var[ItemView],
    *,
    of: Any,
    keep: Any,
    is_missing: Any = False,
    over: str = "",
    more: dict[str, Any] | None = None,
) -> rx.Component:
    """One question in the evaluation `of`; its answer is kept at `keep`, `over` is pressed when it comes too late."""
    name = f"item_{item.position}"
    wrong = rx.el.p(rx.icon("circle-alert", size=16), "This question needs an answer.", class_name="wrong")
    return rx.el.fieldset(
        rx.el.legend(
            rx.el.span(item.text, class_name="anywhere"),
            rx.cond(item.is_required, rx.fragment(), rx.el.span(" (optional)", class_name="muted")),
            id=f"{name}_text",
        ),
        rx.cond(is_missing, wrong),
        rx.match(
            item.kind,
            (ItemKind.SCALE.value, _scale(item)),
            (ItemKind.CHOICE.value, _choices(item)),
            _text(item),
        ),
        paper.saved(),
        id=name,
        key=of + "." + item.position.to_string(),
        class_name=rx.cond(is_missing, "card pad item missing", "card pad item"),
        custom_attrs=_kept(item, keep) | {"data-over": over} | (more or {}),
    )


def _kept(item: Any, keep: Any) -> dict[str, Any]:
    return {
        "data-keep": keep,
        "data-kind": item.kind,
        "data-given": item.value,
        "data-name": "“" + item.text + "”",
        "tabIndex": -1,
    }


def _scale(item: rx.Var[ItemView]) -> rx.Component:
    return rx.fragment(
        rx.el.div(*(_one(item, str(number), str(number)) for number in SCALE), class_name="choices scale"),
        rx.el.div(rx.el.span("1 = least"), rx.el.span(f"{SCALE[-1]} = most"), class_name="ends muted small"),
    )


def _choices(item: rx.Var[ItemView]) -> rx.Component:
    def choice(text: rx.Var[str], place: rx.Var[int]) -> rx.Component:
        return _one(item, text, (place + 1).to_string())

    return rx.el.div(rx.foreach(item.choices, choice), class_name="choices")


def _one(item: rx.Var[ItemView], text: Any, value: Any) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio", name=f"item_{item.position}", value=value, default_checked=item.value == value,
        ),
        rx.el.span(text, class_name="anywhere"),
        class_name="choice",
        key=value,
    )  # fmt: skip


def _text(item: rx.Var[ItemView]) -> rx.Component:
    return rx.el.textarea(
        default_value=item.value, rows="4", max_length=LONGEST, aria_labelledby=f"item_{item.position}_text",
        class_name="in long-answer",
    )  # fmt: skip
