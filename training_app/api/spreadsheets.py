"""Lists as CSV files, sent while they are read: no list is ever whole in memory (A-13, M-05)."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import islice

from fastapi.responses import StreamingResponse

from training_app.core.errors import NotFound
from training_app.imports.cells import harmless

BOM = "\ufeff"  # by which Excel knows UTF-8
AT_A_TIME = 500
Line = tuple[str, ...]


def answer(name: str, head: Iterable[Line], rows: Iterator[Line]) -> StreamingResponse:
    """A file of that name: what stands above the columns, the columns, and the rows as they come.

    Ask before whether the list may be seen: after the first byte nothing can be refused any more.
    """
    return StreamingResponse(
        _parts(head, rows),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


def number(text: str) -> int:
    """The id that the address of a file names; `NotFound` when it is no number that a database can hold."""
    if not (text.isascii() and text.isdecimal() and len(text) < 10):  # noqa: PLR2004  # 32 bits
        raise NotFound
    return int(text)


def _parts(head: Iterable[Line], rows: Iterator[Line]) -> Iterator[str]:
    yield BOM + _written(head)
    while some := list(islice(rows, AT_A_TIME)):
        yield _written(some)


def _written(lines: Iterable[Line]) -> str:
    text = StringIO()
    csv.writer(text).writerows([harmless(cell) for cell in line] for line in lines)
    return text.getvalue()
