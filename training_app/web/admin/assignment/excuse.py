"""“Excuse”: it is not asked of those selected, until a day or for good, with a reason (A-26)."""

from datetime import date, timedelta
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.assignments.acts import excusing
from training_app.assignments.acts.excusing import ExcuseAccount
from training_app.core import clock, db
from training_app.core.errors import Invalid
from training_app.web.admin.assignment import picking
from training_app.web.admin.assignment.extend import LONGEST_REASON, MOST_DAYS, said
from training_app.web.admin.assignment.state import AssignmentPage
from training_app.web.shared import dialogs, forms, session
from training_app.web.shared.days import day_said, spoken
from training_app.web.shared.handling import flag, handler, number, words
from training_app.web.shared.notices import say

MANAGE = Permission.MANAGE_ASSIGNMENTS
NO_LAST_DAY = "Last day is missing. Or excuse them for good."


class Excuse(rx.State):
    """The question before it, and what was entered there."""

    is_asking: bool = False
    people: int = 0
    title: str = ""
    verb: str = ""
    lines: list[str] = []
    is_for_good: bool = False
    until: str = ""
    wrong: dict[str, str] = {}

    @handler(MANAGE)
    async def ask(self) -> None:
        """Ask with the number, for the reason and the last day."""
        whom, today = await picking.whom(self), await session.today()
        found = await db.in_read(excusing.account, await session.me(self), **whom, today=today)
        if found.people == 0:
            await say(self, " ".join(["Nobody of those selected can be excused.", *left_out(found)]))
            return
        self.people, self.is_for_good, self.until, self.wrong = found.people, False, "", {}
        self.title, self.verb = f"Excuse {people(found.people)}?", f"Excuse {people(found.people)}"
        self.lines, self.is_asking = _lines(found), True

    @handler(MANAGE)
    async def choose(self, for_good: bool) -> None:  # noqa: FBT001  # as a box sends it
        """For good, or until a day."""
        self.is_for_good, self.wrong = flag(for_good), {}

    @handler(MANAGE)
    async def enter_until(self, day: str) -> None:
        """Enter the last day."""
        self.until, self.wrong = words(day, 20), self.wrong | {"until": ""}

    @handler(MANAGE)
    async def until_after(self, days: int) -> None:
        """Let it end so many days from today."""
        later = await session.today() + timedelta(days=min(number(days), MOST_DAYS))
        self.until, self.wrong = later.isoformat(), self.wrong | {"until": ""}

    @handler(MANAGE)
    async def cancel(self) -> None:
        """Leave everybody as they are."""
        self.is_asking = False

    @handler(MANAGE)
    async def confirm(self, form: dict[str, Any]) -> EventSpec | None:
        """Excuse them; the same once more only replaces it."""
        if not self.is_asking:
            return None
        reason, until = said(form, "excused_why"), None if self.is_for_good else day_said(said(form, "excused_until"))
        if until is None and not self.is_for_good:
            return self._refuse({"until": NO_LAST_DAY} | ({} if reason.strip() else {"reason": "Reason is missing."}))
        whom, actor = await picking.whom(self), await session.me(self)
        try:
            done = await db.in_write(excusing.excuse, actor, **whom, reason=reason, until=until, now=clock.now())
        except Invalid as refused:
            return self._refuse({one.field: one.text for one in refused.problems})
        self.is_asking = False
        await picking.forget(self)
        await say(self, _done(done.people, until))
        return AssignmentPage.load

    def _refuse(self, wrong: dict[str, str]) -> EventSpec:
        self.wrong = wrong
        return rx.set_focus("excused_why" if "reason" in wrong else "excused_until")


def button() -> rx.Component:
    """The button, for the bar of those selected, and the question that it asks."""
    return rx.fragment(
        rx.el.button(rx.icon("user-minus", size=16), "Excuse", on_click=Excuse.ask, type="button", class_name="btn"),
        dialogs.confirm(
            is_open=Excuse.is_asking,
            title=Excuse.title,
            lines=[rx.foreach(Excuse.lines, lambda line: rx.el.span(line, style={"display": "block"}))],
            verb=Excuse.verb,
            number=Excuse.people,
            on_confirm=Excuse.confirm,
            on_cancel=Excuse.cancel,
            fields=(_reason(), _for_good(), rx.cond(Excuse.is_for_good, rx.fragment(), _until())),
        ),
    )


def _reason() -> rx.Component:
    error = rx.cond(Excuse.wrong["reason"], Excuse.wrong["reason"], "")
    return rx.el.div(
        forms.field(
            "Reason",
            rx.el.input(
                id="excused_why", name="excused_why", max_length=LONGEST_REASON, auto_complete="off", class_name="in",
                aria_describedby="excused_why_help", aria_invalid=rx.cond(error != "", "true", "false"),
            ),
            name="excused_why", help_text="Kept with the excuse, and shown beside the person.", error=error,
        ),
        style={"marginTop": "12px"},
    )  # fmt: skip


def _for_good() -> rx.Component:
    return rx.el.div(
        forms.switch(
            "For good", name="for_good", checked=Excuse.is_for_good, on_change=Excuse.choose,
            help_text="Off: until a day. From the next day on it is asked of them again.",
        ),
        style={"marginTop": "8px"},
    )  # fmt: skip


def _until() -> rx.Component:
    error = rx.cond(Excuse.wrong["until"], Excuse.wrong["until"], "")
    return rx.el.div(
        forms.field(
            "Last day",
            forms.day(name="excused_until", value=Excuse.until, on_change=Excuse.enter_until, error=error),
            name="excused_until", help_text="On this day they are still excused.", error=error,
        ),
        rx.el.div(
            rx.el.button("+30 days", on_click=Excuse.until_after(30), type="button", class_name="btn small-btn"),
            rx.el.button("+90 days", on_click=Excuse.until_after(90), type="button", class_name="btn small-btn"),
            class_name="row",
        ),
        class_name="col gap-8", style={"marginTop": "8px"},
    )  # fmt: skip


def people(number: int) -> str:
    """So many people, in words."""
    return "1 person" if number == 1 else f"{number:,} people"


def left_out(found: ExcuseAccount) -> list[str]:
    """Who of those selected owes nothing that could be excused."""
    numbers = {"complete": found.complete, "withdrawn": found.withdrawn, "superseded": found.closed}
    parts = [f"{number:,} {why}" for why, number in numbers.items() if number]
    return [f"Left out: {', '.join(parts)}."] if parts else []


def _lines(found: ExcuseAccount) -> list[str]:
    before = f"{people(found.excused)} excused already: the new excuse replaces that." if found.excused else ""
    locked = "This assignment is locked; the reason is also why you override that." if found.is_locked else ""
    said_first = "They count in no percentage and get no message meanwhile. Progress stays; “End excuse” takes it back."
    return [line for line in (said_first, before, locked, *left_out(found)) if line]


def _done(number: int, until: date | None) -> str:
    when = f"until {spoken(until.isoformat())}" if until else "for good"
    return f"{people(number)} excused {when}." if number else "Nobody was excused."
