"""Step 2: days, association type, who is skipped, and "Confirm" (C-15, C-16)."""

from dataclasses import dataclass

import reflex as rx
from reflex_base.event import EventSpec

from training_app.certifications.awarding import batches, confirming
from training_app.certifications.awarding.batches import BatchDetail
from training_app.certifications.rules import Association
from training_app.core import clock, db
from training_app.core.errors import Invalid, Problem
from training_app.web.admin.award_users import words as said
from training_app.web.admin.award_users.looking import LONGEST
from training_app.web.admin.award_users.state import AWARD, AwardForm, batch_number, looking_at, opened, write
from training_app.web.shared import dialogs, routes, session, tracking
from training_app.web.shared.days import day_said
from training_app.web.shared.handling import Malformed, flag, handler, number, words
from training_app.web.shared.notices import say

FIELDS = ("issued_on", "expires_on", "always_valid", "activity", "people")
FOCUS = {"activity": "find_activity", "people": "people_problem"}


@dataclass(frozen=True)
class Offer:
    """An external activity to choose."""

    id: int
    title: str
    code: str


NONE = Offer(0, "", "")


class AwardTerms(rx.State):
    """What is entered in step 2, and what is wrong with it."""

    issued: str = ""
    expires: str = ""
    is_proposed: bool = True
    always: bool = False
    may_be_always: bool = False
    association: str = Association.MANUAL.value
    activity: Offer = NONE
    q: str = ""
    offers: list[Offer] = []
    skips: bool = True
    errors: dict[str, str] = {}
    is_asking: bool = False
    is_loaded: bool = False

    @handler(AWARD, supersedes=True)
    async def load(self) -> None:
        """Read the form; of an earlier one nothing is left."""
        self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
        if await tracking.is_on() and (await looking_at(self)).step != 1:
            self._show(await opened(self))
            await self._offer("")

    @handler(AWARD)
    async def enter_issued(self, day: str) -> None:
        """Enter the issue date; an expiry that was not typed by hand follows it."""
        self._show(await write(self, batches.issue_on, day=day_said(words(day, 20))))

    @handler(AWARD)
    async def enter_expires(self, day: str) -> None:
        """Enter the expiry date; emptied, it is proposed again."""
        self._show(await write(self, batches.expire_on, day=day_said(words(day, 20))))

    @handler(AWARD)
    async def leave_expires(self, day: str) -> EventSpec | None:
        """Show what is proposed in a box that was emptied, now that one has left it."""
        return None if words(day, 20) == self.expires else rx.set_value("expires_on", self.expires)

    @handler(AWARD)
    async def be_always(self, on: bool) -> None:  # noqa: FBT001  # as the checkbox sends it
        """Turn "Always Valid" on or off."""
        self._show(await write(self, batches.be_always_valid, on=flag(on)))

    @handler(AWARD)
    async def associate(self, association: str) -> None:
        """Choose how the awards came about."""
        text = words(association)
        if text not in set(Association):
            raise Malformed(Problem("association", "This call makes no sense: there is no such association type."))
        self._show(await write(self, batches.associate, association=Association(text)))
        await self._offer("")

    @handler(AWARD, supersedes=True)
    async def find_activity(self, text: str) -> None:
        """Offer external activities as one types."""
        await self._offer(words(text, LONGEST))

    @handler(AWARD)
    async def choose_activity(self, activity_id: int) -> EventSpec:
        """Choose the activity that was clicked; 0 to choose another one."""
        self._show(await write(self, batches.choose_activity, activity_id=number(activity_id) or None))
        await self._offer("")
        return rx.set_focus("find_activity" if not self.activity.id else "other_activity")

    @handler(AWARD)
    async def skip(self, on: bool) -> None:  # noqa: FBT001  # as the checkbox sends it
        """Turn "Skip those who hold one at least as long" on or off."""
        self._show(await write(self, batches.skip_held, on=flag(on)))

    @handler(AWARD)
    async def confirm(self) -> EventSpec | None:
        """Award; for more than 500 people it is asked first, once everything is right."""
        found, frame = await opened(self), await self.get_state(AwardForm)
        self.is_asking = bool(found and not found.problems and frame.will_be_awarded > dialogs.MANY)
        return None if self.is_asking else await self._confirm()

    @handler(AWARD)
    async def proceed(self) -> EventSpec | None:
        """Award, now that the number was typed; a second answer to the same question does nothing more."""
        was_asking, self.is_asking = self.is_asking, False
        return await self._confirm() if was_asking else None

    @handler(AWARD)
    async def cancel(self) -> None:
        """Award nobody yet."""
        self.is_asking = False

    async def _confirm(self) -> EventSpec | None:
        asked = {"batch_id": batch_number(self), "now": clock.now()}
        try:
            made = await db.in_write(confirming.confirm, await session.me(self), **asked)
        except Invalid as refused:
            self.errors = {one.field: one.text for one in refused.problems}
            first = next((name for name in FIELDS if name in self.errors), "people")
            return rx.set_focus(FOCUS.get(first, first))
        if made.job_key:
            return rx.redirect(routes.job(made.job_key), replace=True)
        if not made.again:
            await say(self, said.done(made))
        return rx.redirect(routes.awarded(made.certification_id), replace=True)

    async def _offer(self, text: str) -> None:
        found = await db.in_read(batches.activities, await session.me(self), q=text)
        self.q, self.offers = text, [Offer(one.id, one.title, one.code) for one in found]

    def _show(self, found: BatchDetail | None) -> None:
        if found is None:
            return
        self.issued, self.is_proposed = _iso(found.issued_on), found.is_proposed
        self.expires, self.always = _iso(found.expires_on), found.always_valid
        self.may_be_always = found.always_allowed or found.always_valid
        self.association, self.skips, self.is_loaded = found.association.value, found.skip_held, True
        self.activity = Offer(found.activity.id, found.activity.title, found.activity.code) if found.activity else NONE
        # What was said to be wrong goes when it is right; nothing new is said before "Confirm" is pressed.
        wrong = {one.field: one.text for one in found.problems}
        self.errors = {name: wrong[name] for name in self.errors if name in wrong}


def _iso(day: object) -> str:
    return str(day) if day else ""
