"""“Find by name or email”: people are suggested as one types, and added (A-06)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.assignments.making import drafting, drafts
from training_app.audience import queries as audience
from training_app.core import clock, db
from training_app.core.paging import Page as Cut
from training_app.web.admin.new_assignment.people.acts import EVERY_ACTIVE, told
from training_app.web.admin.new_assignment.people.reading import shown
from training_app.web.admin.new_assignment.wizard import MANAGE, draft_number
from training_app.web.shared import session
from training_app.web.shared.handling import handler, number, words
from training_app.web.shared.notices import say

FIELD = "find_person"
SUGGESTED = Cut(1, 8)
LONGEST = 100


@dataclass(frozen=True)
class Suggestion:
    """Somebody who may be meant."""

    id: int
    name: str
    email: str
    about: str
    is_chosen: bool


class ByName(rx.State):
    """The suggestions for what is typed, one of them marked, which Enter adds."""

    q: str = ""
    suggestions: list[Suggestion] = []
    marked: int = 0
    is_open: bool = False
    _on_its_way: str = ""

    @handler(MANAGE, supersedes=True)
    async def find(self, text: str) -> None:
        """Suggest people as one types."""
        said = words(text, LONGEST)
        if self._on_its_way and said == self._on_its_way:
            self._on_its_way = ""
            return
        self._on_its_way = ""
        await self._suggest(said)

    @handler(MANAGE)
    async def mark(self, by: int) -> None:
        """Mark the next suggestion or the one before, round the end."""
        step = 0 if not self.is_open else 1 if by == 1 else -1
        if self.suggestions:
            self.marked, self.is_open = (self.marked + step) % len(self.suggestions), True

    @handler(MANAGE)
    async def close(self) -> None:
        """Put the suggestions away; what is typed stays."""
        self.is_open = False

    @handler(MANAGE)
    async def enter(self, form: dict[str, Any]) -> list[EventSpec] | None:
        """Add the marked suggestion; of words whose answer is not there yet, the only person they find."""
        said = words(form.get(FIELD) if isinstance(form, Mapping) else None, LONGEST)
        if said != self.q:
            self._on_its_way = said  # the box sends what was typed a moment later
            await self._suggest(said)
        elif self.is_open and self.suggestions:
            return await self._add(self.suggestions[self.marked].id)
        return await self._add(self.suggestions[0].id) if len(self.suggestions) == 1 else None

    @handler(MANAGE)
    async def pick(self, person_id: int) -> list[EventSpec]:
        """Add the suggestion that was clicked."""
        return await self._add(number(person_id))

    async def _add(self, person_id: int) -> list[EventSpec]:
        said = {"draft_id": draft_number(self), "person_id": person_id, "now": clock.now()}
        name = next((one.name for one in self.suggestions if one.id == person_id), "")
        added = await db.in_write(drafting.add_person, await session.me(self), **said)
        self.q, self.suggestions, self.marked, self.is_open = "", [], 0, False
        await shown(self, after_write=True)
        await say(self, f"{name}: {told(added)}" if name else told(added))
        return [rx.set_value(FIELD, ""), rx.set_focus(FIELD)]

    async def _suggest(self, text: str) -> None:
        is_asked = bool(text.strip())
        # Set together, after the answer is there: an older question may be cut off by a newer one.
        suggestions = await self._matching(text) if is_asked else []
        self.q, self.suggestions, self.marked, self.is_open = text, suggestions, 0, is_asked

    async def _matching(self, text: str) -> list[Suggestion]:
        actor, today, draft_id = await session.me(self), await session.today(), draft_number(self)
        wanted = {"wanted": replace(EVERY_ACTIVE, q=text), "today": today, "page": SUGGESTED}
        found = (await db.in_read(audience.find, actor, **wanted)).rows
        ids = [one.id for one in found]
        chosen = await db.in_read(drafts.chosen_among, actor, draft_id=draft_id, person_ids=ids)
        return [
            Suggestion(one.id, one.name, one.email, " · ".join(word for word in (one.level, one.branch) if word),
                       one.id in chosen)
            for one in found
        ]  # fmt: skip


def field() -> rx.Component:
    """The field with its list: arrow keys mark, Enter adds, Escape puts the list away."""
    return rx.el.form(
        rx.el.label("Find by name or email", html_for=FIELD),
        rx.el.div(rx.icon("search", size=16), _box(), _list(), class_name="with-icon combo"),
        rx.el.span(_said(), class_name="sr", role="status"),
        on_submit=ByName.enter,
        class_name="field",
    )


def _box() -> rx.Component:
    is_listed = ByName.is_open & (ByName.suggestions.length() > 0)
    return rx.el.input(
        id=FIELD, name=FIELD, type="text", default_value="", on_change=ByName.find.debounce(200),
        on_key_down=_keys, on_blur=ByName.close, class_name="in", max_length=LONGEST, auto_complete="off",
        placeholder="Type a name or an email; Enter adds the person", role="combobox", aria_autocomplete="list",
        aria_controls="suggestions", aria_expanded=rx.cond(is_listed, "true", "false"),
        custom_attrs={
            "aria-activedescendant": rx.cond(is_listed, "suggestion_" + ByName.marked.to_string(), ""),
            "spellCheck": "false",
        },
    )  # fmt: skip


def _keys(key: rx.Var[str], _with: Any) -> Any:
    return rx.cond(
        key == "ArrowDown",
        ByName.mark(1).prevent_default,
        rx.cond(
            key == "ArrowUp",
            ByName.mark(-1).prevent_default,
            rx.cond(key == "Escape", ByName.close(), rx.noop()),
        ),
    )


def _list() -> rx.Component:
    nobody = rx.el.p("Nobody active matches “" + ByName.q + "”.", class_name="muted pad-12")
    return rx.el.div(
        rx.el.div(
            rx.foreach(ByName.suggestions, _suggestion),
            id="suggestions", role="listbox", aria_label="People who match",
        ),
        rx.cond(ByName.suggestions.length() == 0, nobody),
        # The field keeps the focus while something here is clicked.
        on_mouse_down=rx.prevent_default,
        hidden=~ByName.is_open,
        class_name="sheet suggestions",
    )  # fmt: skip


def _suggestion(one: rx.Var[Suggestion], at: rx.Var[int]) -> rx.Component:
    is_marked = at == ByName.marked
    return rx.el.div(
        rx.el.span(
            rx.el.span(one.name, class_name="strong"),
            rx.el.span(one.email, class_name="muted small cut"),
            class_name="who push",
        ),
        rx.el.span(one.about, class_name="muted small"),
        rx.cond(one.is_chosen, rx.el.span("Chosen", class_name="small strong")),
        id="suggestion_" + at.to_string(),
        on_click=ByName.pick(one.id),
        role="option",
        aria_selected=rx.cond(is_marked, "true", "false"),
        class_name=rx.cond(is_marked, "suggestion on", "suggestion"),
    )


def _said() -> Any:
    number = ByName.suggestions.length()
    return rx.cond(
        ByName.is_open,
        rx.match(number, (0, "Nobody matches"), (1, "1 person matches"), number.to_string() + " people match"),
        "",
    )
