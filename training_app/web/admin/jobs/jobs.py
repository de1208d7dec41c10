"""Long work as a list: one's own, and everybody's for whoever manages the settings (J-01)."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

import reflex as rx

from training_app.access.rules import Permission
from training_app.core import db
from training_app.core.paging import Page as Cut
from training_app.core.paging import Paged
from training_app.people import long_work
from training_app.people.long_work import JobCounts, JobRow
from training_app.web.shared import chips, job_words, lists, routes, session
from training_app.web.shared.gate import SIGNED_IN
from training_app.web.shared.handling import handler
from training_app.web.shared.lists import Foot, TabLink
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page

EVERYBODY = "everybody"
COLUMNS = ("Job", "Kind", "Started", "By", "Progress", "State")


@dataclass(frozen=True)
class JobShown:
    """One job in words. `state` is its outcome, or "running" or "cancelling"."""

    href: str
    title: str
    kind: str
    started: str
    by: str
    percent: int
    progress: str
    state: str


def shown(job: JobRow) -> JobShown:
    """A job as the list shows it."""
    return JobShown(
        href=routes.job(job.key),
        title=job.title,
        kind=job_words.kind_of(job.kind).name,
        started=job.started_said,
        by=job.started_by,
        percent=job_words.percent(job),
        progress=job_words.progress(job),
        state=job.outcome or ("cancelling" if job.is_cancelling else "running"),
    )


class JobList(rx.State):
    """One page of the list, as its address says."""

    rows: list[JobShown] = []
    tabs: list[TabLink] = []
    tab: str = "mine"
    foot: Foot = Foot()
    is_loaded: bool = False
    is_running: bool = False

    @handler(SIGNED_IN, supersedes=True)
    async def load(self) -> None:
        """Read the page that the address asks for."""
        actor, query = await session.me(self), self.router.url.query
        self.tab = EVERYBODY if dict(parse_qsl(query)).get("whose") == EVERYBODY else "mine"
        wanted = {"mine": self.tab == "mine", "page": Cut(routes.page_in(query))}
        found = await db.in_read(long_work.listed, actor, **wanted)
        numbers = await db.in_read(long_work.counts, actor)
        self.tabs = _tabs(numbers) if actor.can(Permission.MANAGE_SETTINGS) else []
        self._show(found)

    def _show(self, found: Paged[JobRow]) -> None:
        self.rows, self.is_loaded = [shown(row) for row in found.rows], True
        self.is_running = any(not row.outcome for row in found.rows)
        self.foot = lists.foot_of(found, lambda number: _to(self.tab, number))


def _tabs(numbers: JobCounts) -> list[TabLink]:
    return [
        TabLink("mine", "Mine", numbers.mine, _to("mine")),
        TabLink(EVERYBODY, "Everybody's", numbers.everybody, _to(EVERYBODY)),
    ]


def _to(tab: str, number: int = 1) -> str:
    said = {"whose": tab if tab == EVERYBODY else "", "page": str(number) if number > 1 else ""}
    return routes.jobs(urlencode({name: value for name, value in said.items() if value}))


def build() -> rx.Component:
    """The page."""
    return page(
        "Jobs",
        rx.el.div(
            rx.cond(JobList.tabs.length() > 0, lists.tabs(JobList.tabs, JobList.tab, "Whose jobs")),
            rx.el.div(
                rx.cond(JobList.rows.length() > 0, _table(), rx.cond(JobList.is_loaded, _nothing())),
                class_name="card",
            ),
            rx.cond(
                JobList.is_running,
                rx.el.button(on_click=JobList.load, hidden=True, type="button", custom_attrs={"data-poll": "2"}),
            ),
            class_name="stack",
        ),
    )


def _table() -> rx.Component:
    return lists.table(lists.plain_head(COLUMNS), JobList.rows, _row, JobList.foot)


def _row(row: rx.Var[JobShown]) -> rx.Component:
    width = row.percent.to_string() + "%"
    return rx.el.tr(
        lists.cell("Job", rx.el.a(row.title, href=row.href, class_name="link"), class_name="jobs-cell"),
        lists.cell("Kind", row.kind),
        lists.cell("Started", row.started, class_name="day"),
        lists.cell("By", row.by),
        lists.cell(
            "Progress",
            rx.el.span(
                rx.el.span(rx.el.i(style={"width": width}), class_name="bar job", aria_hidden="true"),
                row.progress,
                class_name="row",
            ),
        ),
        lists.cell("State", state(row.state)),
    )


def state(of: rx.Var[str]) -> rx.Component:
    """How a job stands, as a chip."""
    return rx.match(
        of,
        ("done", chips.chip("green", "check", "Done")),
        ("failed", chips.chip("red", "circle-alert", "Failed")),
        ("cancelled", chips.chip("strike", "circle-slash", "Cancelled")),
        ("cancelling", chips.chip("amber", "clock", "Being cancelled")),
        chips.chip("teal", "loader", "Running"),
    )


def _nothing() -> rx.Component:
    words = (
        "Long work stands here: assigning to more than 100 people, imports, reports by e-mail. "
        "You have started none yet."
    )
    return lists.empty("list-checks", words)


PAGE = Page(routes.JOBS, "Jobs", build, (JobList.load,))
