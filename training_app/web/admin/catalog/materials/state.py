"""The materials of the course of the address, in order; each change is saved at once (T-01)."""

from collections.abc import Callable, Mapping
from typing import Any

import reflex as rx

from training_app.catalog.editing import forms, material_files, material_reading, materials
from training_app.catalog.editing.materials import Placed
from training_app.catalog.rules import MaterialKind
from training_app.core import clock, db, staging
from training_app.core.errors import Conflict
from training_app.web.admin.catalog.course.frame import CoursePage, reread
from training_app.web.admin.catalog.course.state import MANAGE
from training_app.web.admin.catalog.materials import said
from training_app.web.admin.catalog.materials.said import Row
from training_app.web.shared import session
from training_app.web.shared.handling import handler, number, words
from training_app.web.shared.notices import say


class Materials(rx.State):
    """All of them, at most two hundred short lines: whoever puts them in order must see them all."""

    rows: list[Row] = []
    place: str = ""
    files_help: str = ""
    add_text: str = ""
    add_link: str = ""
    told: str = ""
    asked: int = 0
    asked_title: str = ""
    is_loaded: bool = False

    @handler(MANAGE, supersedes=True)
    async def load(self) -> None:
        """Read them. What was sent when the page was left before it came is taken in now."""
        self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
        page = await self.get_state(CoursePage)
        if page.version_id and not page.is_missing:
            self.place, self.files_help = forms.materials(page.version_id), said.help_with_files()
            self.add_text = said.adding(page.course_id, MaterialKind.TEXT)
            self.add_link = said.adding(page.course_id, MaterialKind.LINK)
            await (self._take_in() if page.may_edit and await self._waits() else self._read())
            self.is_loaded = True

    @handler(MANAGE)
    async def brought(self) -> None:
        """A file has come: it becomes a material."""
        await self._take_in()

    @handler(MANAGE)
    async def up(self, material_id: int) -> None:
        """Move a material up by one."""
        await self._move(materials.step, material_id=number(material_id), by=-1)

    @handler(MANAGE)
    async def down(self, material_id: int) -> None:
        """Move a material down by one."""
        await self._move(materials.step, material_id=number(material_id), by=1)

    @handler(MANAGE)
    async def drop(self, form: dict[str, Any]) -> None:
        """Put a material where it was dragged to; places count from 1."""
        said = form if isinstance(form, Mapping) else {}
        where = {name: number(words(said.get(name, ""))) for name in ("material", "to")}
        await self._move(materials.move, material_id=where["material"], to=where["to"])

    @handler(MANAGE)
    async def ask(self, material_id: int) -> None:
        """Ask before a material is removed."""
        found = [row for row in self.rows if row.id == number(material_id)]
        self.asked, self.asked_title = (found[0].id, found[0].title) if found else (0, "")

    @handler(MANAGE)
    async def leave(self) -> None:
        """Keep it."""
        self.asked = 0

    @handler(MANAGE)
    async def remove(self, _form: dict[str, object]) -> None:
        """Remove the material that was asked about."""
        material_id, self.asked = self.asked, 0
        if material_id:
            title = await self._write(materials.remove, material_id=material_id)
            await say(self, f"“{title}” is removed.")

    async def _move(self, verb: Callable[..., Placed], **where: int) -> None:
        placed = await self._write(verb, **where)
        self.told = f"{placed.title} is number {placed.position} of {placed.total}."

    async def _take_in(self) -> None:
        version_id = (await self.get_state(CoursePage)).version_id
        titles = await self._write(material_files.add_files, version_id=version_id)
        if titles:
            await say(self, said.added(titles))

    async def _write(self, verb: Callable[..., Any], **what: int) -> Any:
        """Do it; whatever comes of it, what somebody else did meanwhile is seen."""
        try:
            done = await db.in_write(verb, await session.me(self), **what, now=clock.now())
        except Conflict:
            await self._again()
            raise
        await self._again()
        return done

    async def _again(self) -> None:
        await reread(self)
        await self._read()

    async def _read(self) -> None:
        page = await self.get_state(CoursePage)
        lines = await db.in_read(material_reading.lines, await session.me(self), version_id=page.version_id)
        self.rows = [said.row(line, page.course_id) for line in lines]

    async def _waits(self) -> bool:
        by_id = (await session.me(self)).person_id or 0
        return bool(await db.in_read(staging.waiting, by_id=by_id, place=self.place))
