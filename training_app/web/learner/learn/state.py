"""One attempt of the actor's own, part by part; everything done is saved at once (L-02)."""

from dataclasses import replace

import reflex as rx
from reflex_base.event import EventSpec

from training_app.assignments.attempts import learning, taking
from training_app.assignments.attempts.learning import OfPath, Step
from training_app.assignments.evaluations import reading
from training_app.assignments.exams import paper
from training_app.assignments.exams.reviewing import ReviewedQuestion
from training_app.assignments.rules import Status
from training_app.core import clock, db
from training_app.core.errors import NotFound
from training_app.web.learner.learn import parts, sheets
from training_app.web.learner.learn.parts import Course, Part
from training_app.web.learner.learn.sheets import EvaluationSheet, ExamSheet
from training_app.web.learner.sessions.state import show_sessions
from training_app.web.shared import routes, session
from training_app.web.shared.gate import SIGNED_IN
from training_app.web.shared.handling import handler, number
from training_app.web.shared.markdown import html
from training_app.web.shared.notices import say

EMPTY = Step(0, 0, "", "", "", "", done=False)


class LearnPage(rx.State):
    """The attempt, at one of its parts."""

    title: str = "Training"
    level: str = ""
    minutes: int = 0
    enrollment_id: int = 0
    status: str = ""
    parts: list[Part] = []
    place: int = 0
    next_place: int = -1
    kind: str = ""
    now: Step = EMPTY
    exam: ExamSheet = ExamSheet()
    evaluation: EvaluationSheet = EvaluationSheet()
    reviewed: list[ReviewedQuestion] = []
    asked: str = ""  # what is said before answers are submitted; empty: nothing is asked
    missing: dict[str, str] = {}  # what an evaluation wants, by the id of its place on the page
    done: int = 0
    total: int = 0
    paths: list[OfPath] = []
    is_path: bool = False
    is_held: bool = False  # by an instructor, in sessions
    is_missing: bool = False

    @handler(SIGNED_IN, supersedes=True)
    async def load(self) -> None:
        """Open the attempt where it goes on."""
        await self._show_where_it_goes_on()

    @handler(SIGNED_IN)
    async def go_to(self, place: int) -> EventSpec:
        """Look at another part; after the last one is the result."""
        self._show(await self._read(), number(place))
        return rx.set_focus("page_title")

    @handler(SIGNED_IN)
    async def finish(self, material_id: int) -> EventSpec:
        """This part is done; on to the next, or to the end."""
        told = {"material_id": number(material_id), "enrollment_id": self._enrollment(), "now": clock.now()}
        far = await db.in_write(taking.finish_material, await session.me(self), **told)
        course = await self._read()
        self._show(course, parts.first_to_do(parts.parts_of(course), after=self.place))
        await say(self, "Complete. It is recorded." if far.status == Status.EVALUATED else "Saved")
        return rx.set_focus("page_title")

    async def _show_again(self) -> None:
        """Show how it stands now, at the same part; its result once it is complete."""
        try:
            course = await self._read()
        except NotFound:
            self._miss()
            return
        is_complete = course.learning.row.status == Status.EVALUATED
        self._show(course, len(parts.parts_of(course)) if is_complete else self.place)

    async def _show_where_it_goes_on(self) -> None:
        try:
            course = await self._read()
        except NotFound:
            self._miss()
            return
        self._show(course, parts.opens_at(course))
        await show_sessions(self, course.learning.row.training_id if course.learning.row.is_held() else 0)

    async def _read(self) -> Course:
        actor, now = await session.me(self), clock.now()
        told = {"enrollment_id": self._enrollment()}
        read = await db.in_read(learning.learning, actor, today=await session.today(), **told)
        exam = await db.in_read(paper.exam, actor, now=now, **told) if read.has_exam else None
        asked = await db.in_read(reading.evaluation, actor, now=now, **told) if read.has_evaluation else None
        return Course(read, exam, asked)

    def _enrollment(self) -> int:
        # From the address: what the server remembers of a tab is gone after a restart, and an hour without a click.
        return routes.number_in(self.router.url.path)

    def _miss(self) -> None:
        self.is_missing, self.title, self.level = True, "Training not found", ""
        self.parts, self.paths, self.kind, self.now = [], [], "", EMPTY
        self.exam, self.evaluation = ExamSheet(), EvaluationSheet()

    def _show(self, course: Course, place: int) -> None:
        row, steps = course.learning.row, course.learning.steps
        self.title, self.level, self.minutes, self.status = row.title, row.level, row.minutes, row.status
        self.paths, self.is_path, self.enrollment_id = course.learning.paths, row.is_path, row.id
        self.is_held = row.is_held()
        self.is_missing, self.done, self.total = False, row.done, row.total
        self.reviewed, self.asked, self.missing = [], "", {}
        self.parts = parts.parts_of(course)
        self.place = parts.within(course, place)
        self.kind, self.next_place = parts.kind_at(course, self.place), parts.next_of(course, self.place)
        # Only the part that is shown is sent whole.
        step = steps[self.place] if self.place < len(steps) else EMPTY
        self.now = replace(step, body=html(step.body))
        self.exam, self.evaluation = (
            sheets.exam_sheet(course.exam, row.status) if self.kind in (parts.EXAM, parts.RESULT) else ExamSheet(),
            sheets.evaluation_sheet(course.evaluation) if self.kind == parts.EVALUATION else EvaluationSheet(),
        )
