"""One's own external activities: what was done elsewhere, with its proof, and where each stands (T-04)."""

from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.assignments.external import entry, overview, recording
from training_app.core import clock, db, staging
from training_app.core.errors import Invalid
from training_app.core.paging import Page as Cut
from training_app.web.shared import activities, dialogs, lists, routes, scans, session, uploading
from training_app.web.shared.activities import Course, Line
from training_app.web.shared.gate import SIGNED_IN
from training_app.web.shared.handling import handler, number
from training_app.web.shared.lists import Foot
from training_app.web.shared.notices import say
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page
from training_app.web.shared.uploading import Sent

TITLE = "External activities"


class MyActivities(rx.State):
    """The actor's own activities, and the form of a new one."""

    rows: list[Line] = []
    foot: Foot = Foot()
    is_loaded: bool = False
    is_recording: bool = False
    form_key: str = ""
    wrong: dict[str, str] = {}
    courses: list[Course] = []
    files: list[Sent] = []
    asked: Line = activities.NONE

    @handler(SIGNED_IN, supersedes=True)
    async def load(self) -> None:
        """Read what the person has recorded, and what of a new one waits."""
        actor = await session.me(self)
        found = await db.in_read(overview.mine, actor, page=Cut(routes.page_in(self.router.url.query)))
        self.rows = [activities.line(row) for row in found.rows]
        self.foot = lists.foot_of(found, lambda page: f"{routes.MY_ACTIVITIES}?page={page}")
        self.courses = [Course(str(one.id), one.name) for one in await db.in_read(overview.courses, actor)]
        await self._look()
        self.is_loaded, self.is_recording = True, self.is_recording or bool(self.files)

    @handler(SIGNED_IN)
    async def begin(self) -> EventSpec:
        """Open the form."""
        self.is_recording = True
        return rx.set_focus("title")

    @handler(SIGNED_IN)
    async def cancel(self) -> EventSpec:
        """Close the form; its files are done without."""
        gone = {"by_id": await self._me(), "ids": [one.id for one in self.files]}
        await db.in_write(staging.remove, **gone)
        self.is_recording, self.form_key, self.wrong, self.files = False, entry.form_key(await self._me()), {}, []
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
    async def record(self, form: dict[str, Any]) -> EventSpec | None:
        """Record it; it waits until it is approved."""
        await self._look()
        new = activities.entered(form, key=self.form_key, files=self.files)
        try:
            await db.in_write(recording.record_own, await session.me(self), new=new, now=clock.now())
        except Invalid as refused:
            self.wrong = {one.field: one.text for one in refused.problems}
            return rx.set_focus(next(iter(self.wrong)))
        await self._begin_anew("Recorded. Your training coordinator is to approve it.")
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

    async def _begin_anew(self, words: str) -> None:
        self.is_recording, self.form_key, self.wrong = False, "", {}
        await self._look()
        await self._read_rows()
        await say(self, words)

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


def build() -> rx.Component:
    """The page."""
    return page(
        TITLE,
        rx.el.div(
            rx.el.p("What you did elsewhere: a class, a conference, a course of another school. It counts once your "
                    "training coordinator has approved it.", class_name="muted"),
            rx.cond(MyActivities.is_recording, _form()),
            rx.cond(
                MyActivities.rows.length() > 0,
                rx.fragment(
                    rx.el.ul(rx.foreach(MyActivities.rows, _card), class_name="stack", aria_label="Your activities"),
                    lists.foot(MyActivities.foot),
                ),
                rx.cond(MyActivities.is_loaded & ~MyActivities.is_recording, _nothing()),
            ),
            class_name="stack narrow my-activities",
        ),
        _asking(),
        scans.viewer(),
        actions=(rx.cond(MyActivities.is_recording, rx.fragment(), _begin()),),
    )  # fmt: skip


def _begin() -> rx.Component:
    return rx.el.button(rx.icon("plus", size=16), "Record an activity", on_click=MyActivities.begin, type="button",
                        class_name="btn solid")  # fmt: skip


def _form() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Record an activity"),
        activities.form(
            key=MyActivities.form_key, wrong=MyActivities.wrong, courses=MyActivities.courses,
            files=MyActivities.files, place=recording.PLACE, on_submit=MyActivities.record,
            on_files=MyActivities.came, on_remove=MyActivities.remove, on_cancel=MyActivities.cancel,
            verb="Record and ask for approval",
        ),
        class_name="card pad stack",
        aria_label="Record an activity",
    )  # fmt: skip


def _card(row: rx.Var[Line]) -> rx.Component:
    return rx.el.li(
        rx.el.div(rx.el.h2(row.title, class_name="push anywhere"), activities.state(row.state), class_name="row"),
        rx.el.div(
            rx.el.span("Done on " + row.done_on),
            rx.cond(row.hours != "", rx.el.span(row.hours)),
            rx.cond(row.place != "", rx.el.span(row.place, class_name="anywhere")),
            rx.cond(row.course != "", rx.el.span("Completes " + row.course, class_name="anywhere")),
            class_name="meta",
        ),
        rx.cond(row.note != "", rx.el.p(row.note, class_name="as-typed")),
        rx.cond(row.reason != "", rx.el.p("Declined: " + row.reason, class_name="call red anywhere")),
        activities.proofs(row.proofs),
        rx.el.p(row.recorded, rx.cond(row.decided != "", " · " + row.decided, ""), class_name="muted small"),
        rx.cond(
            row.may_take_back,
            rx.el.button("Take back", rx.el.span(" " + row.title, class_name="sr"), type="button",
                         on_click=MyActivities.ask(row.id), class_name="btn"),
        ),
        class_name="card task",
        key=row.id.to_string(),
    )  # fmt: skip


def _nothing() -> rx.Component:
    words = "What you did elsewhere stands here. Record it with a photo of the certificate."
    return rx.el.div(lists.empty("map-pin-check", words), class_name="card")


def _asking() -> rx.Component:
    return dialogs.confirm(
        is_open=MyActivities.asked.id > 0,
        title="Take it back?",
        lines=["What you entered and its files are deleted.", "Nobody has decided it yet, so nothing else changes."],
        verb="Take back",
        on_confirm=MyActivities.take_back,
        on_cancel=MyActivities.keep,
        loses=True,
    )


PAGE = Page(routes.MY_ACTIVITIES, TITLE, build, (MyActivities.load,))
