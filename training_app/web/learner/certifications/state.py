"""What one sees of one's own certifications, and taking back a card that one submitted (C-08, C-25)."""

from zoneinfo import ZoneInfo

import reflex as rx

from training_app.certifications import mine
from training_app.certifications.submitting import entering, listing
from training_app.core import clock, db, organization
from training_app.web.learner.certifications import shown
from training_app.web.learner.certifications.shown import CardShown, SubmittedShown
from training_app.web.shared import session, tracking
from training_app.web.shared.gate import SIGNED_IN
from training_app.web.shared.handling import handler, number
from training_app.web.shared.notices import say

MOST_EARLIER = 50


class MyCertifications(rx.State):
    """The actor's own certifications, and what waits for a decision."""

    cards: list[CardShown] = []
    earlier: list[CardShown] = []
    submitted: list[SubmittedShown] = []
    may_submit: bool = False
    is_loaded: bool = False

    @handler(SIGNED_IN, supersedes=True)
    async def load(self) -> None:
        """Read them."""
        if not await tracking.is_on():
            return
        actor, of, now = await session.me(self), await db.in_read(organization.of), clock.now()
        self.may_submit, today = of.members_may_submit, of.today(now)
        found = await db.in_read(mine.awards, actor, today=today)
        self.cards = [shown.card(one, today, may_submit=self.may_submit) for one in found.current[:MOST_EARLIER]]
        self.earlier = [shown.card(one, today, may_submit=False) for one in found.earlier[:MOST_EARLIER]]
        own = await db.in_read(listing.mine, actor, now=now)
        self.submitted, self.is_loaded = [shown.submitted(one, ZoneInfo(of.zone)) for one in own], True


class TakeBack(rx.State):
    """The question before a card that waits is taken back."""

    is_asking: bool = False
    name: str = ""
    _number: int = 0

    @handler(SIGNED_IN)
    async def ask(self, submission_id: int) -> None:
        """Ask about one of those that wait."""
        wanted, cards = number(submission_id), (await self.get_state(MyCertifications)).submitted
        found = next((one for one in cards if one.id == wanted and one.is_waiting), None)
        if found is not None:
            self._number, self.name, self.is_asking = wanted, found.name, True

    @handler(SIGNED_IN)
    async def cancel(self) -> None:
        """Let it wait."""
        self.is_asking = False

    @handler(SIGNED_IN)
    async def confirm(self) -> None:
        """Take it back; a second click on the same question does nothing more."""
        if not self.is_asking:
            return
        self.is_asking, actor = False, await session.me(self)
        await db.in_write(entering.take_back, actor, submission_id=self._number, now=clock.now())
        await (await self.get_state(MyCertifications)).load()
        await say(self, f"Your card “{self.name}” is taken back.")
