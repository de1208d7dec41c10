"""One page of "Awarded Users", as its address says (C-12, M-04)."""

from dataclasses import dataclass, replace
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.certifications.awarding import awarded
from training_app.certifications.awarding.awarded import AwardedList, AwardedRow
from training_app.certifications.awarding.filters import ALL, AwardedFilter, AwardedSort
from training_app.certifications.awarding.rules import AwardState
from training_app.core import db
from training_app.core.errors import NotFound
from training_app.reports.rules import Format
from training_app.web.shared import lists, routes, session, tracking, whereabouts
from training_app.web.shared.days import spoken
from training_app.web.shared.handling import handler, words
from training_app.web.shared.lists import Foot, TabLink
from training_app.web.shared.menu import SEES_CERTIFICATIONS

SEES = SEES_CERTIFICATIONS
FILES = (Format.CSV, Format.XLSX)


@dataclass(frozen=True)
class AwardedLine:
    """One person and their current award, in words."""

    id: int
    person_href: str
    name: str
    username: str
    first_name: str
    last_name: str
    issued_on: str
    renews_in: str
    expires_on: str
    state: str
    association: str
    activity: str
    is_active: bool


@dataclass(frozen=True)
class Export:
    """One kind of file of what the page shows; without an address it would take too long to wait for."""

    label: str
    href: str


class AwardedUsers(rx.State):
    """The people who hold or held a certification."""

    name: str = ""
    code: str = ""
    people: str = ""
    href: str = ""
    award_href: str = ""
    rows: list[AwardedLine] = []
    tabs: list[TabLink] = []
    tab: str = ""
    q: str = ""
    sort: str = AwardedSort.LAST_NAME
    size: int = 0
    links: dict[str, str] = {}
    foot: Foot = Foot()
    exports: list[Export] = []
    is_missing: bool = False
    is_loaded: bool = False

    @handler(SEES, supersedes=True)
    async def load(self) -> None:
        """Read what the address asks for."""
        await whereabouts.arrive(self)
        if not await tracking.is_on():
            return
        wanted, number, actor = await self._wanted(), _number(self), await session.me(self)
        asked = {"certification_id": number, "wanted": wanted, "today": await session.today()}
        try:
            self._show(number, wanted, await db.in_read(awarded.awarded, actor, **asked))
        except NotFound:
            self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
            self.is_missing = True

    @handler(SEES, supersedes=True)
    async def search(self, text: str) -> EventSpec | None:
        """Search by name, username or email, as one types."""
        return await self._go(is_typed=True, q=words(text, 100))

    @handler(SEES)
    async def sort_by(self, sort: str) -> EventSpec | None:
        """Sort by a column, where the head of the table is not shown."""
        return await self._go(sort=words(sort, 20))

    @handler(SEES)
    async def show(self, size: str) -> EventSpec | None:
        """Show so many people a page."""
        return await self._go(size=lists.size_said(size))

    async def _wanted(self) -> AwardedFilter:
        return AwardedFilter.from_query(await whereabouts.query_of(self))

    async def _go(self, *, is_typed: bool = False, **said: Any) -> EventSpec | None:
        wanted = replace(await self._wanted(), **said, page=1)
        # Read again, so that what makes no sense does not come to stand in the address.
        return await whereabouts.go(self, AwardedFilter.from_query(wanted.query()).query(), replace=is_typed)

    def _show(self, number: int, wanted: AwardedFilter, found: AwardedList) -> None:
        def to(to: AwardedFilter) -> str:
            return routes.awarded(number, to.query())

        self.name, self.code, self.people = found.name, found.code, people(found.found.total)
        self.href = routes.certification(number)
        self.award_href = "" if found.is_archived else routes.award_users(number)
        self.rows = [_line(row) for row in found.found.rows]
        self.tabs = [_tab(state, found, to(wanted.of(state))) for state in (None, *AwardState)]
        self.tab, self.q, self.sort, self.size = _key(wanted.state), wanted.q, wanted.sort, wanted.size
        self.links = lists.sort_links(wanted.sort, AwardedSort, lambda sort: to(replace(wanted, sort=sort, page=1)))
        self.foot = lists.foot_of(found.found, lambda page: to(replace(wanted, page=page)))
        self.exports = [_export(kind, number, wanted, found.found.total) for kind in FILES]
        self.is_missing, self.is_loaded = False, True


def people(number: int) -> str:
    """So many people, in words."""
    return "1 person" if number == 1 else f"{number:,} people"


def renews_in(days: int | None) -> str:
    """How many days are left to renew it, in words; nothing of what is always valid."""
    if days is None:
        return ""
    if days < 0:
        return f"Expired {_days(-days)} ago"
    return _days(days) if days else "Today"


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number:,} days"


def _number(state: rx.State) -> int:
    return routes.number_in(state.router.url.path.rstrip("/").removesuffix("/awarded"))


def _key(state: AwardState | None) -> str:
    return state.name.lower() if state else ALL.lower()


def _tab(state: AwardState | None, found: AwardedList, href: str) -> TabLink:
    number = found.states[state] if state else found.people()
    return TabLink(_key(state), state or ALL, number, href)


def _line(row: AwardedRow) -> AwardedLine:
    return AwardedLine(
        id=row.id,
        person_href=routes.person(row.person_id),
        name=f"{row.first_name} {row.last_name}".strip(),
        username=row.username,
        first_name=row.first_name,
        last_name=row.last_name,
        issued_on=spoken(row.issued_on),
        renews_in=renews_in(row.days),
        expires_on=spoken(row.expires_on) or awarded.ALWAYS_VALID,
        state=row.state.name.lower(),
        association=row.association,
        activity=row.activity,
        is_active=row.is_active,
    )


def _export(kind: Format, number: int, wanted: AwardedFilter, people: int) -> Export:
    query = replace(wanted, page=1).query()
    href = routes.awarded_export(number, kind, query) if kind.can_be_downloaded(people) else ""
    return Export(kind.label(), href)
