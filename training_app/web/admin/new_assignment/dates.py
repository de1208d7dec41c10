"""Step 2: the start date and the due date, and what follows from them (A-05, A-15, A-19).

Of an assignment that has started, the start is a fact.
"""

from datetime import date
from typing import Any

import reflex as rx

from training_app.assignments.making import drafting
from training_app.assignments.making.drafts import DraftDetail
from training_app.core import clock, db
from training_app.notifications.deciding.planned import planned
from training_app.web.admin.new_assignment import schedule
from training_app.web.admin.new_assignment.edited import Edited
from training_app.web.admin.new_assignment.frame import MANAGE, Step, Wizard, frame, opened, page_of, write
from training_app.web.admin.new_assignment.rail import was
from training_app.web.admin.new_assignment.schedule import Announced
from training_app.web.shared import forms, session
from training_app.web.shared.handling import handler, number, words

FIELDS = ("starts_on", "due_on")


class DatesStep(rx.State):
    """Both days as they are entered, what is wrong with them, and what follows from them."""

    starts: str = ""
    due: str = ""
    errors: dict[str, str] = {}
    announced: list[Announced] = []
    locked: str = ""
    is_silent: bool = False
    _wrong: dict[str, str] = {}
    _left: list[str] = []

    @handler(MANAGE, supersedes=True)
    async def load(self) -> None:
        """Read the draft; a field that was filled in on another day says what is wrong with it now."""
        found = await opened(self)
        if found is not None:
            self._left = [name for name in FIELDS if getattr(found, name)]
            await self._show(found)

    @handler(MANAGE)
    async def enter_start(self, day: str) -> None:
        """Enter the start date; while it is typed nothing is said against it."""
        self._left = [name for name in self._left if name != "starts_on"]
        await self._write(starts_on=schedule.day(words(day, 20)))

    @handler(MANAGE)
    async def enter_due(self, day: str) -> None:
        """Enter the due date; while it is typed nothing is said against it."""
        self._left = [name for name in self._left if name != "due_on"]
        await self._write(due_on=schedule.day(words(day, 20)))

    @handler(MANAGE)
    async def leave_start(self, day: str) -> None:
        """Say what is wrong with the start date, now that one has left it."""
        await self._leave("starts_on", self.starts, words(day, 20))

    @handler(MANAGE)
    async def leave_due(self, day: str) -> None:
        """Say what is wrong with the due date, now that one has left it."""
        await self._leave("due_on", self.due, words(day, 20))

    @handler(MANAGE)
    async def start_today(self) -> None:
        """Let it start today."""
        self._left = [*self._left, "starts_on"]
        await self._write(starts_on=await session.today())

    @handler(MANAGE)
    async def due_after(self, days: int) -> None:
        """Let it be due so many days after the start."""
        self._left = [*self._left, "due_on"]
        await self._write(due_on=schedule.later(await self._first(), number(days)))

    @handler(MANAGE)
    async def due_at_the_end_of_the_quarter(self) -> None:
        """Let it be due on the last day of the quarter in which it starts."""
        self._left = [*self._left, "due_on"]
        await self._write(due_on=schedule.end_of_quarter(await self._first()))

    async def _write(self, **entered: date | None) -> None:
        # The other day is the draft's, not what this tab remembers: that is gone after a restart.
        kept = await opened(self)
        if kept is not None:
            both = {name: schedule.day(getattr(kept, name)) for name in FIELDS} | entered
            found = await write(self, drafting.set_dates, **both)
            await self._show(found or kept)

    async def _first(self) -> date:
        kept = await opened(self)
        return (schedule.day(kept.starts_on) if kept else None) or await session.today()

    async def _leave(self, left: str, known: str, entered: str) -> None:
        self._left = [*self._left, left]
        # A box that was filled by the page and is emptied at one stroke says so only when it is left.
        if entered != known:
            await self._write(**{left: schedule.day(entered)})
        self.errors = {name: text for name, text in self._wrong.items() if name in self._left}

    async def _show(self, found: DraftDetail) -> None:
        self.starts, self.due = found.starts_on, found.due_on
        self._wrong = {problem.field: problem.text for problem in found.problems if problem.field in FIELDS}
        self.errors = {name: text for name, text in self._wrong.items() if name in self._left}
        self.announced, self.locked, self.is_silent = [], "", not (found.dashboard_notifications or found.emails)
        if not self._wrong:
            await self._follow(found, date.fromisoformat(found.starts_on), date.fromisoformat(found.due_on))

    async def _follow(self, found: DraftDetail, starts: date, due: date) -> None:
        messages = await db.in_read(
            planned, await session.me(self), starts_on=starts, due_on=due, dashboard=found.dashboard_notifications,
            emails=found.emails, people=max(found.people, 1), now=clock.now(),
        )  # fmt: skip
        today, is_edit = await session.today(), found.edits > 0
        self.announced = schedule.announced(messages, is_edit=is_edit, has_started=not found.is_upcoming)
        self.locked = schedule.locked(due, today, is_edit=is_edit)


