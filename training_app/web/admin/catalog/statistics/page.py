"""The page of the statistics of an exam: each question with a bar that is also said, and what was chosen (T-01)."""

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.inline import A as PlainLink  # type: ignore[import-untyped]  # it has no stubs

from training_app.assignments.exams.judging import FEWEST, MEANINGS, Flag
from training_app.assignments.exams.statistics_listing import Sort
from training_app.web.admin.catalog.course.frame import CoursePage, course_page
from training_app.web.admin.catalog.statistics.state import ChoiceRow, StatisticsRow
from training_app.web.admin.catalog.statistics.state import CourseStatistics as State
from training_app.web.shared import chips, lists
from training_app.web.shared.course_routes import COURSES, Part
from training_app.web.shared.pages import Page

SORTS = {
    Sort.PLACE: "Place in the exam",
    Sort.RIGHT: "Hardest first",
    Sort.APART: "Least telling first",
    Sort.DRAWN: "Most often drawn first",
}
LOOKS = {
    Flag.MISLEADS: ("red", "circle-alert"),
    Flag.TOO_HARD: ("amber", "arrow-up"),
    Flag.TOO_EASY: ("amber", "arrow-down"),
    Flag.SAYS_NOTHING: ("amber", "circle-help"),
    Flag.TOO_FEW: ("dash", "circle-dashed"),
}

APART = (
    "How much more often those who did well are right than those who did badly: its discrimination. The more, the "
    "better the question tells who knows."
)


def build() -> rx.Component:
    """The page."""
    return course_page(Part.STATISTICS, rx.cond(State.is_loaded, _statistics()))


def _statistics() -> rx.Component:
    nobody = lists.empty("chart-column", "Here stands how each question was answered, once somebody finished the exam.")
    return rx.cond(State.tries == 0, rx.el.div(nobody, class_name="card"), _questions())


def _questions() -> rx.Component:
    sort = rx.el.label(
        "Sort by",
        rx.el.select(*(rx.el.option(words, value=one.value) for one, words in SORTS.items()), id="sort",
                     value=State.sort, on_change=State.choose_sort, class_name="in"),
        class_name="cfile-sort",
        html_for="sort",
    )  # fmt: skip
    export = PlainLink.create(rx.icon("download", size=16), "Export", href=State.export,
                              custom_attrs={"download": True}, class_name="btn")  # fmt: skip
    none = lists.empty("check", "No question is to be looked at for this.")
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                rx.el.h2("Which questions mislead, and which tell nothing?"),
                rx.el.p(State.about, " ", State.groups, class_name="muted"),
                class_name="col push",
            ),
            sort,
            export,
            class_name="row wrap",
        ),
        lists.tabs(State.tabs, State.tab, "Questions by what should be looked at"),
        rx.el.div(rx.cond(State.rows.length() > 0, _table(), none), class_name="card cfile-statistics"),
        _meanings(),
        class_name="stack",
    )


def _table() -> rx.Component:
    head = lists.plain_head(("Place", "Question", "Right", "Points apart", "Look at"))
    return lists.table(head, State.rows, _row, State.foot)


def _row(row: rx.Var[StatisticsRow]) -> rx.Component:
    return rx.el.tr(
        lists.cell("Place", row.place, class_name="num"),
        lists.cell(
            "Question",
            rx.el.div(
                rx.el.span(row.text, class_name="strong anywhere cfile-text"),
                rx.el.span(row.kind, class_name="muted small"),
                rx.cond(row.chosen.length() > 0, _chosen(row)),
                class_name="col gap-4",
            ),
        ),
        lists.cell(
            "Right",
            rx.el.div(
                rx.el.span(row.right, class_name="strong"), " ", rx.el.span(row.of, class_name="muted small"),
                _bar(row.width, "teal"),
                class_name="cfile-right",
            ),
        ),
        lists.cell(
            "Points apart",
            rx.el.div(
                rx.cond(row.apart != "", row.apart, rx.el.span("–", class_name="muted")),
                rx.el.span(row.groups, class_name="muted small"),
                class_name="col",
            ),
            class_name="num",
        ),
        lists.cell("Look at", rx.cond(row.flags.length() > 0,
                                      rx.el.div(rx.foreach(row.flags, _flag), class_name="row wrap gap-4"))),
        key=row.id.to_string(),
    )  # fmt: skip


def _flag(flag: rx.Var[str]) -> rx.Component:
    shown = ((one.name.lower(), chips.chip(*LOOKS[one], one.value)) for one in Flag)
    return rx.match(flag, *shown, rx.fragment())


def _chosen(row: rx.Var[StatisticsRow]) -> rx.Component:
    return rx.el.details(
        rx.el.summary(row.summary, class_name="link small"),
        rx.el.ul(rx.foreach(row.chosen, _choice), class_name="cfile-choices", aria_label=row.summary),
    )


def _choice(one: rx.Var[ChoiceRow]) -> rx.Component:
    marked = rx.cond(
        one.is_right,
        chips.chip("green", "check", "Right"),
        rx.cond(one.misleads, chips.chip("red", "circle-alert", "Misleads")),
    )
    colour = rx.cond(one.is_right, "teal", rx.cond(one.misleads, "red", ""))
    return rx.el.li(
        rx.el.div(rx.el.span(one.text, class_name="anywhere"), marked, class_name="row wrap"),
        rx.el.div(
            _bar(one.width, colour),
            rx.el.span(one.all, class_name="strong"),
            rx.el.span("did well " + one.well + ", did badly " + one.badly, class_name="muted small"),
            class_name="row wrap",
        ),
    )


def _bar(width: rx.Var[str], colour: Any) -> rx.Component:
    """What stands beside it as a number."""
    return rx.el.span(
        rx.el.i(style={"width": width}), class_name="cfile-bar " + rx.Var.create(colour), aria_hidden="true"
    )


def _meanings() -> rx.Component:
    said = [
        ("Right", "How many of the finished tries in which the question was drawn have it right: its difficulty."),
        ("Points apart", APART),
        *((flag.value, words) for flag, words in MEANINGS.items()),
    ]  # fmt: skip
    return rx.el.details(
        rx.el.summary("What this means", class_name="link"),
        rx.el.dl(*(rx.fragment(rx.el.dt(name), rx.el.dd(words)) for name, words in said), class_name="cfile-columns"),
        rx.el.p(f"Nothing is said of a question before {FEWEST} finished tries had it.", class_name="muted small"),
        class_name="card pad cfile-meanings",
    )


PAGE = Page(f"{COURSES}/[course_id]/{Part.STATISTICS.value}", CoursePage.title, build, (CoursePage.load, State.load))
