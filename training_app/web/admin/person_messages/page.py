"""One person's messages: "Got", "Will get" and "Did not get", each with its count (N-07)."""

from functools import reduce
from operator import or_

import reflex as rx

from training_app.access.rules import Permission
from training_app.certifications.tracking.rows import SEE as SEES_PROFILES
from training_app.web.admin.person_messages.state import SEE, Line, PersonMessages
from training_app.web.shared import chips, forms, lists, routes
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import Shell, page

GOT = ("Message", "Bell", "E-mail")
COMING = ("When", "Message", "By", "Note")
NOT_GOT = ("When it was to come", "Message", "By", "Why not")


def build() -> rx.Component:
    """The page."""
    return page(
        PersonMessages.name,
        rx.cond(PersonMessages.is_missing, _missing(), _parts()),
        crumbs=(("People", routes.PEOPLE),),
        beside=(rx.cond(PersonMessages.gone != "", chips.chip("strike", "circle-slash", "Deactivated")),),
        actions=(
            rx.cond(
                reduce(or_, (Shell.may[one.value] for one in SEES_PROFILES)) & (PersonMessages.profile != ""),
                rx.el.a("Profile", href=PersonMessages.profile, class_name="btn"),
            ),
            rx.cond(
                Shell.may[Permission.MANAGE_SETTINGS.value],
                rx.el.a("Everybody's messages", href=routes.MESSAGES, class_name="btn"),
            ),
        ),
        right=SEE,
    )


def _missing() -> rx.Component:
    back = rx.el.a("All people", href=routes.PEOPLE, class_name="btn")
    return rx.el.div(lists.empty("circle-help", "There is no such person, or you may not see them.", back),
                     class_name="card")  # fmt: skip


def _parts() -> rx.Component:
    return rx.el.div(
        rx.cond(
            PersonMessages.is_loaded,
            rx.el.p(PersonMessages.about, " · Times in ", PersonMessages.zone, class_name="muted anywhere"),
        ),
        rx.cond(
            PersonMessages.gone != "",
            rx.el.div(rx.icon("circle-slash", size=16), rx.el.p(PersonMessages.gone), class_name="call slate"),
        ),
        rx.el.div(
            forms.search(name="search_trainings", label="Search by training", value=PersonMessages.q,
                         on_change=PersonMessages.search.debounce(250)),
            class_name="tools",
        ),
        rx.cond(PersonMessages.only != "", _only()),
        lists.tabs(PersonMessages.tabs, PersonMessages.tab, "Messages of this person"),
        rx.el.div(
            rx.cond(PersonMessages.rows.length() > 0, _table(), rx.cond(PersonMessages.is_loaded, _nothing())),
            class_name="card",
        ),
        class_name="stack",
    )  # fmt: skip


def _only() -> rx.Component:
    return rx.el.div(
        rx.el.span("Only ", PersonMessages.only, class_name="anywhere"),
        rx.el.a("All messages", href=PersonMessages.everything, class_name="link tall"),
        class_name="row wrap",
    )


def _table() -> rx.Component:
    def of(columns: tuple[str, ...], row: object) -> rx.Component:
        return lists.table(lists.plain_head(columns), PersonMessages.rows, row, PersonMessages.foot)

    return rx.match(
        PersonMessages.tab,
        ("coming", of(COMING, _coming)),
        ("not_got", of(NOT_GOT, _not_got)),
        of(GOT, _got),
    )


def _got(row: rx.Var[Line]) -> rx.Component:
    return rx.el.tr(
        lists.cell("Message", _what(row), rx.cond((row.subject != "") | (row.text != ""), _stood_in_it(row)),
                   class_name="told"),
        lists.cell("Bell", row.ways, rx.cond(row.said != "", _small(row.said)), title=row.hover, class_name="told-by"),
        lists.cell("E-mail", row.mail, class_name="told-by"),
    )  # fmt: skip


def _coming(row: rx.Var[Line]) -> rx.Component:
    return rx.el.tr(
        _when("When", row),
        lists.cell("Message", _what(row), class_name="told"),
        lists.cell("By", rx.cond(row.mark == "held", chips.chip("strike", "circle-slash", "Held back"), row.ways)),
        lists.cell("Note", row.said, class_name="told"),
    )


def _not_got(row: rx.Var[Line]) -> rx.Component:
    return rx.el.tr(
        _when("When it was to come", row),
        lists.cell("Message", _what(row), class_name="told"),
        lists.cell("By", row.ways),
        lists.cell(
            "Why not",
            rx.cond(row.mark == "failed", chips.chip("red", "circle-alert", "Failed"), rx.fragment()),
            rx.el.span(row.said, class_name="anywhere"),
            class_name="told",
        ),
    )


def _when(label: str, row: rx.Var[Line]) -> rx.Component:
    return lists.cell(label, rx.el.span(row.day, " ", rx.el.span(row.time, class_name="strong"), title=row.hover),
                      class_name="day")  # fmt: skip


def _what(row: rx.Var[Line]) -> rx.Component:
    """What it is, and below it the training, which leads to the assignment."""
    about = rx.cond(
        row.href != "",
        rx.el.a(row.about, href=row.href, class_name="link"),
        rx.el.span(row.about, class_name="muted"),
    )
    return rx.el.span(rx.el.span(row.what, class_name="strong"), rx.cond(row.about != "", about), class_name="about-it")


def _stood_in_it(row: rx.Var[Line]) -> rx.Component:
    return rx.el.details(
        rx.el.summary("What stood in it", rx.el.span(" " + row.what, class_name="sr")),
        rx.el.p(row.subject, class_name="strong"),
        rx.cond(row.text != "", rx.el.p(row.text, class_name="as-typed")),
        class_name="stood",
    )


def _small(said: rx.Var[str]) -> rx.Component:
    return rx.el.span(said, class_name="remark small muted")


def _nothing() -> rx.Component:
    return rx.cond(
        (PersonMessages.q != "") | (PersonMessages.only != ""),
        lists.empty("search", "No message here is about that."),
        rx.match(
            PersonMessages.tab,
            ("coming", lists.empty("calendar-check", "Nothing is to come: nothing is asked of them that ends later.")),
            ("not_got", lists.empty("mail-check", "Nothing was held back: they got everything that was due to them.")),
            lists.empty("mail", "They have got no message yet."),
        ),
    )


PAGE = Page("/people/[person_id]/messages", PersonMessages.name, build, (PersonMessages.load,))
