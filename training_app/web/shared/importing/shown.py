"""What the pages of an import show, whichever kind it is of. The handlers are the pages' own, for the right's sake."""

from dataclasses import replace

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.actor import Actor
from training_app.core import clock, db
from training_app.core.errors import NotFound
from training_app.imports import planning, previews
from training_app.imports.filters import RowFilter
from training_app.imports.previews import Answer, ColumnRow, ImportBrief, ImportDetail, PreviewRow
from training_app.web.shared import forms, lists, routes, session, whereabouts
from training_app.web.shared.importing import told
from training_app.web.shared.importing.told import Account, JobShown
from training_app.web.shared.importing.words import Words
from training_app.web.shared.lists import Foot, TabLink


class ImportShown(rx.State, mixin=True):
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

    async def _load(self, words: Words) -> None:
        actor, number = await session.me(self), self._number()
        try:
            detail = await db.in_read(previews.detail, actor, import_id=number, kind=words.kind)
        except NotFound:
            self.is_missing, self.title, self.step, self.asked = True, "Import not found", "", ""
            return
        self._show(detail, words)
        if detail.is_planned:
            await self._read_rows(actor, detail, words)

    async def _plan_again(self, words: Words) -> None:
        actor, number, now = await session.me(self), self._number(), clock.now()
        prepared = await db.in_read(planning.prepare, actor, import_id=number, now=now, kind=words.kind)
        await db.in_write(planning.keep, actor, import_id=number, prepared=prepared, now=now, kind=words.kind)
        await self._load(words)

    def _show(self, detail: ImportDetail, words: Words) -> None:
        self.is_missing, self.import_id, self.title, self.facts = False, detail.id, detail.file_name, told.facts(detail)
        self.columns, self.columns_said = list(detail.columns), told.columns(detail.columns)
        self.problems = [problem.text for problem in detail.problems]
        self.unfolded = detail.id if self.problems or self.unfolded == detail.id else 0
        self.question, self.answers, self.order = detail.question, list(detail.answers), detail.date_order
        self.made, self.step, self.job = told.made(detail), told.step(detail), told.job(detail.job, words)

    async def _read_rows(self, actor: Actor, detail: ImportDetail, words: Words) -> None:
        asked = self._wanted()
        counts = await db.in_read(previews.counts, actor, import_id=detail.id, wanted=asked, kind=words.kind)
        wanted = told.within(asked, counts, words)
        found = await db.in_read(previews.rows, actor, import_id=detail.id, wanted=wanted, kind=words.kind)
        self.rows, self.tab, self.q = found.rows, wanted.part or "", wanted.q
        self.tabs = told.tabs(counts, detail, words, lambda part: words.to(detail.id, wanted.of(part).query()))
        self.foot = lists.foot_of(found, lambda page: words.to(detail.id, replace(wanted, page=page).query()))
        if not wanted.q:
            self.account = told.account(counts, words)

    def _search(self, text: str, words: Words) -> EventSpec:
        wanted = replace(self._wanted(), q=text, page=1)
        return whereabouts.stay(words.to(self._number(), wanted.query()))

    def _number(self) -> int:
        return routes.number_in(self.router.url.path)

    def _wanted(self) -> RowFilter:
        return RowFilter.from_query(self.router.url.query)


class BroughtShown(rx.State, mixin=True):
    """What was wrong with the file that was brought last, and one's imports."""

    fault: str = ""
    unfinished: list[ImportBrief] = []
    latest: list[ImportBrief] = []
    asked: int = 0
    asked_name: str = ""
    is_loaded: bool = False

    async def _load(self, words: Words) -> None:
        actor = await session.me(self)
        self.unfinished = await db.in_read(previews.unfinished, actor, kind=words.kind)
        self.latest = await db.in_read(previews.latest, actor, kind=words.kind)
        self.fault = forms.refused_file(self.router.url.query, self.router.headers.cookie)
        self.asked, self.is_loaded = 0, True

    def _ask(self, import_id: int) -> None:
        self.asked = import_id
        self.asked_name = next((one.file_name for one in self.unfinished if one.id == import_id), "this import")
