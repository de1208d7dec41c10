"""What is done with a course as a whole: begin to change it, publish, discard, copy, archive, delete, assign it."""

from typing import Any

import reflex as rx
from reflex_base.event import EventSpec
from reflex_components_core.el.elements.inline import A as PlainLink  # type: ignore[import-untyped]  # it has no stubs

from training_app.access.rules import Permission
from training_app.assignments.making import drafting as assigning
from training_app.catalog import actions, drafting
from training_app.core import clock, db
from training_app.web.admin.catalog.course import asking, copying, publishing
from training_app.web.admin.catalog.course.asking import CourseQuestions
from training_app.web.admin.catalog.course.copying import CourseCopy
from training_app.web.admin.catalog.course.publishing import CoursePublishing
from training_app.web.admin.catalog.course.state import MANAGE, CoursePage, anew, reread
from training_app.web.admin.new_assignment.steps import Step
from training_app.web.shared import course_routes, routes, session
from training_app.web.shared.course_routes import Part
from training_app.web.shared.handling import handler
from training_app.web.shared.notices import say
from training_app.web.shared.shell import Shell

ASSIGNS = Permission.MANAGE_ASSIGNMENTS
CLOSES = {"data-closes": "menu"}


class CourseActs(rx.State):
    """What is done at once, without a question."""

    @handler(MANAGE)
    async def begin(self) -> EventSpec:
        """Make the draft in which the content is changed."""
        actor, number = await session.me(self), course_routes.course_in(self.router.url.path)
        await db.in_write(drafting.begin, actor, training_id=number, now=clock.now())
        await say(self, "You change a draft. Learners see nothing of it before you publish it.")
        return anew()

    @handler(MANAGE)
    async def unarchive(self) -> None:
        """Put the course back."""
        actor, number = await session.me(self), course_routes.course_in(self.router.url.path)
        await db.in_write(actions.unarchive, actor, training_id=number, now=clock.now())
        await reread(self)
        await say(self, "The course is in the catalog again.")

    @handler(ASSIGNS)
    async def assign(self) -> EventSpec:
        """Begin an assignment of this course, at its dates."""
        actor, number, now = await session.me(self), course_routes.course_in(self.router.url.path), clock.now()
        draft_id = await db.in_write(assigning.begin, actor, now=now)
        await db.in_write(assigning.choose_training, actor, draft_id=draft_id, training_id=number, now=now)
        return rx.redirect(routes.draft(draft_id, Step.DATES))


def buttons() -> rx.Component:
    """At the far end of the title: the next step, and the menu of everything else."""
    return rx.el.div(
        rx.cond(
            CoursePage.has_draft,
            rx.fragment(
                rx.cond(CoursePage.version > 0, _discard("btn course-wide")),
                rx.el.button("Publish…", on_click=CoursePublishing.ask, type="button", class_name="btn solid"),
            ),
            rx.cond(~CoursePage.is_archived, _begin()),
        ),
        _menu(),
        class_name="row course-acts",
    )


def dialogs_of_the_course() -> rx.Component:
    """What is asked before an act."""
    return rx.fragment(publishing.question(), copying.question(), asking.questions())


def _begin() -> rx.Component:
    icon = rx.icon("pencil", size=16)
    return rx.el.button(icon, "Change the content", on_click=CourseActs.begin, type="button", class_name="btn",
                        custom_attrs={"data-then": "page_title"})  # fmt: skip


def _discard(css: str) -> rx.Component:
    return rx.el.button(rx.icon("undo-2", size=16), "Discard changes", on_click=CourseQuestions.ask("discard"),
                        type="button", class_name=css, custom_attrs=CLOSES)  # fmt: skip


def _menu() -> rx.Component:
    may_assign = Shell.may[ASSIGNS.value] & (CoursePage.why == "")
    return rx.el.details(
        rx.el.summary(rx.icon("ellipsis", size=16), aria_label="More about this course", id="course_menu",
                      class_name="btn square"),
        rx.el.div(
            rx.cond(CoursePage.has_draft & (CoursePage.version > 0), _discard("course-narrow")),
            rx.cond(may_assign, _act("clipboard-list", "Assign…", CourseActs.assign)),
            _link("eye", "Preview as a learner", course_routes.COURSES + "/" + CoursePage.course_id.to_string() + "/"
                  + Part.PREVIEW.value),
            _act("copy", "Copy…", CourseCopy.ask),
            PlainLink.create(rx.icon("download", size=16), "Export", href=_file(), custom_attrs=CLOSES),
            rx.cond(
                CoursePage.is_archived,
                _act("archive-restore", "Put back into the catalog", CourseActs.unarchive),
                _act("archive", "Archive…", CourseQuestions.ask("archive")),
            ),
            _act("trash-2", "Delete…", CourseQuestions.ask("delete")),
            class_name="sheet",
        ),
        class_name="menu course-menu",
    )  # fmt: skip


def _file() -> Any:
    """`course_routes.course_file`, of a course that is known in the browser alone."""
    before, after = course_routes.course_file(0).split("0")
    return before + CoursePage.course_id.to_string() + after


def _act(icon: str, words: str, on_click: Any) -> rx.Component:
    return rx.el.button(rx.icon(icon, size=16), words, on_click=on_click, type="button",
                        custom_attrs=CLOSES)  # fmt: skip


def _link(icon: str, words: str, href: Any) -> rx.Component:
    return rx.el.a(rx.icon(icon, size=16), words, href=href, custom_attrs=CLOSES)
