"""The message of the address: what is typed of its texts, how that looks, and what somebody else saved meanwhile."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.core import clock, db, organization
from training_app.core.errors import Invalid, NotFound
from training_app.notifications.wording import editing, templates
from training_app.notifications.wording.checking import LABELS, LONGEST
from training_app.notifications.wording.editing import ChangedMeanwhile
from training_app.notifications.wording.fields import Field
from training_app.notifications.wording.templates import Template
from training_app.notifications.wording.texts import Wording
from training_app.web.admin.templates.shown import MANAGE, TITLE, standing
from training_app.web.shared import session
from training_app.web.shared.handling import handler, words
from training_app.web.shared.notices import say

EMPTY = Wording("", "", "")
NOTHING = dict.fromkeys(LABELS, "")
# What is too long is refused, and not cut to what may be.
BEYOND = 5_000
UNSAVED = "Not saved yet"
LOST = "The connection was lost for a while. Look the text through, then save again."


class TemplatePage(rx.State):
    """The texts as they were read, what is wrong with those typed, and how the last good ones look."""

    name: str = TITLE
    when: str = ""
    button: str = ""
    standing: str = ""
    broken: str = ""
    fields: list[Field] = []
    said: dict[str, str] = NOTHING
    wrong: dict[str, str] = {}
    clashes: dict[str, bool] = {}
    looks: dict[str, str] = NOTHING
    status: str = ""
    is_edited: bool = False
    is_missing: bool = False
    is_loaded: bool = False
    is_asking: bool = False
    _base: Wording = EMPTY
    _typed: dict[str, str] = NOTHING

    @handler(MANAGE, supersedes=True)
    async def load(self) -> None:
        """Read the message of the address."""
        self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
        try:
            await self._show(await self._read())
        except NotFound:
            self.is_missing, self.name = True, "Message not found"

    @handler(MANAGE)
    async def typed(self, part: str, text: str) -> None:
        """Note what is typed, and show how it looks."""
        self._typed = self._typed | {name: _said(text, name) for name in LABELS if name == part}
        self.status = UNSAVED if Wording(**self._typed) != self._base else ""
        await self._look()

    @handler(MANAGE)
    async def save(self, form: dict[str, Any]) -> EventSpec | None:
        """Save what is typed; what is refused stays on the page as it is."""
        if not self.is_loaded:
            await self._begin_again()
            return None
        entered = form if isinstance(form, Mapping) else {}
        self._typed = {name: _said(entered.get(name, ""), name) for name in LABELS}
        try:
            await self._write()
        except Invalid as refused:
            return await self._refuse(refused)
        return None

    @handler(MANAGE)
    async def take_theirs(self, part: str) -> None:
        """Put what somebody else saved in the place of what is typed here."""
        theirs = {name: getattr(self._base, name) for name in LABELS if name == words(part)}
        self.said, self._typed = self.said | theirs, self._typed | theirs
        self.clashes = {name: is_so for name, is_so in self.clashes.items() if name not in theirs}
        await self._look()

    @handler(MANAGE)
    async def ask(self) -> None:
        """Ask before going back to the original text."""
        self.is_asking = True

    @handler(MANAGE)
    async def leave(self) -> None:
        """Keep one's own text."""
        self.is_asking = False

    @handler(MANAGE)
    async def go_back(self) -> None:
        """Go back to the original text."""
        self.is_asking, actor, occasion = False, await session.me(self), self._occasion()
        await db.in_write(editing.reset, actor, occasion=occasion, base=self._base, now=clock.now())
        await self._show(await self._read())
        await say(self, f"“{self.name}” has the original text again.")

    async def _begin_again(self) -> None:
        """After a restart of the server it is forgotten what the editor was opened with, and said to be so."""
        await self.load()
        await say(self, LOST, is_error=True)

    async def _write(self) -> None:
        actor, new = await session.me(self), Wording(**self._typed)
        said = {"occasion": self._occasion(), "base": self._base, "new": new, "now": clock.now()}
        await db.in_write(editing.save, actor, **said)
        await self._show(await self._read())
        await say(self, f"“{self.name}” is saved. The next message says it.")

    async def _refuse(self, refused: Invalid) -> EventSpec:
        self.wrong, self.clashes = _by_part(refused), {}
        if isinstance(refused, ChangedMeanwhile):
            # From here on the other's text is what is changed: saving again puts one's own in its place.
            theirs = (await self._read()).wording
            self._base = replace(self._base, **{name: getattr(theirs, name) for name in self.wrong})
            self.clashes = dict.fromkeys(self.wrong, True)
        return rx.set_focus(next(iter(self.wrong)))

    def _occasion(self) -> Any:
        return templates.named(self.router.url.path.rstrip("/").rpartition("/")[2])

    async def _read(self) -> Template:
        return await db.in_read(templates.template, await session.me(self), occasion=self._occasion())

    async def _show(self, found: Template) -> None:
        zone = (await db.in_read(organization.of)).zone
        self.name, self.when, self.button = found.row.name, found.row.when, found.button
        self.standing, self.is_edited = standing(found.row, zone), found.row.is_edited
        self.broken, self.fields = found.row.broken, list(found.fields)
        self._base, self.said, self._typed = found.wording, dict(vars(found.wording)), dict(vars(found.wording))
        self.clashes, self.status, self.is_loaded = {}, "", True
        await self._look()

    async def _look(self) -> None:
        """Show how it looks; as long as something is wrong, what is shown stays the last that could be filled."""
        self.wrong = {part: text for part, text in self.wrong.items() if self.clashes.get(part)}
        asked = {"occasion": self._occasion(), "wording": Wording(**self._typed)}
        try:
            shown = await db.in_read(templates.preview, await session.me(self), **asked)
        except Invalid as refused:
            self.wrong = _by_part(refused) | self.wrong
            return
        # A link in it leads nowhere: a window of its own is what the frame may not open.
        html = shown.html.replace("<head>", '<head><base target="_blank">', 1)
        self.looks = {"subject": shown.subject, "text": shown.text, "html": html}


def _said(text: object, part: str) -> str:
    return words(text, LONGEST[part] + BEYOND).replace("\r\n", "\n")


def _by_part(refused: Invalid) -> dict[str, str]:
    return {part: " ".join(one.text for one in refused.problems if one.field == part)
            for part in LABELS if any(one.field == part for one in refused.problems)}  # fmt: skip
