"""The filter bar of people: what a list is narrowed by, as chips; its handlers change the address of their page.

A page that has the bar begins its `on_load` with `PeopleFilterBar.load` and asks `wanted` whom to show (A-07, M-04).
"""

from dataclasses import replace
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from training_app.audience import choices, queries
from training_app.audience import words as spelling
from training_app.audience.choices import FieldRow
from training_app.audience.filters import PeopleFilter
from training_app.audience.rules import FINDERS, RANGE, Criterion, Held, Kind
from training_app.core import db
from training_app.web.shared import filter_menu, forms, saved_views, session, whereabouts
from training_app.web.shared.filter_address import filtered, narrowed, wanted
from training_app.web.shared.filter_menu import FieldChip, Value
from training_app.web.shared.handling import handler, words

__all__ = ["FINDS", "PeopleFilterBar", "bar", "filtered", "narrowed", "search", "told", "wanted"]
FINDS = frozenset(FINDERS)
NO_FIELD = FieldRow("", "", "")
MANY_VALUES = 8


class PeopleFilterBar(rx.State):
    """The filter of this page's address, and what is open in the menu."""

    q: str = ""
    chips: list[FieldChip] = []
    sentence: str = ""
    fields: list[FieldRow] = []
    field: FieldRow = NO_FIELD
    values: list[Value] = []
    certification: Value = Value()
    is_searched: bool = False
    views: int = 0

    @handler(FINDS, supersedes=True)
    async def load(self) -> None:
        """First on a page with the bar: read the filter from its address."""
        await whereabouts.arrive(self)
        people = await wanted(self)
        asked = {"wanted": people, "actor": await session.me(self)}
        self.q, self.chips = people.q, filter_menu.by_field(await db.in_read(queries.chips, **asked))
        self.sentence = await db.in_read(spelling.words, **asked)
        await saved_views.show(self)

    @handler(FINDS, supersedes=True)
    async def search(self, text: str) -> EventSpec | None:
        """Find people as one types."""
        return await narrowed(self, replace(await wanted(self), q=words(text, 100)), is_typed=True)

    @handler(FINDS)
    async def offer_fields(self) -> None:
        """Open the menu: first the fields."""
        self.fields = await db.in_read(choices.fields, await session.me(self))
        self._turn_to(NO_FIELD)

    @handler(FINDS)
    async def open_field(self, field: str) -> None:
        """Offer the values of a field."""
        self.fields = await db.in_read(choices.fields, await session.me(self))
        self._turn_to(next((row for row in self.fields if row.field == words(field)), NO_FIELD))
        await self._offer("")
        self.is_searched = len(self.values) > MANY_VALUES

    @handler(FINDS, supersedes=True)
    async def find_value(self, text: str) -> None:
        """Search among the values."""
        await self._offer(words(text, 100))

    @handler(FINDS)
    async def open_certification(self, field: str, value: str) -> None:
        """Offer the states of a certification."""
        pair = (words(field), words(value))
        self.certification = next((one for one in self.values if (one.field, one.value) == pair), Value())
        self.views += 1

    @handler(FINDS)
    async def choose(self, field: str, value: str) -> EventSpec | None:
        """Add a value to the filter; what is in it already is taken out."""
        return await self._with(words(field), words(value), is_turned=True)

    @handler(FINDS)
    async def choose_days(self, form: dict[str, Any]) -> EventSpec | None:
        """Add a range of days, either end of which may be open."""
        first, last = _entered(form, "first"), _entered(form, "last")
        return await self._with(_entered(form, "field"), f"{first}{RANGE}{last}") if first or last else None

    @handler(FINDS)
    async def choose_expiring(self, form: dict[str, Any]) -> EventSpec | None:
        """Add a certification that expires within some days."""
        value = f"{_entered(form, 'value')}:{Held.EXPIRING}:{_entered(form, 'days')}"
        return await self._with(Criterion.CERTIFICATION, value)

    @handler(FINDS)
    async def drop(self, field: str) -> EventSpec | None:
        """Take a field out of the filter, with all its values."""
        people = await wanted(self)
        rest = tuple(pair for pair in people.criteria if pair[0] != words(field))
        return await narrowed(self, replace(people, criteria=rest))

    @handler(FINDS)
    async def clear(self) -> EventSpec | None:
        """Empty the filter."""
        return await narrowed(self, PeopleFilter())

    def _turn_to(self, field: FieldRow) -> None:
        # Another number builds the menu anew, so that its first control takes the focus.
        self.field, self.certification, self.is_searched, self.views = field, Value(), False, self.views + 1

    async def _offer(self, q: str) -> None:
        asked, chosen = {"field": self.field.field, "q": q}, (await wanted(self)).criteria
        has_list = self.field.kind in (Kind.VALUES, Kind.CERTIFICATION)
        found = await db.in_read(choices.of_field, await session.me(self), **asked, today=await session.today())
        self.values = filter_menu.as_values(found, chosen) if has_list else []

    async def _with(self, field: str, value: str, *, is_turned: bool = False) -> EventSpec | None:
        people = await wanted(self)
        is_in = is_turned and (field, value) in people.criteria
        self._turn_to(NO_FIELD)
        to = people.without(field, value) if is_in else people.with_(field, value)
        return await narrowed(self, PeopleFilter.from_query(to.query()))  # without what is no field


