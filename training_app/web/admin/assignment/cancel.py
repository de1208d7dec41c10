"""“Cancel Assignment”: says how many are withdrawn, who stays and who is told, and then does it (A-25, V-01)."""

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.assignments.acts import cancelling
from training_app.assignments.acts.cancelling import CancelAccount, Cancelled
from training_app.core import clock, db
from training_app.notifications.deciding import told
from training_app.web.admin.assignment.state import AssignmentPage
from training_app.web.shared import dialogs, routes, session
from training_app.web.shared.handling import handler
from training_app.web.shared.notices import say

MANAGE = Permission.MANAGE_ASSIGNMENTS


class CancelAssignment(rx.State):
    """The question before it."""

    is_asking: bool = False
    people: int = 0
    lines: list[str] = []

    @handler(MANAGE)
    async def ask(self) -> None:
        """Ask with the numbers."""
        actor, number = await session.me(self), self._number()
        found = await db.in_read(cancelling.account, actor, assignment_id=number)
        of_whom = {"assignment_id": number, "today": await session.today()}
        self.lines = _lines(found, await db.in_read(told.people_told, actor, **of_whom))
        self.people, self.is_asking = found.withdrawn, True

    @handler(MANAGE)
    async def keep(self) -> None:
        """Leave it as it is."""
        self.is_asking = False

    @handler(MANAGE)
    async def confirm(self) -> EventSpec | None:
        """Cancel it; a second click finds it cancelled."""
        if not self.is_asking:
            return None
        self.is_asking = False
        actor, now = await session.me(self), clock.now()
        await say(self, _done(await db.in_write(cancelling.cancel, actor, assignment_id=self._number(), now=now)))
        return AssignmentPage.load

    def _number(self) -> int:
        return routes.number_in(self.router.url.path)


def button() -> rx.Component:
    """The button, and the question that it asks."""
    return rx.fragment(
        rx.el.button(
            rx.icon("ban", size=16), "Cancel Assignment", on_click=CancelAssignment.ask, type="button",
            class_name="btn loses",
        ),
        dialogs.confirm(
            is_open=CancelAssignment.is_asking,
            title="Cancel this assignment?",
            lines=[rx.foreach(CancelAssignment.lines, lambda line: rx.el.span(line, style={"display": "block"}))],
            verb="Cancel Assignment",
            stay="Keep it",
            number=CancelAssignment.people,
            on_confirm=CancelAssignment.confirm,
            on_cancel=CancelAssignment.keep,
            loses=True,
        ),
    )  # fmt: skip


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"


def _lines(found: CancelAccount, told_before: int) -> list[str]:
    gone = f"{_people(found.withdrawn)} withdrawn: it is asked of them no longer, their progress and history stay."
    stay = f"{_people(found.complete)} who completed it {'stays' if found.complete == 1 else 'stay'} in it."
    are = "is" if told_before == 1 else "are"
    tells = f"{_people(told_before)} who had been told {are} told that it is cancelled. What was not sent is not sent."
    said = (
        gone if found.withdrawn else "Nobody is left in it to withdraw.",
        stay if found.complete else "",
        tells if told_before else "Nobody had been told of it, and nothing is sent.",
    )
    return [line for line in said if line]


def _done(done: Cancelled) -> str:
    if done.again:
        return "It is cancelled: somebody else was a moment earlier."
    stay = f" {_people(done.complete)} who completed it stayed." if done.complete else ""
    return f"Assignment cancelled. {_people(done.withdrawn)} withdrawn.{stay}"
