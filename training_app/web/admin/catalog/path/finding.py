"""Finding a course as one types: to put it into the path, or to require that it was attended."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from training_app.catalog import queries
from training_app.catalog.rules import CourseKind, TrainingKind
from training_app.core import db
from training_app.core.paging import Page as Cut
from training_app.web.admin.catalog.path.courses import MANAGE, PathCourses
from training_app.web.shared import forms, session
from training_app.web.shared.handling import handler, words

OFFERED = Cut(1, 8)


@dataclass(frozen=True)
class Offer:
    """A course that may be meant."""

    id: int
    title: str
    code: str


class CourseFinder(rx.State):
    """What the two search boxes find."""

    q: str = ""
    courses: list[Offer] = []
    q_led: str = ""
    led: list[Offer] = []

    @handler(MANAGE, supersedes=True)
    async def open(self) -> None:
        """Begin with empty boxes."""
        self.q, self.courses, self.q_led, self.led = "", [], "", []

    @handler(MANAGE, supersedes=True)
    async def find(self, text: str) -> None:
        """Offer courses for the path."""
        said = words(text, 100)
        found = await self._matching(said)
        self.q, self.courses = said, found

    @handler(MANAGE, supersedes=True)
    async def find_led(self, text: str) -> None:
        """Offer instructor-led courses."""
        said = words(text, 100)
        found = await self._matching(said, CourseKind.INSTRUCTOR_LED)
        self.q_led, self.led = said, found

    async def _matching(self, q: str, course_kind: CourseKind | None = None) -> list[Offer]:
        if not q.strip():
            return []
        asked = {"q": q, "kind": TrainingKind.COURSE, "course_kind": course_kind, "page": OFFERED}
        found = await db.in_read(queries.assignable, await session.me(self), today=await session.today(), **asked)
        return [Offer(row.id, row.title, row.code) for row in found.rows]


def for_the_path() -> rx.Component:
    """The box that adds courses."""

    def offer(one: rx.Var[Offer]) -> rx.Component:
        is_there = PathCourses.rows.contains(one.id, "id")
        add = _act("Add", one, PathCourses.add(one.id))
        return _offer(one, rx.cond(is_there, rx.el.span("In the path", class_name="muted small"), add))

    return rx.el.div(
        forms.search(
            name="find_course", label="Add a course: type its title, code, library or level", value=CourseFinder.q,
            on_change=CourseFinder.find.debounce(250),
        ),
        _offers(CourseFinder.q, CourseFinder.courses, offer, "No course that can be assigned matches “"),
    )  # fmt: skip


def to_require() -> rx.Component:
    """The box that chooses the course whose attendance is required."""

    def offer(one: rx.Var[Offer]) -> rx.Component:
        return _offer(one, _act("Require", one, [PathCourses.require(one.id), CourseFinder.open()]))

    return rx.el.div(
        forms.search(
            name="find_required", label="Find an instructor-led course", value=CourseFinder.q_led,
            on_change=CourseFinder.find_led.debounce(250),
        ),
        _offers(CourseFinder.q_led, CourseFinder.led, offer, "No instructor-led course matches “"),
    )  # fmt: skip


def _offers(q: rx.Var[str], found: rx.Var[list[Offer]], offer: Any, nothing: str) -> rx.Component:
    return rx.el.div(
        rx.el.ul(rx.foreach(found, offer), aria_label="Courses found"),
        rx.cond((q != "") & (found.length() == 0), rx.el.p(nothing + q + "”.", class_name="muted pad-12")),
        hidden=q == "",
        class_name="card offers",
    )


def _offer(one: rx.Var[Offer], act: rx.Component) -> rx.Component:
    about = rx.el.span(one.code, class_name="mono muted")
    return rx.el.li(rx.el.div(rx.el.span(one.title), about, class_name="col push"), act)


def _act(verb: str, one: rx.Var[Offer], on_click: Any) -> rx.Component:
    name = rx.el.span(" " + one.title, class_name="sr")
    return rx.el.button(verb, name, on_click=on_click, type="button", class_name="btn small-btn")
