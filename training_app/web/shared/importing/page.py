"""The page of one import, from its columns to its result (P-08, J-01)."""

from typing import Any

import reflex as rx

from training_app.web.shared import dialogs, lists
from training_app.web.shared.importing import columns, preview
from training_app.web.shared.importing.words import Words
from training_app.web.shared.shell import page


def build(state: Any, words: Words) -> rx.Component:
    """The page."""
    return page(
        state.title,
        words.around(rx.cond(state.is_missing, _missing(words), rx.cond(state.step != "", _import(state, words)))),
        _asking(state, words),
        crumbs=(*words.crumbs, (words.title, words.address)),
        right=words.right,
    )


def _missing(words: Words) -> rx.Component:
    back = rx.el.a(words.title, href=words.address, class_name="btn")
    return rx.el.div(lists.empty("circle-help", "There is no such import, or somebody else began it.", back),
                     class_name="card")  # fmt: skip


def _import(state: Any, words: Words) -> rx.Component:
    is_started = (state.step == "running") | (state.step == "over")
    return rx.el.div(
        rx.el.p(state.facts, class_name="muted"),
        rx.cond(
            is_started, preview.job(state, words), rx.fragment(columns.section(state, words), columns.dates(state))
        ),
        rx.cond(is_started | (state.step == "preview"), preview.section(state, words)),
        rx.cond(is_started, rx.fragment(), _acts(state, words)),
        class_name="stack",
    )


def _acts(state: Any, words: Words) -> rx.Component:
    start = rx.el.button(state.account.verb, on_click=state.ask("start"), type="button", class_name="btn solid")
    again = rx.el.button("Show the preview", on_click=state.look_again, type="button", class_name="btn solid")
    ready = rx.cond(state.account.number > 0, start, rx.el.a("Done", href=words.back, class_name="btn solid"))
    now = rx.match(
        state.step,
        ("columns", "Match the columns to see what the import would do."),
        ("dates", "Answer the question about the dates to see what the import would do."),
        words.before,
    )
    return rx.el.div(
        rx.el.span(now, class_name="muted push"),
        rx.el.button("Discard", on_click=state.ask("discard"), type="button", class_name="btn"),
        rx.match(state.step, ("preview", ready), ("plan", again), rx.fragment()),
        class_name="actbar",
    )


def _asking(state: Any, words: Words) -> rx.Component:
    leave = state.ask("")
    return rx.fragment(
        dialogs.confirm(
            is_open=state.asked == "start",
            title=state.account.verb + "?",
            lines=[state.account.numbers, words.silence],
            verb=state.account.verb, on_confirm=state.start, on_cancel=leave, number=state.account.number,
        ),
        dialogs.confirm(
            is_open=state.asked == "cancel",
            title="Cancel this import?",
            lines=["It ends after the rows that it is writing now. What was done stays and is listed."],
            verb="Cancel the import", on_confirm=state.cancel, on_cancel=leave, loses=True,
        ),
        dialogs.confirm(
            is_open=state.asked == "discard",
            title="Discard " + state.title + "?",
            lines=[f"The file and how its columns were matched are forgotten. {words.nobody}"],
            verb="Discard", on_confirm=state.discard, on_cancel=leave, loses=True,
        ),
    )  # fmt: skip
