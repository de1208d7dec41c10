"""A course as a learner would see it, part by part; nothing of it is recorded (T-01)."""

from dataclasses import replace
from secrets import token_hex
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.assignments import previewing
from training_app.assignments.attempts.learning import Step
from training_app.assignments.evaluations.reading import ItemView
from training_app.assignments.exams import trying_out
from training_app.assignments.exams.drawing import Drawn
from training_app.assignments.exams.paper import PaperQuestion
from training_app.assignments.exams.reviewing import ReviewedQuestion
from training_app.assignments.previewing import Preview
from training_app.core import db
from training_app.core.errors import Conflict
from training_app.web.admin.catalog.course.frame import CoursePage
from training_app.web.admin.catalog.course.state import MANAGE
from training_app.web.admin.catalog.preview import answers, parts
from training_app.web.admin.catalog.preview.parts import PreviewPart
from training_app.web.shared import course_routes, exam_words, session
from training_app.web.shared.course_routes import Part
from training_app.web.shared.handling import handler, number
from training_app.web.shared.markdown import html

FAR, OUTCOME = "preview_far", "outcome"
BEGIN_FIRST = "This try is gone. Begin the exam again."


class CoursePreview(rx.State):
    """The preview at one of its parts. What is drawn tells the right order of choices: it stays on the server."""

    parts: list[PreviewPart] = []
    place: int = 0
    kind: str = ""
    far: str = ""
    now: Step = Step(0, 0, "", "", "", "", done=False)
    takes: str = ""
    is_timed: bool = False
    can_begin: bool = False
    paper: list[PaperQuestion] = []
    graded: list[ReviewedQuestion] = []
    outcome: str = ""
    result: str = ""
    intro: str = ""
    items: list[ItemView] = []
    token: str = ""
    materials: str = ""
    exam: str = ""
    _drawn: tuple[Drawn, ...] = ()
    _version_id: int = 0

    @handler(MANAGE, supersedes=True)
    async def load(self) -> None:
        """Begin at the first part."""
        self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
        if not (await self.get_state(CoursePage)).is_missing:
            self._show(await self._read(), 0)

    @handler(MANAGE)
    async def go_to(self, place: int) -> EventSpec:
        """Look at another part; after the last one is the end."""
        self._show(await self._read(), number(place))
        return rx.set_focus(FAR)

    @handler(MANAGE)
    async def draw(self) -> None:
        """Draw a try at the exam."""
        course = await self._read()
        found = await db.in_read(trying_out.draw, await session.me(self), version_id=course.version_id)
        self._show(course, len(course.steps))
        self.paper = [replace(one, text=html(one.text)) for one in found.paper]
        self._drawn, self._version_id = found.drawn, course.version_id

    @handler(MANAGE)
    async def grade(self, form: dict[str, Any]) -> EventSpec:
        """Grade what was answered; it is kept nowhere."""
        if not self._drawn:
            raise Conflict(BEGIN_FIRST)
        given = answers.read(form.get("answers") if isinstance(form, dict) else None)
        told = {"version_id": self._version_id, "drawn": self._drawn, "given": given}
        self._come_out(await db.in_read(trying_out.grade, await session.me(self), **told))
        return rx.set_focus(OUTCOME)

    async def _read(self) -> Preview:
        course_id = course_routes.course_in(self.router.url.path)
        self.materials = course_routes.course(course_id, Part.MATERIALS)
        self.exam = course_routes.course(course_id, Part.EXAM)
        read: Preview = await db.in_read(previewing.preview, await session.me(self), training_id=course_id)
        return read

    def _show(self, course: Preview, place: int) -> None:
        self.parts = parts.parts_of(course)
        self.place = min(place, len(self.parts))
        self.kind, self.far = parts.kind_at(self.parts, self.place), parts.said_of(self.parts, self.place)
        self.paper, self.graded, self._drawn, self.token = [], [], (), token_hex(4)
        if self.kind == parts.MATERIAL:
            step = course.steps[self.place]
            self.now = replace(step, body=html(step.body))
        elif self.kind == parts.EXAM and course.exam:
            self.takes, self.is_timed = exam_words.takes(course.exam), course.exam.minutes > 0
            self.can_begin = course.exam.questions > 0
        elif self.kind == parts.EVALUATION and course.evaluation:
            self.intro, self.items = html(course.evaluation.intro), course.evaluation.items

    def _come_out(self, found: trying_out.TriedOut) -> None:
        self.outcome = "Passed" if found.is_passed else "Not passed"
        far = f"{found.right} of {len(found.questions)} right: {found.per_cent} %."
        self.result = f"{far} {found.pass_mark} % is needed to pass."
        self.graded = [replace(one, text=html(one.text), explanation=html(one.explanation)) for one in found.questions]
        self.paper, self._drawn = [], ()
