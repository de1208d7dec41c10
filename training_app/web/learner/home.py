"""The learner's dashboard: what is owed, the most urgent first, and what is complete (L-01)."""

from dataclasses import replace

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.assignments.attempts import learning
from training_app.assignments.attempts.learning import LearningRow
from training_app.core import db
from training_app.web.learner import progress
from training_app.web.shared import chips, lists, routes, session
from training_app.web.shared.days import spoken
from training_app.web.shared.gate import SIGNED_IN
from training_app.web.shared.handling import handler
from training_app.web.shared.lists import TabLink
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page

ENROLLED, COMPLETED = "enrolled", "completed"


class HomePage(rx.State):
    """The actor's own trainings."""

    sentence: str = ""
    rows: list[LearningRow] = []
    tabs: list[TabLink] = []
    tab: str = ENROLLED
    is_loaded: bool = False

    @handler(SIGNED_IN, supersedes=True)
    async def load(self) -> None:
        """Read what the person has to do and has done."""
        home = await db.in_read(learning.home, await session.me(self), today=await session.today())
        said = self.router.url.query_parameters.get("tab", ENROLLED)
        self.tab = said if said == COMPLETED else ENROLLED
        shown = home.completed if self.tab == COMPLETED else home.enrolled
        self.rows = [replace(row, due_on=spoken(row.due_on), completed_on=spoken(row.completed_on)) for row in shown]
        self.tabs = [
            TabLink(ENROLLED, "Enrolled", len(home.enrolled), routes.HOME),
            TabLink(COMPLETED, "Completed", len(home.completed), f"{routes.HOME}?tab={COMPLETED}"),
        ]
        self.sentence, self.is_loaded = _sentence(home), True


class Entrance(rx.State):
    """The bare address of the app."""

    @handler(SIGNED_IN)
    async def go(self) -> EventSpec:
        """Lead on to where this person's work is."""
        actor = await session.me(self)
        manages = actor.can(Permission.MANAGE_ASSIGNMENTS)
        return rx.redirect(routes.ASSIGNMENTS if manages else routes.HOME, replace=True)


def _sentence(home: learning.Home) -> str:
    parts = [
        f"{home.past_due} past due" if home.past_due else "",
        f"{home.due_this_week} due this week" if home.due_this_week else "",
    ]
    told = ", ".join(part for part in parts if part)
    return told or ("Nothing is due this week" if home.enrolled else "You have nothing to do")


def build() -> rx.Component:
    """The page."""
    return page(
        "Home",
        rx.el.div(
            rx.el.p(HomePage.sentence, class_name="strong"),
            lists.tabs(HomePage.tabs, HomePage.tab, "Your trainings"),
            rx.cond(
                HomePage.rows.length() > 0,
                rx.el.ul(rx.foreach(HomePage.rows, _card), class_name="stack"),
                rx.cond(HomePage.is_loaded, _nothing()),
            ),
            class_name="stack narrow",
        ),
    )


def _card(row: rx.Var[LearningRow]) -> rx.Component:
    return rx.el.li(
        rx.el.div(rx.el.h2(row.title, class_name="push"), chips.level(row.level), class_name="row"),
        rx.el.div(
            chips.enrollment(row.status, due_on=row.due_on, days=row.days),
            rx.cond(row.completed_on != "", rx.el.span("Completed " + row.completed_on)),
            rx.cond((row.due_on != "") & (row.completed_on == ""), rx.el.span("Due " + row.due_on)),
            rx.cond(row.minutes > 0, rx.el.span(row.minutes.to_string() + " min")),
            rx.cond((row.total > 0) & ~row.is_path, rx.el.span(_of(row), " parts")),
            class_name="meta",
        ),
        rx.cond(
            row.is_path,
            rx.el.div(
                progress.bar(row.done, row.total),
                rx.el.span(_of(row), " courses", class_name="muted"),
                class_name="row",
            ),
        ),
        rx.el.a(
            rx.cond(row.completed_on != "", "Look at it again", rx.cond(row.done > 0, "Continue", "Begin")),
            rx.el.span(row.title, class_name="sr"),
            href="/learn/" + row.id.to_string(),
            class_name=rx.cond(row.completed_on != "", "btn", "btn solid"),
        ),
        class_name="card task",
    )


def _of(row: rx.Var[LearningRow]) -> rx.Var[str]:
    return row.done.to_string() + " of " + row.total.to_string()


def _nothing() -> rx.Component:
    return rx.el.div(
        rx.cond(
            HomePage.tab == COMPLETED,
            lists.empty("award", "Trainings that you have completed stand here."),
            lists.empty("circle-check", "You have nothing to do. What is assigned to you stands here."),
        ),
        class_name="card",
    )


PAGE = Page(routes.HOME, "Home", build, (HomePage.load,))
ENTRANCE = Page("/", "Muster", build, (Entrance.go,))