def build() -> rx.Component:
    """The page."""
    return frame(
        Step.DATES,
        rx.el.div(_start(), _due(), class_name="card pad both-dates"),
        rx.el.section(_follows(), class_name="card pad stack tight", aria_label="What follows", aria_live="polite"),
    )


def _start() -> rx.Component:
    return rx.cond(Wizard.is_upcoming, _start_field(), _started())


def _started() -> rx.Component:
    return rx.el.div(
        rx.el.span("Start date", class_name="label"),
        rx.el.p(Wizard.starts, class_name="strong"),
        rx.el.p("It has started: the start can no longer be moved.", class_name="help"),
        class_name="field",
        role="group",
        aria_label="Start date",
    )


def _start_field() -> rx.Component:
    control = _day("starts_on", DatesStep.starts, on_change=DatesStep.enter_start, on_blur=DatesStep.leave_start)
    return rx.el.div(
        forms.field("Start date", control, name="starts_on", error=_error("starts_on"),
                    help_text="Today or later. It appears to people on this day."),
        _before("starts_on"),
        rx.el.div(_quick("Today", DatesStep.start_today), class_name="row wrap"),
        class_name="stack tight",
    )  # fmt: skip


def _due() -> rx.Component:
    control = _day("due_on", DatesStep.due, on_change=DatesStep.enter_due, on_blur=DatesStep.leave_due)
    accredited = rx.cond(
        Wizard.accredited != "", "The course is accredited through " + Wizard.accredited + ".",
        "The last day to complete it, counted in.",
    )  # fmt: skip
    return rx.el.div(
        forms.field("Due date", control, name="due_on", error=_error("due_on"), help_text=accredited),
        _before("due_on"),
        rx.el.div(
            _quick("+30 days", DatesStep.due_after(30)),
            _quick("+90 days", DatesStep.due_after(90)),
            _quick("End of quarter", DatesStep.due_at_the_end_of_the_quarter),
            rx.el.span("counted from the start date", class_name="muted small"),
            class_name="row wrap",
        ),
        class_name="stack tight",
    )


def _before(name: str) -> rx.Component:
    return rx.cond(Wizard.edits > 0, rx.el.div(was(name), class_name="was"))


def _day(name: str, value: rx.Var[str], *, on_change: Any, on_blur: Any) -> rx.Component:
    """A date, typed or picked, that is heard when it is left too."""
    return rx.el.input(
        id=name, name=name, type="date", default_value=value, on_change=on_change, on_blur=on_blur, class_name="in",
        aria_invalid=rx.cond(_error(name) != "", "true", "false"), aria_describedby=f"{name}_help",
        custom_attrs={"data-said": value},
    )  # fmt: skip


def _error(name: str) -> Any:
    return DatesStep.errors.get(name, "")


def _quick(label: str, on_click: object) -> rx.Component:
    return rx.el.button(label, on_click=on_click, type="button", class_name="btn small-btn")


def _follows() -> rx.Component:
    silent = rx.el.p(rx.icon("bell-off", size=16), "Nobody is told: both switches are off.", class_name="row")
    told = rx.el.ul(rx.foreach(DatesStep.announced, _message), class_name="announced")
    return rx.cond(
        DatesStep.locked != "",
        rx.fragment(
            rx.el.h2("When people are told"),
            rx.cond(
                Edited.moves != "",
                rx.el.p(rx.icon("calendar-clock", size=16), Edited.moves, class_name="row top-aligned strong"),
            ),
            rx.cond(DatesStep.is_silent, silent, told),
            rx.el.p(rx.icon("lock", size=16), rx.el.span(DatesStep.locked), class_name="row top-aligned"),
        ),
        rx.el.p("With both dates it says here when people are told, and until when it can be edited.",
                class_name="muted"),
    )  # fmt: skip


def _message(one: rx.Var[Announced]) -> rx.Component:
    return rx.el.li(
        rx.el.span(one.when, class_name="strong"),
        rx.el.span(one.what),
        rx.cond(one.note != "", rx.el.span(one.note, class_name="muted")),
    )


PAGE = page_of(Step.DATES, build, DatesStep.load)
