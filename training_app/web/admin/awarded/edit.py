"""“Edit” of one row: the days of an award, whether it expires, and how it came about (C-13, A-24)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.access.rules import Permission
from training_app.certifications.awarding import changing
from training_app.certifications.awarding.changing import GROUPS, LABELS, Activity, AwardEdit, ChangedMeanwhile
from training_app.certifications.rules import Association
from training_app.core import clock, db
from training_app.core.errors import Conflict, Invalid
from training_app.web.admin.awarded.state import AwardedUsers
from training_app.web.shared import dialogs, forms, session
from training_app.web.shared.handling import flag, handler, number, words
from training_app.web.shared.notices import say

AWARD = Permission.AWARD_CERTIFICATIONS
TYPED = ("issued_on", "expires_on", "activity_id")
FIELDS = tuple(LABELS)
AGAIN = "Confirm again to keep yours."


class EditAward(rx.State):
    """The form of one award as it was read, and what is wrong with it."""

    is_asking: bool = False
    title: str = ""
    whose: str = ""
    said: dict[str, str] = dict.fromkeys(FIELDS, "")
    wrong: dict[str, str] = {}
    may_be_always: bool = False
    is_always: bool = False
    association: str = ""
    activities: list[Activity] = []
    _award_id: int = 0
    _base: AwardEdit = AwardEdit()

    @handler(AWARD)
    async def ask(self, award_id: int) -> None:
        """Show the form of one award as it is now."""
        self._award_id = number(award_id)
        found = await db.in_read(changing.detail, await session.me(self), award_id=self._award_id)
        self.title, self.whose = f"Edit the award of {found.person}", f"“{found.certification}”"
        self._base, self.said, self.wrong = found.entered, _texts(found.entered), {}
        self.is_always, self.association = found.entered.always_valid, found.entered.association
        self.may_be_always, self.activities = found.always_valid_allowed, list(found.activities)
        self.is_asking = True

    @handler(AWARD)
    async def choose_always(self, on: bool) -> None:  # noqa: FBT001  # as a box sends it
        """Let it expire, or be always valid."""
        self.is_always, self.wrong = flag(on), self.wrong | {"expires_on": ""}

    @handler(AWARD)
    async def choose_association(self, name: str) -> None:
        """Say how it came about."""
        self.association = next((one.value for one in Association if one == words(name)), self.association)
        self.wrong = self.wrong | {"association": "", "activity_id": ""}

    @handler(AWARD)
    async def cancel(self) -> None:
        """Leave it as it is."""
        self.is_asking = False

    @handler(AWARD)
    async def confirm(self, form: dict[str, Any]) -> EventSpec | None:
        """Change it; a second click changes nothing more."""
        if not self.is_asking:
            return None
        texts = self._texts(form)
        try:
            told = {"award_id": self._award_id, "base": self._base, "new": changing.typed(texts), "now": clock.now()}
            await db.in_write(changing.change, await session.me(self), **told)
        except Invalid as refused:
            return await self._refuse(refused)
        except Conflict as gone:
            return await self._end(gone.message, is_error=True)
        return await self._end(f"The award is changed: {self.whose}.")

    def _texts(self, form: object) -> dict[str, str]:
        entered = form if isinstance(form, Mapping) else {}
        # Of a field that is not shown the form sends nothing, or none.
        texts = {name: words(entered.get(name) or "", 20) for name in TYPED}
        return texts | {"always_valid": "on" if self.is_always else "", "association": self.association}

    async def _refuse(self, refused: Invalid) -> EventSpec:
        self.wrong = {one.field: one.text for one in refused.problems}
        if isinstance(refused, ChangedMeanwhile):
            # From here on the other's value is what is changed: confirming again puts one's own in its place.
            found = await db.in_read(changing.detail, await session.me(self), award_id=self._award_id)
            theirs = {part: getattr(found.entered, part) for name in self.wrong for part in GROUPS[name]}
            self._base = replace(self._base, **theirs)
            self.wrong = {name: f"{text} {AGAIN}" for name, text in self.wrong.items()}
        return rx.set_focus(next(iter(self.wrong)))

    async def _end(self, text: str, *, is_error: bool = False) -> EventSpec:
        self.is_asking = False
        await say(self, text, is_error=is_error)
        return AwardedUsers.load


def _texts(of: AwardEdit) -> dict[str, str]:
    """The award as the form has it."""
    days = {name: day.isoformat() if day else "" for name, day in of.days().items()}
    return days | {"association": of.association, "activity_id": str(of.activity_id or "")}


def dialog() -> rx.Component:
    """The form, over the list."""
    return dialogs.confirm(
        is_open=EditAward.is_asking,
        title=EditAward.title,
        lines=[EditAward.whose + ". Enrollments are not touched."],
        verb="Confirm",
        on_confirm=EditAward.confirm,
        on_cancel=EditAward.cancel,
        fields=(
            rx.el.div(
                _field("issued_on", _day("issued_on")),
                _field("expires_on", _day("expires_on", disabled=EditAward.is_always)),
                rx.cond(EditAward.may_be_always, _always()),
                _field("association", _associations()),
                rx.cond(EditAward.association == Association.EXTERNAL.value, _field("activity_id", _activities())),
                class_name="stack award-form",
            ),
        ),
    )


def _field(name: str, control: rx.Component) -> rx.Component:
    return forms.field(LABELS[name], control, name=name, error=_wrong(name))


def _day(name: str, **props: Any) -> rx.Component:
    return rx.el.input(**_props(name), type="date", default_value=EditAward.said[name], **props)


def _always() -> rx.Component:
    return forms.switch(
        "Always Valid", name="always_valid", checked=EditAward.is_always, on_change=EditAward.choose_always,
        help_text="On: it never expires, and nobody is reminded of it.",
    )  # fmt: skip


def _associations() -> rx.Component:
    options = (rx.el.option(one.value, value=one.value) for one in Association)
    return rx.el.select(
        *options, **_props("association"), value=EditAward.association, on_change=EditAward.choose_association
    )


def _activities() -> rx.Component:
    return rx.el.select(
        rx.el.option("Choose an activity", value=""),
        rx.foreach(EditAward.activities, lambda one: rx.el.option(one.title, value=one.id.to_string())),
        **_props("activity_id"),
        default_value=EditAward.said["activity_id"],
    )


def _props(name: str) -> dict[str, Any]:
    return {
        "id": name,
        "name": name,
        "class_name": "in",
        "aria_describedby": f"{name}_help",
        "aria_invalid": rx.cond(_wrong(name) != "", "true", "false"),
    }


def _wrong(name: str) -> Any:
    return EditAward.wrong.get(name, "")
