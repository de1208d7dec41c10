"""The dashboard of whoever manages: jobs going on, how the loop fares, latest messages, reports sent to one (A-23)."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import reflex as rx
from reflex_components_core.el.elements.inline import A as PlainLink  # type: ignore[import-untyped]  # it has no stubs

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.certifications.submitting import listing as submissions
from training_app.core import clock, db, organization
from training_app.core.paging import Page as Cut
from training_app.notifications import actions, queries
from training_app.notifications.queries import InboxRow
from training_app.people import long_work
from training_app.people.long_work import JobRow
from training_app.reports import queries as reports
from training_app.reports.queries import SavedRow
from training_app.web.admin import loop_health
from training_app.web.shared import job_words, letters, lists, push, routes, session
from training_app.web.shared.handling import handler, number
from training_app.web.shared.lists import Foot
from training_app.web.shared.menu import HAS_DASHBOARD
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page

LATEST, RUNNING, A_PAGE = 8, 5, 20
COLUMNS = ("Report", "Filter", "People", "Made", "By", "")


@dataclass(frozen=True)
class RunningJob:
    """A job that goes on, in words."""

    href: str
    title: str
    percent: int
    progress: str


@dataclass(frozen=True)
class ReportShown:
    """A report that one may open, in words."""

    href: str
    title: str
    filter: str
    people: str
    made: str
    by: str
    kind: str


class Dashboard(rx.State):
    """What stands on it now."""

    letters: list[InboxRow] = []
    jobs: list[RunningJob] = []
    reports: list[ReportShown] = []
    foot: Foot = Foot()
    has_reports: bool = False
    cards: int = 0
    is_loaded: bool = False

    @handler(HAS_DASHBOARD, supersedes=True)
    async def load(self) -> None:
        """Read it."""
        actor = await session.me(self)
        self.cards = await db.in_read(submissions.waiting, actor)
        self.letters = (await db.in_read(queries.inbox, actor, page=Cut(1, LATEST))).rows
        found = await db.in_read(long_work.listed, actor, mine=True, page=Cut(1, RUNNING))
        self.jobs = [_running(job) for job in found.rows if not job.outcome]
        self.has_reports = actor.can(Permission.MANAGE_ASSIGNMENTS)
        await self._load_reports(actor)
        self.is_loaded = True

    @handler(HAS_DASHBOARD)
    async def read(self, message_id: int) -> None:
        """Mark a message as read."""
        actor = await session.me(self)
        await db.in_write(actions.mark_read, actor, message_id=number(message_id), now=clock.now())
        push.changed([actor.person_id] if actor.person_id else [])
        await self.load()

    async def _load_reports(self, actor: Actor) -> None:
        if not self.has_reports:
            self.reports, self.foot = [], Foot()
            return
        found = await db.in_read(reports.saved, actor, page=Cut(routes.page_in(self.router.url.query), A_PAGE))
        zone = ZoneInfo((await db.in_read(organization.of)).zone)
        self.reports = [_shown(row, zone) for row in found.rows]
        self.foot = lists.foot_of(found, lambda page: routes.dashboard(f"page={page}" if page > 1 else ""))


def _running(job: JobRow) -> RunningJob:
    left = job_words.time_left(job, clock.now())
    progress = ", ".join(filter(None, (job_words.progress(job), left)))
    return RunningJob(routes.job(job.key), job_words.title(job), job_words.percent(job), progress)


def _shown(row: SavedRow, zone: ZoneInfo) -> ReportShown:
    made = datetime.fromisoformat(row.made_at).astimezone(zone)
    return ReportShown(
        href=routes.saved_report(row.id),
        title=f"Report of User(s) Assigned: {row.title}",
        filter=row.filter,
        people=f"{row.people:,}",
        made=f"{made:%-d %b %Y, %H:%M}",
        by=row.made_by,
        kind=row.kind,
    )


def build() -> rx.Component:
    """The page."""
    return page(
        "Dashboard",
        rx.el.div(
            _cards(),
            _jobs(),
            rx.el.div(loop_health.panel(), _notifications(), _reports(), class_name="stack"),
            class_name="stack",
        ),
        right=HAS_DASHBOARD,
    )


def _section(title: str, name: str, *content: rx.Component, more: rx.Component | None = None) -> rx.Component:
    return rx.el.section(
        rx.el.div(rx.el.h2(title, id=name, class_name="push"), more or rx.fragment(), class_name="row section-head"),
        rx.el.div(*content, class_name="card"),
        aria_labelledby=name,
    )


def _cards() -> rx.Component:
    """What members submitted, for whoever decides about it."""
    said = rx.cond(
        Dashboard.cards == 1, "1 submitted card waits", Dashboard.cards.to_string() + " submitted cards wait"
    )
    link = rx.el.a(said, href=routes.SUBMISSIONS, class_name="link tall")
    return rx.cond(
        Dashboard.cards > 0, rx.el.p(rx.icon("id-card", size=16), link, class_name="call slate waiting-cards")
    )


def _jobs() -> rx.Component:
    asks = rx.el.button(on_click=Dashboard.load, hidden=True, type="button", custom_attrs={"data-poll": "2"})
    return rx.cond(
        Dashboard.jobs.length() > 0,
        _section("Jobs", "jobs", rx.el.ul(rx.foreach(Dashboard.jobs, _job)), asks),
    )


def _job(job: rx.Var[RunningJob]) -> rx.Component:
    width = job.percent.to_string() + "%"
    return rx.el.li(
        rx.el.a(job.title, href=job.href, class_name="link push"),
        rx.el.span(rx.el.i(style={"width": width}), class_name="bar job", aria_hidden="true"),
        rx.el.span(job.progress, class_name="muted"),
        class_name="brief",
    )


def _notifications() -> rx.Component:
    every = rx.el.a("All notifications", href=routes.NOTIFICATIONS, class_name="link tall")
    nothing = lists.empty("bell", "What you should know stands here, and the reports that were sent to you.")
    return _section(
        "Notifications",
        "notifications",
        rx.cond(
            Dashboard.letters.length() > 0,
            rx.el.ul(rx.foreach(Dashboard.letters, _letter)),
            rx.cond(Dashboard.is_loaded, nothing),
        ),
        more=every,
    )


def _letter(row: rx.Var[InboxRow]) -> rx.Component:
    return rx.el.li(
        rx.cond(row.is_read, rx.fragment(), rx.el.span(class_name="unread-dot", aria_hidden="true")),
        rx.el.div(
            rx.cond(row.is_read, rx.fragment(), rx.el.span("Unread: ", class_name="sr")),
            letters.subject(row, on_click=Dashboard.read(row.id)),
            rx.el.p(row.text, class_name="muted"),
            class_name="push",
        ),
        class_name=rx.cond(row.is_read, "letter", "letter unread"),
    )


def _reports() -> rx.Component:
    nothing = lists.empty("file-text", "Reports that you or other admins sent to you by “Email Report” stand here.")
    table = lists.table(lists.plain_head(COLUMNS), Dashboard.reports, _report, Dashboard.foot)
    content = rx.cond(Dashboard.reports.length() > 0, table, rx.cond(Dashboard.is_loaded, nothing))
    return rx.cond(Dashboard.has_reports, _section("Reports", "reports", content))


def _report(row: rx.Var[ReportShown]) -> rx.Component:
    return rx.el.tr(
        lists.cell("Report", rx.el.span(row.title, class_name="strong")),
        lists.cell("Filter", row.filter),
        lists.cell("People", row.people),
        lists.cell("Made", row.made, class_name="day"),
        lists.cell("By", row.by, class_name="day"),
        lists.cell(
            "",
            PlainLink.create(
                rx.icon("download", size=16), "Open " + row.kind, rx.el.span(row.title, class_name="sr"), href=row.href,
                class_name="btn",
            ),
            class_name="acting",
        ),
        class_name="saved",
    )  # fmt: skip


PAGE = Page(routes.DASHBOARD, "Dashboard", build, (Dashboard.load, loop_health.LoopHealth.load))
