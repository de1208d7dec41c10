"""“Extend”: a later due date for those selected (A-26)."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.assignments.acts import extending
from training_app.assignments.acts.extending import ExtendAccount, Extended, LeftOut
from training_app.core import clock, db
from training_app.core.errors import Invalid
from training_app.web.admin.assignment import picking
from training_app.web.admin.assignment.state import AssignmentPage
from training_app.web.shared import dialogs, forms, session
from training_app.web.shared.days import day_said, spoken
from training_app.web.shared.handling import handler, number, words
from training_app.web.shared.notices import say

MANAGE = Permission.MANAGE_ASSIGNMENTS
MOST_DAYS = 3650
LONGEST_REASON = 300


class Extend(rx.State):
    """The question before it, and what was entered there."""

    is_asking: bool = False
    people: int = 0
    title: str = ""
    verb: str = ""
    lines: list[str] = []
    due: str = ""
    hint: str = ""
    is_locked: bool = False
    wrong: dict[str, str] = {}
    _from: str = ""

    @handler(MANAGE)
    async def ask(self) -> None:
        """Ask with the number, for the new due date."""
        whom, today = await picking.whom(self), await session.today()
        found = await db.in_read(extending.account, await session.me(self), **whom, today=today)
        if found.people == 0:
            await say(self, " ".join(["Nobody of those selected can be extended.", *_left_out(found.left_out)]))
            return
        self.people, self.is_locked, self.due, self.wrong = found.people, found.is_locked, "", {}
        self.title, self.verb = f"Extend the due date of {_people(found.people)}?", f"Extend {_people(found.people)}"
        self.lines, self.hint, self._from = _lines(found), _hint(found), max(found.latest, today.isoformat())
        self.is_asking = True

    @handler(MANAGE)
    async def enter_due(self, day: str) -> None:
        """Enter the new due date."""
        self.due, self.wrong = words(day, 20), self.wrong | {"due_on": ""}

    @handler(MANAGE)
    async def due_after(self, days: int) -> None:
        """Let it be due so many days later than the latest of them."""
        first = date.fromisoformat(self._from) if self._from else await session.today()
        later = first + timedelta(days=min(number(days), MOST_DAYS))
        self.due, self.wrong = later.isoformat(), self.wrong | {"due_on": ""}

    @handler(MANAGE)
    async def cancel(self) -> None:
        """Leave everybody as they are."""
        self.is_asking = False

    @handler(MANAGE)
    async def confirm(self, form: dict[str, Any]) -> EventSpec | None:
        """Extend them; a second click finds no later day."""
        if not self.is_asking:
            return None
        due, reason = day_said(said(form, "extended_due")), said(form, "extended_why")
        whom, actor = await picking.whom(self), await session.me(self)
        try:
            done = await db.in_write(extending.extend, actor, **whom, due_on=due, reason=reason, now=clock.now())
        except Invalid as refused:
            self.wrong = {one.field: one.text for one in refused.problems}
            return rx.set_focus("extended_due" if "due_on" in self.wrong else "extended_why")
        self.is_asking = False
        await picking.forget(self)
        await say(self, _done(done, due))
        return AssignmentPage.load


def said(form: object, name: str) -> str:
    """What was entered in a field of a form, as text."""
    return words(form.get(name, "") if isinstance(form, dict) else None, LONGEST_REASON)


def button() -> rx.Component:
    """The button, for the bar of those selected, and the question that it asks."""
    return rx.fragment(
        rx.el.button(rx.icon("calendar-plus", size=16), "Extend", on_click=Extend.ask, type="button", class_name="btn"),
        dialogs.confirm(
            is_open=Extend.is_asking,
            title=Extend.title,
            lines=[rx.foreach(Extend.lines, lambda line: rx.el.span(line, style={"display": "block"}))],
            verb=Extend.verb,
            number=Extend.people,
            on_confirm=Extend.confirm,
            on_cancel=Extend.cancel,
            fields=(_due(), reason("extended_why", is_required=Extend.is_locked, error=Extend.wrong["reason"])),
        ),
    )


def reason(name: str, *, is_required: rx.Var[bool], error: rx.Var[str]) -> rx.Component:
    """Why: always kept, and required where the lock is overridden."""
    return rx.el.div(
        forms.field(
            "Reason",
            rx.el.input(
                id=name, name=name, max_length=LONGEST_REASON, auto_complete="off", class_name="in",
                aria_describedby=f"{name}_help", aria_invalid=rx.cond(error, "true", "false"),
            ),
            name=name,
            help_text=rx.cond(is_required, "Required: the assignment is locked, and you override it.",
                              "Optional. It is kept with the act."),
            error=rx.cond(error, error, ""),
        ),
        style={"marginTop": "12px"},
    )  # fmt: skip


def _due() -> rx.Component:
    error = rx.cond(Extend.wrong["due_on"], Extend.wrong["due_on"], "")
    return rx.el.div(
        forms.field(
            "New due date",
            forms.day(name="extended_due", value=Extend.due, on_change=Extend.enter_due, error=error),
            name="extended_due",
            help_text=Extend.hint,
            error=error,
        ),
        rx.el.div(
            rx.el.button("+14 days", on_click=Extend.due_after(14), type="button", class_name="btn small-btn"),
            rx.el.button("+30 days", on_click=Extend.due_after(30), type="button", class_name="btn small-btn"),
            class_name="row",
        ),
        class_name="col gap-8",
        style={"marginTop": "12px"},
    )


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"


def _lines(found: ExtendAccount) -> list[str]:
    first = "They are told of the new due date, and reminded by it. Nobody else's due date moves."
    return [first, *_left_out(found.left_out)]


def _left_out(out: LeftOut) -> list[str]:
    parts = [f"{number:,} {_WHY.get(why, why)}" for why, number in asdict(out).items() if number]
    return [f"Left out: {', '.join(parts)}."] if parts else []


def _hint(found: ExtendAccount) -> str:
    end = f", and not after {spoken(found.last_day)}, when the accreditation ends" if found.last_day else ""
    return f"Later than {spoken(found.latest)}, the latest they have{end}."


def _done(done: Extended, due: date | None) -> str:
    day = spoken(due.isoformat()) if due else ""
    return f"{_people(done.people)} due on {day} now." if done.people else "Nobody was extended."


_WHY = {"failed": "failed (“Re-enroll Failed Users” gives a new attempt)", "closed": "closed"}
