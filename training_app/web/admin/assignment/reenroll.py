"""“Re-enroll Failed Users”: those selected, or everybody who failed, get a new attempt (A-22)."""

from datetime import timedelta
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.assignments.acts import reenrolling
from training_app.assignments.acts.reenrolling import FailedAccount, Reenrolled
from training_app.core import clock, db
from training_app.core.errors import Invalid
from training_app.web.admin.assignment import picking
from training_app.web.admin.assignment.state import AssignmentPage
from training_app.web.shared import dialogs, forms, routes, session
from training_app.web.shared.days import day_said, spoken
from training_app.web.shared.handling import handler, number, words
from training_app.web.shared.notices import say

MANAGE = Permission.MANAGE_ASSIGNMENTS
MOST_DAYS = 3650


class Reenroll(rx.State):
    """The question before it: of which assignment, and of whom."""

    is_asking: bool = False
    people: int = 0
    needs_due: bool = False
    due: str = ""
    error: str = ""
    title: str = ""
    verb: str = ""
    lines: list[str] = []
    _asked: int = 0
    _chosen: list[int] = []

    @handler(MANAGE)
    async def ask(self, assignment_id: int) -> None:
        """Ask with the number, and for a due date where one has passed."""
        self._asked, self.is_asking = number(assignment_id) or routes.number_in(self.router.url.path), False
        # On the list of assignments nobody is selected.
        self._chosen = [] if assignment_id else await picking.picked(self)
        today = await session.today()
        found = await db.in_read(reenrolling.account, await session.me(self), **self._whom(), today=today)
        if found.people == 0:
            await say(self, _nobody(found, is_all=not self._chosen))
            return
        self.people, self.needs_due, self.is_asking = found.people, found.need_due > 0, True
        self.due, self.error = "", ""
        self.title = f"Re-enroll {_people(found.people)} who failed?"
        self.verb, self.lines = f"Re-enroll {_people(found.people)}", _lines(found, is_all=not self._chosen)

    @handler(MANAGE)
    async def enter_due(self, day: str) -> None:
        """Enter the new due date."""
        self.due, self.error = words(day, 20), ""

    @handler(MANAGE)
    async def due_after(self, days: int) -> None:
        """Let it be due so many days from today."""
        later = timedelta(days=min(number(days), MOST_DAYS))
        self.due, self.error = (await session.today() + later).isoformat(), ""

    @handler(MANAGE)
    async def cancel(self) -> None:
        """Leave everybody as they are."""
        self.is_asking = False

    @handler(MANAGE)
    async def confirm(self) -> EventSpec | None:
        """Re-enroll them; a second click finds nobody failed."""
        if not self.is_asking:
            return None
        due = day_said(self.due) if self.needs_due else None
        actor, now = await session.me(self), clock.now()
        try:
            done = await db.in_write(reenrolling.reenroll, actor, **self._whom(), due_on=due, now=now)
        except Invalid as refused:
            self.error = refused.message
            return rx.set_focus("new_due")
        self.is_asking = False
        await picking.forget(self)
        await say(self, _done(done, self.due))
        return AssignmentPage.load if routes.number_in(self.router.url.path) == self._asked else None

    def _whom(self) -> dict[str, object]:
        return {"assignment_id": self._asked, "assignee_ids": self._chosen or None}


def button(assignment_id: rx.Var[int] | int = 0, label: str = "Re-enroll Failed Users", **props: Any) -> rx.Component:
    """The button, of the assignment of the page's address unless told of another; `question` stands there once."""
    return rx.el.button(
        rx.icon("rotate-ccw", size=16), label, on_click=Reenroll.ask(assignment_id), type="button", **props
    )


def question(then: Any = None) -> rx.Component:
    """What the button asks; `then` follows when it was answered."""
    return dialogs.confirm(
        is_open=Reenroll.is_asking,
        title=Reenroll.title,
        lines=[rx.foreach(Reenroll.lines, lambda line: rx.el.span(line, style={"display": "block"}))],
        verb=Reenroll.verb,
        number=Reenroll.people,
        on_confirm=Reenroll.confirm if then is None else [Reenroll.confirm, then],
        on_cancel=Reenroll.cancel,
        fields=(rx.cond(Reenroll.needs_due, _due()),),
    )


def _due() -> rx.Component:
    return rx.el.div(
        forms.field(
            "New due date",
            forms.day(name="new_due", value=Reenroll.due, on_change=Reenroll.enter_due, error=Reenroll.error),
            name="new_due",
            help_text="For those alone whose due date has passed.",
            error=Reenroll.error,
        ),
        rx.el.div(
            rx.el.button("+14 days", on_click=Reenroll.due_after(14), type="button", class_name="btn small-btn"),
            rx.el.button("+30 days", on_click=Reenroll.due_after(30), type="button", class_name="btn small-btn"),
            class_name="row",
        ),
        class_name="col gap-8",
        style={"marginTop": "12px"},
    )


def _people(many: int) -> str:
    return "1 person" if many == 1 else f"{many:,} people"


def _nobody(found: FailedAccount, *, is_all: bool) -> str:
    where = "Nobody here has failed" if is_all else "Nobody of those selected has failed"
    left = f" {found.deactivated} deactivated left out." if found.deactivated else ""
    return f"{where} who could be re-enrolled.{left}"


def _lines(found: FailedAccount, *, is_all: bool) -> list[str]:
    whom = "Everybody who failed gets" if is_all else "Those selected who failed get"
    told = ("on the dashboard" if found.dashboard_notifications else "", "by e-mail" if found.emails else "")
    by = " and ".join(one for one in told if one)
    said = [
        f"{whom} a new attempt from the beginning, in this assignment. The failed one stays in their history.",
        f"They are told {by}." if by else "Nobody is told: both switches of this assignment are off.",
        f"{found.deactivated:,} deactivated left out." if found.deactivated else "",
        f"The due date of {_people(found.need_due)} has passed." if found.need_due else "",
        f"The accreditation ends on {spoken(found.last_day)}." if found.need_due and found.last_day else "",
    ]
    return [line for line in said if line]


def _done(done: Reenrolled, due: str) -> str:
    if not done.people:
        return "Nobody was re-enrolled: they have a new attempt already."
    moved = f" {_people(done.moved)} due on {spoken(due)} now." if done.moved else ""
    return f"{_people(done.people)} re-enrolled.{moved}"
