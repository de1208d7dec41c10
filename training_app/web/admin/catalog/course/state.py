"""The course of the address, as the head of each of its pages shows it."""

from dataclasses import dataclass

import reflex as rx
from reflex.state import OnLoadInternalState
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.catalog import comparing, courses
from training_app.catalog.courses import CourseHead
from training_app.catalog.rules import CourseKind
from training_app.core import clock, db, organization
from training_app.core.errors import NotFound
from training_app.web.admin.catalog.course import said
from training_app.web.shared import course_routes, session
from training_app.web.shared.course_routes import Part
from training_app.web.shared.handling import handler

MANAGE = Permission.MANAGE_CATALOG
MISSING = "Course not found"


@dataclass(frozen=True)
class PartLink:
    """One page of the course: its key, what it is called, how many it has (empty where nothing is counted)."""

    key: str
    label: str
    number: str
    href: str


class CoursePage(rx.State):
    """What every page of a course knows of it. `version_id` is the draft's while there is one, and then `may_edit`.

    `asked` is the question that is open; one that was left with its page is not open on the next.
    """

    course_id: int = 0
    title: str = "Course"
    code: str = ""
    kind: str = ""
    level: str = ""
    version: int = 0
    version_id: int = 0
    has_draft: bool = False
    is_changed: bool = False
    is_archived: bool = False
    may_edit: bool = False
    why: str = ""
    status: str = ""
    parts: list[PartLink] = []
    asked: str = ""
    is_missing: bool = False
    is_loaded: bool = False

    @handler(MANAGE, supersedes=True)
    async def load(self) -> None:
        """Read the course of the address."""
        number = course_routes.course_in(self.router.url.path)
        if number != self.course_id:
            self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
        self.course_id, self.asked = number, ""
        try:
            await reread(self)
        except NotFound:
            self.is_missing, self.title = True, MISSING

    def _show(self, head: CourseHead, status: str) -> None:
        self.course_id, self.title, self.code = head.id, head.title, head.code
        self.kind, self.level, self.why = head.course_kind, head.level, head.why
        self.version, self.version_id, self.is_archived = head.version, head.version_id, head.is_archived
        self.has_draft = self.may_edit = head.has_draft
        self.is_changed, self.status = head.is_changed, status
        self.parts = _parts(head)
        self.is_missing, self.is_loaded = False, True


async def reread(state: rx.State) -> CourseHead:
    """Bring the head of the course up to date, after something of it was written. `NotFound` when it is gone."""
    page, actor, now = await state.get_state(CoursePage), await session.me(state), clock.now()
    of, asked = await db.in_read(organization.of), {"training_id": page.course_id}
    head: CourseHead = await db.in_read(courses.head, actor, **asked, today=of.today(now))
    published = await db.in_read(comparing.published_at, actor, **asked)
    page._show(head, said.status(head, of.today(published) if published else None, now))
    return head


async def ask(state: rx.State, what: str) -> None:
    """Open a question about the course; none closes the one that is open."""
    (await state.get_state(CoursePage)).asked = what


def anew() -> EventSpec:
    """Read the page of the address again, whichever part of the course it shows.

    A redirect to where the tab is already reads nothing.
    """
    spec: EventSpec = OnLoadInternalState.on_load_internal()
    return spec


def _parts(head: CourseHead) -> list[PartLink]:
    counted = {
        Part.FACTS: ("Course", ""),
        Part.MATERIALS: ("Materials", str(head.materials)),
        Part.EXAM: ("Exam", said.counted(head.questions, "question")),
        Part.EVALUATION: ("Evaluation", str(head.items)),
        Part.SESSIONS: ("Sessions", str(head.sessions)),
        Part.STATISTICS: ("Statistics", ""),
        Part.PREVIEW: ("Preview", ""),
    }
    left_out = {Part.SESSIONS: head.course_kind != CourseKind.INSTRUCTOR_LED, Part.STATISTICS: not head.questions}
    return [
        PartLink(part.value, label, number, course_routes.course(head.id, part))
        for part, (label, number) in counted.items()
        if not left_out.get(part, False)
    ]
