"""“Time zone”: zones are suggested as one types a city, each with the time there."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx
from reflex_base.event import EventSpec

from training_app.core import clock, zones
from training_app.web.admin.settings.state import LONGEST, MANAGE, SettingsPage
from training_app.web.shared.handling import handler, number, words

FIELD = "zone"
OFFERED = 8


@dataclass(frozen=True)
class Offer:
    """A zone that may be meant, and the time there."""

    name: str
    time: str


class ZoneFinder(rx.State):
    """The suggestions for what is typed, one of them marked, which Enter takes."""

    offers: list[Offer] = []
    marked: int = 0
    is_open: bool = False

    @handler(MANAGE, supersedes=True)
    async def find(self, text: str) -> None:
        """Suggest zones as one types; none beside one that is spelled out."""
        said = words(text, LONGEST).strip()
        names = zones.found(said, OFFERED) if said else ()
        self.offers, self.marked = [_offer(name) for name in names], 0
        self.is_open = bool(names) and names != (said,)

    @handler(MANAGE)
    async def mark(self, by: int) -> None:
        """Mark the next suggestion or the one before, round the end."""
        if self.offers:
            step = 0 if not self.is_open else 1 if by == 1 else -1
            self.marked, self.is_open = (self.marked + step) % len(self.offers), True

    @handler(MANAGE)
    async def close(self) -> None:
        """Put the suggestions away; what is typed stays."""
        self.is_open = False

    @handler(MANAGE)
    async def take_marked(self) -> list[Any] | None:
        """Take the marked suggestion."""
        return self._take(self.marked) if self.is_open else None

    @handler(MANAGE)
    async def take(self, at: int) -> list[Any] | None:
        """Take the suggestion that was clicked."""
        return self._take(number(at))

    def _take(self, at: int) -> list[EventSpec] | None:
        if at >= len(self.offers):
            return None
        self.is_open, name = False, self.offers[at].name
        return [rx.set_value(FIELD, name), rx.set_focus(FIELD), SettingsPage.typed(FIELD, name)]


def _offer(name: str) -> Offer:
    return Offer(name, f"{clock.now().astimezone(ZoneInfo(name)):%H:%M}")


def zone_box(**props: Any) -> rx.Component:
    """The box with its list: arrow keys mark, Enter takes, Escape puts the list away."""
    return rx.el.div(
        rx.icon("search", size=16),
        rx.el.input(
            **props, type="text", auto_complete="off", role="combobox", aria_autocomplete="list",
            aria_controls="zones", aria_expanded=rx.cond(ZoneFinder.is_open, "true", "false"),
            on_change=lambda text: [
                ZoneFinder.find(text).debounce(200),
                SettingsPage.typed(FIELD, text).debounce(200),
            ],
            on_key_down=_keys, on_blur=ZoneFinder.close,
        ),
        _list(),
        class_name="with-icon combo",
    )  # fmt: skip


def active() -> rx.Var[str]:
    """The id of the marked suggestion."""
    return rx.cond(ZoneFinder.is_open, "zone_" + ZoneFinder.marked.to_string(), "")


def _keys(key: rx.Var[str], _with: Any) -> Any:
    return rx.cond(
        key == "ArrowDown",
        ZoneFinder.mark(1).prevent_default,
        rx.cond(
            key == "ArrowUp",
            ZoneFinder.mark(-1).prevent_default,
            rx.cond(
                (key == "Enter") & ZoneFinder.is_open,
                ZoneFinder.take_marked().prevent_default,
                rx.cond(key == "Escape", ZoneFinder.close(), rx.noop()),
            ),
        ),
    )


def _list() -> rx.Component:
    return rx.el.div(
        rx.el.div(rx.foreach(ZoneFinder.offers, _line), id="zones", role="listbox", aria_label="Time zones found"),
        # The field keeps the focus while something here is clicked.
        on_mouse_down=rx.prevent_default,
        hidden=~ZoneFinder.is_open,
        class_name="sheet suggestions",
    )


def _line(one: rx.Var[Offer], at: rx.Var[int]) -> rx.Component:
    is_marked = at == ZoneFinder.marked
    return rx.el.div(
        rx.el.span(one.name, class_name="push cut"),
        rx.el.span(one.time, class_name="muted small"),
        id="zone_" + at.to_string(),
        on_click=ZoneFinder.take(at),
        role="option",
        aria_selected=rx.cond(is_marked, "true", "false"),
        class_name=rx.cond(is_marked, "suggestion on", "suggestion"),
    )
