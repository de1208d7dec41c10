"""“Notify Past Due Users”: asks with the number, says whom it leaves out, and tells how many it reached (A-21)."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from training_app.access.rules import Permission
from training_app.assignments.acts import past_due
from training_app.assignments.acts.past_due import Notified, PastDueAccount
from training_app.core import clock, db, organization
from training_app.web.shared import dialogs, routes, session
from training_app.web.shared.handling import handler, number
from training_app.web.shared.notices import say

MANAGE = Permission.MANAGE_ASSIGNMENTS


class NotifyPastDue(rx.State):
    """The question before it."""

    is_asking: bool = False
    people: int = 0
    title: str = ""
    verb: str = ""
    lines: list[str] = []
    _asked: int = 0
    _times: int = 0

    @handler(MANAGE)
    async def ask(self, assignment_id: int) -> None:
        """Ask with the number; when it was done today already, say when."""
        actor, self.is_asking = await session.me(self), False
        self._asked = number(assignment_id) or routes.number_in(self.router.url.path)
        found = await db.in_read(past_due.account, actor, assignment_id=self._asked, now=clock.now())
        if found.people == 0:
            await say(self, " ".join(["Nobody is past due who could be notified.", *_left_out(found)]))
            return
        zone = (await db.in_read(organization.of)).zone
        self.people, self._times, self.is_asking = found.people, found.times, True
        self.title = f"Notify {_people(found.people)} past due?" if not found.times else "Notify them once more?"
        self.verb = f"Notify {_people(found.people)}" + (" again" if found.times else "")
        self.lines = _lines(found, zone)

    @handler(MANAGE)
    async def cancel(self) -> None:
        """Tell nobody."""
        self.is_asking = False

    @handler(MANAGE)
    async def confirm(self) -> None:
        """Tell them; a second click on the same question tells nobody again."""
        if not self.is_asking:
            return
        self.is_asking = False
        said = {"assignment_id": self._asked, "after": self._times, "now": clock.now()}
        await say(self, _told(await db.in_write(past_due.notify, await session.me(self), **said)))


def button(assignment_id: rx.Var[int] | int = 0, **props: Any) -> rx.Component:
    """The button, of the assignment of the page's address unless told of another; `question` stands there once."""
    return rx.el.button(
        rx.icon("bell-ring", size=16), "Notify Past Due Users", on_click=NotifyPastDue.ask(assignment_id),
        type="button", **props,
    )  # fmt: skip


def question() -> rx.Component:
    """What the button asks."""
    return dialogs.confirm(
        is_open=NotifyPastDue.is_asking,
        title=NotifyPastDue.title,
        lines=[rx.foreach(NotifyPastDue.lines, lambda line: rx.el.span(line, style={"display": "block"}))],
        verb=NotifyPastDue.verb,
        number=NotifyPastDue.people,
        on_confirm=NotifyPastDue.confirm,
        on_cancel=NotifyPastDue.cancel,
    )


def _people(many: int) -> str:
    return "1 person" if many == 1 else f"{many:,} people"


def _lines(found: PastDueAccount, zone: str) -> list[str]:
    each = "They get a dashboard notification and an e-mail now, whatever the switches of this assignment."
    if not found.told_at:
        return [each, *_left_out(found)]
    at = datetime.fromisoformat(found.told_at).astimezone(ZoneInfo(zone))
    by = f" by {found.told_by}" if found.told_by else ""
    return [f"This was done today at {at:%H:%M}{by} already.", each, *_left_out(found)]


def _left_out(found: PastDueAccount) -> list[str]:
    """Who is past due and not told, and why."""
    parts = (
        (found.failed, "who failed", "“Re-enroll Failed Users” gives a new attempt."),
        (found.closed, "whose enrollment has lapsed", "The accreditation of the training has ended."),
        (found.deactivated, "deactivated", ""),
    )
    return [
        f"{_people(many)} {who} {'is' if many == 1 else 'are'} left out. {why}".strip()
        for many, who, why in parts
        if many
    ]


def _told(told: Notified) -> str:
    if told.again:
        return "Somebody else notified them a moment ago, so nobody was notified twice. Press again to see when."
    left = f" {_people(told.failed)} who failed left out." if told.failed else ""
    return f"{_people(told.people)} notified, on the dashboard and by e-mail.{left}"
