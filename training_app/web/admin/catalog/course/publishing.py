"""Publishing the draft of a course: what changes, whom it concerns, and what keeps it from being published (X-04)."""

from dataclasses import dataclass

import reflex as rx
from reflex_base.event import EventSpec

from training_app.assignments.attempts import concerned_by_course
from training_app.catalog import comparing, drafting
from training_app.catalog.comparing import PartCount
from training_app.core import clock, db
from training_app.core.errors import Invalid, Problem
from training_app.web.admin.catalog.course import said
from training_app.web.admin.catalog.course.state import MANAGE, CoursePage, anew, ask
from training_app.web.shared import course_routes, dialogs, session
from training_app.web.shared.handling import handler
from training_app.web.shared.notices import say

MOST_SHOWN = 50


@dataclass(frozen=True)
class Fault:
    """One thing that keeps the draft from being published: where it is, what it is, and the page to mend it."""

    place: str
    text: str
    href: str


class CoursePublishing(rx.State):
    """The question before publishing, with its account."""

    parts: list[PartCount] = []
    concern: str = ""
    used: str = ""
    faults: list[Fault] = []
    more_faults: int = 0

    @handler(MANAGE)
    async def ask(self) -> None:
        """Say what publishing would do."""
        actor, asked = await session.me(self), {"training_id": course_routes.course_in(self.router.url.path)}
        self.parts = list(await db.in_read(comparing.parts, actor, **asked))
        found = await db.in_read(concerned_by_course.concerned, actor, **asked)
        page = await self.get_state(CoursePage)
        self.concern, self.used = said.concern(found, page.version), said.used(found)
        self.faults, self.more_faults, page.asked = [], 0, "publish"

    @handler(MANAGE)
    async def leave(self) -> None:
        """Publish nothing."""
        await ask(self, "")

    @handler(MANAGE)
    async def publish(self, _form: dict[str, object]) -> EventSpec | None:
        """Let new attempts begin with the draft."""
        number = course_routes.course_in(self.router.url.path)
        if (await self.get_state(CoursePage)).asked != "publish":
            return None  # sent twice by a double click, it is published already
        await ask(self, "")
        try:
            made = await db.in_write(drafting.publish, await session.me(self), training_id=number, now=clock.now())
        except Invalid as refused:
            return await self._refuse(refused, number)
        await say(self, f"Version {made.number} is published. Whoever begins from now on gets it.")
        return anew()

    async def _refuse(self, refused: Invalid, course_id: int) -> EventSpec | None:
        await ask(self, "publish")
        self.faults = [_fault(course_id, one) for one in refused.problems[:MOST_SHOWN]]
        self.more_faults = max(len(refused.problems) - MOST_SHOWN, 0)
        return None


def _fault(course_id: int, problem: Problem) -> Fault:
    part = said.part_of(problem.field)
    return Fault(said.place_of(problem.field), problem.text, course_routes.course(course_id, part))


def question() -> rx.Component:
    """The dialog."""
    number = (CoursePage.version + 1).to_string()
    is_faulty = CoursePublishing.faults.length() > 0
    title = rx.cond(CoursePage.version > 0, "Publish version " + number + "?", "Publish this course?")
    return dialogs.confirm(
        is_open=CoursePage.asked == "publish",
        title=rx.cond(is_faulty, "It cannot be published yet", title),
        lines=[
            rx.cond(is_faulty, "Nothing was published. This is to be mended first:", CoursePublishing.concern),
            rx.cond(is_faulty, "", CoursePublishing.used),
        ],
        verb=rx.cond(is_faulty, "Try again", rx.cond(CoursePage.version > 0, "Publish version " + number, "Publish")),
        on_confirm=CoursePublishing.publish, on_cancel=CoursePublishing.leave,
        fields=[rx.cond(is_faulty, _faults(), _changes())],
    )  # fmt: skip


def _faults() -> rx.Component:
    def one(fault: rx.Var[Fault]) -> rx.Component:
        link = rx.el.a(fault.place, href=fault.href, on_click=CoursePublishing.leave, class_name="link")
        return rx.el.li(link, ": ", fault.text)

    more = rx.el.li("… and " + CoursePublishing.more_faults.to_string() + " more.")
    said = rx.el.ul(
        rx.foreach(CoursePublishing.faults, one), rx.cond(CoursePublishing.more_faults > 0, more),
        class_name="course-faults",
    )  # fmt: skip
    return rx.el.div(said, role="alert")


def _changes() -> rx.Component:
    """How many there are of each part, before and after."""

    def one(part: rx.Var[PartCount]) -> rx.Component:
        before = rx.cond(CoursePage.version > 0, rx.fragment(
            rx.el.span(part.before.to_string(), class_name="muted"), rx.el.span("→", aria_label="becomes"),
        ))  # fmt: skip
        return rx.fragment(rx.el.dt(part.label), rx.el.dd(before, rx.el.b(part.after.to_string())))

    return rx.el.dl(rx.foreach(CoursePublishing.parts, one), class_name="course-changes", aria_label="What changes")
