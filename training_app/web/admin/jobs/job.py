"""One piece of long work: how far it is, what came of it, and whom it skipped and why (J-01)."""

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

import reflex as rx
from reflex_base.event import EventSpec

from training_app.core import clock, db
from training_app.core.errors import NotFound
from training_app.core.paging import Page as Cut
from training_app.people import long_work
from training_app.people.long_work import JobRow, LineRow
from training_app.web.shared import job_words, lists, routes, session, whereabouts
from training_app.web.shared.gate import SIGNED_IN
from training_app.web.shared.handling import handler, words
from training_app.web.shared.lists import Foot
from training_app.web.shared.notices import say


@dataclass(frozen=True)
class JobFacts:
    """One job in words. `state` is its outcome, or "running" or "cancelling"; empty before it is read."""

    state: str = ""
    facts: str = ""
    percent: int = 0
    progress: str = ""
    result: str = ""
    on_cancel: str = ""
    made: str = ""
    made_href: str = ""


class JobPage(rx.State):
    """One job, and one page of the people whom it skipped, as the address says."""

    title: str = "Job"
    job: JobFacts = JobFacts()
    is_missing: bool = False
    is_asked: bool = False
    rows: list[LineRow] = []
    q: str = ""
    foot: Foot = Foot()
    export: str = ""

    @handler(SIGNED_IN, supersedes=True)
    async def load(self) -> None:
        """Read the job, and the people whom the address asks for."""
        actor, key = await session.me(self), self._key()
        try:
            job = await db.in_read(long_work.job, actor, key=key)
        except NotFound:
            self.is_missing, self.title, self.job, self.rows = True, "Job not found", JobFacts(), []
            return
        self.is_missing, self.title, self.job = False, job_words.title(job), facts(job)
        await self._read_lines()

    @handler(SIGNED_IN, supersedes=True)
    async def search(self, text: str) -> EventSpec:
        """Search those skipped by name."""
        return whereabouts.stay(routes.job(self._key(), _query(words(text, 100))))

    @handler(SIGNED_IN)
    async def ask(self) -> None:
        """Ask before it is cancelled."""
        self.is_asked = True

    @handler(SIGNED_IN)
    async def leave(self) -> None:
        """Let it go on."""
        self.is_asked = False

    @handler(SIGNED_IN)
    async def cancel(self) -> None:
        """Let it end after its present chunk."""
        self.is_asked = False
        actor = await session.me(self)
        asked = await db.in_write(long_work.cancel, actor, key=self._key(), now=clock.now())
        await self.load()
        if not asked:
            await say(self, f"{self.title} was cancelled before, or has ended.")

    async def _read_lines(self) -> None:
        self.q, query = dict(parse_qsl(self.router.url.query)).get("q", "")[:100], self.router.url.query
        asked = {"key": self._key(), "q": self.q, "page": Cut(routes.page_in(query))}
        found = await db.in_read(long_work.lines, await session.me(self), **asked)
        self.rows = found.rows
        self.foot = lists.foot_of(found, lambda number: routes.job(self._key(), _query(self.q, number)))
        self.export = routes.job_export(self._key(), _query(self.q))

    def _key(self) -> str:
        return routes.key_in(self.router.url.path)


def facts(job: JobRow) -> JobFacts:
    """A job as its page shows it."""
    left = job_words.time_left(job, clock.now())
    made, href = job_words.made(job)
    shown = JobFacts(
        state=job.outcome or ("cancelling" if job.is_cancelling else "running"),
        facts=f"Started {job.started_said} by {job.started_by}",
        percent=job_words.percent(job),
        progress=", ".join(filter(None, (job_words.progress(job), left))),
        on_cancel=job_words.kind_of(job.kind).on_cancel,
    )
    return replace(shown, result=f"{job_words.ended(job)}.", made=made, made_href=href) if job.outcome else shown


def _query(q: str, number: int = 1) -> str:
    said = {"q": q, "page": str(number) if number > 1 else ""}
    return urlencode({name: value for name, value in said.items() if value})
