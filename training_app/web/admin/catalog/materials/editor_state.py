"""The material that is edited or added: what is typed, how it looks, and what somebody else did meanwhile (A-24)."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.assignments.attempts.learning import Step
from training_app.catalog.checking import captions
from training_app.catalog.checking.texts import CHAPTER
from training_app.catalog.content import NewMaterial
from training_app.catalog.editing import forms, material_files, material_reading, materials
from training_app.catalog.editing.material_reading import Entered
from training_app.catalog.editing.materials import Words
from training_app.catalog.merging import ChangedMeanwhile
from training_app.catalog.rules import MaterialKind
from training_app.core import clock, db
from training_app.core.errors import Invalid, NotFound
from training_app.core.tables import known
from training_app.web.admin.catalog.course.frame import CoursePage
from training_app.web.admin.catalog.course.state import MANAGE
from training_app.web.admin.catalog.materials import said
from training_app.web.shared import course_routes, session
from training_app.web.shared.course_routes import Part
from training_app.web.shared.handling import handler, words
from training_app.web.shared.markdown import html
from training_app.web.shared.notices import say

NOTHING = asdict(Words())
EMPTY = Step(id=0, position=1, kind="", title="", body="", url="", done=False)
# What is too long is refused, and not cut to what may be.
LONGEST = {"title": 1_000, "body": CHAPTER + 10_000, "url": 5_000, "captions": captions.MOST + 10_000}
LOST = "The connection was lost for a while. Look it through, then save again."


class MaterialEditor(rx.State):
    """One material of a draft. A `material_id` of 0 is one that is being added."""

    is_open: bool = False
    material_id: int = 0
    kind: str = ""
    title: str = ""
    keeps: str = ""
    back: str = ""
    said: dict[str, str] = NOTHING
    wrong: dict[str, str] = {}
    clashes: dict[str, bool] = {}
    looks: Step = EMPTY
    place: str = ""
    files_help: str = ""
    _base: Words = Words()

    @handler(MANAGE, supersedes=True)
    async def load(self) -> None:
        """Open what the address asks for, in a draft."""
        self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
        page, (material_id, adds) = await self.get_state(CoursePage), said.asked(self.router.url.query)
        self.back, self.files_help = course_routes.course(page.course_id, Part.MATERIALS), said.help_with_files()
        self.keeps = f"course {page.course_id}, material {material_id or adds}"
        if page.may_edit and adds:
            self.is_open, self.kind = True, adds.value
        elif page.may_edit and material_id:
            await self._open(material_id)

    @handler(MANAGE)
    async def typed(self, text: str) -> None:
        """Show how the text looks that is being typed."""
        self.looks = replace(self.looks, body=html(words(text, LONGEST["body"])))

    @handler(MANAGE)
    async def save(self, form: dict[str, Any]) -> EventSpec | None:
        """Save what is typed; what is refused stays on the page as it is."""
        if not self.is_open:
            await self._begin_again()
            return None
        new = self._typed(form)
        try:
            return await self._write(new)
        except Invalid as refused:
            return await self._refuse(refused)

    @handler(MANAGE)
    async def take_theirs(self, part: str) -> None:
        """Put what somebody else saved in the place of what is typed here."""
        name = words(part)
        if name in self.clashes:
            self.said = self.said | {name: getattr(self._base, name)}
            self.wrong = {one: text for one, text in self.wrong.items() if one != name}
            self.clashes = {one: True for one in self.clashes if one != name}
            self.looks = replace(self.looks, body=html(self.said["body"])) if name == "body" else self.looks

    @handler(MANAGE)
    async def replaced(self) -> None:
        """A file has come: it takes the place of the one that is there."""
        if self.material_id:
            await db.in_write(
                material_files.replace_file, await session.me(self), material_id=self.material_id, now=clock.now()
            )
            self._show(await self._read(self.material_id), body=self.looks.body)
            await say(self, f"The file is now “{self.looks.file_name}”.")

    async def _begin_again(self) -> None:
        """After a restart of the server it is forgotten what the editor was opened with, and said to be so."""
        await (await self.get_state(CoursePage)).load()
        await self.load()
        await say(self, LOST, is_error=True)

    async def _open(self, material_id: int) -> None:
        try:
            found = await self._read(material_id)
        except NotFound:
            await say(self, "This material is not there any more.", is_error=True)
            return
        self.is_open, self.material_id, self.kind = True, found.id, found.kind
        self._base, self.said, self.title = found.words, asdict(found.words), found.words.title
        self._show(found, body=html(found.words.body))

    async def _read(self, material_id: int) -> Entered:
        """One of the course of the address alone."""
        version_id = (await self.get_state(CoursePage)).version_id
        asked = {"material_id": material_id}
        found: Entered = await db.in_read(material_reading.entered, await session.me(self), **asked)
        if found.version_id != version_id:
            raise NotFound
        return found

    def _show(self, found: Entered, *, body: str) -> None:
        self.kind, self.place = found.kind, forms.materials(found.version_id, found.id)
        self.looks = replace(
            EMPTY, id=found.id, kind=found.kind, title=found.words.title, body=body, url=found.words.url,
            file_name=found.file_name, file_size=found.file_size, media_type=found.media_type, pages=found.pages,
            has_captions=bool(found.words.captions),
        )  # fmt: skip

    def _typed(self, form: object) -> Words:
        """What this kind of material has no field for stays as it was; the browser sends nothing of it, or null."""
        entered = {name: said for name, said in form.items() if said is not None} if isinstance(form, Mapping) else {}
        return Words(**{name: words(entered.get(name, getattr(self._base, name)), LONGEST[name]) for name in NOTHING})

    async def _write(self, new: Words) -> EventSpec:
        actor, now = await session.me(self), clock.now()
        if self.material_id:
            told = {"material_id": self.material_id, "base": self._base, "new": new, "now": now}
            row = await db.in_write(materials.edit, actor, **told)
            await say(self, f"“{row.title}” is saved.")
        else:
            version_id = (await self.get_state(CoursePage)).version_id
            one = NewMaterial(new.title, new.body, MaterialKind(self.kind), new.url)
            row = await db.in_write(materials.add, actor, version_id=version_id, new=one, now=now)
            # Sent twice, it is the same one.
            self.material_id, self._base = known(row.id), materials.words_of(row)
            await say(self, f"“{row.title}” is added.")
        return rx.redirect(self.back)

    async def _refuse(self, refused: Invalid) -> EventSpec:
        if any(one.field not in NOTHING for one in refused.problems):
            raise refused  # of no box here: a notice says it
        self.wrong, self.clashes = {one.field: one.text for one in refused.problems}, {}
        if isinstance(refused, ChangedMeanwhile):
            # From here on the other's value is what is changed: saving again puts one's own in its place.
            theirs = (await self._read(self.material_id)).words
            self._base = replace(self._base, **{name: getattr(theirs, name) for name in self.wrong})
            self.clashes = dict.fromkeys(self.wrong, True)
        return rx.set_focus(next(iter(self.wrong)))
