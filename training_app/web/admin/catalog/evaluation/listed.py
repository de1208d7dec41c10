"""The questions of an evaluation in order, each with what was answered so far and what can be done with it."""

from typing import Any

import reflex as rx

from training_app.web.admin.catalog.course.frame import CoursePage
from training_app.web.admin.catalog.evaluation.acts import EvaluationActs
from training_app.web.admin.catalog.evaluation.item_state import ItemSheet
from training_app.web.admin.catalog.evaluation.said import KINDS, Bar, ItemLine
from training_app.web.admin.catalog.evaluation.sheets import ICONS
from training_app.web.admin.catalog.evaluation.state import EvaluationPage
from training_app.web.shared import chips, lists


def questions() -> rx.Component:
    """The list."""
    return rx.el.ol(rx.foreach(EvaluationPage.rows, _item), aria_label="Questions", class_name="eved-list")


def _item(row: rx.Var[ItemLine], at: rx.Var[int]) -> rx.Component:
    return rx.el.li(
        rx.el.span(row.position.to_string(), class_name="place"),
        rx.el.div(
            rx.el.p(row.text, class_name="eved-question"),
            rx.el.div(_kind(row.kind), rx.el.span(row.needed, class_name="muted small"), class_name="row wrap"),
            rx.cond(row.bars.length() > 0, rx.el.ul(rx.foreach(row.bars, _bar), class_name="eved-bars")),
            _answered(row),
            class_name="push eved-body",
        ),
        rx.cond(CoursePage.may_edit, _acts(row, at)),
        key=row.id.to_string(),
        class_name="eved-row",
    )


def _kind(kind: rx.Var[str]) -> rx.Component:
    shown = ((one.value, chips.chip("", ICONS[one], label)) for one, label in KINDS.items())
    return rx.match(kind, *shown, rx.fragment())


def _bar(bar: rx.Var[Bar]) -> rx.Component:
    return rx.el.li(
        rx.el.span(bar.label),
        rx.cond(
            bar.number != "",
            rx.fragment(
                rx.el.span(rx.el.i(style={"width": bar.width}), class_name="bar eved-bar", aria_hidden="true"),
                rx.el.span(bar.number, class_name="muted small eved-number"),
            ),
        ),
    )


def _answered(row: rx.Var[ItemLine]) -> rx.Component:
    is_open = row.id == EvaluationPage.answers_of
    link = rx.cond(
        is_open,
        rx.el.a("Hide the answers", rx.el.span(" to question " + row.position.to_string(), class_name="sr"),
                href=EvaluationPage.closed, class_name="link"),
        rx.el.a(row.written, rx.el.span(" to question " + row.position.to_string(), class_name="sr"),
                href=row.href, class_name="link"),
    )  # fmt: skip
    return rx.fragment(
        rx.el.div(rx.el.span(row.answered, class_name="muted small"), rx.cond(row.written != "", link),
                  class_name="row wrap eved-said"),
        rx.cond(is_open, _written(row)),
    )  # fmt: skip


def _written(row: rx.Var[ItemLine]) -> rx.Component:
    label = "Answers to question " + row.position.to_string() + ", newest first"
    each = rx.foreach(EvaluationPage.answers, lambda text: rx.el.li(text, class_name="as-typed"))
    return rx.el.div(
        rx.el.ul(each, aria_label=label, class_name="eved-answers"), lists.foot(EvaluationPage.foot),
        class_name="eved-written",
    )  # fmt: skip


def _acts(row: rx.Var[ItemLine], at: rx.Var[int]) -> rx.Component:
    """At an end there is only the way back: the focus goes there."""
    last, number = EvaluationPage.rows.length() - 1, row.id.to_string()
    place = row.position.to_string()
    edit = rx.el.button("Edit", rx.el.span(" question " + place, class_name="sr"), on_click=ItemSheet.open(row.id),
                        type="button", class_name="btn")  # fmt: skip
    return rx.el.div(
        _button("arrow-up", "Move question " + place + " up", EvaluationActs.up(row.id), name="item_up_" + number,
                is_off=at == 0, then=rx.cond(at == 1, "item_down_" + number, "")),
        _button("arrow-down", "Move question " + place + " down", EvaluationActs.down(row.id),
                name="item_down_" + number, is_off=at == last,
                then=rx.cond(at == last - 1, "item_up_" + number, "")),
        edit,
        _button("trash-2", "Remove question " + place, EvaluationActs.ask(row.id), name="item_remove_" + number),
        class_name="row eved-acts",
    )  # fmt: skip


def _button(icon: str, label: Any, on_click: Any, *, name: Any, is_off: Any = False, then: Any = "") -> rx.Component:
    return rx.el.button(
        rx.icon(icon, size=16), on_click=on_click, id=name, disabled=is_off, aria_label=label, title=label,
        type="button", class_name="btn ghost square", custom_attrs={"data-then": then},
    )  # fmt: skip
