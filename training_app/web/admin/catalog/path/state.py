"""The learning path of the address: what is typed of it, saved, refused, or changed by somebody else meanwhile."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.assignments.attempts import concerned_by_course
from training_app.assignments.attempts.concerned_by_course import Concerned
from training_app.catalog import listing, paths
from training_app.catalog.entry import NewPath
from training_app.catalog.listing import CourseOfPath, PathDetail
from training_app.catalog.merging import ChangedMeanwhile
from training_app.core import clock, db
from training_app.core.errors import Invalid, NotFound, Problem
from training_app.web.admin.catalog.path.courses import MANAGE, NONE, SAVED, UNSAVED, PathCourses, line, takes
from training_app.web.shared import routes, session
from training_app.web.shared.days import day_said
from training_app.web.shared.handling import handler, words
from training_app.web.shared.notices import say

TYPED = {"title": 200, "code": 50, "level": 10, "description": 2000, "accredited_through": 20}
EMPTY = NewPath(title="", code="")
LOST = "The connection was lost for a while. Look the courses through, then save again."
FOCUS = {"courses": "find_course", "requires_id": "find_required"}


class PathPage(rx.State):
    """The form as it was read, and what is wrong with it."""

    path_id: int = 0
    name: str = "Learning path"
    said: dict[str, str] = dict.fromkeys(TYPED, "")
    wrong: dict[str, str] = {}
    clashes: dict[str, bool] = {}
    why: str = ""
    concern: str = ""
    is_archived: bool = False
    is_missing: bool = False
    is_loaded: bool = False
    _base: NewPath = EMPTY

    @handler(MANAGE, supersedes=True)
    async def load(self) -> None:
        """Read the path of the address; an address without one is a new path."""
        self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
        self.path_id = routes.number_in(self.router.url.path)
        try:
            found = await self._read() if self.router.url.path.rstrip("/") != routes.NEW_PATH else None
        except NotFound:
            self.is_missing, self.name = True, "Learning path not found"
            return
        await self._show(found)

    @handler(MANAGE)
    async def touched(self) -> None:
        """Say that what is typed is not saved. What is typed itself stays in the browser until then."""
        (await self.get_state(PathCourses)).status = UNSAVED

    @handler(MANAGE)
    async def save(self, form: dict[str, Any]) -> EventSpec | None:
        """Create the path, or change it; what is refused stays on the page as it is."""
        if not self.is_loaded:
            await self._begin_again()
            return None
        entered = form if isinstance(form, Mapping) else {}
        typed = {name: words(entered.get(name, ""), most) for name, most in TYPED.items()}
        try:
            return await self._write(await self._entered(typed))
        except Invalid as refused:
            return await self._refuse(refused)

    @handler(MANAGE)
    async def take_theirs(self, field: str) -> None:
        """Put what somebody else saved in the place of what is typed here."""
        name = words(field)
        if name in TYPED:
            self.said |= {name: _typed_of(self._base)[name]}
        else:
            await self._show_courses(await self._read(), UNSAVED)
        self.wrong = {one: text for one, text in self.wrong.items() if one != name}

    async def _begin_again(self) -> None:
        """After a restart of the server the courses that were chosen here are forgotten, and said to be so."""
        await self.load()
        await say(self, LOST, is_error=True)

    async def _write(self, new: NewPath) -> EventSpec | None:
        actor, number, now = await session.me(self), self.path_id, clock.now()
        if number:
            await db.in_write(paths.edit, actor, training_id=number, base=self._base, new=new, now=now)
            await self._show(await self._read(), SAVED)
            await say(self, f"“{self.name}” is saved.")
            return None
        made = await db.in_write(paths.add, actor, new=new, now=now)
        self.path_id = made.id or 0
        await say(self, f"“{made.title}” is in the catalog and can be assigned as a training plan.")
        return rx.redirect(routes.path(self.path_id), replace=True)

    async def _refuse(self, refused: Invalid) -> EventSpec:
        self.wrong, self.clashes = {one.field: one.text for one in refused.problems}, {}
        if isinstance(refused, ChangedMeanwhile):
            # From here on the other's value is what is changed: saving again puts one's own in its place.
            theirs = (await self._read()).entered
            self._base = replace(self._base, **{name: getattr(theirs, name) for name in self.wrong})
            self.clashes = dict.fromkeys(self.wrong, True)
        return rx.set_focus(next(FOCUS.get(field, field) for field in self.wrong))

    async def _read(self) -> PathDetail:
        asked = {"training_id": self.path_id, "today": await session.today()}
        return await db.in_read(listing.path, await session.me(self), **asked)

    async def _show(self, found: PathDetail | None, status: str = "") -> None:
        self._base = found.entered if found else EMPTY
        self.name = self._base.title if found else "New learning path"
        self.said, self.wrong, self.clashes = _typed_of(self._base), {}, {}
        self.is_archived, self.why = (found.is_archived, found.why) if found else (False, "")
        await self._show_courses(found, status)
        asked = {"training_id": self.path_id}
        self.concern = concern(await db.in_read(concerned_by_course.concerned, await session.me(self), **asked)
                               if found else None)  # fmt: skip
        self.is_loaded = True

    async def _show_courses(self, found: PathDetail | None, status: str) -> None:
        courses = await self.get_state(PathCourses)
        courses.rows = [line(one) for one in found.courses] if found else []
        courses.required = line(CourseOfPath(found.required, "")) if found and found.required else NONE
        courses.takes, courses.told = takes(courses.rows), ""
        courses.status, courses.is_changed, courses._saved = status, False, list(self._base.courses)

    async def _entered(self, typed: dict[str, str]) -> NewPath:
        courses, day = await self.get_state(PathCourses), typed["accredited_through"]
        if day and day_said(day) is None:
            raise Invalid(Problem("accredited_through", "This is no day. Type it as day, month and year."))
        return NewPath(
            **{name: typed[name] for name in ("title", "code", "level", "description")},
            accredited_through=day_said(day),
            courses=tuple(row.id for row in courses.rows),
            requires_id=courses.required.id or None,
        )


def concern(found: Concerned | None) -> str:
    """Whom other courses concern (X-04): "5 people are in it and keep the courses they began with"."""
    if found is None or not found.open:
        return ""
    who = "1 person is in it and keeps" if found.open == 1 else f"{found.open:,} people are in it and keep"
    return f"{who} the courses they began with."


def _typed_of(path: NewPath) -> dict[str, str]:
    end: date | None = path.accredited_through
    return {"title": path.title, "code": path.code, "level": path.level or "", "description": path.description,
            "accredited_through": end.isoformat() if end else ""}  # fmt: skip
