"""The section "Certifications" of a profile: its rows as they were read, saved all or none, or refused (C-03, C-07)."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.certifications.module import TrackingOff
from training_app.certifications.tracking import rows as tracking
from training_app.certifications.tracking import saving
from training_app.certifications.tracking.checking import Refused
from training_app.certifications.tracking.entry import Entry
from training_app.certifications.tracking.rows import KindChoice, Tracked
from training_app.core import clock, db, organization
from training_app.core.errors import NotFound
from training_app.core.paging import Page as Cut
from training_app.web.admin.people import PeopleList
from training_app.web.admin.person import sheet, wording
from training_app.web.admin.person.sheet import AwardLine, NewLine, RevokedLine, Typed
from training_app.web.admin.person.state import SEE
from training_app.web.admin.person.wording import Question
from training_app.web.shared import lists, routes, session
from training_app.web.shared.handling import handler, words
from training_app.web.shared.lists import Foot
from training_app.web.shared.notices import say

TRACK = Permission.TRACK_CERTIFICATIONS
MOST_NEW = 25
CLOSE = "close"
LOST = "The connection was lost for a while. Look the rows through, then update again."


class CertificationRows(rx.State):
    """One page of somebody's certifications, new ones to be filled in, and what is wrong with them."""

    rows: list[AwardLine] = []
    fresh: list[NewLine] = []
    revoked: list[RevokedLine] = []
    kinds: list[KindChoice] = []
    foot: Foot = Foot()
    may_track: bool = False
    is_off: bool = False
    is_loaded: bool = False
    wrong: dict[str, str] = {}
    faults: list[str] = []
    focus: str = ""
    refusals: int = 0
    is_asking: bool = False
    question: Question = Question()
    _base: dict[int, Entry] | None = None
    _typed: Typed = Typed()
    _person: int = 0
    _closes: bool = False
    _made: int = 0
    _at: str = ""

    @handler(SEE, supersedes=True)
    async def load(self) -> None:
        """Read what the address asks for."""
        self._arrive(f"{self.router.url.path}?{self.router.url.query}")
        try:
            await self._begin()
        except TrackingOff:
            self.is_off = True
        except NotFound:
            return  # the head says so

    @handler(TRACK)
    async def add(self) -> None:
        """One more row "New Certification"."""
        if len(self.fresh) < MOST_NEW and self._base is not None:
            self._more()

    @handler(TRACK)
    async def choose(self, row: str, kind: str) -> None:
        """Say whether what is chosen in a new row may be always valid."""
        place, chosen = words(row), words(kind)
        allows = any(str(one.id) == chosen and one.allows_always for one in self.kinds)
        self.fresh = [replace(one, allows_always=allows) if one.place == place else one for one in self.fresh]

    @handler(TRACK)
    async def press(self, button: str) -> None:
        """Note which of the two buttons is pressed; the form itself comes right after."""
        self._closes = words(button) == CLOSE

    @handler(TRACK)
    async def save(self, form: dict[str, Any]) -> EventSpec | None:
        """Save all rows or none; what would be deleted is asked about first."""
        if self._base is None:
            await self._begin()
            await say(self, LOST, is_error=True)
            return None
        self._typed = sheet.read(form, self._base, [one.place for one in self.fresh])
        return await self._trying(self._ask if self._typed.delete else self._write)

    @handler(TRACK)
    async def confirm(self, _form: dict[str, Any]) -> EventSpec | None:
        """Delete what is checked, and save the rest."""
        was_asked, self.is_asking = self.is_asking, False
        return await self._trying(self._write) if was_asked else None

    @handler(TRACK)
    async def cancel(self) -> None:
        """Leave everything as it is; nothing is saved, nothing typed is lost."""
        self.is_asking = False

    def _arrive(self, at: str) -> None:
        # Elsewhere the new rows are others; here again, what is typed into them stays.
        made, fresh = self._made, self.fresh if at == self._at else []
        self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
        self._at, self._made, self.fresh = at, made, fresh

    async def _trying(self, act: Callable[[], Awaitable[EventSpec | None]]) -> EventSpec | None:
        try:
            return await act()
        except Refused as refused:
            await self._refuse(refused)
            return None

    async def _ask(self) -> None:
        going = await db.in_read(saving.look, await session.me(self), **self._said())
        self.question, self.is_asking = wording.question(going, self._typed), True

    async def _write(self) -> EventSpec | None:
        saved = await db.in_write(saving.save, await session.me(self), **self._said(), now=clock.now())
        self.fresh = []
        await self._begin()
        await say(self, wording.saved(saved))
        if not self._closes:
            return None
        return rx.redirect(routes.people((await self.get_state(PeopleList)).query))

    async def _refuse(self, refused: Refused) -> None:
        theirs = sheet.base_of((await self._read()).found.rows)
        self._base = sheet.rebased(self._base or {}, refused, theirs)
        self.wrong = {one.field: one.text for one in refused.problems}
        self.faults = sheet.faults(refused, self.rows, self.fresh)
        self.rows = [line for line in self.rows if line.id not in refused.gone]
        self.focus, self.refusals = refused.problems[0].field, self.refusals + 1

    async def _begin(self) -> None:
        """Show the rows as they are now, and a new one."""
        self._person = routes.number_in(self.router.url.path)
        found, of = await self._read(), await db.in_read(organization.of)
        self.rows = [sheet.award_line(row, of.today(clock.now())) for row in found.found.rows]
        self.revoked = [sheet.revoked_line(row, of.zone) for row in found.revoked]
        self.kinds, self.may_track, self.is_loaded = list(found.kinds), found.may_track, True
        self.foot = lists.foot_of(found.found, lambda number: routes.person(self._person, _page(number)))
        self._base, self.wrong, self.faults, self.is_asking = sheet.base_of(found.found.rows), {}, [], False
        if not self.fresh:
            self._more()

    def _more(self) -> None:
        self._made += 1
        self.fresh = [*self.fresh, sheet.new_line(self._made, len(self.fresh) + 1)]

    async def _read(self) -> Tracked:
        asked = {"person_id": self._person, "page": Cut(routes.page_in(self.router.url.query))}
        return await db.in_read(tracking.tracked, await session.me(self), **asked)

    def _said(self) -> dict[str, Any]:
        return {"person_id": self._person, "changes": self._typed.changes, "new": self._typed.new,
                "delete": self._typed.delete}  # fmt: skip


async def read_files_again(state: rx.State) -> None:
    """After a file was deleted show those that are left; what is typed stays, and what it is compared with."""
    shown = await state.get_state(CertificationRows)
    files = {row.id: sheet.file_lines(row.files) for row in (await shown._read()).found.rows}
    shown.rows = [replace(line, files=files.get(line.id, [])) for line in shown.rows]


def _page(number: int) -> str:
    return f"page={number}" if number > 1 else ""
