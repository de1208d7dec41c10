"""The facts of the course of the address, or of a new one: saved, refused, or changed by somebody else meanwhile."""

from dataclasses import replace
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.catalog import actions, listing
from training_app.catalog.content import Facts
from training_app.catalog.editing import facts as editing
from training_app.catalog.merging import ChangedMeanwhile
from training_app.catalog.rules import IN_HOUSE, CourseKind
from training_app.core import clock, db
from training_app.core.errors import Invalid, NotFound
from training_app.web.admin.catalog.course import typed
from training_app.web.admin.catalog.course.state import MANAGE, reread
from training_app.web.shared import course_routes, session
from training_app.web.shared.course_routes import Part
from training_app.web.shared.handling import handler, words
from training_app.web.shared.notices import say

SAVED, UNSAVED = "Saved", "Not saved yet"
LOST = "The connection was lost for a while. Look the page through, then save again."
FIRST = {CourseKind.INSTRUCTOR_LED: Part.SESSIONS, CourseKind.EXTERNAL: Part.FACTS}


class CourseFacts(rx.State):
    """The form as it was read, and what is wrong with it."""

    said: dict[str, str] = dict.fromkeys(typed.BOXES, "")
    wrong: dict[str, str] = {}
    clashes: dict[str, bool] = {}
    status: str = ""
    libraries: list[str] = []
    categories: list[str] = []
    is_loaded: bool = False
    _base: Facts = typed.EMPTY
    _made: int = 0

    @handler(MANAGE, supersedes=True)
    async def load(self) -> None:
        """Read the facts of the course of the address; an address without one is a new course."""
        self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
        is_new = self.router.url.path.rstrip("/") == course_routes.NEW_COURSE
        try:
            self._show(typed.EMPTY if is_new else await self._read())
        except NotFound:
            return  # the head says so
        actor = await session.me(self)
        libraries = await db.in_read(listing.libraries, actor)
        self.libraries = list(dict.fromkeys(typed.OWN_LIBRARY if one == IN_HOUSE else one for one in libraries))
        self.categories = await db.in_read(listing.categories, actor)

    @handler(MANAGE)
    async def touched(self) -> None:
        """Say that what is typed is not saved. What is typed itself stays in the browser until then."""
        self.status = UNSAVED

    @handler(MANAGE)
    async def save(self, form: dict[str, Any]) -> EventSpec | None:
        """Make the course, or change it; what is refused stays on the page as it is."""
        if not self.is_loaded:
            await self.load()
            await say(self, LOST, is_error=True)
            return None
        try:
            return await self._write(typed.entered(typed.of_form(form)))
        except Invalid as refused:
            return await self._refuse(refused)

    @handler(MANAGE)
    async def take_theirs(self, field: str) -> None:
        """Put what somebody else saved in the place of what is typed here."""
        name = words(field)
        if name in typed.BOXES:
            self.said |= {name: typed.texts(self._base)[name]}
        self.wrong = {one: text for one, text in self.wrong.items() if one != name}

    def _number(self) -> int:
        """Of a course that was made a moment ago the address is on its way."""
        return course_routes.course_in(self.router.url.path) or self._made

    async def _read(self) -> Facts:
        found: Facts = await db.in_read(editing.read, await session.me(self), training_id=self._number())
        return found

    async def _write(self, new: Facts) -> EventSpec | None:
        actor, number, now = await session.me(self), self._number(), clock.now()
        if not number:
            made = await db.in_write(actions.add_draft, actor, new=new, now=now)
            number = self._made = made.id or 0
            await say(self, f"“{made.title}” is made. Nobody sees it before you publish it.")
        else:
            await db.in_write(editing.edit, actor, training_id=number, base=self._base, new=new, now=now)
            await say(self, f"“{new.title.strip()}” is saved.")
        self._show(await self._read(), SAVED)
        if self._made:
            return rx.redirect(course_routes.course(number, FIRST.get(new.course_kind, Part.MATERIALS)), replace=True)
        await reread(self)
        return None

    async def _refuse(self, refused: Invalid) -> EventSpec:
        self.wrong, self.clashes = {one.field: one.text for one in refused.problems}, {}
        if isinstance(refused, ChangedMeanwhile):
            # From here on the other's value is what is changed: saving again puts one's own in its place.
            theirs = await self._read()
            self._base = replace(self._base, **{name: getattr(theirs, name) for name in self.wrong})
            self.clashes = dict.fromkeys(self.wrong, True)
        return rx.set_focus(next(iter(self.wrong)))

    def _show(self, facts: Facts, status: str = "") -> None:
        self._base, self.said = facts, typed.texts(facts)
        self.wrong, self.clashes, self.status, self.is_loaded = {}, {}, status, True
