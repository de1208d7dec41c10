"""Who is selected on “Enrollment Status”, and the bar of what can be done with them."""

from typing import Any

import reflex as rx

from training_app.access.rules import Permission
from training_app.web.admin.assignment.state import AssignmentPage
from training_app.web.shared import routes
from training_app.web.shared.handling import flag, handler, number

MANAGE = Permission.MANAGE_ASSIGNMENTS


class Picking(rx.State):
    """The places that are selected, on any page of one tab."""

    picked: list[int] = []
    is_page: bool = False
    _assignment: int = 0
    _tab: str = ""

    @handler(MANAGE)
    async def arrive(self) -> None:
        """Nobody of another assignment stays selected, nor of another tab."""
        page, here = await self.get_state(AssignmentPage), routes.number_in(self.router.url.path)
        if (self._assignment, self._tab) != (here, page.tab):
            self.picked, self._assignment, self._tab = [], here, page.tab
        self._look([row.id for row in page.rows])

    @handler(MANAGE)
    async def pick(self, place_id: int, on: bool) -> None:  # noqa: FBT001  # as a box sends it
        """Select one person, or not."""
        kept = [one for one in self.picked if one != number(place_id)]
        self.picked = [*kept, number(place_id)] if flag(on) else kept
        self._look(await self._shown())

    @handler(MANAGE)
    async def pick_page(self, on: bool) -> None:  # noqa: FBT001  # as a box sends it
        """Select everybody on this page, or nobody of it."""
        shown = await self._shown()
        kept = [one for one in self.picked if one not in shown]
        self.picked = [*kept, *shown] if flag(on) else kept
        self._look(shown)

    @handler(MANAGE)
    async def clear(self) -> None:
        """Select nobody."""
        self.picked, self.is_page = [], False

    async def _shown(self) -> list[int]:
        return [row.id for row in (await self.get_state(AssignmentPage)).rows]

    def _look(self, shown: list[int]) -> None:
        self.is_page = bool(shown) and set(shown) <= set(self.picked)


async def picked(state: rx.State) -> list[int]:
    """Who is selected on the page where this tab is; nobody where that is another page."""
    here = await state.get_state(Picking)
    return here.picked if here._assignment == routes.number_in(state.router.url.path) else []


async def whom(state: rx.State) -> dict[str, Any]:
    """The assignment of this page and who is selected there, as actions take them."""
    return {"assignment_id": routes.number_in(state.router.url.path), "assignee_ids": await picked(state)}


async def forget(state: rx.State) -> None:
    """Select nobody any more, after something was done with them."""
    here = await state.get_state(Picking)
    here.picked, here.is_page = [], False


def box(place_id: rx.Var[int], name: rx.Var[str]) -> rx.Component:
    """The box of one row."""
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            checked=Picking.picked.contains(place_id),
            on_change=lambda on: Picking.pick(place_id, on),
            aria_label="Select " + name,
        ),
        class_name="tick",
    )


def box_of_page() -> rx.Component:
    """The box of all rows of the page."""
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            checked=Picking.is_page,
            on_change=Picking.pick_page,
            aria_label="Select everybody on this page",
        ),
        class_name="tick",
    )


def box_on_phone() -> rx.Component:
    """The same where rows are cards, which have no head."""
    return rx.el.label(
        rx.el.input(type="checkbox", checked=Picking.is_page, on_change=Picking.pick_page),
        "Select this page",
        class_name="check select-page",
    )


def bar(*acts: rx.Component) -> rx.Component:
    """How many are selected and what can be done with them, in sight as long as there are any."""
    return rx.cond(
        Picking.picked.length() > 0,
        rx.el.div(
            rx.el.span(Picking.picked.length().to_string() + " selected", class_name="strong", aria_live="polite"),
            *acts,
            rx.el.button("Select nobody", on_click=Picking.clear, type="button", class_name="btn ghost"),
            class_name="actbar picked",
            role="group",
            aria_label="With those selected",
        ),
    )
