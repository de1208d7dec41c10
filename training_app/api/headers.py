"""What every answer carries, how large a request may be, and the addresses of prerendered pages. Pure ASGI."""

import os
from functools import cache
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from training_app.api.ahead import links
from training_app.core.settings import settings

CSP = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
ALWAYS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    # With "no-referrer" a browser would send "Origin: null" with our own forms.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), payment=(), usb=()",
}
A_YEAR = 31_536_000
FORM, BODY = 16 * 1024, 1024 * 1024
# Files of ours whose address may name their version.
VERSIONED = (".js", ".svg", ".png")
# Routes that read their body piece by piece and know their own limit.
OWN_LIMIT = ("/files", "/imports")
# Routes that take a few words.
SMALL = ("/auth/", "/learning/")


class Answers:
    """Wraps the whole app; the outermost of its layers."""

    def __init__(self, app: ASGIApp) -> None:
        """Take the app that is wrapped."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on within its limit, and its answer back with our headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path: str = scope["path"]
        # A page is stored as page/index.html, and the redirect to it would name the scheme that this server saw,
        # which is wrong behind a proxy.
        if scope["method"] in ("GET", "HEAD") and path in pages():
            scope = {**scope, "path": f"{path}/", "raw_path": f"{path}/".encode()}
        body = _Body(receive, _limit(path), declared=Headers(scope=scope).get("content-length", ""))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                if body.is_over:
                    message["status"] = 413
                _add_headers(scope, message)
            await send(message)

        if body.is_over:
            await send_with_headers({"type": "http.response.start", "status": 413, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        await self.app(scope, body.receive, send_with_headers)


class _Body:
    """A request's body that ends for the app where it grows beyond its limit."""

    def __init__(self, receive: Receive, limit: int | None, *, declared: str) -> None:
        self._receive = receive
        self._limit = limit
        self._size = 0
        self.is_over = limit is not None and declared.isdecimal() and int(declared) > limit

    async def receive(self) -> Message:
        if self.is_over:
            return {"type": "http.disconnect"}
        message = await self._receive()
        self._size += len(message.get("body", b""))
        self.is_over = self._limit is not None and self._size > self._limit
        return {"type": "http.disconnect"} if self.is_over else message


def _limit(path: str) -> int | None:
    if path.startswith(OWN_LIMIT):
        return None
    return FORM if path.startswith(SMALL) else BODY


def _add_headers(scope: Scope, message: Message) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in ALWAYS.items():
        headers.setdefault(name, value)
    if settings().behind_tls():
        headers.setdefault("Strict-Transport-Security", f"max-age={A_YEAR}")
    if headers.get("content-type", "").startswith("text/html") and (ahead := links(scope["path"])):
        headers.setdefault("Link", ahead)
    lasting = _is_lasting(scope) and message["status"] < 300  # noqa: PLR2004 (2xx)
    headers.setdefault("Cache-Control", f"public, max-age={A_YEAR}, immutable" if lasting else "no-cache")


def _is_lasting(scope: Scope) -> bool:
    """Whether the address changes with what is there: of what the build makes, and by `web.shared.assets`."""
    path: str = scope["path"]
    return path.startswith("/assets/") or (path.endswith(VERSIONED) and scope["query_string"].startswith(b"v="))


@cache
def pages() -> frozenset[str]:
    """The addresses that the build has a file for; read once."""
    build = Path(os.environ.get("REFLEX_WEB_WORKDIR", ".web")) / "build" / "client"
    found = (page.parent.relative_to(build).as_posix() for page in build.rglob("index.html"))
    return frozenset(f"/{page}" for page in found if page != ".")
