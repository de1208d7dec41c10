"""Filters that were saved under a name: "Save this view", the saved ones as links, and taking one away."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from training_app.access.rules import Permission
from training_app.audience import actions, saved
from training_app.audience.filters import PeopleFilter
from training_app.audience.rules import FINDERS
from training_app.audience.saved import SavedRow
from training_app.core import clock, db
from training_app.web.shared import dialogs, forms, session, whereabouts
from training_app.web.shared.filter_address import filtered
from training_app.web.shared.handling import handler, number, words
from training_app.web.shared.notices import say

FINDS = frozenset(FINDERS)
MOST_SHOWN = 50


@dataclass(frozen=True)
class View:
    """A saved filter as the menu shows it: its address on this page, who made it, whether one may delete it."""

    id: int
    name: str
    href: str
    made_by: str
    may_delete: bool


class SavedViews(rx.State):
    """The saved filters, and the one that is about to be deleted."""

    views: list[View] = []
    saves: int = 0
    asked: str = ""
    _asked_id: int = 0

    @handler(FINDS)
    async def save(self, form: dict[str, Any]) -> None:
        """Save the filter of this page under a name."""
        name = words(form.get("name", "") if isinstance(form, dict) else None, 80)
        query = PeopleFilter.from_query(await whereabouts.query_of(self)).query()
        await db.in_write(actions.save, await session.me(self), name=name, query=query, now=clock.now())
        await say(self, f"Saved as “{name}”.")
        self.saves += 1
        await show(self)

    @handler(FINDS)
    async def ask(self, saved_id: int) -> None:
        """Ask before deleting a saved filter."""
        self._asked_id = number(saved_id)
        self.asked = next((view.name for view in self.views if view.id == self._asked_id), "")

    @handler(FINDS)
    async def cancel(self) -> None:
        """Leave it as it is."""
        self.asked = ""

    @handler(FINDS)
    async def forget(self) -> None:
        """Delete the saved filter that was asked about."""
        name, self.asked = self.asked, ""
        await db.in_write(actions.forget, await session.me(self), saved_id=self._asked_id, now=clock.now())
        await say(self, f"“{name}” is deleted.")
        await show(self)


async def show(state: rx.State) -> None:
    """Bring the saved filters of this tab up to date, each as a link to this page."""
    tab, actor, query = await state.get_state(SavedViews), await session.me(state), await whereabouts.query_of(state)
    path, may_all = state.router.url.path, actor.can(Permission.MANAGE_SETTINGS)

    def to(row: SavedRow) -> str:
        return f"{path}?{filtered(query, PeopleFilter.from_query(row.query))}"

    rows = await db.in_read(saved.saved, actor)
    tab.views = [View(row.id, row.name, to(row), row.made_by, row.is_mine or may_all) for row in rows[:MOST_SHOWN]]


def menus(can_save: rx.Var[bool]) -> rx.Component:
    """The menu "Save this view" while there is something to save, and "Saved views" while there are any."""
    return rx.fragment(
        rx.cond(can_save, _save()),
        rx.cond(SavedViews.views.length() > 0, _saved()),
        dialogs.confirm(
            is_open=SavedViews.asked != "",
            title="Delete the saved view “" + SavedViews.asked + "”?",
            lines=["It is gone from the menu, for everybody.", "People, and what was done with it, stay as they are."],
            verb="Delete",
            on_confirm=SavedViews.forget,
            on_cancel=SavedViews.cancel,
            loses=True,
        ),
    )


def _save() -> rx.Component:
    return rx.el.details(
        rx.el.summary("Save this view", class_name="btn ghost small-btn"),
        rx.el.form(
            forms.field(
                "Name of the view",
                rx.el.input(id="view_name", name="name", required=True, max_length=80, auto_complete="off",
                            class_name="in", aria_describedby="view_name_help"),
                name="view_name", help_text="Everybody who finds people can use it.",
            ),
            rx.el.button("Save", type="submit", class_name="btn solid"),
            on_submit=SavedViews.save, class_name="sheet asked", custom_attrs={"data-closes": "menu"},
            key=SavedViews.saves.to_string(),
        ),
        class_name="menu",
    )  # fmt: skip


def _saved() -> rx.Component:
    return rx.el.details(
        rx.el.summary("Saved views", class_name="btn ghost small-btn"),
        rx.el.div(rx.foreach(SavedViews.views, _view), class_name="sheet"),
        class_name="menu",
    )


def _view(view: rx.Var[View]) -> rx.Component:
    link = rx.el.a(
        rx.el.span(view.name, class_name="cut"),
        rx.el.span(view.made_by, class_name="n cut"),
        href=view.href, class_name="push", custom_attrs={"data-closes": "menu"},
    )  # fmt: skip
    delete = rx.el.button(
        rx.icon("trash-2", size=14), on_click=SavedViews.ask(view.id), type="button", class_name="btn ghost square",
        aria_label="Delete the saved view " + view.name,
    )  # fmt: skip
    return rx.el.div(link, rx.cond(view.may_delete, delete), class_name="row view")
