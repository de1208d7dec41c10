"""Choosing the external course that an activity was, as one types: any of the catalog (T-04)."""

from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.assignments.external import overview
from training_app.core import db
from training_app.core.errors import NotFound
from training_app.core.paging import Page as Cut
from training_app.web.shared import forms, session
from training_app.web.shared.gate import SIGNED_IN
from training_app.web.shared.handling import handler, number, words

OFFERED = Cut(1, 6)
BOX = "training_id"
# Another name than the box has an id: Reflex sends the value of the box, which may not be there, under that.
SENT = "external_course"


@dataclass(frozen=True)
class Course:
    """An external course to choose, by its id as a form sends it."""

    id: str = ""
    name: str = ""


NONE = Course()


class ExternalCourse(rx.State):
    """The course that is chosen in the form that is open, and those that are offered."""

    q: str = ""
    found: list[Course] = []
    chosen: Course = NONE

    @handler(SIGNED_IN, supersedes=True)
    async def find(self, text: str) -> None:
        """Offer courses for what is typed."""
        said = words(text, 100)
        actor = await session.me(self)
        found = await db.in_read(overview.courses, actor, q=said, page=OFFERED) if said.strip() else []
        self.q, self.found = said.strip(), [Course(str(one.id), one.name) for one in found]

    @handler(SIGNED_IN)
    async def choose(self, course_id: int) -> EventSpec:
        """It was this one, of those offered."""
        wanted = str(number(course_id))
        one = next((one for one in self.found if one.id == wanted), None)
        if one is None:
            raise NotFound
        self.chosen, self.q, self.found = one, "", []
        return rx.set_focus("other_course")

    @handler(SIGNED_IN)
    async def clear(self) -> EventSpec:
        """It was none of the catalog, or another."""
        self.chosen, self.q, self.found = NONE, "", []
        return rx.set_focus(BOX)


async def begin(state: rx.State, course: Course = NONE) -> None:
    """A form is opened or closed: it begins with this course."""
    chooser = await state.get_state(ExternalCourse)
    chooser.q, chooser.found, chooser.chosen = "", [], course


def field(label: str, help_text: str, error: Any) -> rx.Component:
    """The field in the form of an activity; it sends the id of what is chosen."""
    of = ExternalCourse.chosen
    return rx.el.div(
        rx.el.input(type="hidden", name=SENT, value=of.id, read_only=True),
        rx.cond(of.id != "", _chosen(label, error), _box(label, help_text, error)),
    )


def _chosen(label: str, error: Any) -> rx.Component:
    return rx.el.div(
        rx.el.span(label, class_name="label"),
        rx.el.div(
            rx.el.span(ExternalCourse.chosen.name, class_name="strong push anywhere"),
            rx.el.button("Choose another", on_click=ExternalCourse.clear, id="other_course", type="button",
                         class_name="btn small-btn"),
            class_name="row wrap",
        ),
        rx.cond(error != "", forms.wrong(error, BOX)),
        class_name="field",
    )  # fmt: skip


def _box(label: str, help_text: str, error: Any) -> rx.Component:
    box = rx.el.input(
        id=BOX, name="find_external", type="search", auto_complete="off", max_length=100,
        placeholder="Title, code or library", on_change=ExternalCourse.find.debounce(250), class_name="in",
        aria_describedby=f"{BOX}_help", aria_invalid=rx.cond(error != "", "true", "false"),
    )  # fmt: skip
    nothing = rx.el.p("No external course of the catalog matches “" + ExternalCourse.q + "”.", class_name="muted")
    return rx.el.div(
        forms.field(label, box, name=BOX, help_text=help_text, error=error),
        rx.el.ul(
            rx.foreach(
                ExternalCourse.found,
                lambda one: rx.el.li(
                    rx.el.button(one.name, type="button", on_click=ExternalCourse.choose(one.id),
                                 class_name="btn ghost anywhere")
                ),
            ),
            hidden=ExternalCourse.found.length() == 0,
            class_name="card activity-people",
            aria_label="Courses found",
        ),
        rx.cond((ExternalCourse.q != "") & (ExternalCourse.found.length() == 0), nothing),
        class_name="stack tight",
    )  # fmt: skip
