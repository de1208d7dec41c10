"""Lists as CSV files, sent while they are read, and finished files, sent from the disk (A-13, A-23, M-05)."""

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import BinaryIO

from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

from training_app.core.errors import NotFound
from training_app.reports import csv_file
from training_app.reports.content import Line
from training_app.reports.rules import Format

__all__ = ["FileAnswer", "Line", "answer", "number", "streamed"]
PIECE = 256 * 1024


class FileAnswer(StreamingResponse):
    """An open file, sent piece by piece and closed whatever happens, also when whoever asked goes away."""

    def __init__(self, file: BinaryIO, *, name: str, media_type: str, size: int) -> None:
        """Take over the file."""
        self._file = file
        headers = {**_headers(name), "Content-Length": str(size)}
        super().__init__(self._pieces(), media_type=media_type, headers=headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._file.close()

    async def _pieces(self) -> AsyncIterator[bytes]:
        while piece := await run_in_threadpool(self._file.read, PIECE):
            yield piece


def answer(name: str, head: Iterable[Line], rows: Iterator[Line]) -> StreamingResponse:
    """A file of that name: what stands above the columns, the columns, and the rows as they come.

    Ask before whether the list may be seen: after the first byte nothing can be refused any more.
    """
    return streamed(name, csv_file.parts(head, rows))


def streamed(name: str, parts: Iterator[str]) -> StreamingResponse:
    """A CSV of that name, part by part."""
    return StreamingResponse(parts, media_type=Format.CSV.media_type(), headers=_headers(name))


def number(text: str) -> int:
    """The id that the address of a file names; `NotFound` when it is no number that a database can hold."""
    if not (text.isascii() and text.isdecimal() and len(text) < 10):  # noqa: PLR2004  # 32 bits
        raise NotFound
    return int(text)


def _headers(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
