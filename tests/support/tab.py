"""A browser's tab without a browser: events go through the whole pipeline, the gate first, in memory."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import reflex as rx
from reflex.istate.manager.memory import StateManagerMemory
from reflex.state import StateUpdate
from reflex_base.event import Event, EventHandler
from reflex_base.event.processor import BaseStateEventProcessor
from reflex_base.registry import RegistrationContext
from reflex_base.utils.format import format_event_handler

from training_app import training_app as root
from training_app.accounts import keys
from training_app.web.shared import gate
from training_app.web.shared.notices import Notices
from training_app.web.shared.whereabouts import STAY

S = TypeVar("S", bound=rx.State)
HYDRATE, LOAD = gate.ROOT + "hydrate", gate.ROOT + "reflex___state____on_load_internal_state.on_load_internal"


@dataclass
class Tab:
    """One tab. Whoever it belongs to is in its cookie; where it is, in its address."""

    processor: BaseStateEventProcessor
    manager: StateManagerMemory
    heard: list[StateUpdate]
    token: str = "one-tab"
    cookie: str = ""
    address: str = "/"

    def come_as(self, key: str) -> None:
        """The browser has this sign-in key in its cookie from now on; an empty one is none."""
        self.cookie = f"{keys.COOKIE}={key}" if key else ""

    async def open(self, address: str) -> None:
        """Load a page, as the browser does after its address was typed."""
        self.address = address
        await self.send(HYDRATE)
        await self.send(LOAD)

    async def go(self, address: str) -> None:
        """Follow a link within the app."""
        self.address = address
        await self.send(LOAD)

    async def send(self, handler: str | EventHandler, payload: Any = None) -> None:
        """Call a handler with this payload and wait for what comes of it, chained events too."""
        name = handler if isinstance(handler, str) else format_event_handler(handler)
        assert name in registered(), f"{name} cannot be called at all"
        event = Event(name=name, payload={} if payload is None else payload, router_data=self._router_data())
        future = await self.processor.enqueue(self.token, event)
        await future.wait_all()

    async def state(self, of: type[S]) -> S:
        """What this tab's state holds."""
        root = await self.manager.get_state(rx.BaseStateToken(ident=self.token, cls=of))
        found: S = await root.get_state(of)
        return found

    async def notice(self) -> str:
        """What the live region says now."""
        return (await self.state(Notices)).text

    def expire(self) -> None:
        """The server forgets this tab, as it does after an hour without a click."""
        self.manager.states.clear()

    def led_to(self) -> str:
        """Where the browser was sent last; empty when nowhere."""
        asked = [event for update in self.heard for event in update.events if event.name == "_redirect"]
        return str(asked[-1].payload["path"]).removesuffix(STAY) if asked else ""

    def _router_data(self) -> dict[str, Any]:
        path, _, query = self.address.partition("?")
        return {
            "pathname": "/" + (root.app.router(path) or "404").removeprefix("/"),
            "asPath": self.address,
            "query": dict(part.partition("=")[::2] for part in query.split("&") if part),
            "token": self.token,
            "sid": "a-socket",
            "ip": "192.0.2.1",
            "headers": {"cookie": self.cookie, "origin": "http://localhost:3000"},
        }


@dataclass
class _Wire:
    """Stands where the websocket is, and keeps what the browser would have got."""

    heard: list[StateUpdate] = field(default_factory=list)

    async def emit_update(self, update: StateUpdate, token: str) -> None:
        del token
        self.heard.append(update)


@asynccontextmanager
async def opened() -> AsyncIterator[Tab]:
    """A new tab of nobody's."""
    manager, wire = StateManagerMemory(), _Wire()
    processor = BaseStateEventProcessor(
        middleware=root.app, backend_exception_handler=root.app.backend_exception_handler
    )
    processor.configure(state_manager=manager, event_namespace=wire)
    async with processor:
        yield Tab(processor, manager, wire.heard)


def registered() -> Mapping[str, Any]:
    """Every handler that a browser can call, by its full name."""
    return RegistrationContext.ensure_context().event_handlers


def ours() -> dict[str, Any]:
    """Those of them that we wrote."""
    return {name: one for name, one in registered().items() if one.handler.fn.__module__.startswith("training_app.")}
