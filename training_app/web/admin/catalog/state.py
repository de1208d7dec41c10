"""One page of the catalogue, and what it is narrowed by: both as the address says."""

from dataclasses import dataclass, replace
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.catalog import listing
from training_app.catalog.filters import LONGEST_NAME, NO_LEVEL, CatalogFilter, CatalogSort, CatalogTab
from training_app.catalog.listing import CatalogRow
from training_app.catalog.rules import IN_HOUSE, CourseKind
from training_app.core import db
from training_app.web.shared import lists, routes, session, whereabouts
from training_app.web.shared.days import spoken
from training_app.web.shared.handling import handler, words
from training_app.web.shared.lists import Foot, TabLink
from training_app.web.shared.menu import SEES_CATALOG

KINDS = {
    CourseKind.ONLINE: "Online",
    CourseKind.INSTRUCTOR_LED: "Instructor-led",
    CourseKind.EXTERNAL: "External",
}


@dataclass(frozen=True)
class Narrowing:
    """One thing that the list is narrowed by, in words, and the address without it."""

    label: str
    text: str
    without: str


class CatalogList(rx.State):
    """One page of the catalogue, as its address says."""

    rows: list[CatalogRow] = []
    tabs: list[TabLink] = []
    tab: str = CatalogTab.COURSES.name.lower()
    q: str = ""
    libraries: list[str] = []
    categories: list[str] = []
    chosen: dict[str, str] = {"library": "", "level": "", "kind": "", "category": ""}
    narrowed: list[Narrowing] = []
    clear: str = routes.CATALOG
    sort: str = CatalogSort.TITLE
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
        self.categories = await db.in_read(listing.categories, actor)
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
        return await self._go(library=words(name, LONGEST_NAME))

    @handler(SEES_CATALOG)
    async def of_level(self, name: str) -> EventSpec | None:
        """Only the trainings of a level; of none, all."""
        return await self._go(level=words(name, 10))

    @handler(SEES_CATALOG)
    async def of_kind(self, name: str) -> EventSpec | None:
        """Only the courses of a kind; of none, all."""
        return await self._go(kind=words(name, 20))

    @handler(SEES_CATALOG)
    async def of_category(self, name: str) -> EventSpec | None:
        """Only the courses whose hours have a category; of none, all."""
        return await self._go(category=words(name, LONGEST_NAME))

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
        self.chosen = {name: getattr(wanted, name) for name in self.chosen}
        self.narrowed, self.clear = narrowings(wanted), _to(CatalogFilter(tab=wanted.tab, sort=wanted.sort))
        self.links = lists.sort_links(wanted.sort, CatalogSort, lambda sort: _to(replace(wanted, sort=sort, page=1)))
        self.is_loaded = True


def narrowings(wanted: CatalogFilter) -> list[Narrowing]:
    """What the list is narrowed by, in words."""
    said = {
        "q": ("Search", f"“{wanted.q}”" if wanted.q else ""),
        "library": ("Library", "In-house" if wanted.library == IN_HOUSE else wanted.library),
        "level": ("Level", "none" if wanted.level == NO_LEVEL else wanted.level),
        "kind": ("Kind", KINDS[CourseKind(wanted.kind)] if wanted.kind else ""),
        "category": ("Category", wanted.category),
    }
    without = {name: _to(replace(wanted, **{name: ""}, page=1)) for name in said}
    return [Narrowing(label, text, without[name]) for name, (label, text) in said.items() if text]


def _to(wanted: CatalogFilter) -> str:
    return routes.catalog(wanted.query())


def _spoken(row: CatalogRow) -> CatalogRow:
    one = row.training
    library = "In-house" if one.library == IN_HOUSE else one.library
    said = replace(one, library=library, accredited_through=spoken(one.accredited_through))
    return replace(row, training=said, course_kind=KINDS[CourseKind(row.course_kind)] if row.course_kind else "")
