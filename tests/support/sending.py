"""Sending files to the HTTP side, also as no browser would: without an end, broken off, or read on after a deletion."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from httpx import AsyncClient, Response

from training_app.accounts import keys, signing
from training_app.api.app import api
from training_app.api.headers import Answers
from training_app.core import clock, db
from training_app.core.tables import known
from training_app.people.model import Person

MEGABYTE = 1024 * 1024
ORIGIN = [(b"host", b"localhost:3000")]


def signed_in(client: AsyncClient, person: Person) -> str:
    """Give the browser the cookie that this person has after signing in; answer it."""
    with db.write() as session:
        said = {"address": "192.0.2.1", "device": "Test", "now": clock.now()}
        key = signing.begin_session(session, person_id=known(person.id), **said)
    client.cookies.set(keys.COOKIE, key)
    return key


async def send(
    client: AsyncClient, content: Any, *, name: str = "card.jpg", place: str = "person:5", **headers: str
) -> Response:
    """One file, or an iterator of its pieces, which tells the server no length."""
    return await client.post("/files", params={"name": name, "place": place}, content=content, headers=headers)


class Endless:
    """A body without an end or a length, which knows how much of it was read."""

    def __init__(self, most: int) -> None:
        self.most, self.read = most, 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        piece = bytes(64 * 1024)
        while self.read < self.most:
            self.read += len(piece)
            yield piece


async def exchange(
    method: str, path: str, key: str, *, query: str = "", received: list[dict[str, Any]],
    on_piece: Callable[[int], Awaitable[None]] | None = None, **headers: str,
) -> tuple[int, bytes]:  # fmt: skip
    """One request as the server hands it over, message by message; its status and body."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return received.pop(0) if received else await asyncio.Event().wait()  # who asked is still there

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)
        if on_piece and message.get("body"):
            await on_piece(sum("body" in one for one in sent))

    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "headers": [*ORIGIN, (b"cookie", f"{keys.COOKIE}={key}".encode()),
                    *((name.replace("_", "-").encode(), value.encode()) for name, value in headers.items())],
        "http_version": "1.1", "scheme": "http", "root_path": "", "client": ("192.0.2.1", 50_000),
        "server": ("localhost", 3000), "asgi": {"version": "3.0", "spec_version": "2.3"}, "extensions": {},
    }  # fmt: skip
    await Answers(api)(scope, receive, send)
    return sent[0]["status"] if sent else 0, b"".join(one.get("body", b"") for one in sent)
