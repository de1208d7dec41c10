"""What can be done with an assignment from the list: the menu of its row (A-02)."""

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.assignments.making import editing
from training_app.assignments.queries import AssignmentRow
from training_app.core import clock, db
from training_app.web.admin.assignment import edit, past_due, reenroll
from training_app.web.shared import routes, session
from training_app.web.shared.handling import handler, number

MANAGE = Permission.MANAGE_ASSIGNMENTS


class AssignmentActs(rx.State):
    """Nothing is kept here: each act asks its own question."""

    @handler(MANAGE)
    async def edit(self, assignment_id: int) -> EventSpec:
        """Go to the people step of one's edit. What is locked says so, unless one may override it."""
        asked = {"assignment_id": number(assignment_id), "now": clock.now()}
        draft_id = await db.in_write(editing.begin, await session.me(self), **asked)
        return rx.redirect(routes.draft(draft_id, edit.FIRST_STEP))


def menu(row: rx.Var[AssignmentRow], tab: rx.Var[str]) -> rx.Component:
    """The menu ⋮ of one row. What has expired or was cancelled is not edited."""
    here = f"{routes.ASSIGNMENTS}/{row.id}"
    closes = {"data-closes": "menu"}
    return rx.el.details(
        rx.el.summary(
            rx.icon("ellipsis-vertical", size=16), aria_label="Actions for " + row.title, class_name="btn ghost square"
        ),
        rx.el.div(
            rx.el.a(rx.icon("eye", size=16), "View", href=here, custom_attrs=closes),
            rx.cond((tab == "expired") | row.is_cancelled, rx.fragment(), _edit(row)),
            rx.el.a(
                rx.icon("file-text", size=16), "Report of User(s) Assigned", href=f"{here}/report", custom_attrs=closes
            ),
            rx.cond(
                row.is_cancelled,
                rx.fragment(),
                rx.fragment(past_due.button(row.id, custom_attrs=closes), reenroll.button(row.id, custom_attrs=closes)),
            ),
            class_name="sheet",
        ),
        class_name="menu",
    )


def _edit(row: rx.Var[AssignmentRow]) -> rx.Component:
    return rx.el.button(
        rx.icon("user-pen", size=16), "Edit Original User(s) Assigned", on_click=AssignmentActs.edit(row.id),
        type="button", custom_attrs={"data-closes": "menu"},
    )  # fmt: skip
