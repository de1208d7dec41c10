"""Beginning an assignment: a draft of one's own, then its first step (A-03)."""

import reflex as rx
from reflex_base.event import EventSpec

from training_app.assignments.making import drafting
from training_app.core import clock, db
from training_app.web.admin.new_assignment.frame import MANAGE, Step
from training_app.web.shared import routes, session
from training_app.web.shared.handling import handler
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page


class NewAssignment(rx.State):
    """Nothing is shown here: a new draft, or the one in which nothing was entered yet, is gone to."""

    @handler(MANAGE, supersedes=True)
    async def load(self) -> EventSpec:
        """Begin a draft; Back leads to where one came from, not here."""
        draft_id = await db.in_write(drafting.begin, await session.me(self), now=clock.now())
        return rx.redirect(routes.draft(draft_id, Step.TRAINING), replace=True)


def build() -> rx.Component:
    """The page, for the moment that it takes."""
    return page(
        "New Assignment",
        rx.el.div(class_name="card"),
        crumbs=(("Assignments", routes.ASSIGNMENTS),),
        right=MANAGE,
    )


PAGE = Page(routes.NEW_ASSIGNMENT, "New Assignment", build, (NewAssignment.load,))
