"""“Unassign” of one row: an award is revoked, with a reason, and stays as a record of that (C-14, V-01)."""

from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.certifications.awarding import revoking
from training_app.certifications.awarding.revoking import LONGEST_REASON, RevokeAccount
from training_app.certifications.rules import Held
from training_app.core import clock, db
from training_app.core.errors import Invalid
from training_app.web.admin.awarded.state import AwardedUsers
from training_app.web.shared import dialogs, forms, session
from training_app.web.shared.days import spoken
from training_app.web.shared.handling import handler, number, words
from training_app.web.shared.notices import say

AWARD = Permission.AWARD_CERTIFICATIONS
REASON = "unassigned_why"
STAYS = (
    "It stays in the record as revoked, with your reason. Enrollments and files stay; the same completion does not "
    "award it again, and nobody is reminded of it."
)


class UnassignAward(rx.State):
    """The question before it, and what is wrong with the reason."""

    is_asking: bool = False
    person: str = ""
    lines: list[str] = []
    wrong: str = ""
    _award_id: int = 0

    @handler(AWARD)
    async def ask(self, award_id: int) -> None:
        """Ask, and say what the person still holds afterwards."""
        asked = {"award_id": number(award_id), "today": await session.today()}
        found = await db.in_read(revoking.account, await session.me(self), **asked)
        self._award_id, self.person, self.wrong = found.award_id, found.person, ""
        self.lines, self.is_asking = said_before(found), True

    @handler(AWARD)
    async def cancel(self) -> None:
        """Leave it awarded."""
        self.is_asking = False

    @handler(AWARD)
    async def confirm(self, form: dict[str, Any]) -> EventSpec | None:
        """Revoke it; a second click does nothing more."""
        if not self.is_asking:
            return None
        reason = words(form.get(REASON) or "" if isinstance(form, dict) else "", LONGEST_REASON)
        told = {"award_ids": [self._award_id], "why": reason, "now": clock.now()}
        try:
            done = await db.in_write(revoking.revoke_many, await session.me(self), **told)
        except Invalid as refused:
            self.wrong = refused.message
            return rx.set_focus(REASON)
        self.is_asking = False
        already = f"The award of {self.person} had been unassigned already."
        await say(self, f"The award of {self.person} is unassigned." if done.award_ids else already)
        return AwardedUsers.load


def said_before(found: RevokeAccount) -> list[str]:
    """Which verb it is, how many it concerns, what stays, and what the person holds afterwards."""
    first = f"Revokes 1 award of 1 person: “{found.certification}”, {_held(found.held)}."
    return [first, STAYS, *([_other(found, found.other)] if found.other else [])]


def _other(found: RevokeAccount, other: Held) -> str:
    if not found.still_holds:
        return f"{found.person} has another one that is not valid today ({_held(other)}); it then stands in this list."
    until = f"until {spoken(other.expires_on.isoformat())}" if other.expires_on else "that is always valid"
    return f"{found.person} still holds another one {until}; it then stands in this list."


def _held(held: Held) -> str:
    issued = f"issued {spoken(held.issued_on.isoformat())}, " if held.issued_on else ""
    return issued + (f"expires {spoken(held.expires_on.isoformat())}" if held.expires_on else "always valid")


def dialog() -> rx.Component:
    """The question, over the list."""
    return dialogs.confirm(
        is_open=UnassignAward.is_asking,
        title="Unassign the award of " + UnassignAward.person + "?",
        lines=[rx.foreach(UnassignAward.lines, lambda line: rx.el.span(line, style={"display": "block"}))],
        verb="Unassign",
        on_confirm=UnassignAward.confirm,
        on_cancel=UnassignAward.cancel,
        fields=(_reason(),),
        loses=True,
    )


def _reason() -> rx.Component:
    error = UnassignAward.wrong
    box = rx.el.input(
        id=REASON, name=REASON, max_length=LONGEST_REASON, auto_complete="off", class_name="in",
        aria_describedby=f"{REASON}_help", aria_invalid=rx.cond(error != "", "true", "false"),
    )  # fmt: skip
    help_text = "Kept with the award, beside who unassigned it and when."
    return rx.el.div(
        forms.field("Reason", box, name=REASON, help_text=help_text, error=error), class_name="stack award-form"
    )
