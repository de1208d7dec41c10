"""The page of one import, from its columns to its result (P-08, J-01)."""

import reflex as rx

from training_app.web.admin.import_people import columns, preview
from training_app.web.admin.import_people.state import MANAGE
from training_app.web.admin.import_people.state import ImportPage as State
from training_app.web.shared import dialogs, lists, routes
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page


def build() -> rx.Component:
    """The page."""
    return page(
        State.title,
        rx.cond(State.is_missing, _missing(), rx.cond(State.step != "", _import())),
        _asking(),
        crumbs=(("People", routes.PEOPLE), ("Import people", routes.PEOPLE_IMPORT)),
        right=MANAGE,
    )


def _missing() -> rx.Component:
    back = rx.el.a("Import people", href=routes.PEOPLE_IMPORT, class_name="btn")
    return rx.el.div(lists.empty("circle-help", "There is no such import, or somebody else began it.", back),
                     class_name="card")  # fmt: skip


def _import() -> rx.Component:
    is_started = (State.step == "running") | (State.step == "over")
    return rx.el.div(
        rx.el.p(State.facts, class_name="muted"),
        rx.cond(is_started, preview.job(), rx.fragment(columns.section(), columns.dates())),
        rx.cond(is_started | (State.step == "preview"), preview.section()),
        rx.cond(is_started, rx.fragment(), _acts()),
        class_name="stack imports",
    )


def _acts() -> rx.Component:
    start = rx.el.button(State.account.verb, on_click=State.ask("start"), type="button", class_name="btn solid")
    again = rx.el.button("Show the preview", on_click=State.look_again, type="button", class_name="btn solid")
    ready = rx.cond(State.account.people > 0, start, rx.el.a("Done", href=routes.PEOPLE, class_name="btn solid"))
    words = rx.match(
        State.step,
        ("columns", "Match the columns to see what the import would do."),
        ("dates", "Answer the question about the dates to see what the import would do."),
        "Nothing is written before you press Import.",
    )
    return rx.el.div(
        rx.el.span(words, class_name="muted push"),
        rx.el.button("Discard", on_click=State.ask("discard"), type="button", class_name="btn"),
        rx.match(State.step, ("preview", ready), ("plan", again), rx.fragment()),
        class_name="actbar",
    )


def _asking() -> rx.Component:
    leave = State.ask("")
    return rx.fragment(
        dialogs.confirm(
            is_open=State.asked == "start",
            title=State.account.verb + "?",
            lines=[State.account.numbers, "Nobody is invited or told. What is not in the file stays as it is."],
            verb=State.account.verb, on_confirm=State.start, on_cancel=leave, number=State.account.people,
        ),
        dialogs.confirm(
            is_open=State.asked == "cancel",
            title="Cancel this import?",
            lines=["It ends after the rows that it is writing now. What was done stays and is listed."],
            verb="Cancel the import", on_confirm=State.cancel, on_cancel=leave, loses=True,
        ),
        dialogs.confirm(
            is_open=State.asked == "discard",
            title="Discard " + State.title + "?",
            lines=["The file and how its columns were matched are forgotten. Nobody is changed."],
            verb="Discard", on_confirm=State.discard, on_cancel=leave, loses=True,
        ),
    )  # fmt: skip


PAGE = Page(f"{routes.PEOPLE_IMPORT}/[import_id]", State.title, build, (State.load,))
