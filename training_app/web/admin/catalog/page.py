"""The catalogue as a list: courses, learning paths, and what is archived."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.catalog import listing
from training_app.catalog.filters import NO_LEVEL, CatalogFilter, CatalogSort, CatalogTab
from training_app.catalog.listing import CatalogRow
from training_app.catalog.rules import IN_HOUSE
from training_app.core import db
from training_app.people.rules import Level
from training_app.web.shared import chips, forms, lists, routes, session, whereabouts
from training_app.web.shared.days import spoken
from training_app.web.shared.handling import handler, words
from training_app.web.shared.lists import Foot, TabLink
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
OF_PATH, ACT = ("", "Courses", "r"), ("", "", "r")
MANAGES = Shell.may[Permission.MANAGE_CATALOG.value]
RECORDS = Shell.may[Permission.RECORD_ATTENDANCE.value]


class CatalogList(rx.State):
    """One page of the catalogue, as its address says."""

    rows: list[CatalogRow] = []
    tabs: list[TabLink] = []
    tab: str = CatalogTab.COURSES.name.lower()
    q: str = ""
    libraries: list[str] = []
    library: str = ""
    level: str = ""
    sort: str = CatalogSort.TITLE
    is_narrowed: bool = False
    links: dict[str, str] = {}
    foot: Foot = Foot()
    is_loaded: bool = False

    @handler(SEES_CATALOG, supersedes=True)
    async def load(self) -> None:
        """Read what the address asks for."""
        await whereabouts.arrive(self)
        wanted, actor = await self._wanted(), await session.me(self)
        found = await db.in_read(listing.trainings, actor, wanted=wanted, today=await session.today())
        numbers = await db.in_read(listing.tabs, actor, wanted=wanted)
        self.libraries = await db.in_read(listing.libraries, actor)
        self.rows = [_spoken(row) for row in found.rows]
        self.tabs = [TabLink(tab.name.lower(), tab, numbers[tab], _to(wanted.of(tab))) for tab in CatalogTab]
        self._show(wanted)
        self.foot = lists.foot_of(found, lambda number: _to(replace(wanted, page=number)))

    @handler(SEES_CATALOG, supersedes=True)
    async def search(self, text: str) -> EventSpec | None:
        """Search by title, code, library or level, as one types."""
        return await self._go(is_typed=True, q=words(text, 100))

    @handler(SEES_CATALOG)
    async def of_library(self, name: str) -> EventSpec | None:
        """Only the trainings of a library; of none, all."""
        return await self._go(library=words(name, 100))

    @handler(SEES_CATALOG)
    async def of_level(self, name: str) -> EventSpec | None:
        """Only the trainings of a level; of none, all."""
        return await self._go(level=words(name, 10))

    @handler(SEES_CATALOG)
    async def sort_by(self, sort: str) -> EventSpec | None:
        """Sort by a column, where the head of the table is not shown."""
        return await self._go(sort=words(sort, 20))

    async def _wanted(self) -> CatalogFilter:
        return CatalogFilter.from_query(await whereabouts.query_of(self))

    async def _go(self, *, is_typed: bool = False, **said: Any) -> EventSpec | None:
        wanted = replace(await self._wanted(), **said, page=1)
        return await whereabouts.go(self, wanted.query(), replace=is_typed)

    def _show(self, wanted: CatalogFilter) -> None:
        self.tab, self.q, self.sort = wanted.tab.name.lower(), wanted.q, wanted.sort
        self.library, self.level, self.is_narrowed = wanted.library, wanted.level, wanted.is_narrowed()
        self.links = lists.sort_links(wanted.sort, CatalogSort, lambda sort: _to(replace(wanted, sort=sort, page=1)))
        self.is_loaded = True


def _to(wanted: CatalogFilter) -> str:
    return routes.catalog(wanted.query())


def _spoken(row: CatalogRow) -> CatalogRow:
    one = row.training
    library = "In-house" if one.library == IN_HOUSE else one.library
    return replace(row, training=replace(one, library=library, accredited_through=spoken(one.accredited_through)))


def build() -> rx.Component:
    """The page."""
    return page(
        "Catalog",
        lists.tabs(CatalogList.tabs, CatalogList.tab, "Trainings by kind"),
        rx.el.div(
            forms.search(
                name="search_catalog", label="Search by title, code, library or level", value=CatalogList.q,
                on_change=CatalogList.search.debounce(250),
            ),
            _libraries(),
            _levels(),
            lists.sort_by(COLUMNS, sort=CatalogList.sort, on_change=CatalogList.sort_by),
            class_name="tools catalog-tools",
        ),
        rx.el.div(
            rx.cond(CatalogList.rows.length() > 0, _table(), rx.cond(CatalogList.is_loaded, _nothing())),
            class_name="card",
        ),
        actions=(rx.cond(MANAGES, _new("btn solid")),),
        right=SEES_CATALOG,
    )  # fmt: skip


def _libraries() -> rx.Component:
    def one(name: rx.Var[str]) -> rx.Component:
        return rx.el.option(rx.cond(name == IN_HOUSE, "In-house", name), value=name)

    return rx.el.select(
        rx.el.option("Every library", value=""), rx.foreach(CatalogList.libraries, one),
        value=CatalogList.library, on_change=CatalogList.of_library, aria_label="Library", class_name="in",
    )  # fmt: skip


def _levels() -> rx.Component:
    return rx.el.select(
        rx.el.option("Every level", value=""),
        *(rx.el.option(level, value=level) for level in Level),
        rx.el.option("No level", value=NO_LEVEL),
        value=CatalogList.level, on_change=CatalogList.of_level, aria_label="Level", class_name="in",
    )  # fmt: skip


def _table() -> rx.Component:
    is_courses = CatalogList.tab == CatalogTab.COURSES.name.lower()
    return rx.cond(is_courses, _list((*COLUMNS, ACT), _course), _list((*COLUMNS, OF_PATH), _path))


def _list(columns: Sequence[tuple[str, str, str]], row: Callable[..., rx.Component]) -> rx.Component:
    heading = lists.head(columns, sort=CatalogList.sort, links=CatalogList.links)
    table: rx.Component = lists.table(heading, CatalogList.rows, row, CatalogList.foot)
    return table


def _course(row: rx.Var[CatalogRow]) -> rx.Component:
    act = rx.cond(row.is_instructor_led & RECORDS, _attendance(row))
    return rx.el.tr(*_facts(row), lists.cell("", act, class_name="acting"))


def _path(row: rx.Var[CatalogRow]) -> rx.Component:
    """A path, or under Archived also a course."""
    number = rx.cond(row.is_path, row.courses.to_string(), "")
    return rx.el.tr(*_facts(row), lists.cell("Courses", number, class_name="r"))


def _facts(row: rx.Var[CatalogRow]) -> list[rx.Component]:
    one = row.training
    link = rx.el.a(one.title, href=f"{routes.PATHS}/{one.id}", class_name="link")
    return [
        lists.cell("Title", rx.cond(row.is_path & MANAGES, link, rx.el.span(one.title, class_name="strong"))),
        lists.cell("Code", rx.el.span(one.code, class_name="mono")),
        lists.cell("Library", one.library),
        lists.cell("Level", chips.level(one.level)),
        lists.cell("Hours", one.hours, class_name="r"),
        lists.cell("Accredited through", _accredited(row)),
    ]


def _accredited(row: rx.Var[CatalogRow]) -> Any:
    """Until when; and in red what keeps it from being assigned."""
    words = rx.cond(row.is_path, "Cannot be assigned", "Expired")
    over = rx.cond(row.can_be_assigned | row.is_archived, rx.fragment(), chips.chip("red", "circle-alert", words))
    end = row.training.accredited_through
    return rx.fragment(rx.cond(end != "", rx.el.span(end, " ")), over)


def _attendance(row: rx.Var[CatalogRow]) -> rx.Component:
    return rx.el.a(
        "Record attendance", rx.el.span(" of ", row.training.title, class_name="sr"),
        href=f"/courses/{row.training.id}/attendance", class_name="link tall",
    )  # fmt: skip


def _new(css: str) -> rx.Component:
    return rx.el.a(rx.icon("plus", size=16), "New learning path", href=routes.NEW_PATH, class_name=css)


def _nothing() -> rx.Component:
    return rx.cond(
        CatalogList.is_narrowed,
        lists.empty("search", "Nothing under this tab matches."),
        rx.match(
            CatalogList.tab,
            (
                CatalogTab.PATHS.name.lower(),
                lists.empty(
                    "route", "A learning path is several courses in their order, assigned at once as a training plan.",
                    rx.cond(MANAGES, _new("btn")),
                ),
            ),
            (CatalogTab.ARCHIVED.name.lower(), lists.empty("archive", "What is no longer assigned stands here.")),
            lists.empty("library", "There is no course yet."),
        ),
    )  # fmt: skip


PAGE = Page(routes.CATALOG, "Catalog", build, (CatalogList.load,))
