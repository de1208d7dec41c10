"""A browser's websocket without a browser: it connects, calls handlers, and sends back what it is asked to."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import aiohttp
import httpx
import socketio
from socketio.exceptions import ConnectionError as Unconnected

from training_app.accounts import keys
from training_app.web.shared.whereabouts import STAY

ENDPOINT = "/_event"
ROOT = "reflex___state____state."
HYDRATE = ROOT + "hydrate"
LOAD = ROOT + "reflex___state____on_load_internal_state.on_load_internal"
NOTICES = ROOT + "training_app___web___shared___notices____notices"
SHELL = ROOT + "training_app___web___shared___shell____shell"
ENTRANCE = ROOT + "training_app___web___public___pages____entrance"
PATIENCE = 20.0


class RefusedError(Exception):
    """The server did not accept the connection."""


@dataclass
class Socket:
    """One tab on one real connection. `knows` is what the browser would hold of each State."""

    client: socketio.AsyncClient
    token: str
    path: str = "/home"
    knows: dict[str, dict[str, Any]] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    led_to: list[str] = field(default_factory=list)
    asked_for: list[str] = field(default_factory=list)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def open(self, path: str) -> None:
        """Load a page at this address, and wait until it has loaded."""
        self.path = path
        await self.send(HYDRATE)
        await self.send(LOAD)
        await self.settle()

    async def send(self, name: str, payload: Any = None, **router_data: Any) -> None:
        """Call a handler by its full name, as anybody with a websocket can."""
        path, _, query = self.path.partition("?")
        said = {"pathname": path, "asPath": self.path, "query": dict(httpx.QueryParams(query))} | router_data
        await self.emit({"name": name, "payload": {} if payload is None else payload, "router_data": said})

    async def emit(self, event: Any) -> None:
        """Send anything at all in place of an event."""
        await self.client.emit("event", event, namespace=ENDPOINT)

    async def settle(self) -> None:
        """Wait until everything sent so far has been worked off, with the events that came of it."""
        # The events of a tab are worked off in turn. What one of them chains stands before the next question.
        for _ in range(3):
            question = uuid4().hex
            await self.send(f"{ENTRANCE}.load", asPath=f"/sign-in?next={question}")
            await self.until(lambda question=question: self.var(ENTRANCE, "next") == question)

    async def until(self, is_so: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Wait until what the browser knows is so; `TimeoutError` when it does not come."""
        async with asyncio.timeout(seconds), self.news:
            await self.news.wait_for(is_so)

    def var(self, state: str, name: str) -> Any:
        """A var of a State as this tab knows it; None before it was told."""
        return self.knows.get(state, {}).get(f"{name}_rx_state_")

    def bell(self) -> int | None:
        """The unread count in this tab."""
        found: int | None = self.var(SHELL, "bell")
        return found

    async def take(self, said: dict[str, Any]) -> None:
        """Do with an update of the server's what a browser does."""
        self.heard.append(repr(said))
        for state, told in (said.get("delta") or {}).items():
            self.knows.setdefault(state, {}).update(told)
        for event in said.get("events") or []:
            if event["name"] == "_redirect":
                self.led_to.append(event["payload"]["path"].removesuffix(STAY))
            elif not event["name"].startswith("_"):
                self.asked_for.append(event["name"])
                await self.send(event["name"], event["payload"])
        async with self.news:
            self.news.notify_all()


@asynccontextmanager
async def connected(address: str, key: str = "", *, origin: str = "", token: str = "") -> AsyncIterator[Socket]:
    """A websocket of whoever has this sign-in key. `RefusedError` when the server does not let it connect."""
    token = token or str(uuid4())
    headers = {"Origin": origin or address} | ({"Cookie": f"{keys.COOKIE}={key}"} if key else {})
    async with aiohttp.ClientSession() as session:
        client = socketio.AsyncClient(reconnection=False, http_session=session, json=json)
        socket = Socket(client, token)
        client.on("event", socket.take, namespace=ENDPOINT)
        try:
            await client.connect(
                f"{address}?token={token}", headers=headers, socketio_path=ENDPOINT, namespaces=[ENDPOINT],
                transports=["websocket"], wait_timeout=PATIENCE,
            )  # fmt: skip
        except Unconnected as refused:
            raise RefusedError(str(refused)) from refused
        try:
            yield socket
        finally:
            await client.disconnect()


def sign_in(address: str, name: str, password: str) -> str:
    """Send the form of the sign-in page; answer the key in the cookie."""
    answer = httpx.post(f"{address}/auth/sign-in", data={"name": name, "password": password})
    assert answer.status_code == httpx.codes.SEE_OTHER, answer.text
    return str(answer.cookies[keys.COOKIE])
