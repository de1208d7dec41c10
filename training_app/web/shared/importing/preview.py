"""What becomes of each row, how far the job is, and what came of it."""

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.inline import A as PlainLink  # type: ignore[import-untyped]  # it has no stubs

from training_app.imports.previews import PreviewRow
from training_app.web.shared import forms, lists
from training_app.web.shared.importing.words import Words


def section(state: Any, words: Words) -> rx.Component:
    """The rows under their tabs, searched, with the names that are made beside them."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(rx.cond(state.job.outcome == "", "Preview", "Rows")), rx.el.span(class_name="push"),
            _download(state, words),
            class_name="row wrap",
        ),
        rx.cond((state.job.outcome == "") & (state.account.number == 0), _nothing_to_do(state, words)),
        rx.cond((state.job.outcome == "") & (state.made.length() > 0), _made(state)),
        lists.tabs(state.tabs, state.tab, "Rows by what becomes of them"),
        rx.el.div(
            forms.search(name="search_rows", label=words.search, value=state.q,
                         on_change=state.search.debounce(250)),
            style={"maxWidth": "360px"},
        ),
        rx.el.div(rx.cond(state.rows.length() > 0, _table(state), _nobody(state)), class_name="card"),
        class_name="stack", aria_label="Preview",
    )  # fmt: skip


def job(state: Any, words: Words) -> rx.Component:
    """The progress bar while the job goes on, and afterwards what came of it."""
    return rx.match(
        state.job.outcome,
        ("done", _ended(state, "green", "check", words.done + ": ")),
        ("cancelled", _ended(state, "amber", "circle-slash", "Cancelled. What was done stays: ")),
        ("failed", _ended(state, "red", "circle-alert", "It could not be finished. What was done stays: ")),
        _running(state, words),
    )


def _running(state: Any, words: Words) -> rx.Component:
    percent = state.job.percent.to_string()
    cancelling = state.job.outcome == "cancelling"
    return rx.el.div(
        rx.el.div(
            rx.el.h2(rx.cond(cancelling, "Being cancelled", words.running)),
            rx.el.span(class_name="push"),
            rx.el.span(state.job.progress, class_name="muted", aria_live="polite"),
            class_name="row",
        ),
        rx.el.div(
            rx.el.i(style={"width": percent + "%"}),
            class_name="bar", role="progressbar", aria_label="Rows written", aria_valuenow=state.job.percent,
            aria_valuemin=0, aria_valuemax=100,
        ),
        rx.el.div(
            rx.el.span("You may leave this page, it goes on.", class_name="muted push"),
            rx.cond(
                cancelling,
                rx.fragment(),
                rx.el.button("Cancel", on_click=state.ask("cancel"), type="button", class_name="btn small-btn"),
            ),
            class_name="row",
        ),
        # The page asks again by itself until the job has ended.
        rx.el.button(on_click=state.load, hidden=True, type="button", custom_attrs={"data-poll": "2"}),
        class_name="card pad stack",
    )  # fmt: skip


def _ended(state: Any, colour: str, icon: str, words: str) -> rx.Component:
    again = rx.el.span(" Import the file again for the rest: what is there already is left alone.")
    return rx.el.div(
        rx.icon(icon, size=16),
        rx.el.span(
            rx.el.b(words, class_name="strong"), state.job.progress, rx.fragment() if colour == "green" else again
        ),
        class_name=f"call {colour}", role="status",
    )  # fmt: skip


def _download(state: Any, words: Words) -> rx.Component:
    label = rx.fragment(rx.icon("download", size=16), "Download refused rows")
    address = f"{words.post}/{state.import_id}/refused.csv"
    return rx.cond(state.account.is_refusing, PlainLink.create(label, href=address, class_name="btn"))


def _nothing_to_do(state: Any, words: Words) -> rx.Component:
    return rx.el.div(
        rx.icon("check", size=16),
        rx.cond(
            state.account.is_refusing,
            words.nothing_but_refused,
            words.nothing,
        ),
        class_name="call green", role="status",
    )  # fmt: skip


def _made(state: Any) -> rx.Component:
    return rx.el.div(
        rx.icon("plus", size=16),
        rx.el.div(
            rx.el.span("New with this import", class_name="strong"),
            rx.el.ul(rx.foreach(state.made, rx.el.li)),
        ),
        class_name="call slate",
    )


def _table(state: Any) -> rx.Component:
    heading = lists.plain_head(("Row", "Name", "Email", "What"))
    return lists.table(heading, state.rows, _row, state.foot)


def _row(row: rx.Var[PreviewRow]) -> rx.Component:
    return rx.el.tr(
        lists.cell("Row", rx.el.span(rx.el.span("Row ", class_name="on-phone"), row.number.to_string())),
        lists.cell("Name", rx.el.span(row.name, class_name="strong")),
        lists.cell("Email", rx.el.span(row.email, class_name="muted")),
        lists.cell("", rx.el.ul(rx.foreach(row.lines, rx.el.li)), class_name="what"),
        key=row.number.to_string(),
    )


def _nobody(state: Any) -> rx.Component:
    return rx.cond(
        state.q != "",
        lists.empty("search", "No row here matches “" + state.q + "”."),
        lists.empty("users", "No row stands under this tab."),
    )
