"""What the learner's dashboard shows: what is to do, or what is complete (L-01)."""

from dataclasses import replace

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.assignments.attempts import history, learning
from training_app.assignments.attempts.history import CompletedTraining
from training_app.assignments.attempts.learning import LearningRow
from training_app.core import db
from training_app.core.paging import SIZE, Page, Paged
from training_app.web.learner.home import bar, shown
from training_app.web.learner.home.shown import CompletedShown
from training_app.web.shared import lists, routes, session
from training_app.web.shared.days import spoken
from training_app.web.shared.gate import SIGNED_IN
from training_app.web.shared.handling import handler
from training_app.web.shared.lists import Foot, TabLink

A_PAGE = history.FIRST.size


class HomePage(rx.State):
    """The actor's own trainings."""

    sentence: str = ""
    tabs: list[TabLink] = []
    tab: str = bar.ENROLLED
    rows: list[LearningRow] = []
    more: str = ""
    completed: list[CompletedShown] = []
    foot: Foot = Foot()
    is_loaded: bool = False

    @handler(SIGNED_IN, supersedes=True)
    async def load(self) -> None:
        """Read what the person has to do, or the page of what they have done."""
        actor = await session.me(self)
        home = await db.in_read(learning.home, actor, today=await session.today())
        wants_completed = self.router.url.query_parameters.get("tab") == bar.COMPLETED
        cut = Page(routes.page_in(self.router.url.query), A_PAGE)
        found = await db.in_read(history.completed, actor, page=cut) if wants_completed else None
        self._show(home, found)
        self.is_loaded = True

    def _show(self, home: learning.Home, found: Paged[CompletedTraining] | None) -> None:
        self.sentence = sentence(home)
        self.tabs = bar.links(enrolled=len(home.enrolled), completed=home.completed)
        self.tab = bar.COMPLETED if found else bar.ENROLLED
        self.rows = [] if found else [spoken_row(row) for row in home.enrolled[:SIZE]]
        left = len(home.enrolled) - SIZE
        self.more = f"And {left:,} more, which come up as you finish these." if left > 0 else ""
        self.completed = [shown.completed(one) for one in found.rows] if found else []
        self.foot = lists.foot_of(found, _page) if found else Foot()


class Entrance(rx.State):
    """The bare address of the app."""

    @handler(SIGNED_IN)
    async def go(self) -> EventSpec:
        """Lead on to where this person's work is."""
        actor = await session.me(self)
        manages = actor.can(Permission.MANAGE_ASSIGNMENTS)
        return rx.redirect(routes.ASSIGNMENTS if manages else routes.HOME, replace=True)


def sentence(home: learning.Home) -> str:
    """What is to do, in words."""
    parts = [
        f"{home.past_due} past due" if home.past_due else "",
        f"{home.due_this_week} due this week" if home.due_this_week else "",
    ]
    told = ", ".join(part for part in parts if part)
    return told or ("Nothing is due this week" if home.enrolled else "You have nothing to do")


def spoken_row(row: LearningRow) -> LearningRow:
    """An attempt with its days as people read them."""
    return replace(row, due_on=spoken(row.due_on), completed_on=spoken(row.completed_on))


def _page(number: int) -> str:
    return f"{routes.HOME}?tab={bar.COMPLETED}" + (f"&page={number}" if number > 1 else "")
