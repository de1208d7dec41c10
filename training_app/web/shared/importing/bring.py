"""Bringing a file: the form that takes it, imports that are not finished, and earlier ones (P-08)."""

from typing import Any

import reflex as rx

from training_app.imports.parsing import MOST_ROWS
from training_app.imports.previews import ImportBrief
from training_app.imports.uploads import MEGABYTE, MOST_BYTES
from training_app.web.shared import chips, dialogs, forms
from training_app.web.shared.forms import NativeForm
from training_app.web.shared.importing.words import Words
from training_app.web.shared.shell import page

CSV = (
    f"CSV with the names of the columns in its first row, up to {MOST_BYTES // MEGABYTE} MB and {MOST_ROWS:,} rows. "
    "From Excel: save as “CSV UTF-8”. Nothing is changed before you have seen what would be."
)


def build(state: Any, words: Words) -> rx.Component:
    """The page."""
    return page(
        words.title,
        words.around(
            _form(state, words),
            rx.cond(
                state.unfinished.length() > 0, _list("Unfinished imports", state.unfinished, state, words, open_=True)
            ),
            rx.cond(state.latest.length() > 0, _list("Earlier imports", state.latest, state, words, open_=False)),
        ),
        _asking(state, words),
        crumbs=words.crumbs,
        right=words.right,
    )


def _form(state: Any, words: Words) -> rx.Component:
    return rx.el.div(
        forms.fault(state.fault),
        NativeForm.create(
            forms.field(
                words.label,
                rx.el.input(
                    id="file", name="file", type="file", required=True, accept=".csv,.tsv,.txt,text/csv",
                    aria_describedby="file_help", class_name="in file",
                ),
                name="file",
                help_text=words.help,
            ),
            rx.el.button(rx.icon("upload", size=16), "Upload", type="submit", class_name="btn solid"),
            action=words.post,
            method="post",
            custom_attrs={"encType": "multipart/form-data"},
            class_name="stack",
        ),
        class_name="card pad stack",
    )  # fmt: skip


def _list(title: str, rows: rx.Var[list[ImportBrief]], state: Any, words: Words, *, open_: bool) -> rx.Component:
    return rx.el.section(
        rx.el.h2(title),
        rx.el.ul(rx.foreach(rows, lambda row: _one(row, state, words, open_=open_)), class_name="card"),
        class_name="col gap-8",
        aria_label=title,
    )


def _one(row: rx.Var[ImportBrief], state: Any, words: Words, *, open_: bool) -> rx.Component:
    discard = rx.el.button("Discard", rx.el.span(row.file_name, class_name="sr"), on_click=state.ask(row.id),
                           type="button", class_name="btn small-btn")  # fmt: skip
    return rx.el.li(
        rx.el.div(
            rx.el.a(row.file_name, href=f"{words.address}/{row.id}", class_name="link cut"),
            rx.el.span(row.rows_said + " · " + row.made_on, class_name="muted small"),
            class_name="col push",
        ),
        _stand(row.state, words),
        discard if open_ else rx.fragment(),
        class_name="brief",
    )


def _stand(state: rx.Var[str], words: Words) -> rx.Component:
    return rx.match(
        state,
        ("done", chips.chip("green", "check", words.done)),
        ("running", chips.chip("teal", "loader", words.running)),
        ("cancelled", chips.chip("amber", "circle-slash", "Cancelled")),
        ("failed", chips.chip("red", "circle-alert", "Failed")),
        ("ready", chips.chip("teal", "list-checks", words.ready)),
        ("question", chips.chip("amber", "calendar", "A question about its dates")),
        chips.chip("amber", "columns-3", "Columns to match"),
    )


def _asking(state: Any, words: Words) -> rx.Component:
    return dialogs.confirm(
        is_open=state.asked > 0,
        title="Discard " + state.asked_name + "?",
        lines=[f"The file and how its columns were matched are forgotten. {words.nobody}"],
        verb="Discard",
        on_confirm=state.discard,
        on_cancel=state.leave,
        loses=True,
    )
