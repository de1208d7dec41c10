"""The frame around each page of a course: its head, its parts, and what is done with it as a whole.

A page of a part is made so::

    def build() -> rx.Component:
        return course_page(Part.MATERIALS, _materials())


    PAGE = Page("/courses/[course_id]/materials", CoursePage.title, build, (CoursePage.load, Materials.load))

Its own `load` finds the course read: `head = await self.get_state(CoursePage)` has `version_id`, and `may_edit` while
there is a draft. What writes calls `await reread(self)` afterwards, for the numbers in the tabs.
"""

from collections.abc import Sequence

import reflex as rx

from training_app.catalog.rules import CourseKind
from training_app.web.admin.catalog.course import acts
from training_app.web.admin.catalog.course.state import MANAGE, CoursePage, PartLink, reread
from training_app.web.shared import chips, lists, routes
from training_app.web.shared.course_routes import Part
from training_app.web.shared.shell import page

__all__ = ["CoursePage", "course_page", "reread"]

KINDS = {
    CourseKind.ONLINE: ("monitor", "Online"),
    CourseKind.INSTRUCTOR_LED: ("users", "Instructor-led"),
    CourseKind.EXTERNAL: ("map-pin", "External"),
}


def course_page(part: Part, *content: rx.Component, beside: Sequence[rx.Component] = ()) -> rx.Component:
    """One page of a course; `content` is seen once the course is read, `beside` stands next to its title."""
    there = rx.fragment(_standing(), _parts(part), rx.el.div(*content, class_name="course-part"))
    return page(
        CoursePage.title,
        rx.cond(CoursePage.is_missing, _missing(), rx.cond(CoursePage.is_loaded, there, rx.el.div(class_name="card"))),
        acts.dialogs_of_the_course(),
        crumbs=(("Catalog", routes.CATALOG),),
        beside=(rx.cond(CoursePage.is_loaded & ~CoursePage.is_missing, _chips()), *beside),
        actions=(rx.cond(CoursePage.is_loaded & ~CoursePage.is_missing, acts.buttons()),),
        right=MANAGE,
    )


def kind_chip(kind: rx.Var[str]) -> rx.Component:
    """How a course is taken."""
    return rx.match(kind, *((one.value, chips.chip("", *words)) for one, words in KINDS.items()), rx.fragment())


def _chips() -> rx.Component:
    return rx.el.div(
        rx.el.span(CoursePage.code, class_name="mono muted"),
        kind_chip(CoursePage.kind),
        chips.level(CoursePage.level),
        rx.cond(CoursePage.is_archived, chips.chip("strike", "archive", "Archived")),
        _version(),
        class_name="row wrap course-chips",
    )


def _version() -> rx.Component:
    published = chips.chip("green", "check", CoursePage.status)
    draft = chips.chip("amber", "pencil", CoursePage.status)
    new = chips.chip("dash", "circle-dashed", CoursePage.status)
    return rx.cond(CoursePage.has_draft, rx.cond(CoursePage.version > 0, draft, new), published)


def _standing() -> rx.Component:
    """Why it cannot be assigned, where something is to be done about it; a new course says so by its chip."""
    words = rx.cond(CoursePage.is_archived, "This course is archived: it cannot be assigned.",
                    "It cannot be assigned: " + CoursePage.why + ".")  # fmt: skip
    call = rx.el.div(rx.icon("circle-alert", size=16), rx.el.span(words), class_name="call amber course-standing")
    return rx.cond((CoursePage.why != "") & (CoursePage.is_archived | (CoursePage.version > 0)), call)


def _parts(part: Part) -> rx.Component:
    def one(link: rx.Var[PartLink]) -> rx.Component:
        is_here = link.key == part.value
        return rx.el.a(
            link.label,
            rx.cond(link.number != "", rx.el.span(link.number, class_name="n")),
            href=link.href,
            aria_current=rx.cond(is_here, "page", "false"),
            class_name=rx.cond(is_here, "on", ""),
        )

    links = rx.foreach(CoursePage.parts, one)
    return rx.el.nav(links, class_name="tabs course-parts", aria_label="Parts of the course")


def _missing() -> rx.Component:
    back = rx.el.a("Catalog", href=routes.CATALOG, class_name="btn")
    return rx.el.div(lists.empty("circle-help", "There is no such course.", back), class_name="card")
