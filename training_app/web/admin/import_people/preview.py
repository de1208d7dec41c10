"""What becomes of each row, how far the job is, and what came of it."""

import reflex as rx
from reflex_components_core.el.elements.inline import A as PlainLink  # type: ignore[import-untyped]  # it has no stubs

from training_app.imports.previews import PreviewRow
from training_app.web.admin.import_people.state import ImportPage as State
from training_app.web.shared import forms, lists


def section() -> rx.Component:
    """The rows under their tabs, searched by name and email, with the names that are made beside them."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(rx.cond(State.job.outcome == "", "Preview", "Rows")), rx.el.span(class_name="push"), _download(),
            class_name="row wrap",
        ),
        rx.cond((State.job.outcome == "") & (State.account.people == 0), _nothing_to_do()),
        rx.cond((State.job.outcome == "") & (State.made.length() > 0), _made()),
        lists.tabs(State.tabs, State.tab, "Rows by what becomes of them"),
        rx.el.div(
            forms.search(name="search_rows", label="Search by name or email", value=State.q,
                         on_change=State.search.debounce(250)),
            style={"maxWidth": "360px"},
        ),
        rx.el.div(rx.cond(State.rows.length() > 0, _table(), _nobody()), class_name="card"),
        class_name="stack", aria_label="Preview",
    )  # fmt: skip


def job() -> rx.Component:
    """The progress bar while the job goes on, and afterwards what came of it."""
    return rx.match(
        State.job.outcome,
        ("done", _ended("green", "check", "Imported: ")),
        ("cancelled", _ended("amber", "circle-slash", "Cancelled. What was done stays: ")),
        ("failed", _ended("red", "circle-alert", "It could not be finished. What was done stays: ")),
        _running(),
    )


def _running() -> rx.Component:
    percent = State.job.percent.to_string()
    cancelling = State.job.outcome == "cancelling"
    return rx.el.div(
        rx.el.div(
            rx.el.h2(rx.cond(cancelling, "Being cancelled", "Being imported")),
            rx.el.span(class_name="push"),
            rx.el.span(State.job.progress, class_name="muted", aria_live="polite"),
            class_name="row",
        ),
        rx.el.div(
            rx.el.i(style={"width": percent + "%"}),
            class_name="bar", role="progressbar", aria_label="Rows written", aria_valuenow=State.job.percent,
            aria_valuemin=0, aria_valuemax=100,
        ),
        rx.el.div(
            rx.el.span("You may leave this page, it goes on.", class_name="muted push"),
            rx.cond(
                cancelling,
                rx.fragment(),
                rx.el.button("Cancel", on_click=State.ask("cancel"), type="button", class_name="btn small-btn"),
            ),
            class_name="row",
        ),
        # The page asks again by itself until the job has ended.
        rx.el.button(on_click=State.load, hidden=True, type="button", custom_attrs={"data-poll": "2"}),
        class_name="card pad stack",
    )  # fmt: skip


def _ended(colour: str, icon: str, words: str) -> rx.Component:
    again = rx.el.span(" Import the file again for the rest: who is there already is left alone.")
    return rx.el.div(
        rx.icon(icon, size=16),
        rx.el.span(
            rx.el.b(words, class_name="strong"), State.job.progress, rx.fragment() if colour == "green" else again
        ),
        class_name=f"call {colour}", role="status",
    )  # fmt: skip


def _download() -> rx.Component:
    words = rx.fragment(rx.icon("download", size=16), "Download refused rows")
    address = f"/imports/people/{State.import_id}/refused.csv"
    return rx.cond(State.account.is_refusing, PlainLink.create(words, href=address, class_name="btn"))


def _nothing_to_do() -> rx.Component:
    return rx.el.div(
        rx.icon("check", size=16),
        rx.cond(
            State.account.is_refusing,
            "There is nothing to import: everybody who is not refused is as the file says already.",
            "There is nothing to import: everybody is as the file says already.",
        ),
        class_name="call green", role="status",
    )  # fmt: skip


def _made() -> rx.Component:
    return rx.el.div(
        rx.icon("plus", size=16),
        rx.el.div(
            rx.el.span("New with this import", class_name="strong"),
            rx.el.ul(rx.foreach(State.made, rx.el.li)),
        ),
        class_name="call slate",
    )


def _table() -> rx.Component:
    heading = lists.plain_head(("Row", "Name", "Email", "What"))
    return lists.table(heading, State.rows, _row, State.foot)


def _row(row: rx.Var[PreviewRow]) -> rx.Component:
    return rx.el.tr(
        lists.cell("Row", rx.el.span(rx.el.span("Row ", class_name="on-phone"), row.number.to_string())),
        lists.cell("Name", rx.el.span(row.name, class_name="strong")),
        lists.cell("Email", rx.el.span(row.email, class_name="muted")),
        lists.cell("", rx.el.ul(rx.foreach(row.lines, rx.el.li)), class_name="what"),
        key=row.number.to_string(),
    )


def _nobody() -> rx.Component:
    return rx.cond(
        State.q != "",
        lists.empty("search", "No row here matches “" + State.q + "”."),
        lists.empty("users", "No row stands under this tab."),
    )
