"""Every kind of certification, and to how many it is awarded (C-11)."""

from dataclasses import replace
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.certifications.kinds import listing, making
from training_app.certifications.kinds.filters import KindFilter, KindSort, KindTab
from training_app.certifications.kinds.listing import KindRow
from training_app.core import db
from training_app.web.shared import chips, forms, lists, routes, session, tracking, whereabouts
from training_app.web.shared.handling import handler, words
from training_app.web.shared.lists import Foot, TabLink
from training_app.web.shared.menu import SEES_CERTIFICATIONS
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import Shell, page

TITLE = "Certifications"
COLUMNS = (
    (KindSort.NAME, "Name", ""),
    (KindSort.CODE, "Code", ""),
    (KindSort.LICENCE, "Licence", ""),
    (KindSort.VALIDITY, "Validity", ""),
    (KindSort.SERIES, "Series", ""),
    (KindSort.AWARDED, "Awarded To", "r"),
)
AWARDS = Shell.may[Permission.AWARD_CERTIFICATIONS.value]
NOBODY_WAITS = -1


class CertificationList(rx.State):
    """One page of the kinds, as its address says."""

    rows: list[KindRow] = []
    tabs: list[TabLink] = []
    tab: str = KindTab.CURRENT.name.lower()
    q: str = ""
    sort: str = KindSort.NAME
    links: dict[str, str] = {}
    foot: Foot = Foot()
    waiting: int = NOBODY_WAITS
    may_decide: bool = False
    is_loaded: bool = False

    @handler(SEES_CERTIFICATIONS, supersedes=True)
    async def load(self) -> None:
        """Read what the address asks for."""
        await whereabouts.arrive(self)
        if not await tracking.is_on():
            return
        wanted, actor = await self._wanted(), await session.me(self)
        found = await db.in_read(listing.kinds, actor, wanted=wanted)
        numbers = await db.in_read(listing.tabs, actor, wanted=wanted)
        cards = await db.in_read(listing.waiting, actor)
        self.waiting, self.may_decide = NOBODY_WAITS if cards is None else cards, making.may_decide(actor)
        self.rows, self.tab, self.q, self.sort = found.rows, wanted.tab.name.lower(), wanted.q, wanted.sort
        self.tabs = [TabLink(tab.name.lower(), tab, numbers[tab], _to(wanted.of(tab))) for tab in KindTab]
        self.links = lists.sort_links(wanted.sort, KindSort, lambda sort: _to(replace(wanted, sort=sort, page=1)))
        self.foot, self.is_loaded = lists.foot_of(found, lambda number: _to(replace(wanted, page=number))), True

    @handler(SEES_CERTIFICATIONS, supersedes=True)
    async def search(self, text: str) -> EventSpec | None:
        """Search by name, code or series, as one types."""
        return await self._go(is_typed=True, q=words(text, 100))

    @handler(SEES_CERTIFICATIONS)
    async def sort_by(self, sort: str) -> EventSpec | None:
        """Sort by a column, where the head of the table is not shown."""
        return await self._go(sort=words(sort, 20))

    async def _wanted(self) -> KindFilter:
        return KindFilter.from_query(await whereabouts.query_of(self))

    async def _go(self, *, is_typed: bool = False, **said: Any) -> EventSpec | None:
        wanted = replace(await self._wanted(), **said, page=1)
        return await whereabouts.go(self, wanted.query(), replace=is_typed)


def _to(wanted: KindFilter) -> str:
    return routes.certifications(wanted.query())


def build() -> rx.Component:
    """The page."""
    return page(TITLE, tracking.only_while_on(*_content()), actions=(_acts(),), right=SEES_CERTIFICATIONS)


def _content() -> list[rx.Component]:
    return [
        lists.tabs(CertificationList.tabs, CertificationList.tab, "Certifications, and those that are archived"),
        rx.el.div(
            forms.search(
                name="search_certifications", label="Search by name, code or series", value=CertificationList.q,
                on_change=CertificationList.search.debounce(250),
            ),
            lists.sort_by(COLUMNS, sort=CertificationList.sort, on_change=CertificationList.sort_by),
            class_name="tools kinds-tools",
        ),
        rx.el.div(
            rx.cond(CertificationList.rows.length() > 0, _table(), rx.cond(CertificationList.is_loaded, _nothing())),
            class_name="card",
        ),
    ]  # fmt: skip


def _acts() -> rx.Component:
    waiting = CertificationList.waiting
    number = rx.cond(waiting > 0, rx.el.span(waiting.to_string(), class_name="n"))
    cards = rx.el.a("Submitted cards", number, href=routes.SUBMISSIONS, class_name="btn")
    from_file = rx.el.a(rx.icon("file-up", size=16), "Awards from a file", href=routes.AWARDS_IMPORT, class_name="btn")
    return rx.cond(
        Shell.has_tracking,
        rx.el.div(
            rx.cond(waiting != NOBODY_WAITS, cards),
            rx.cond(AWARDS, from_file),
            rx.cond(CertificationList.may_decide, _new("btn solid")),
            class_name="row wrap kinds-acts",
        ),
    )


def _table() -> rx.Component:
    columns = (*COLUMNS, ("", "", "r"))
    heading = lists.head(columns, sort=CertificationList.sort, links=CertificationList.links)
    table: rx.Component = lists.table(heading, CertificationList.rows, _row, CertificationList.foot)
    return table


def _row(row: rx.Var[KindRow]) -> rx.Component:
    here = f"{routes.CERTIFICATIONS}/{row.id}"
    of_it = rx.el.span(" ", row.name, class_name="sr")
    held = rx.el.a(row.awarded.to_string(), rx.el.span(" hold ", row.name, class_name="sr"), href=f"{here}/awarded",
                   class_name="link tall")  # fmt: skip
    award = rx.el.a("Award Users", of_it, href=f"{here}/award", class_name="link tall")
    return rx.el.tr(
        lists.cell("Name", rx.el.a(row.name, href=here, class_name="link")),
        lists.cell("Code", rx.el.span(row.code, class_name="mono")),
        lists.cell("Licence", rx.cond(row.is_licence, chips.chip("teal", "id-card", "Licence"))),
        lists.cell("Validity", row.validity),
        lists.cell("Series", row.series),
        lists.cell("Awarded To", held, class_name="r"),
        lists.cell("", rx.cond(AWARDS & ~row.is_archived, award), class_name="acting"),
        class_name="kind",
    )


def _new(css: str) -> rx.Component:
    return rx.el.a(rx.icon("plus", size=16), "New Certification", href=routes.NEW_CERTIFICATION, class_name=css)


def _nothing() -> rx.Component:
    return rx.cond(
        CertificationList.q != "",
        lists.empty("search", "Nothing under this tab matches."),
        rx.cond(
            CertificationList.tab == KindTab.ARCHIVED.name.lower(),
            lists.empty("archive", "What is no longer awarded stands here."),
            lists.empty(
                "award", "A licence, a card, a certificate: whatever people hold until a day.",
                rx.cond(CertificationList.may_decide, _new("btn")),
            ),
        ),
    )  # fmt: skip


PAGE = Page(routes.CERTIFICATIONS, TITLE, build, (CertificationList.load,))
