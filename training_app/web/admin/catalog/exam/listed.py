"""The questions of one page of the bank: each with its choices, what is right of it, and what can be done with it."""

from typing import Any

import reflex as rx

from training_app.catalog.rules import QuestionKind
from training_app.web.admin.catalog.course.frame import CoursePage
from training_app.web.admin.catalog.exam.acts import BankActs
from training_app.web.admin.catalog.exam.question_state import QuestionSheet
from training_app.web.admin.catalog.exam.said import ChoiceLine, QuestionLine
from training_app.web.admin.catalog.exam.state import ExamPage
from training_app.web.shared import lists

CLOSES = {"data-closes": "menu"}


def questions() -> rx.Component:
    """The list, with what is done with several."""
    nothing = rx.el.p("No question matches.", class_name="muted pad")
    return rx.fragment(
        rx.cond(CoursePage.may_edit & (ExamPage.rows.length() > 0), _chosen()),
        rx.el.ol(rx.foreach(ExamPage.rows, _question), aria_label="Questions", class_name="exed-list"),
        rx.cond(ExamPage.rows.length() == 0, nothing, lists.foot(ExamPage.foot)),
    )


def _chosen() -> rx.Component:
    number = BankActs.chosen.length()
    return rx.el.div(
        rx.el.label(
            rx.el.input(type="checkbox", checked=number == ExamPage.rows.length(), on_change=BankActs.choose_page),
            rx.cond(number > 0, number.to_string() + " chosen", "Choose all of this page"),
            class_name="row exed-all",
        ),
        rx.cond(number > 0, rx.el.button("Remove " + number.to_string() + "…", on_click=BankActs.ask(0), type="button",
                                         class_name="btn")),
        class_name="row exed-chosen",
    )  # fmt: skip


def _question(row: rx.Var[QuestionLine], at: rx.Var[int]) -> rx.Component:
    tick = rx.el.label(
        rx.el.input(type="checkbox", checked=BankActs.chosen.contains(row.id),
                    on_change=lambda on: BankActs.choose(row.id, on), aria_label="Choose question "
                    + row.position.to_string()),
        class_name="tick",
    )  # fmt: skip
    return rx.el.li(
        rx.cond(CoursePage.may_edit, tick),
        rx.el.span(row.position.to_string(), class_name="place"),
        rx.el.div(
            rx.html(row.text, class_name="prose exed-question"),
            rx.cond(row.number != "", rx.el.p(_right(), row.number, class_name="exed-right")),
            rx.cond(
                row.kind == QuestionKind.ORDERED.value,
                rx.el.ol(rx.foreach(row.choices, _in_order), class_name="exed-answers"),
                rx.el.ul(rx.foreach(row.choices, _answer), class_name="exed-answers"),
            ),
            rx.cond(row.explanation != "", rx.html(row.explanation, class_name="prose exed-why")),
            rx.cond(row.problems != "", rx.el.p(rx.icon("circle-alert", size=14), row.problems, class_name="wrong")),
            rx.el.span(row.kind_said, class_name="chip"),
            class_name="push exed-body",
        ),
        rx.cond(CoursePage.may_edit, _acts(row, at)),
        class_name="exed-row",
    )  # fmt: skip


def _right() -> rx.Component:
    return rx.fragment(rx.icon("check", size=14), rx.el.span("Right: ", class_name="sr"))


def _answer(choice: rx.Var[ChoiceLine]) -> rx.Component:
    return rx.cond(
        choice.is_right,
        rx.el.li(_right(), choice.text, class_name="exed-right"),
        rx.el.li(rx.el.span(class_name="exed-no"), choice.text),
    )


def _in_order(choice: rx.Var[ChoiceLine], at: rx.Var[int]) -> rx.Component:
    return rx.el.li(rx.el.span((at + 1).to_string() + ".", class_name="muted"), choice.text)


def _acts(row: rx.Var[QuestionLine], at: rx.Var[int]) -> rx.Component:
    edit = rx.el.button("Edit", rx.el.span(" question " + row.position.to_string(), class_name="sr"),
                        on_click=QuestionSheet.open(row.id), type="button", class_name="btn")  # fmt: skip
    more = rx.el.details(
        rx.el.summary(rx.icon("ellipsis", size=16), aria_label="More about question " + row.position.to_string(),
                      class_name="btn square"),
        rx.el.div(
            _item("copy", "Duplicate", BankActs.duplicate(row.id)),
            _item("trash-2", "Remove…", BankActs.ask(row.id)),
            class_name="sheet",
        ),
        class_name="menu exed-menu",
    )  # fmt: skip
    return rx.el.div(
        rx.cond(ExamPage.is_narrowed, rx.fragment(), _moves(row, at)), edit, more, class_name="row exed-acts"
    )


def _moves(row: rx.Var[QuestionLine], at: rx.Var[int]) -> rx.Component:
    """The focus follows the question to where it will be; at an end there is only the way back."""
    place, here = row.position.to_string(), "question_down_" + at.to_string()
    up = rx.cond(row.position == 2, "question_down_", "question_up_") + (at - 1).to_string()  # noqa: PLR2004  # the second
    down = rx.cond(row.position == ExamPage.total - 1, "question_up_", "question_down_") + (at + 1).to_string()
    return rx.fragment(
        _move("arrow-up", "Move question " + place + " up", BankActs.up(row.id), "question_up_" + at.to_string(),
              then=up, disabled=row.position == 1),
        _move("arrow-down", "Move question " + place + " down", BankActs.down(row.id), here,
              then=down, disabled=row.position == ExamPage.total),
    )  # fmt: skip


def _move(icon: str, label: Any, on_click: Any, name: Any, *, then: Any, disabled: Any) -> rx.Component:
    return rx.el.button(rx.icon(icon, size=16), on_click=on_click, id=name, disabled=disabled, aria_label=label,
                        title=label, type="button", class_name="btn ghost square",
                        custom_attrs={"data-then": then})  # fmt: skip


def _item(icon: str, words: str, on_click: Any) -> rx.Component:
    return rx.el.button(rx.icon(icon, size=16), words, on_click=on_click, type="button", custom_attrs=CLOSES)
