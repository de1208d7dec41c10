"""A course from a file: what is in it, under which code it comes, and nothing before one says so (T-01)."""

import asyncio
from collections.abc import Mapping
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.catalog.packing import unpacking
from training_app.catalog.packing.unpacking import Looked
from training_app.core import clock, db
from training_app.core.errors import Invalid
from training_app.web.shared import course_routes, session
from training_app.web.shared.handling import handler, words
from training_app.web.shared.notices import say
from training_app.web.shared.uploading import size_said

MANAGE = Permission.MANAGE_CATALOG
LONGEST_CODE = 1_000  # what is too long is refused as it was typed, not cut
TAKEN = "Another course has this code. Enter one that is free."


class ImportCourse(rx.State):
    """The file that waits, and what is in it."""

    file_id: int = 0
    file_name: str = ""
    title: str = ""
    code: str = ""
    wrong: str = ""
    parts: list[str] = []
    fault: str = ""
    is_loaded: bool = False

    @handler(MANAGE, supersedes=True)
    async def load(self) -> None:
        """Read what waits."""
        self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
        await self._look()

    @handler(MANAGE)
    async def brought(self) -> None:
        """A file has come."""
        await self._look()

    @handler(MANAGE)
    async def forget(self) -> None:
        """Do without the file."""
        await db.in_write(unpacking.forget, await session.me(self))
        await self._look()

    @handler(MANAGE)
    async def create(self, form: dict[str, Any]) -> EventSpec:
        """Make the course, and go to it."""
        entered = form if isinstance(form, Mapping) else {}
        code = words(entered.get("code", ""), LONGEST_CODE)
        try:
            return await self._create(code)
        except Invalid as refused:
            by_field = {one.field: one.text for one in refused.problems}
            self.wrong = by_field.get("code", "")
            self.fault = "" if self.wrong else refused.message
            return rx.set_focus("code" if self.wrong else "fault")

    async def _create(self, code: str) -> EventSpec:
        actor, file_id = await session.me(self), self.file_id
        made = await asyncio.to_thread(unpacking.create, actor, file_id=file_id, code=code, now=clock.now())
        await say(self, f"“{self.title}” is in the catalog. Publish it when it is ready.")
        return rx.redirect(course_routes.course(made))

    async def _look(self) -> None:
        self.fault, self.wrong, self.file_id, self.is_loaded = "", "", 0, True
        try:
            found = await db.in_read(unpacking.look, await session.me(self))
        except Invalid as refused:
            self.fault = refused.message
            await db.in_write(unpacking.forget, await session.me(self))
        else:
            if found is not None:
                self._show(found)

    def _show(self, found: Looked) -> None:
        self.file_id, self.file_name, self.title, self.code = found.file_id, found.file_name, found.title, found.code
        self.wrong = TAKEN if found.is_taken else ""
        numbers = (
            (found.materials, "material"),
            (found.files, "file"),
            (found.questions, "exam question"),
            (found.items, "evaluation question"),
        )
        self.parts = [*(_counted(*one) for one in numbers), size_said(found.size)]


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
