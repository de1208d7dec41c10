"""The evaluation of a course: begun from a template or empty, its questions, and what was answered so far (T-01)."""

import reflex as rx

from training_app.web.admin.catalog.course.frame import CoursePage, course_page
from training_app.web.admin.catalog.evaluation import acts, listed, sheets
from training_app.web.admin.catalog.evaluation.acts import EvaluationActs
from training_app.web.admin.catalog.evaluation.intro_state import IntroSheet
from training_app.web.admin.catalog.evaluation.item_state import ItemSheet
from training_app.web.admin.catalog.evaluation.said import TemplateLine
from training_app.web.admin.catalog.evaluation.state import EvaluationPage
from training_app.web.shared import lists
from training_app.web.shared.course_routes import COURSES, Part
from training_app.web.shared.pages import Page

NONE = (
    "An evaluation asks learners what they think of the course; submitting it completes the course. "
    "This course has none."
)
NAMELESS = "What was answered is shown here, and everywhere, without names."
UNREADY = "This evaluation cannot be published yet: Add at least one question."


def build() -> rx.Component:
    """The page."""
    there = rx.cond(EvaluationPage.evaluation_id > 0, rx.fragment(_evaluation(), _own()), _none())
    return course_page(
        Part.EVALUATION,
        rx.el.div(
            rx.cond(EvaluationPage.is_loaded, there, rx.el.div(class_name="card")),
            rx.el.span(EvaluationActs.told, role="status", class_name="sr"),
            class_name="stack eved",
        ),
        sheets.item(),
        sheets.intro(),
        acts.asking(),
    )


def _none() -> rx.Component:
    empty = rx.el.button("Begin empty", on_click=EvaluationPage.begin_empty, type="button", class_name="btn")
    return rx.fragment(
        rx.el.div(lists.empty("message-square-text", NONE, rx.cond(CoursePage.may_edit, empty)), class_name="card"),
        rx.cond(CoursePage.may_edit, _begin()),
    )


def _begin() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Begin from a template"),
        rx.el.ul(
            rx.foreach(EvaluationPage.templates, lambda row: _template(row, may_begin=True)),
            class_name="eved-templates",
        ),
        aria_label="Templates",
        class_name="card pad stack",
    )


def _template(row: rx.Var[TemplateLine], *, may_begin: bool) -> rx.Component:
    asks = rx.el.details(
        rx.el.summary(row.number, rx.el.span(" of “" + row.name + "”", class_name="sr"), class_name="link"),
        rx.el.ol(rx.foreach(row.asks, rx.el.li), class_name="eved-asks"),
    )
    begin = rx.el.button(
        "Begin with this", rx.el.span(" template, " + row.name, class_name="sr"), type="button", class_name="btn",
        on_click=EvaluationPage.begin(row.key),
    )  # fmt: skip
    return rx.el.li(
        rx.el.div(rx.el.h3(row.name, class_name="anywhere"), asks, class_name="push eved-about"),
        rx.cond(row.row_id > 0, _own_acts(row)),
        *([begin] if may_begin else []),
        class_name="eved-template",
    )


def _own_acts(row: rx.Var[TemplateLine]) -> rx.Component:
    def act(label: str, on_click: object) -> rx.Component:
        return rx.el.button(label, rx.el.span(" template " + row.name, class_name="sr"), on_click=on_click,
                            type="button", class_name="btn ghost")  # fmt: skip

    return rx.fragment(
        act("Rename…", EvaluationActs.name_again(row.row_id)), act("Delete…", EvaluationActs.ask_template(row.row_id))
    )


def _evaluation() -> rx.Component:
    edit = rx.el.button("Edit introduction", on_click=IntroSheet.open, type="button", class_name="btn")
    intro = rx.cond(
        EvaluationPage.intro != "",
        rx.html(EvaluationPage.intro, class_name="prose push"),
        rx.el.p("Nothing stands above the questions.", class_name="muted push"),
    )
    return rx.fragment(
        rx.cond(
            CoursePage.may_edit & (EvaluationPage.rows.length() == 0),
            rx.el.div(rx.icon("circle-alert", size=16), rx.el.span(UNREADY), class_name="call amber"),
        ),
        rx.el.section(
            intro, rx.cond(CoursePage.may_edit, edit), aria_label="Introduction", class_name="card pad eved-intro"
        ),
        _questions(),
    )


def _questions() -> rx.Component:
    has_some = EvaluationPage.rows.length() > 0
    save = rx.el.button("Save as template", on_click=EvaluationActs.name_new, type="button", class_name="btn")
    remove = rx.el.button("Remove evaluation…", on_click=EvaluationActs.ask_all, type="button", class_name="btn ghost")
    add = rx.el.button("Add question", on_click=ItemSheet.add, type="button", id="add_question", class_name="btn solid")
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Questions", class_name="push"),
            rx.cond(CoursePage.may_edit, remove),
            rx.cond(has_some, save),
            rx.cond(CoursePage.may_edit, add),
            class_name="row wrap eved-head",
        ),
        rx.el.p(NAMELESS, class_name="muted"),
        rx.cond(has_some, listed.questions(), lists.empty("message-square-text", "No question yet.")),
        aria_label="Questions",
        class_name="card pad stack",
    )


def _own() -> rx.Component:
    """What was saved as templates, for whoever wants to be rid of one."""
    return rx.cond(
        EvaluationPage.own.length() > 0,
        rx.el.details(
            rx.el.summary("Saved templates", class_name="link"),
            rx.el.ul(
                rx.foreach(EvaluationPage.own, lambda row: _template(row, may_begin=False)),
                class_name="eved-templates",
            ),
            class_name="card pad eved-own",
        ),
    )


ON_LOAD = (CoursePage.load, EvaluationPage.load, EvaluationActs.open)
PAGE = Page(f"{COURSES}/[course_id]/{Part.EVALUATION.value}", CoursePage.title, build, ON_LOAD)
