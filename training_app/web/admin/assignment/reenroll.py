"""“Re-enroll Failed Users”: those chosen on the tab "Failed", or all of them, get a new attempt (A-22)."""

from datetime import timedelta

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.assignments import reenrolling
from training_app.assignments.reenrolling import FailedAccount, Reenrolled
from training_app.core import clock, db
from training_app.core.errors import Invalid
from training_app.web.admin.assignment.state import AssignmentPage
from training_app.web.shared import dialogs, forms, routes, session
from training_app.web.shared.days import day_said, spoken
from training_app.web.shared.handling import flag, handler, number, words
from training_app.web.shared.notices import say

MANAGE = Permission.MANAGE_ASSIGNMENTS
MOST_DAYS = 3650


class Reenroll(rx.State):
    """Who is ticked, and the question before it."""

    picked: list[int] = []
    is_asking: bool = False
    people: int = 0
    needs_due: bool = False
    due: str = ""
    error: str = ""
    title: str = ""
    verb: str = ""
    lines: list[str] = []
    _assignment: int = 0

    @handler(MANAGE)
    async def arrive(self) -> None:
        """Nobody of another assignment stays ticked, nor whom one cannot see any more."""
        page = await self.get_state(AssignmentPage)
        if self._assignment != self._number() or page.tab != "failed":
            self.picked, self._assignment, self.is_asking = [], self._number(), False

    @handler(MANAGE)
    async def pick(self, place_id: int, on: bool) -> None:  # noqa: FBT001  # as a box sends it
        """Tick one person, or not."""
        kept = [one for one in self.picked if one != number(place_id)]
        self.picked = [*kept, number(place_id)] if flag(on) else kept

    @handler(MANAGE)
    async def pick_page(self, on: bool) -> None:  # noqa: FBT001  # as a box sends it
        """Tick everybody on this page, or nobody of it."""
        shown = [row.id for row in (await self.get_state(AssignmentPage)).rows]
        kept = [one for one in self.picked if one not in shown]
        self.picked = [*kept, *shown] if flag(on) else kept

    @handler(MANAGE)
    async def clear(self) -> None:
        """Tick nobody."""
        self.picked = []

    @handler(MANAGE)
    async def ask(self) -> None:
        """Ask with the number, and for a due date where one has passed."""
        found = await db.in_read(
            reenrolling.account, await session.me(self), **self._whom(), today=await session.today()
        )
        if found.people == 0:
            left = f" {found.deactivated} deactivated left out." if found.deactivated else ""
            await say(self, f"Nobody here has failed who could be re-enrolled.{left}")
            return
        self.people, self.needs_due, self.is_asking = found.people, found.need_due > 0, True
        self.due, self.error = "", ""
        self.title = f"Re-enroll {_people(found.people)} who failed?"
        self.verb, self.lines = f"Re-enroll {_people(found.people)}", _lines(found, is_all=not self.picked)

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
        self.is_asking, self.picked = False, []
        await say(self, _done(done, self.due))
        return AssignmentPage.load

    def _whom(self) -> dict[str, object]:
        is_here = self._assignment == self._number()
        return {"assignment_id": self._number(), "assignee_ids": (self.picked if is_here else None) or None}

    def _number(self) -> int:
        return routes.number_in(self.router.url.path)


def button() -> rx.Component:
    """The button, and the question that it asks."""
    return rx.fragment(
        rx.el.button(
            rx.icon("rotate-ccw", size=16), "Re-enroll Failed Users", on_click=Reenroll.ask, type="button",
            class_name="btn",
        ),
        dialogs.confirm(
            is_open=Reenroll.is_asking,
            title=Reenroll.title,
            lines=[rx.foreach(Reenroll.lines, lambda line: rx.el.span(line, style={"display": "block"}))],
            verb=Reenroll.verb,
            number=Reenroll.people,
            on_confirm=Reenroll.confirm,
            on_cancel=Reenroll.cancel,
            fields=(rx.cond(Reenroll.needs_due, _due()),),
        ),
    )  # fmt: skip


def ticked() -> rx.Component:
    """How many are ticked, above the table of those who failed."""
    return rx.el.p(
        rx.cond(
            Reenroll.picked.length() > 0,
            rx.fragment(
                rx.el.span(Reenroll.picked.length().to_string() + " chosen to re-enroll"),
                rx.el.button("Choose nobody", on_click=Reenroll.clear, type="button", class_name="btn ghost small-btn"),
            ),
            "Tick people to re-enroll them alone; with nobody ticked it is everybody who failed.",
        ),
        aria_live="polite",
        class_name="row wrap muted ticked",
    )


def box(place_id: rx.Var[int], name: rx.Var[str]) -> rx.Component:
    """The box of one row."""
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            checked=Reenroll.picked.contains(place_id),
            on_change=lambda on: Reenroll.pick(place_id, on),
            aria_label="Choose " + name,
        ),
        class_name="tick",
    )


def box_of_page() -> rx.Component:
    """The box of all rows of the page."""
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            checked=(AssignmentPage.rows.length() > 0) & (Reenroll.picked.length() >= AssignmentPage.rows.length()),
            on_change=Reenroll.pick_page,
            aria_label="Choose everybody on this page",
        ),
        class_name="tick",
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


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"


def _lines(found: FailedAccount, *, is_all: bool) -> list[str]:
    whom = "Everybody who failed gets" if is_all else "Those chosen get"
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