def bar() -> rx.Component:
    """Chips with ×, "Add filter" (field → values with counts), "Clear all", "Save this view", the saved views."""
    bar, is_narrowed = PeopleFilterBar, (PeopleFilterBar.chips.length() > 0) | (PeopleFilterBar.q != "")
    return rx.el.div(
        rx.el.div(
            rx.foreach(bar.chips, lambda one: filter_menu.chip(one, on_open=bar.open_field, on_drop=bar.drop)),
            class_name="row wrap chosen",
        ),
        rx.el.div(
            filter_menu.add_filter(_menu(), on_open=bar.offer_fields),
            rx.cond(
                is_narrowed,
                rx.el.button("Clear all", on_click=bar.clear, type="button", class_name="btn ghost small-btn",
                             custom_attrs={"data-then": filter_menu.ADD}),
            ),
            saved_views.menus(is_narrowed),
            class_name="row wrap",
        ),
        class_name="filters", role="group", aria_label="Filter",
    )  # fmt: skip


def search(label: str = "Find by name or email") -> rx.Component:
    """The search of the filter, where the page wants it."""
    return forms.search(name="find_people", label=label, value=PeopleFilterBar.q,
                        on_change=PeopleFilterBar.search.debounce(250))  # fmt: skip


def told(number: rx.Var[int], sentence: rx.Var[str], *more: Any) -> rx.Component:
    """How many people, and what the list is narrowed by, in words: "86 people are ALS at Station 4"."""
    return rx.el.p(
        rx.el.b(rx.cond(number == 1, "1 person", number.to_string() + " people")),
        rx.cond(sentence != "", rx.el.span(" " + sentence + ".", class_name="muted"), "."),
        *more,
        aria_live="polite",
    )


def _menu() -> rx.Component:
    bar = PeopleFilterBar
    label = rx.cond(bar.certification.label != "", bar.certification.label, bar.field.label)
    held = filter_menu.held(bar.certification, on_choose=bar.choose, on_submit=bar.choose_expiring)
    shown = rx.match(
        bar.field.kind,
        (Kind.DAYS.value, filter_menu.days(bar.field.field, bar.choose_days)),
        (Kind.CERTIFICATION.value, rx.cond(bar.certification.value != "", held, _values(bar.open_certification))),
        _values(bar.choose),
    )
    return rx.el.div(
        rx.cond(
            bar.field.field == "",
            filter_menu.fields(bar.fields, on_open=bar.open_field),
            rx.fragment(filter_menu.head(label, bar.offer_fields), shown),
        ),
        key=bar.views.to_string(),
        class_name="sheet",
    )


def _values(on_choose: Any) -> rx.Component:
    bar = PeopleFilterBar
    return rx.fragment(
        rx.cond(bar.is_searched, filter_menu.search(bar.field.label, bar.find_value.debounce(250))),
        filter_menu.values(bar.values, on_choose=on_choose, is_searched=bar.is_searched,
                           closes=on_choose is bar.choose),
    )  # fmt: skip


def _entered(form: object, name: str) -> str:
    return words(form.get(name, "") if isinstance(form, dict) else None, 40)
