"""The form in which a coordinator records what somebody did elsewhere (T-04)."""

from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.assignments.external import entry, recording
from training_app.core import clock, db, staging
from training_app.core.errors import Invalid, Problem
from training_app.core.paging import Page as Cut
from training_app.people import queries as people
from training_app.web.admin.activities.state import APPROVE, ActivitiesPage
from training_app.web.shared import activities, external_course, forms, session, uploading
from training_app.web.shared.external_course import Course
from training_app.web.shared.handling import handler, number, words
from training_app.web.shared.notices import say
from training_app.web.shared.uploading import Sent

MOST_FOUND = 6
NOBODY = "Choose whose activity it was."


class Recorder(rx.State):
    """Whose activity it was, and what the form of it shows."""

    is_open: bool = False
    form_key: str = ""
    wrong: dict[str, str] = {}
    files: list[Sent] = []
    found: list[Course] = []
    who: str = ""
    _who_id: int = 0

    @handler(APPROVE)
    async def begin(self) -> EventSpec:
        """Open the form."""
        await external_course.begin(self)
        await self._look()
        self.is_open = True
        return rx.set_focus("who")

    @handler(APPROVE)
    async def cancel(self) -> EventSpec:
        """Close the form; its files are done without."""
        await db.in_write(staging.remove, by_id=await self._me(), ids=[one.id for one in self.files])
        self._close()
        return rx.set_focus("page_title")

    @handler(APPROVE, supersedes=True)
    async def find(self, text: str) -> None:
        """Find people as one types."""
        q = words(text, 100)
        rows = (
            await db.in_read(people.find, await session.me(self), q=q, page=Cut(1, MOST_FOUND)) if q.strip() else None
        )
        self.found = [Course(str(one.id), f"{one.name} · {one.email}") for one in rows.rows] if rows else []

    @handler(APPROVE)
    async def choose(self, person_id: int) -> EventSpec:
        """It was this person."""
        row = await db.in_read(people.get, await session.me(self), person_id=number(person_id))
        self._who_id, self.who, self.found = row.id, row.name, []
        self.wrong = {name: text for name, text in self.wrong.items() if name != "who"}
        return rx.set_focus("title")

    @handler(APPROVE)
    async def another(self) -> EventSpec:
        """It was somebody else."""
        self._who_id, self.who, self.found = 0, "", []
        return rx.set_focus("who")

    @handler(APPROVE)
    async def came(self) -> None:
        """A file has come, or gone: read what waits now."""
        await self._look()

    @handler(APPROVE)
    async def remove(self, file_id: int) -> None:
        """Do without a file."""
        await db.in_write(staging.remove, by_id=await self._me(), ids=[number(file_id)])
        await self._look()

    @handler(APPROVE)
    async def record(self, form: dict[str, Any]) -> EventSpec | list[Any] | None:
        """Record it; it is approved at once."""
        await self._look()
        new = activities.entered(form, key=self.form_key, files=self.files)
        try:
            await self._write(new)
        except Invalid as refused:
            return self._refuse({one.field: one.text for one in refused.problems})
        await say(self, f"Recorded and approved for {self.who}.")
        self._close()
        return [ActivitiesPage.load, rx.set_focus("page_title")]

    async def _write(self, new: entry.NewActivity) -> None:
        if not self._who_id:
            raise Invalid(Problem("who", NOBODY))
        told = {"person_id": self._who_id, "new": new, "now": clock.now()}
        await db.in_write(recording.record, await session.me(self), **told)

    def _refuse(self, wrong: dict[str, str]) -> EventSpec:
        self.wrong = wrong
        return rx.set_focus(next(iter(wrong)))

    def _close(self) -> None:
        self.is_open, self.form_key, self.wrong, self.files, self.found = False, "", {}, [], []
        self.who, self._who_id = "", 0

    async def _look(self) -> None:
        me = await self._me()
        self.files = [uploading.sent(one) for one in await db.in_read(staging.waiting, by_id=me, place=recording.PLACE)]
        self.form_key = self.form_key or entry.form_key(me)

    async def _me(self) -> int:
        return (await session.me(self)).person_id or 0


def section() -> rx.Component:
    """The form, when it is open."""
    form = rx.el.section(
        rx.el.h2("Record an activity"),
        activities.form(
            key=Recorder.form_key, wrong=Recorder.wrong, files=Recorder.files,
            place=recording.PLACE, on_submit=Recorder.record, on_files=Recorder.came, on_remove=Recorder.remove,
            on_cancel=Recorder.cancel, verb="Record and approve", first=_who(),
        ),
        class_name="card pad stack narrow",
        aria_label="Record an activity",
    )  # fmt: skip
    return rx.cond(Recorder.is_open, form)


def button() -> rx.Component:
    """What opens it."""
    return rx.el.button(rx.icon("plus", size=16), "Record an activity", on_click=Recorder.begin, type="button",
                        class_name="btn solid")  # fmt: skip


def _who() -> rx.Component:
    box = rx.el.input(
        id="who", name="who", type="search", auto_complete="off", on_change=Recorder.find.debounce(250), max_length=100,
        placeholder="Name, email, username or number", class_name="in", aria_describedby="who_help",
        aria_invalid=rx.cond(_wrong() != "", "true", "false"),
    )  # fmt: skip
    found = rx.el.ul(
        rx.foreach(
            Recorder.found,
            lambda one: rx.el.li(
                rx.el.button(one.name, type="button", on_click=Recorder.choose(one.id), class_name="btn ghost anywhere")
            ),
        ),
        class_name="card activity-people",
        aria_label="People found",
    )
    chosen = rx.el.div(
        rx.el.span(Recorder.who, class_name="strong"),
        rx.el.button("Somebody else", type="button", on_click=Recorder.another, class_name="btn small-btn"),
        class_name="row wrap",
    )
    return rx.cond(
        Recorder.who != "",
        rx.el.div(rx.el.span("Person", class_name="label"), chosen, class_name="field"),
        rx.el.div(
            forms.field("Person", box, name="who", error=_wrong()),
            rx.cond(Recorder.found.length() > 0, found),
            class_name="stack tight",
        ),
    )


def _wrong() -> Any:
    return Recorder.wrong.get("who", "")
