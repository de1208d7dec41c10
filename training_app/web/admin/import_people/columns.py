"""The columns of the file with what each of them says, and the question about its dates."""

from typing import Any

import reflex as rx

from training_app.imports.columns import ATTRIBUTE, IGNORED, Field
from training_app.imports.previews import Answer, ColumnRow
from training_app.web.admin.import_people.state import ImportPage as State
from training_app.web.shared import lists


def section() -> rx.Component:
    """Each column with some of its values and what it is. Open where something is to be matched."""
    return rx.el.section(
        rx.el.details(
            rx.el.summary(
                rx.icon("chevron-right", size=16),
                rx.el.h2("Columns"),
                rx.el.span(State.columns_said, class_name="muted"),
            ),
            rx.cond(State.problems.length() > 0, _problems()),
            _table(),
            open=State.unfolded == State.import_id,
            class_name="card fold",
        ),
        aria_label="Columns",
    )  # fmt: skip


def dates() -> rx.Component:
    """Which of day and month comes first: asked where the file leaves it open, with what each answer would read."""
    return rx.cond(
        (State.question != "") | (State.order != ""),
        rx.el.fieldset(
            rx.el.legend(rx.el.h2("Dates")),
            rx.cond(
                State.question != "",
                rx.fragment(
                    rx.el.p(State.question, class_name="strong"),
                    rx.el.div(rx.foreach(State.answers, _answer), class_name="row wrap"),
                ),
                _answered(),
            ),
            class_name="card pad stack dates",
        ),
    )


def _problems() -> rx.Component:
    return rx.el.div(
        rx.el.h3("This needs another look"),
        rx.el.ul(rx.foreach(State.problems, rx.el.li)),
        class_name="summary", role="alert",
    )  # fmt: skip


def _table() -> rx.Component:
    return rx.el.div(
        rx.el.table(
            lists.plain_head(("Column", "Some of its values", "Is")),
            rx.el.tbody(rx.foreach(State.columns, _row)),
            class_name="list",
        ),
        class_name="scroll",
    )


def _row(row: rx.Var[ColumnRow]) -> rx.Component:
    return rx.el.tr(
        lists.cell("Column", rx.el.span(row.name, class_name="strong")),
        lists.cell("Some of its values", rx.el.span(row.examples, class_name="muted cut examples", title=row.examples)),
        lists.cell(
            "Is",
            rx.el.select(
                *_options(),
                default_value=row.said,
                on_change=lambda said: State.match(row.place, said),
                aria_label="“" + row.name + "” is",
                custom_attrs={"data-said": row.said},
                class_name=rx.cond(row.said == IGNORED, "in muted", "in"),
            ),
        ),
        key=row.name,
    )


def _options() -> list[Any]:
    fields = [rx.el.option(field.value, value=field.value) for field in Field]
    return [*fields, rx.el.option(ATTRIBUTE, value=ATTRIBUTE), rx.el.option("Not used", value=IGNORED)]


def _answer(answer: rx.Var[Answer]) -> rx.Component:
    return rx.el.button(answer.text, on_click=State.choose_order(answer.order), type="button", class_name="btn answer")


def _answered() -> rx.Component:
    said = rx.cond(State.order == "dmy", "day first", "month first")
    other = rx.cond(State.order == "dmy", "month first", "day first")
    turned = rx.cond(State.order == "dmy", "mdy", "dmy")
    return rx.el.div(
        rx.el.span("Dates like 03/04/2026 are read ", rx.el.b(said, class_name="strong"), "."),
        rx.el.button(
            "Read them " + other, on_click=State.choose_order(turned), type="button", class_name="btn small-btn"
        ),
        class_name="row wrap",
    )
