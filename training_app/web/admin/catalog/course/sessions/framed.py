"""The pages of sessions in the frame of their course; whoever records attendance alone sees them without it (T-03)."""

from typing import Any

import reflex as rx

from training_app.access.actor import Actor
from training_app.assignments.sessions.rules import KEEPERS
from training_app.core.errors import NotFound
from training_app.web.admin.catalog.course.frame import course_page
from training_app.web.admin.catalog.course.state import MANAGE, MISSING, CoursePage, reread
from training_app.web.shared import course_routes, lists, routes
from training_app.web.shared.course_routes import Part
from training_app.web.shared.shell import Shell, page

KEEP = KEEPERS


def framed(title: rx.Var[str], missing: rx.Var[str], content: Any) -> rx.Component:
    """A page about the sessions of a course; `missing` says that there is none."""
    back = rx.el.a("Go to the catalog", href=routes.CATALOG, class_name="btn")
    nothing = rx.el.div(lists.empty("circle-help", missing, back), class_name="card")
    shown = rx.cond(missing != "", nothing, content)
    alone = page(title, shown, crumbs=(("Catalog", routes.CATALOG),), right=KEEP)
    return rx.cond(Shell.may[MANAGE.value], course_page(Part.SESSIONS, shown), alone)


async def read_frame(state: rx.State, actor: Actor) -> None:
    """Bring the frame up to date, for who sees it: the course of the address, and how many sessions it has."""
    if not actor.can(MANAGE):
        return
    course, number = await state.get_state(CoursePage), course_routes.course_in(state.router.url.path)
    if course.course_id != number:
        course.reset()  # type: ignore[no-untyped-call]  # Reflex's own
        course.course_id = number
    try:
        await reread(state)
    except NotFound:
        course.is_missing, course.title = True, MISSING
