"""Deleting a file of a certification, which asks "Ok" (C-07)."""

from typing import Any

import reflex as rx

from training_app.certifications.tracking import deleting
from training_app.core import clock, db
from training_app.core.errors import NotFound
from training_app.web.admin.person import wording
from training_app.web.admin.person.certifications import TRACK, CertificationRows, read_files_again
from training_app.web.admin.person.wording import Question
from training_app.web.shared import session
from training_app.web.shared.handling import handler, number
from training_app.web.shared.notices import say

GONE = "This file was deleted already."


class FileDeletion(rx.State):
    """The question before a file is deleted."""

    is_asking: bool = False
    question: Question = Question()
    _file: int = 0

    @handler(TRACK)
    async def ask(self, file_id: int) -> None:
        """Ask about one of the files that are shown."""
        wanted, rows = number(file_id), (await self.get_state(CertificationRows)).rows
        shown = ((file, row.name) for row in rows for file in row.files if file.id == wanted)
        for file, certification in shown:
            self.question = wording.question_of_file(file.name, certification)
            self._file, self.is_asking = file.id, True

    @handler(TRACK)
    async def confirm(self, _form: dict[str, Any]) -> None:
        """Delete it; nothing else is saved, nothing typed is lost."""
        wanted, self._file, self.is_asking = self._file, 0, False
        if not wanted:
            return
        try:
            name = await db.in_write(deleting.delete_file, await session.me(self), file_id=wanted, now=clock.now())
            await say(self, f"“{name}” is deleted.")
        except NotFound:
            await say(self, GONE, is_error=True)
        await read_files_again(self)

    @handler(TRACK)
    async def cancel(self) -> None:
        """Keep it."""
        self._file, self.is_asking = 0, False
