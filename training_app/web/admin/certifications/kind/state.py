"""The certification of the address: what is typed of it, saved, refused, or changed by somebody else meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.certifications.kinds import entry, listing, making, reading
from training_app.certifications.kinds import form as written
from training_app.certifications.kinds.entry import LABELS, MOST_CATEGORIES, NewCertification
from training_app.certifications.kinds.making import ChangedMeanwhile
from training_app.core import clock, db
from training_app.core.errors import Invalid, NotFound
from training_app.web.admin.certifications.kind.sources import TRACK, UNSAVED, KindSources
from training_app.web.shared import routes, session, tracking
from training_app.web.shared.handling import flag, handler, words
from training_app.web.shared.menu import SEES_CERTIFICATIONS
from training_app.web.shared.notices import say

EMPTY = NewCertification(name="", code="")
NEW, MISSING = "New certification", "Certification not found"
SAVED = "Saved"
LOST = "The connection was lost for a while. Look the trainings through, then save again."
FOCUS = {"trainings": "find_training", "prerequisites": "find_prerequisite", "required_hours": "category_0"}
SWITCHES = dict.fromkeys(written.SWITCHES, False)
# What is told as it is chosen, and not again when it is saved.
NOT_IN_THE_FORM = (*written.SWITCHES, "award_when")
# The boxes that show a part; of the rest a part is a box of its own name.
SHOWN_BY = {"validity": ("validity", "validity_number", "to_month_end", "fixed_day")}


@dataclass(frozen=True)
class HourLine:
    """Required hours of a category, as its two boxes begin."""

    category: str = ""
    hours: str = ""


class KindPage(rx.State):
    """The form as it was read, and what is wrong with it."""

    kind_id: int = 0
    name: str = "Certification"
    said: dict[str, str] = dict.fromkeys(written.BOXES, "")
    switched: dict[str, bool] = SWITCHES
    validity: str = ""
    hours: list[HourLine] = []
    wrong: dict[str, str] = {}
    clashes: dict[str, bool] = {}
    series: list[str] = []
    is_archived: bool = False
    is_missing: bool = False
    is_loaded: bool = False
    may_decide: bool = False
    _base: NewCertification = EMPTY
    _typed: dict[str, str] = written.texts(EMPTY)

    @handler(SEES_CERTIFICATIONS, supersedes=True)
    async def load(self) -> None:
        """Read the certification of the address; an address without one is a new one."""
        self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
        if not await tracking.is_on():
            return
        actor, is_new = await session.me(self), self.router.url.path.rstrip("/") == routes.NEW_CERTIFICATION
        self.kind_id, self.may_decide = routes.number_in(self.router.url.path), making.may_decide(actor)
        self.series = await db.in_read(listing.series, actor)
        try:
            await self._show(EMPTY if is_new else await self._read())
        except NotFound:
            self.is_missing, self.name = True, MISSING

    @handler(TRACK)
    async def typed(self, field: str, text: str) -> None:
        """Note what is typed, to say whether it is saved; of a validity, to ask what belongs to it."""
        self._typed |= {name: words(text, most) for name, most in written.BOXES.items() if name == field}
        self.validity = self._typed["validity"]
        await self._note(is_changed=field == "required_hours" or self._typed != written.texts(self._base))

    @handler(TRACK)
    async def switch(self, field: str, on: bool) -> None:  # noqa: FBT001  # a box sends whether it is on
        """Note that a switch was turned."""
        name, is_on = words(field), flag(on)
        if name in written.SWITCHES:
            self.switched |= {name: is_on}
            self._typed |= {name: written.ON if is_on else ""}
            await self._note(is_changed=self._typed != written.texts(self._base))

    @handler(TRACK)
    async def more_hours(self) -> None:
        """Have boxes for one more category."""
        self.hours = [*self.hours, HourLine()][:MOST_CATEGORIES]

    @handler(TRACK)
    async def save(self, form: dict[str, Any]) -> EventSpec | None:
        """Make the certification, or change it; what is refused stays on the page as it is."""
        if not self.is_loaded:
            await self._begin_again()
            return None
        try:
            return await self._write(await self._entered(form if isinstance(form, Mapping) else {}))
        except Invalid as refused:
            return await self._refuse(refused)

    @handler(TRACK)
    async def take_theirs(self, field: str) -> None:
        """Put what somebody else saved in the place of what is typed here."""
        name, theirs = words(field), written.texts(self._base)
        mine = {one: theirs[one] for one in SHOWN_BY.get(name, (name,)) if one in theirs}
        self.said, self._typed = self.said | mine, self._typed | mine
        self._follow()
        if name == "required_hours":
            self.hours = lines(self._base)
        if name in ("trainings", "prerequisites"):
            await self._show_sources(UNSAVED)
        self.wrong = {one: text for one, text in self.wrong.items() if one != name}

    async def _begin_again(self) -> None:
        """After a restart of the server what was chosen here is forgotten, and that is said."""
        await self.load()
        await say(self, LOST, is_error=True)

    async def _write(self, new: NewCertification) -> EventSpec | None:
        actor, number, now = await session.me(self), self.kind_id, clock.now()
        if number:
            await db.in_write(making.change, actor, certification_id=number, base=self._base, new=new, now=now)
            await self._show(await self._read(), SAVED)
            await say(self, f"“{self.name}” is saved.")
            return None
        self.kind_id = await db.in_write(making.make, actor, new=new, now=now)
        await say(self, f"“{new.name}” is made and can be awarded.")
        return rx.redirect(routes.certification(self.kind_id), replace=True)

    async def _refuse(self, refused: Invalid) -> EventSpec:
        self.wrong, self.clashes = {}, {}
        for one in refused.problems:
            self.wrong[one.field] = " ".join(filter(None, (self.wrong.get(one.field), one.text)))
        if isinstance(refused, ChangedMeanwhile):
            # From here on the other's value is what is changed: saving again puts one's own in its place.
            theirs = await self._read()
            both = {name: getattr(theirs, name) for name in entry.fields_of(self.wrong)}
            self._base, self.clashes = replace(self._base, **both), dict.fromkeys(self.wrong, True)
        return rx.set_focus(next(FOCUS.get(name, name) for name in (*self.wrong, *LABELS)))

    async def _read(self) -> NewCertification:
        actor, here = await session.me(self), {"certification_id": self.kind_id}
        self.is_archived = (await db.in_read(reading.kind, actor, **here)).is_archived
        return await db.in_read(making.to_edit, actor, **here)

    async def _show(self, found: NewCertification, status: str = "") -> None:
        self._base, self.name = found, found.name or NEW
        self.said, self._typed = written.texts(found), written.texts(found)
        self._follow()
        self.hours, self.wrong, self.clashes = lines(found), {}, {}
        await self._show_sources(status)
        self.is_loaded = True

    async def _show_sources(self, status: str) -> None:
        await (await self.get_state(KindSources))._show(self._base, status)

    def _follow(self) -> None:
        """What hangs on what is typed."""
        self.switched = {name: self._typed[name] == written.ON for name in written.SWITCHES}
        self.validity = self._typed["validity"]

    async def _note(self, *, is_changed: bool) -> None:
        if is_changed:
            (await self.get_state(KindSources)).status = UNSAVED

    async def _entered(self, said: Mapping[str, Any]) -> NewCertification:
        boxes = {name: most for name, most in written.BOXES.items() if name not in NOT_IN_THE_FORM}
        self._typed |= {name: words(said.get(name, ""), most) for name, most in boxes.items()}
        if wrong := written.no_day(self._typed):
            raise Invalid(*wrong)
        chosen: Any = (await self.get_state(KindSources))._chosen()
        return written.typed(self._typed, hours=_hours(said), **chosen)


def lines(kind: NewCertification) -> list[HourLine]:
    """The boxes of its hours, and one more for another category."""
    there = [HourLine(category, hours) for category, hours in kind.required_hours]
    return [*there, HourLine()][:MOST_CATEGORIES]


def _hours(said: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    each = ((said.get(f"category_{at}", ""), said.get(f"hours_{at}", "")) for at in range(MOST_CATEGORIES))
    return tuple((words(category, 100), words(hours, 20)) for category, hours in each)
