"""The exam of a course: what it asks of a learner in one sentence, and its question bank (T-01)."""

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.inline import A as PlainLink  # type: ignore[import-untyped]  # it has no stubs

from training_app.web.admin.catalog.course.frame import CoursePage, course_page
from training_app.web.admin.catalog.exam import acts, listed, question, settings
from training_app.web.admin.catalog.exam.acts import BankActs
from training_app.web.admin.catalog.exam.question_state import QuestionSheet
from training_app.web.admin.catalog.exam.settings_state import SettingsSheet
from training_app.web.admin.catalog.exam.state import ExamPage
from training_app.web.shared import course_routes, forms, lists
from training_app.web.shared.course_routes import Part
from training_app.web.shared.pages import Page

NONE = "An exam asks questions that a learner must answer right to pass this course. This course has none."


def build() -> rx.Component:
    """The page."""
    there = rx.cond(ExamPage.exam_id > 0, rx.fragment(_unready(), _settings(), _bank()), _none())
    return course_page(
        Part.EXAM,
        rx.el.div(rx.cond(ExamPage.is_loaded, there, rx.el.div(class_name="card")), class_name="stack exed"),
        question.build(),
        settings.build(),
        acts.asking(),
    )


def _none() -> rx.Component:
    add = rx.el.button("Add an exam", on_click=ExamPage.add_exam, type="button", class_name="btn solid")
    return rx.el.div(lists.empty("list-checks", NONE, rx.cond(CoursePage.may_edit, add)), class_name="card")


def _unready() -> rx.Component:
    return rx.cond(
        CoursePage.may_edit & (ExamPage.unready.length() > 0),
        rx.el.div(
            rx.icon("circle-alert", size=16),
            rx.el.span("This exam cannot be published yet: ",
                       rx.foreach(ExamPage.unready, lambda text: rx.el.span(text, " "))),
            class_name="call amber",
        ),
    )  # fmt: skip


def _settings() -> rx.Component:
    change = rx.el.button("Change settings", on_click=SettingsSheet.open, type="button", class_name="btn")
    remove = rx.el.button("Remove exam…", on_click=BankActs.ask_exam, type="button", class_name="btn ghost")
    return rx.el.section(
        rx.el.div(
            rx.el.h2("How it is taken", class_name="push"),
            rx.cond(CoursePage.may_edit, rx.fragment(remove, change)),
            class_name="row wrap exed-head",
        ),
        rx.el.p(ExamPage.meaning, class_name="exed-sentence"),
        rx.el.dl(
            rx.foreach(ExamPage.facts, lambda fact: rx.el.div(rx.el.dt(fact[0]), rx.el.dd(fact[1]))),
            class_name="exed-facts",
        ),
        aria_label="How it is taken",
        class_name="card pad stack",
    )


def _bank() -> rx.Component:
    add = rx.el.button("Add question", on_click=QuestionSheet.add, type="button", id="add_question",
                       class_name="btn solid")  # fmt: skip
    bring = rx.el.a("Import questions", href=_of_course(course_routes.questions_import), class_name="btn")
    fetch = PlainLink.create(rx.icon("download", size=16), "Export", href=_of_course(course_routes.questions_export),
                             class_name="btn")  # fmt: skip
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Questions", class_name="push"),
            rx.cond(ExamPage.total > 0, fetch),
            rx.cond(CoursePage.may_edit, rx.fragment(bring, add)),
            class_name="row wrap exed-head",
        ),
        rx.cond(
            ExamPage.total > 0,
            rx.fragment(
                forms.search(name="find_question", label="Search questions and choices", value=ExamPage.q,
                             on_change=ExamPage.search.debounce(250)),
                lists.tabs(ExamPage.tabs, ExamPage.kind, "Kinds of questions"),
                listed.questions(),
            ),
            lists.empty("list-checks", "No question yet. Enter the first one, or bring many in a file."),
        ),
        rx.el.span(BankActs.told, role="status", class_name="sr"),
        aria_label="Questions",
        class_name="card pad stack exed-bank",
    )  # fmt: skip


def _of_course(address: Any) -> Any:
    """An address of a course that is known in the browser alone."""
    before, after = address(0).split("0")
    return before + CoursePage.course_id.to_string() + after


PAGE = Page(
    "/courses/[course_id]/exam", CoursePage.title, build, (CoursePage.load, ExamPage.load, BankActs.open)
)  # fmt: skip
