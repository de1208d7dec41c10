"""Tab "Users": people are found by name or email as one types, and added; those chosen can be taken out (C-15)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.certifications.awarding import targets
from training_app.certifications.awarding.targets import Somebody
from training_app.core import db
from training_app.core.paging import Page as Cut
from training_app.web.admin.award_users.looking import LONGEST, USERS
from training_app.web.admin.award_users.state import AWARD, batch_number, looking_at, to, write
from training_app.web.shared import chips, forms, lists, session, tracking
from training_app.web.shared.handling import handler, number, words
from training_app.web.shared.lists import Foot
from training_app.web.shared.notices import say

FIELD = "find_person"
SUGGESTED = Cut(1, 8)


@dataclass(frozen=True)
class Shown:
    """Somebody found or chosen."""

    id: int
    name: str
    about: str
    is_active: bool
    is_chosen: bool


class AwardPeople(rx.State):
    """Whom the words find, and a page of those chosen by name."""

    q: str = ""
    found: list[Shown] = []
    chosen: list[Shown] = []
    foot: Foot = Foot()
    number: int = 0

    @handler(AWARD, supersedes=True)
    async def load(self) -> None:
        """Show those chosen, with an empty box."""
        self.q, self.found = "", []
        if await tracking.is_on():
            await self._show()

    @handler(AWARD, supersedes=True)
    async def find(self, text: str) -> None:
        """Find people as one types."""
        await self._find(words(text, LONGEST))

    @handler(AWARD)
    async def enter(self, form: dict[str, Any]) -> list[EventSpec] | None:
        """Add the only person whom the words find."""
        await self._find(words(form.get(FIELD) if isinstance(form, Mapping) else None, LONGEST))
        return await self._add(self.found[0].id) if len(self.found) == 1 else None

    @handler(AWARD)
    async def add(self, person_id: int) -> list[EventSpec]:
        """Add the person who was clicked."""
        return await self._add(number(person_id))

    @handler(AWARD)
    async def remove(self, person_id: int) -> EventSpec:
        """Take one person out; the focus does not go with the button."""
        await write(self, targets.remove_person, person_id=number(person_id))
        await self._show()
        return rx.set_focus(FIELD)

    async def _find(self, text: str) -> None:
        asked = {"batch_id": batch_number(self), "q": text, "page": SUGGESTED}
        found = await db.in_read(targets.find, await session.me(self), **asked) if text.strip() else []
        # Set together, after the answer is there: an older question may be cut off by a newer one.
        self.q, self.found = text, [_shown(one) for one in found]

    async def _add(self, person_id: int) -> list[EventSpec]:
        one = next((one for one in self.found if one.id == person_id), None)
        await write(self, targets.add_person, person_id=person_id)
        self.q, self.found = "", []
        await self._show()
        name = one.name if one else "1 person"
        await say(self, f"{name} was chosen already." if one and one.is_chosen else f"{name} is chosen.")
        return [rx.set_value(FIELD, ""), rx.set_focus(FIELD)]

    async def _show(self) -> None:
        looking = await looking_at(self)
        if looking.step != 1 or looking.tab != USERS:
            return
        asked = {"batch_id": batch_number(self), "page": Cut(looking.page)}
        chosen = await db.in_read(targets.chosen, await session.me(self), **asked)
        self.chosen, self.number = [_shown(one) for one in chosen.rows], chosen.total
        self.foot = lists.foot_of(chosen, lambda page: to(self, looking.at(page)))


def _shown(one: Somebody) -> Shown:
    return Shown(one.id, one.name, f"{one.email} · {one.branch}", one.is_active, one.is_chosen)


def tab() -> rx.Component:
    """The box, whom it finds, and those chosen."""
    box = rx.el.input(
        id=FIELD, name=FIELD, type="text", default_value="", on_change=AwardPeople.find.debounce(200), class_name="in",
        max_length=LONGEST, auto_complete="off", placeholder="Type a name or an email",
        aria_describedby=f"{FIELD}_help", custom_attrs={"spellCheck": "false"},
    )  # fmt: skip
    nobody = rx.el.p("Nobody active matches “" + AwardPeople.q + "”.", class_name="muted pad-12")
    return rx.el.div(
        rx.el.form(
            forms.field("Find by name or email", box, name=FIELD,
                        help_text="Enter adds the only person found; with Tab you reach each of them."),
            on_submit=AwardPeople.enter,
        ),
        rx.el.div(
            rx.el.ul(rx.foreach(AwardPeople.found, _found), aria_label="People who match"),
            rx.cond((AwardPeople.q != "") & (AwardPeople.found.length() == 0), nobody),
            role="status", hidden=AwardPeople.q == "", class_name="card award-found",
        ),
        rx.el.h3("Chosen by name"),
        rx.cond(
            AwardPeople.number > 0,
            rx.el.div(
                rx.el.ul(rx.foreach(AwardPeople.chosen, _chosen), aria_label="Chosen by name"),
                lists.foot(AwardPeople.foot),
                class_name="card award-list",
            ),
            rx.el.p("Nobody is chosen by name.", class_name="muted"),
        ),
        class_name="col gap-12",
    )  # fmt: skip


def _found(one: rx.Var[Shown]) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.cond(one.is_chosen, rx.icon("check", size=16), rx.icon("plus", size=16)),
            rx.el.span(rx.cond(one.is_chosen, "Chosen already: ", "Add "), class_name="sr"),
            rx.el.span(rx.el.span(one.name, class_name="strong"), rx.el.span(one.about, class_name="muted small cut"),
                       class_name="col push"),
            rx.cond(one.is_chosen, rx.el.span("Chosen", class_name="small strong")),
            on_click=AwardPeople.add(one.id), type="button", class_name="award-row",
        )
    )  # fmt: skip


def _chosen(one: rx.Var[Shown]) -> rx.Component:
    return rx.el.li(
        rx.el.span(rx.el.span(one.name, class_name="strong"), rx.el.span(one.about, class_name="muted small cut"),
                   class_name="col push"),
        rx.cond(one.is_active, rx.fragment(), chips.chip("strike", "circle-slash", "Deactivated")),
        rx.el.button(rx.icon("x", size=16), on_click=AwardPeople.remove(one.id), type="button",
                     aria_label="Take out " + one.name, class_name="take-out"),
        class_name="award-row",
    )  # fmt: skip
