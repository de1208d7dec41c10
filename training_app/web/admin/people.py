"""The people of the organization as a list: searched, filtered, sorted; a manager meets only theirs (P-01, P-04)."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.audience import queries
from training_app.audience import words as spelling
from training_app.audience.filters import PeopleFilter
from training_app.audience.queries import FoundPerson
from training_app.audience.rules import ACTIVE, Criterion, PeopleSort
from training_app.core import db
from training_app.core.paging import SIZE, Paged
from training_app.core.paging import Page as Cut
from training_app.web.admin.person_messages import link as to_messages
from training_app.web.shared import chips, expiry, lists, people_filter, routes, session, whereabouts
from training_app.web.shared.expiry import Expiry
from training_app.web.shared.handling import handler, words
from training_app.web.shared.lists import Foot
from training_app.web.shared.menu import FINDS_PEOPLE
from training_app.web.shared.pages import Page
from training_app.web.shared.people_filter import PeopleFilterBar
from training_app.web.shared.shell import Shell, page

MANAGE = Permission.MANAGE_PEOPLE
SEES = FINDS_PEOPLE
COLUMNS = (
    (PeopleSort.NAME, "Name", ""),
    (PeopleSort.EMAIL, "Email", ""),
    (PeopleSort.TITLE, "Title", ""),
    (PeopleSort.LEVEL, "Level", ""),
    (PeopleSort.BRANCH, "Branch", ""),
    (PeopleSort.SHIFT, "Shift", ""),
    ("", "Licence", ""),
    (PeopleSort.LICENCE_EXPIRES, "Licence expires", ""),
)


@dataclass(frozen=True)
class PersonLine:
    """Somebody in the list, and how their licence stands."""

    person: FoundPerson
    licence: Expiry


class PeopleList(rx.State):
    """One page of the list, as its address says."""

    rows: list[PersonLine] = []
    total: int = 0
    sentence: str = ""
    is_narrowed: bool = False
    sort: str = ""
    links: dict[str, str] = {}
    foot: Foot = Foot()
    query: str = ""  # so that the page of a person leads back to the list as it was
    is_loaded: bool = False

    @handler(SEES, supersedes=True)
    async def load(self) -> None:
        """Read what the address asks for."""
        query, actor, today = await whereabouts.query_of(self), await session.me(self), await session.today()
        wanted, sort = PeopleFilter.from_query(query), sort_in(query)
        found = await _found(actor, of_account(wanted), sort, routes.page_in(query), today)
        told = {"wanted": of_account(wanted), "people": found.total, "actor": actor}
        self.sentence, self.total = await db.in_read(spelling.words, **told), found.total
        self.rows = [_line(row, today) for row in found.rows]
        self.sort, self.is_narrowed, self.is_loaded = sort, wanted != PeopleFilter(), True
        self.links = lists.sort_links(sort, PeopleSort, lambda by: _to(wanted, by))
        self.foot = lists.foot_of(found, lambda number: _to(wanted, sort, number))
        self.query = query

    @handler(SEES)
    async def sort_by(self, sort: str) -> EventSpec | None:
        """Sort by a column, where the head of the table is not shown."""
        said = urlencode({"sort": words(sort, 20)})
        wanted = await people_filter.wanted(self)
        return await whereabouts.go(self, _query(wanted, sort_in(said)))


def of_account(wanted: PeopleFilter) -> PeopleFilter:
    """The filter with active accounts alone, unless it says itself which accounts."""
    return wanted if Criterion.STATE in wanted.by_field() else wanted.with_(Criterion.STATE, ACTIVE)


def sort_in(query: str) -> str:
    """What the query of an address sorts by; the name when it makes no sense."""
    said = dict(parse_qsl(query)).get("sort", "")
    return said if said.removeprefix("-") in set(PeopleSort) else PeopleSort.NAME.value


async def _found(actor: Actor, wanted: PeopleFilter, sort: str, number: int, today: date) -> Paged[FoundPerson]:
    asked = {"wanted": wanted, "today": today, "sort": sort}
    found = await db.in_read(queries.find, actor, **asked, page=Cut(number, SIZE))
    if found.rows or number <= found.pages():
        return found
    # The address asks for a page that the list no longer has: its last one.
    return await db.in_read(queries.find, actor, **asked, page=Cut(found.pages(), SIZE))


def _line(row: FoundPerson, today: date) -> PersonLine:
    return PersonLine(row, expiry.expiry(row.licence, row.licence_expires, today))


def _to(wanted: PeopleFilter, sort: str, number: int = 1) -> str:
    return routes.people(_query(wanted, sort, number))


def _query(wanted: PeopleFilter, sort: str, number: int = 1) -> str:
    said = {"sort": sort if sort != PeopleSort.NAME else "", "page": str(number) if number > 1 else ""}
    own = urlencode({name: value for name, value in said.items() if value})
    return "&".join(part for part in (wanted.query(), own) if part)


def build() -> rx.Component:
    """The page."""
    return page(
        "People",
        rx.el.div(
            rx.el.div(people_filter.search("Search by name, email, username or number"), class_name="people-search"),
            people_filter.bar(),
            lists.sort_by(COLUMNS, sort=PeopleList.sort, on_change=PeopleList.sort_by),
            rx.cond(PeopleList.is_loaded, people_filter.told(PeopleList.total, PeopleList.sentence)),
            class_name="col gap-12 people-head",
        ),
        rx.el.div(
            rx.cond(PeopleList.rows.length() > 0, _table(), rx.cond(PeopleList.is_loaded, _nobody())),
            class_name="card",
        ),
        actions=(rx.cond(Shell.may[MANAGE.value], _import("btn solid")),),
        right=SEES,
    )


def _table() -> rx.Component:
    heading = lists.head(COLUMNS, sort=PeopleList.sort, links=PeopleList.links)
    return lists.table(heading, PeopleList.rows, _row, PeopleList.foot)


def _row(row: rx.Var[PersonLine]) -> rx.Component:
    return rx.el.tr(
        lists.cell(
            "Name",
            rx.el.a(row.person.name, href=f"{routes.PEOPLE}/{row.person.id}", class_name="link"),
            to_messages.link(row.person.id, row.person.name),
            rx.cond(row.person.active, rx.fragment(), chips.chip("strike", "circle-slash", "Deactivated")),
        ),
        lists.cell("Email", rx.el.span(row.person.email, class_name="cut muted", title=row.person.email)),
        lists.cell("Title", row.person.title),
        lists.cell("Level", chips.level(row.person.level)),
        lists.cell("Branch", row.person.branch),
        lists.cell("Shift", row.person.shift),
        lists.cell("Licence", row.person.licence),
        lists.cell("Licence expires", rx.cond(row.licence.state != "", expiry.chip(row.licence))),
        class_name="person",
    )


def _import(css: str) -> rx.Component:
    return rx.el.a(rx.icon("upload", size=16), "Import people", href=routes.PEOPLE_IMPORT, class_name=css)


def _nobody() -> rx.Component:
    return rx.cond(
        PeopleList.is_narrowed,
        lists.empty("search", "Nobody matches this filter."),
        lists.empty("users", "Here stand the people whom you may see. There is nobody yet.",
                    rx.cond(Shell.may[MANAGE.value], _import("btn"))),
    )  # fmt: skip


PAGE = Page(routes.PEOPLE, "People", build, (PeopleFilterBar.load, PeopleList.load))
