"""One import as its page shows it: the columns, the question about its dates, the preview, the job."""

from dataclasses import replace

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.core import clock, db
from training_app.core.errors import NotFound
from training_app.imports import matching, planning, previews, running
from training_app.imports.filters import RowFilter
from training_app.imports.previews import Answer, ColumnRow, ImportDetail, PreviewRow
from training_app.web.admin.import_people import told
from training_app.web.admin.import_people.told import Account, JobShown
from training_app.web.shared import lists, routes, session, whereabouts
from training_app.web.shared.handling import handler, number, words
from training_app.web.shared.lists import Foot, TabLink
from training_app.web.shared.notices import say

MANAGE = Permission.MANAGE_PEOPLE


class ImportPage(rx.State):
    """One import, and one page of its rows, as the address says."""

    import_id: int = 0
    title: str = "Import"
    facts: str = ""
    is_missing: bool = False
    columns: list[ColumnRow] = []
    columns_said: str = ""
    problems: list[str] = []
    unfolded: int = 0  # the import whose columns stay in sight: whoever began to match them goes on
    question: str = ""
    answers: list[Answer] = []
    order: str = ""
    step: str = ""
    made: list[str] = []
    tabs: list[TabLink] = []
    tab: str = ""
    q: str = ""
    rows: list[PreviewRow] = []
    foot: Foot = Foot()
    account: Account = Account()
    job: JobShown = JobShown()
    asked: str = ""

    @handler(MANAGE, supersedes=True)
    async def load(self) -> None:
        """Read the import, and the rows that the address asks for."""
        actor, number = await session.me(self), self._number()
        try:
            detail = await db.in_read(previews.detail, actor, import_id=number)
        except NotFound:
            self.is_missing, self.title, self.step, self.asked = True, "Import not found", "", ""
            return
        self._show(detail)
        if detail.is_planned:
            await self._read_rows(actor, detail)

    @handler(MANAGE, supersedes=True)
    async def search(self, text: str) -> EventSpec:
        """Search the rows by name or email."""
        return whereabouts.stay(self._to(replace(self._wanted(), q=words(text, 100), page=1)))

    @handler(MANAGE)
    async def match(self, place: int, said: str) -> None:
        """Say what a column is."""
        named = {"place": number(place), "said": words(said)}
        await db.in_write(matching.match_column, await session.me(self), import_id=self._number(), **named)
        await self._plan_again()

    @handler(MANAGE)
    async def choose_order(self, order: str) -> None:
        """Answer how the dates are read."""
        await db.in_write(matching.choose_order, await session.me(self), import_id=self._number(), order=words(order))
        await self._plan_again()

    @handler(MANAGE)
    async def look_again(self) -> None:
        """Plan anew, with what is known of everybody now."""
        await self._plan_again()

    @handler(MANAGE)
    async def ask(self, what: str) -> None:
        """Ask before something is done; nothing leaves the dialog."""
        self.asked = words(what, 10)

    @handler(MANAGE)
    async def start(self) -> None:
        """Start the import; sent twice it is started once."""
        self.asked = ""
        await db.in_write(running.start, await session.me(self), import_id=self._number(), now=clock.now())
        await self.load()

    @handler(MANAGE)
    async def cancel(self) -> None:
        """Let the job end after its present portion."""
        self.asked = ""
        await db.in_write(running.cancel, await session.me(self), import_id=self._number(), now=clock.now())
        await self.load()

    @handler(MANAGE)
    async def discard(self) -> EventSpec:
        """Throw the import away."""
        self.asked = ""
        await db.in_write(matching.discard, await session.me(self), import_id=self._number())
        await say(self, f"{self.title} is discarded. Nobody was changed.")
        return rx.redirect(routes.PEOPLE_IMPORT)

    async def _plan_again(self) -> None:
        actor, asked = await session.me(self), {"import_id": self._number(), "now": clock.now()}
        prepared = await db.in_read(planning.prepare, actor, **asked)
        await db.in_write(planning.keep, actor, prepared=prepared, **asked)
        await self.load()

    def _show(self, detail: ImportDetail) -> None:
        self.is_missing, self.import_id, self.title, self.facts = False, detail.id, detail.file_name, told.facts(detail)
        self.columns, self.columns_said = list(detail.columns), told.columns(detail.columns)
        self.problems = [problem.text for problem in detail.problems]
        self.unfolded = detail.id if self.problems or self.unfolded == detail.id else 0
        self.question, self.answers, self.order = detail.question, list(detail.answers), detail.date_order
        self.made, self.step, self.job = told.made(detail), told.step(detail), told.job(detail.job)

    async def _read_rows(self, actor: Actor, detail: ImportDetail) -> None:
        asked = self._wanted()
        counts = await db.in_read(previews.counts, actor, import_id=detail.id, wanted=asked)
        wanted = told.within(asked, counts)
        found = await db.in_read(previews.rows, actor, import_id=detail.id, wanted=wanted)
        self.rows, self.tab, self.q = found.rows, wanted.part or "", wanted.q
        self.tabs = told.tabs(counts, detail, lambda part: self._to(wanted.of(part)))
        self.foot = lists.foot_of(found, lambda number: self._to(replace(wanted, page=number)))
        if not wanted.q:
            self.account = told.account(counts)

    def _number(self) -> int:
        return routes.number_in(self.router.url.path)

    def _wanted(self) -> RowFilter:
        return RowFilter.from_query(self.router.url.query)

    def _to(self, wanted: RowFilter) -> str:
        return routes.people_import(self._number(), wanted.query())
