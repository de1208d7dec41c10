"""The catalogue as a list: courses, learning paths, and what is archived."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import reflex as rx

from training_app.access.rules import Permission
from training_app.catalog.filters import NO_LEVEL, CatalogSort, CatalogTab
from training_app.catalog.listing import CatalogRow
from training_app.catalog.rules import IN_HOUSE
from training_app.people.rules import Level
from training_app.web.admin.catalog.state import KINDS, CatalogList, Narrowing
from training_app.web.shared import chips, course_routes, forms, lists, routes
from training_app.web.shared.course_routes import Part
from training_app.web.shared.menu import SEES_CATALOG
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import Shell, page

COLUMNS = (
    (CatalogSort.TITLE, "Title", ""),
    (CatalogSort.CODE, "Code", ""),
    (CatalogSort.LIBRARY, "Library", ""),
    (CatalogSort.LEVEL, "Level", ""),
    (CatalogSort.HOURS, "Hours", "r"),
    (CatalogSort.ACCREDITED, "Accredited through", ""),
)
KIND, OF_PATH, ACT = ("", "Kind", ""), ("", "Courses", "r"), ("", "", "r")
MANAGES = Shell.may[Permission.MANAGE_CATALOG.value]
RECORDS = Shell.may[Permission.RECORD_ATTENDANCE.value]


def build() -> rx.Component:
    """The page."""
    return page(
        "Catalog",
        lists.tabs(CatalogList.tabs, CatalogList.tab, "Trainings by kind"),
        _filters(),
        rx.el.div(
            rx.cond(CatalogList.rows.length() > 0, _table(), rx.cond(CatalogList.is_loaded, _nothing())),
            class_name="card",
        ),
        actions=(rx.cond(MANAGES, rx.fragment(_more(), _new_course("btn solid"))),),
        right=SEES_CATALOG,
    )


def _filters() -> rx.Component:
    """What the list is narrowed by: chosen here, and said below with a way out of each."""
    return rx.el.section(
        rx.el.div(
            forms.search(
                name="search_catalog", label="Search by title, code, library or level", value=CatalogList.q,
                on_change=CatalogList.search.debounce(250),
            ),
            _choice("Library", "library", rx.foreach(CatalogList.libraries, _library), CatalogList.of_library),
            _choice("Level", "level", rx.fragment(*_levels()), CatalogList.of_level),
            _choice("Kind", "kind", rx.fragment(*_options(KINDS.items())), CatalogList.of_kind),
            _choice("Category", "category", rx.foreach(CatalogList.categories, rx.el.option), CatalogList.of_category),
            lists.sort_by(COLUMNS, sort=CatalogList.sort, on_change=CatalogList.sort_by),
            class_name="tools course-filters",
        ),
        rx.cond(CatalogList.narrowed.length() > 0, _narrowed()),
        aria_label="Filter", class_name="course-filter-bar",
    )  # fmt: skip


def _choice(label: str, name: str, options: rx.Component, on_change: Any) -> rx.Component:
    every = {"category": "Every category", "library": "Every library"}.get(name, f"Every {name}")
    return rx.el.select(
        rx.el.option(every, value=""), options,
        value=CatalogList.chosen[name], on_change=on_change, aria_label=label, class_name="in",
    )  # fmt: skip


def _library(name: rx.Var[str]) -> rx.Component:
    return rx.el.option(rx.cond(name == IN_HOUSE, "In-house", name), value=name)


def _levels() -> Iterable[rx.Component]:
    return _options([*((level, level) for level in Level), (NO_LEVEL, "No level")])


def _options(of: Iterable[tuple[str, str]]) -> Iterable[rx.Component]:
    return (rx.el.option(label, value=value) for value, label in of)


def _narrowed() -> rx.Component:
    def one(part: rx.Var[Narrowing]) -> rx.Component:
        words = part.label + " " + part.text
        return rx.el.span(
            rx.el.span(rx.el.span(part.label + " ", class_name="muted"), rx.el.b(part.text)),
            rx.el.a(rx.icon("x", size=14), href=part.without, aria_label="Remove filter " + words),
            class_name="criterion",
        )

    clear = rx.el.a("Clear all", href=CatalogList.clear, class_name="btn ghost small-btn")
    return rx.el.div(rx.foreach(CatalogList.narrowed, one), clear, class_name="row wrap course-narrowed")


def _table() -> rx.Component:
    is_courses = CatalogList.tab == CatalogTab.COURSES.name.lower()
    courses = _list((COLUMNS[0], KIND, *COLUMNS[1:], ACT), _course)
    return rx.cond(is_courses, courses, _list((*COLUMNS, OF_PATH), _path))


def _list(columns: Sequence[tuple[str, str, str]], row: Callable[..., rx.Component]) -> rx.Component:
    heading = lists.head(columns, sort=CatalogList.sort, links=CatalogList.links)
    table: rx.Component = lists.table(heading, CatalogList.rows, row, CatalogList.foot)
    return table


def _course(row: rx.Var[CatalogRow]) -> rx.Component:
    act = rx.cond(row.is_instructor_led & RECORDS, _attendance(row))
    kind = lists.cell("Kind", row.course_kind, class_name="course-of-kind")
    return rx.el.tr(_title(row), kind, *_facts(row), lists.cell("", act, class_name="acting"))


def _path(row: rx.Var[CatalogRow]) -> rx.Component:
    """A path, or under Archived also a course."""
    number = rx.cond(row.is_path, row.courses.to_string(), "")
    return rx.el.tr(_title(row), *_facts(row), lists.cell("Courses", number, class_name="r"))


def _title(row: rx.Var[CatalogRow]) -> rx.Component:
    """The way to its editor, or for who only records attendance to its sessions; and that not all is published."""
    one = row.training
    where = rx.cond(row.is_path, f"{routes.PATHS}/{one.id}", f"{course_routes.COURSES}/{one.id}")
    link = rx.el.a(one.title, href=where, class_name="link")
    unpublished = rx.cond(
        row.is_published,
        rx.cond(row.has_draft & MANAGES, chips.chip("amber", "pencil", "Draft")),
        chips.chip("dash", "circle-dashed", "Not published"),
    )
    sessions = rx.el.a(one.title, href=f"{course_routes.COURSES}/{one.id}/{Part.SESSIONS.value}", class_name="link")
    seen = rx.cond(row.is_instructor_led & RECORDS, sessions, rx.el.span(one.title, class_name="strong"))
    name = rx.cond(MANAGES, link, seen)
    return lists.cell("Title", rx.el.span(name, unpublished, class_name="course-title"))


def _facts(row: rx.Var[CatalogRow]) -> list[rx.Component]:
    one = row.training
    return [
        lists.cell("Code", rx.el.span(one.code, class_name="mono")),
        lists.cell("Library", one.library),
        lists.cell("Level", chips.level(one.level)),
        lists.cell("Hours", one.hours, class_name="r"),
        lists.cell("Accredited through", _accredited(row)),
    ]


def _accredited(row: rx.Var[CatalogRow]) -> Any:
    """Until when; and in red what keeps it from being assigned."""
    words = rx.cond(row.is_path, "Cannot be assigned", "Expired")
    is_well = row.can_be_assigned | row.is_archived | ~row.is_published
    over = rx.cond(is_well, rx.fragment(), chips.chip("red", "circle-alert", words))
    end = row.training.accredited_through
    return rx.fragment(rx.cond(end != "", rx.el.span(end, " ")), over)


def _attendance(row: rx.Var[CatalogRow]) -> rx.Component:
    return rx.el.a(
        "Record attendance", rx.el.span(" of ", row.training.title, class_name="sr"),
        href=f"/courses/{row.training.id}/attendance", class_name="link tall",
    )  # fmt: skip


def _new_course(css: str) -> rx.Component:
    return rx.el.a(rx.icon("plus", size=16), "New course", href=course_routes.NEW_COURSE, class_name=css)


def _more() -> rx.Component:
    return rx.el.div(_new_path("btn"), _import("btn"), class_name="row course-more")


def _new_path(css: str) -> rx.Component:
    return rx.el.a(rx.icon("route", size=16), "New learning path", href=routes.NEW_PATH, class_name=css)


def _import(css: str) -> rx.Component:
    return rx.el.a(rx.icon("upload", size=16), "Import course", href=course_routes.COURSE_IMPORT, class_name=css)


def _nothing() -> rx.Component:
    return rx.cond(
        CatalogList.narrowed.length() > 0,
        lists.empty("search", "Nothing under this tab matches."),
        rx.match(
            CatalogList.tab,
            (
                CatalogTab.PATHS.name.lower(),
                lists.empty(
                    "route", "A learning path is several courses in their order, assigned at once as a training plan.",
                    rx.cond(MANAGES, _new_path("btn")),
                ),
            ),
            (CatalogTab.ARCHIVED.name.lower(), lists.empty("archive", "What is no longer assigned stands here.")),
            lists.empty(
                "library", "A course is what somebody works through, with an exam and an evaluation if it has them.",
                rx.cond(MANAGES, rx.el.div(_new_course("btn"), _import("btn"), class_name="row wrap")),
            ),
        ),
    )  # fmt: skip


PAGE = Page(routes.CATALOG, "Catalog", build, (CatalogList.load,))
