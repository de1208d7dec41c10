"""What one can begin: what is assigned, what earns a certification, and all courses (L-01, X-03)."""

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.actor import Actor
from training_app.assignments.attempts import enrollable, learning, self_enrolling
from training_app.assignments.attempts.learning import Home, LearningRow
from training_app.certifications.kinds import earnable
from training_app.core import clock, db
from training_app.core.errors import Invalid
from training_app.core.paging import SIZE, Page
from training_app.web.learner.enroll import shown
from training_app.web.learner.enroll.asked import Asked, EnrollTab, key
from training_app.web.learner.enroll.shown import KindShown, OfferShown
from training_app.web.learner.home import bar
from training_app.web.learner.home.state import spoken_row
from training_app.web.shared import lists, routes, session, tracking, whereabouts
from training_app.web.shared.gate import SIGNED_IN
from training_app.web.shared.handling import handler, number, words
from training_app.web.shared.lists import Foot, TabLink

A_PAGE = enrollable.FIRST.size


class EnrollPage(rx.State):
    """One tab, as its address says."""

    tabs: list[TabLink] = []
    parts: list[TabLink] = []
    tab: str = key(EnrollTab.ASSIGNMENTS)
    q: str = ""
    rows: list[LearningRow] = []
    kinds: list[KindShown] = []
    offers: list[OfferShown] = []
    foot: Foot = Foot()
    refused_id: int = 0
    refused: str = ""
    is_loaded: bool = False

    @handler(SIGNED_IN, supersedes=True)
    async def load(self) -> None:
        """Read what the address asks for."""
        await whereabouts.arrive(self)
        asked, actor = Asked.from_query(await whereabouts.query_of(self)), await session.me(self)
        home = await db.in_read(learning.home, actor, today=await session.today())
        await self._read(asked, actor, home)
        await self._count(asked, actor, home)
        self.tab, self.q, self.refused_id, self.is_loaded = key(asked.tab), asked.q, 0, True

    @handler(SIGNED_IN, supersedes=True)
    async def search(self, text: str) -> EventSpec | None:
        """Search the courses by title, code, library or level, as one types."""
        asked = Asked(EnrollTab.COURSES, words(text, 100))
        return await whereabouts.go(self, asked.query(), replace=True)

    @handler(SIGNED_IN)
    async def enroll(self, training_id: int) -> EventSpec | None:
        """Enroll in a training and go to it; pressed twice it is once. What speaks against it is said at its card."""
        wanted, actor = number(training_id), await session.me(self)
        try:
            begun = await db.in_write(self_enrolling.enroll, actor, training_id=wanted, now=clock.now())
        except Invalid as problem:
            self.refused_id, self.refused = wanted, problem.message
            return None
        return rx.redirect(routes.learn(begun))

    async def _read(self, asked: Asked, actor: Actor, home: Home) -> None:
        today, cut = await session.today(), Page(asked.page, A_PAGE)
        self.rows, self.kinds, self.offers, self.foot = [], [], [], Foot()
        match asked.tab:
            case EnrollTab.ASSIGNMENTS:
                self.rows = [spoken_row(row) for row in home.assigned[:SIZE]]
            case EnrollTab.CERTIFICATIONS if await tracking.is_on():
                kinds = await db.in_read(earnable.kinds, actor, today=today, page=cut)
                ids = {
                    one for kind in kinds.rows for one in (*kind.training_ids, *(n.training_id for n in kind.needed))
                }
                offers = await db.in_read(enrollable.offers, actor, training_ids=ids, today=today)
                self.kinds = [shown.kind(one, offers, today) for one in kinds.rows]
                self.foot = lists.foot_of(kinds, asked.address)
            case EnrollTab.COURSES:
                page = await db.in_read(enrollable.trainings, actor, q=asked.q, today=today, page=cut)
                self.offers = [shown.offer(one) for one in page.rows]
                self.foot = lists.foot_of(page, asked.address)

    async def _count(self, asked: Asked, actor: Actor, home: Home) -> None:
        courses = await db.in_read(enrollable.number, actor, q=asked.q, today=await session.today())
        counted = (len(home.assigned), await db.in_read(earnable.number, actor), courses)
        self.tabs = bar.links(enrolled=len(home.enrolled), completed=home.completed)
        self.parts = [
            TabLink(key(tab), tab.value, many, routes.enroll(Asked(tab).query()))
            for tab, many in zip(EnrollTab, counted, strict=True)
        ]
