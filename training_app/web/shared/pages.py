"""What a page says of itself, once: its address, its title, what builds it, and what it does when opened."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from training_app.web.shared.shell import Shell


@dataclass(frozen=True)
class Page:
    """One page. A page behind the sign-in opens the shell first; its right is checked where the work is done."""

    route: str
    title: str | rx.Var[str]
    build: Callable[[], rx.Component]
    on_load: Sequence[Any] = field(default=())
    is_public: bool = False


def add(app: rx.App, page: Page) -> None:
    """Make the page part of the app."""
    first = () if page.is_public else (Shell.open,)
    app.add_page(page.build, route=page.route, title=_titled(page.title), on_load=[*first, *page.on_load])


def _titled(title: Any) -> Any:
    return title + " · Muster"
