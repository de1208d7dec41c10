"""The columns of the file with what each of them says, and the question about its dates."""

from typing import Any

import reflex as rx

from training_app.imports.columns import ATTRIBUTE, IGNORED
from training_app.imports.previews import Answer, ColumnRow
from training_app.web.shared import lists
from training_app.web.shared.importing.words import Words


def section(state: Any, words: Words) -> rx.Component:
    """Each column with some of its values and what it is. Open where something is to be matched."""
    return rx.el.section(
        rx.el.details(
            rx.el.summary(
                rx.icon("chevron-right", size=16),
                rx.el.h2("Columns"),
                rx.el.span(state.columns_said, class_name="muted"),
            ),
            rx.cond(state.problems.length() > 0, _problems(state)),
            _table(state, words),
            open=state.unfolded == state.import_id,
            class_name="card fold",
        ),
        aria_label="Columns",
    )  # fmt: skip


def dates(state: Any) -> rx.Component:
    """Which of day and month comes first: asked where the file leaves it open, with what each answer would read."""
    return rx.cond(
        (state.question != "") | (state.order != ""),
        rx.el.fieldset(
            rx.el.legend(rx.el.h2("Dates")),
            rx.cond(
                state.question != "",
                rx.fragment(
                    rx.el.p(state.question, class_name="strong"),
                    rx.el.div(rx.foreach(state.answers, lambda answer: _answer(answer, state)), class_name="row wrap"),
                ),
                _answered(state),
            ),
            class_name="card pad stack dates",
        ),
    )


def _problems(state: Any) -> rx.Component:
    return rx.el.div(
        rx.el.h3("This needs another look"),
        rx.el.ul(rx.foreach(state.problems, rx.el.li)),
        class_name="summary", role="alert",
    )  # fmt: skip


def _table(state: Any, words: Words) -> rx.Component:
    return rx.el.div(
        rx.el.table(
            lists.plain_head(("Column", "Some of its values", "Is")),
            rx.el.tbody(rx.foreach(state.columns, lambda row: _row(row, state, words))),
            class_name="list",
        ),
        class_name="scroll",
    )


def _row(row: rx.Var[ColumnRow], state: Any, words: Words) -> rx.Component:
    return rx.el.tr(
        lists.cell("Column", rx.el.span(row.name, class_name="strong")),
        lists.cell("Some of its values", rx.el.span(row.examples, class_name="muted cut examples", title=row.examples)),
        lists.cell(
            "Is",
            rx.el.select(
                *_options(words),
                default_value=row.said,
                on_change=lambda said: state.match(row.place, said),
                aria_label="“" + row.name + "” is",
                custom_attrs={"data-said": row.said},
                class_name=rx.cond(row.said == IGNORED, "in muted", "in"),
            ),
        ),
        key=row.name,
    )


def _options(words: Words) -> list[Any]:
    shown = {ATTRIBUTE: ATTRIBUTE, IGNORED: "Not used"}
    return [rx.el.option(shown.get(said, said), value=said) for said in words.kind.vocabulary.choices()]


def _answer(answer: rx.Var[Answer], state: Any) -> rx.Component:
    return rx.el.button(answer.text, on_click=state.choose_order(answer.order), type="button", class_name="btn answer")


def _answered(state: Any) -> rx.Component:
    said = rx.cond(state.order == "dmy", "day first", "month first")
    other = rx.cond(state.order == "dmy", "month first", "day first")
    turned = rx.cond(state.order == "dmy", "mdy", "dmy")
    return rx.el.div(
        rx.el.span("Dates like 03/04/2026 are read ", rx.el.b(said, class_name="strong"), "."),
        rx.el.button(
            "Read them " + other, on_click=state.choose_order(turned), type="button", class_name="btn small-btn"
        ),
        class_name="row wrap",
    )
