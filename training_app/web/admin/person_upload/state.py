"""Adding files to somebody's certifications: which ones wait, and what is entered of each (C-05)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.certifications.tracking import choices, filing
from training_app.certifications.tracking.filing import Filed
from training_app.core import clock, db, staging
from training_app.core.errors import NotFound
from training_app.core.settings import settings
from training_app.web.admin.person_upload import rows
from training_app.web.admin.person_upload.rows import Offer, Row
from training_app.web.shared import routes, session
from training_app.web.shared.handling import flag, handler, number
from training_app.web.shared.notices import say

TRACK = Permission.TRACK_CERTIFICATIONS


class PersonUpload(rx.State):
    """Whose files they are, the step, the files that wait, and those that were stored just now."""

    name: str = "Upload"
    person: str = ""
    place: str = ""
    profile: str = ""
    is_missing: bool = False
    is_loaded: bool = False
    is_second_step: bool = False
    most: str = ""
    rows: list[Row] = []
    bad: int = 0
    kinds: list[Offer] = []
    stored: list[str] = []

    @handler(TRACK, supersedes=True)
    async def load(self) -> None:
        """Read whose page it is, and what waits for them."""
        person_id = self._person()
        if self.place != filing.place_of(person_id):
            self.rows, self.stored = [], []
        self.place, self.profile = filing.place_of(person_id), routes.person(person_id)
        self.most = f"{settings().max_upload_mb} MB"
        try:
            await self._read()
        except NotFound:
            self.is_missing, self.name, self.person, self.rows = True, "Person not found", "", []
            return
        self.is_missing, self.is_loaded = False, True
        wants_second = dict(parse_qsl(self.router.url.query)).get("step") == "details"
        self.is_second_step = wants_second and bool(self.rows)

    @handler(TRACK)
    async def came(self) -> None:
        """A file has come: read what waits now."""
        self.stored = []
        await self._read()

    @handler(TRACK)
    async def remove(self, file_id: int) -> None:
        """Do without a file."""
        actor, gone = await session.me(self), number(file_id)
        await db.in_write(staging.remove, by_id=actor.person_id or 0, ids=[gone])
        await self._read()
        self.is_second_step = self.is_second_step and bool(self.rows)

    @handler(TRACK)
    async def choose(self, file_id: int, certification_id: int) -> None:
        """Associate a file with a certification, and fill in what the current award of it says; 0 is none."""
        of, wanted = number(file_id), number(certification_id)
        chosen = next((one for one in (await self._choices()).kinds if one.id == wanted), None)
        self.rows = [rows.chosen(row, chosen) if row.id == of else row for row in self.rows]

    @handler(TRACK)
    async def always(self, file_id: int, on: bool) -> None:  # noqa: FBT001  # the browser sends it so
        """Say that one never expires, or that it does."""
        of, is_on = number(file_id), flag(on)
        self.rows = [replace(row, always=is_on) if row.id == of else row for row in self.rows]

    @handler(TRACK)
    async def submit(self, form: dict[str, Any]) -> EventSpec | None:
        """Store each file with its award; those that cannot be stay, with what is wrong."""
        said = form if isinstance(form, Mapping) else {}
        await self._read()
        self.rows = [rows.entered(row, said) for row in self.rows]
        told = {"person_id": self._person(), "entries": [rows.entry(row) for row in self.rows], "now": clock.now()}
        filed = await db.in_write(filing.file_all, await session.me(self), **told)
        await self._tell(filed)
        return await self._go_on()

    async def _tell(self, filed: list[Filed]) -> None:
        both = list(zip(self.rows, filed, strict=True))
        self.stored = [*self.stored, *(rows.confirmed(row, self.kinds) for row, one in both if one.award_id)]
        self.rows = [rows.judged(row, one) for row, one in both]
        await self._read()

    async def _go_on(self) -> EventSpec:
        if self.rows:
            return rx.set_focus("not_stored")
        if not self.stored:
            return rx.redirect(routes.person_upload(self._person()))
        files = "The file is" if len(self.stored) == 1 else f"{len(self.stored)} files are"
        await say(self, f"{files} stored: " + "; ".join(self.stored) + ".")
        return rx.redirect(self.profile)

    async def _read(self) -> None:
        """The files that wait, each with what is entered of it already."""
        actor, found = await session.me(self), await self._choices()
        self.person, self.name = found.name, f"Upload for {found.name}"
        self.kinds = [Offer(one.id, one.name) for one in found.kinds]
        asked = {"by_id": actor.person_id or 0, "place": filing.place_of(self._person())}
        waiting = await db.in_read(staging.waiting, **asked)
        before = {row.id: row for row in self.rows}
        self.rows = [before.get(one.id) or rows.row(one) for one in waiting]
        self.bad = sum(bool(row.wrong) for row in self.rows)

    async def _choices(self) -> choices.Choices:
        asked = {"person_id": self._person(), "today": await session.today()}
        return await db.in_read(choices.choices, await session.me(self), **asked)

    def _person(self) -> int:
        return routes.number_in(self.router.url.path.rstrip("/").removesuffix("/upload"))
