"""The lists of the review: one page of one part of the people, as the address says (A-13, M-04)."""

from datetime import date

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.actor import Actor
from training_app.assignments.making import reviewing
from training_app.assignments.making.drafts import DraftDetail
from training_app.assignments.making.reviewing import ReviewRow
from training_app.assignments.rules import Part
from training_app.core import db
from training_app.core.paging import Page as Cut
from training_app.web.admin.new_assignment.review import edit_said, said
from training_app.web.admin.new_assignment.review.edit_said import Line
from training_app.web.admin.new_assignment.review.said import Shown
from training_app.web.admin.new_assignment.steps import Step
from training_app.web.admin.new_assignment.wizard import MANAGE, Wizard, draft_number
from training_app.web.shared import lists, routes, whereabouts
from training_app.web.shared.handling import handler, words
from training_app.web.shared.lists import Foot, TabLink

SHOWN_PEOPLE = 10  # so many that who, what and when stand side by side


class ReviewedPeople(rx.State):
    """The part that is shown, and the ways to the others: tabs of a new assignment, `parts` of an edit."""

    tabs: list[TabLink] = []
    parts: list[Line] = []
    tab: str = ""
    only: str = ""
    links: dict[str, str] = dict.fromkeys(Part, "")
    download: str = ""
    q: str = ""
    rows: list[ReviewRow] = []
    foot: Foot = Foot()

    @handler(MANAGE, supersedes=True)
    async def search(self, text: str) -> EventSpec:
        """Search in the part that is shown, by name or email."""
        shown = await self._shown()
        return whereabouts.stay(self._to(shown.searching(words(text, said.LONGEST_SEARCH))))

    async def _show(self, actor: Actor, draft: DraftDetail, today: date) -> None:
        shown, counts = await self._shown(), (await self.get_state(Wizard)).counts
        found = await db.in_read(reviewing.people, actor, draft_id=draft.id, part=shown.part, q=shown.q,
                                 page=Cut(shown.page, SHOWN_PEOPLE), today=today)  # fmt: skip
        self.rows, self.q = found.rows, shown.q
        self.links = {part: self._to(shown.of(part)) for part in Part}
        self.only = (edit_said.HEADINGS if draft.edits else said.ONLY).get(shown.part, "")
        self.tab = said.TAB_OF.get(shown.part, shown.part).value
        self.tabs = [TabLink(part, label, counts[part], self.links[part]) for part, label in said.TABS.items()]
        self.parts = edit_said.lines(counts, self.links, shown.part) if draft.edits else []
        self.foot = lists.foot_of(found, lambda page: self._to(Shown(shown.part, shown.q, page)))
        self.download = routes.draft_export(draft.id, shown.part)

    async def _shown(self) -> Shown:
        wizard, query = await self.get_state(Wizard), self.router.url.query
        return edit_said.shown(query, wizard.counts) if wizard.edits else Shown.from_query(query)

    def _to(self, shown: Shown) -> str:
        return routes.draft(draft_number(self), Step.REVIEW, shown.query())
