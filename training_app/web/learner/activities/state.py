"""One's own external activities: what waits, what was decided, and the form in which one is entered (T-04)."""

from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.assignments.external import changing, entry, overview, recording
from training_app.assignments.external.entry import NewActivity
from training_app.core import clock, db, staging
from training_app.core.errors import Invalid
from training_app.core.paging import Page as Cut
from training_app.web.shared import activities, external_course, lists, routes, session, uploading
from training_app.web.shared.activities import Line
from training_app.web.shared.external_course import Course
from training_app.web.shared.gate import SIGNED_IN
from training_app.web.shared.handling import handler, number
from training_app.web.shared.lists import Foot
from training_app.web.shared.notices import say
from training_app.web.shared.uploading import Sent


class MyActivities(rx.State):
    """The actor's own activities, and the form of a new one, or of one that is changed."""

    rows: list[Line] = []
    foot: Foot = Foot()
    is_loaded: bool = False
    is_recording: bool = False
    form_key: str = ""
    said: dict[str, str] = activities.BLANK
    wrong: dict[str, str] = {}
    files: list[Sent] = []
    changed: Line = activities.NONE
    kept: list[Sent] = []
    asked: Line = activities.NONE

    @handler(SIGNED_IN, supersedes=True)
    async def load(self) -> None:
        """Read what the person has recorded, and what of a new one waits."""
        await self._read_rows()
        await self._look()
        self.is_loaded, self.is_recording = True, self.is_recording or bool(self.files)

    @handler(SIGNED_IN)
    async def begin(self) -> EventSpec:
        """Open the form."""
        await self._open(activities.NONE, activities.BLANK)
        return rx.set_focus("title")

    @handler(SIGNED_IN)
    async def edit(self, activity_id: int) -> EventSpec:
        """Open the form with what waits."""
        row = await db.in_read(overview.one_of_mine, await session.me(self), activity_id=number(activity_id))
        self.form_key = f"{row.id} {row.version}"
        await self._open(activities.line(row), activities.said(row), Course(str(row.training_id or ""), row.course))
        return rx.set_focus("title")

    @handler(SIGNED_IN)
    async def cancel(self) -> EventSpec:
        """Close the form; its files are done without."""
        gone = {"by_id": await self._me(), "ids": [one.id for one in self.files]}
        await db.in_write(staging.remove, **gone)
        await self._close()
        return rx.set_focus("page_title")

    @handler(SIGNED_IN)
    async def came(self) -> None:
        """A file has come, or gone: read what waits now."""
        await self._look()

    @handler(SIGNED_IN)
    async def remove(self, file_id: int) -> None:
        """Do without a file."""
        await db.in_write(staging.remove, by_id=await self._me(), ids=[number(file_id)])
        await self._look()

    @handler(SIGNED_IN)
    async def drop(self, file_id: int) -> None:
        """Do without a proof of the one that is changed, once that is saved."""
        gone = number(file_id)
        self.kept = [one for one in self.kept if one.id != gone]

    @handler(SIGNED_IN)
    async def record(self, form: dict[str, Any]) -> EventSpec | None:
        """Record it, or save what was changed; it waits until it is approved."""
        await self._look()
        new = activities.entered(form, key=self.form_key, files=self.files)
        try:
            words = await self._write(new)
        except Invalid as refused:
            self.wrong = {one.field: one.text for one in refused.problems}
            return rx.set_focus(next(iter(self.wrong)))
        await self._close()
        await self._read_rows()
        await say(self, words)
        return rx.set_focus("page_title")

    @handler(SIGNED_IN)
    async def ask(self, activity_id: int) -> None:
        """Ask before one is taken back."""
        wanted = number(activity_id)
        self.asked = next((row for row in self.rows if row.id == wanted), activities.NONE)

    @handler(SIGNED_IN)
    async def keep(self) -> None:
        """Leave it as it is."""
        self.asked = activities.NONE

    @handler(SIGNED_IN)
    async def take_back(self, _form: dict[str, Any]) -> None:
        """Take back what waits."""
        asked, self.asked = self.asked, activities.NONE
        told = {"activity_id": asked.id, "now": clock.now()}
        try:
            await db.in_write(recording.withdraw, await session.me(self), **told)
            await say(self, "Taken back.")
        finally:
            await self._read_rows()

    async def _write(self, new: NewActivity) -> str:
        actor, now = await session.me(self), clock.now()
        if not self.changed.id:
            await db.in_write(recording.record_own, actor, new=new, now=now)
            return "Recorded. Your training coordinator is to approve it."
        which = {"activity_id": self.changed.id, "version": self.changed.version, "keep": [one.id for one in self.kept]}
        await db.in_write(changing.edit_own, actor, **which, new=new, now=now)
        return "Saved. Your training coordinator is to approve it."

    async def _open(self, changed: Line, said: dict[str, str], course: Course = external_course.NONE) -> None:
        self.changed, self.said, self.kept, self.wrong = changed, said, changed.proofs, {}
        self.is_recording = True
        await external_course.begin(self, course)

    async def _close(self) -> None:
        self.is_recording, self.form_key, self.wrong, self.kept = False, "", {}, []
        self.changed, self.said = activities.NONE, activities.BLANK
        await external_course.begin(self)
        await self._look()

    async def _read_rows(self) -> None:
        asked = {"page": Cut(routes.page_in(self.router.url.query))}
        found = await db.in_read(overview.mine, await session.me(self), **asked)
        self.rows = [activities.line(row) for row in found.rows]
        self.foot = lists.foot_of(found, lambda page: f"{routes.MY_ACTIVITIES}?page={page}")

    async def _look(self) -> None:
        """The files that wait; and a key for the form, so that it is recorded once however often it is sent."""
        me = await self._me()
        self.files = [uploading.sent(one) for one in await db.in_read(staging.waiting, by_id=me, place=recording.PLACE)]
        self.form_key = self.form_key or entry.form_key(me)

    async def _me(self) -> int:
        return (await session.me(self)).person_id or 0
