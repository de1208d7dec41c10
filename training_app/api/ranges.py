"""A file of which a part can be asked for, as a player does that seeks in a video."""

import os
import re
from collections.abc import AsyncIterator
from typing import BinaryIO

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers

from training_app.api.kept_files import KeptAnswer
from training_app.api.spreadsheets import PIECE

_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
OK, PART, UNCHANGED, NO_SUCH_PART = 200, 206, 304, 416


class RangedAnswer(KeptAnswer):
    """An open file that somebody brought, whole or the part of it that is wanted, as `asked` says.

    `tag` names its content. Of several parts at once the whole file is the answer, which is always allowed.
    """

    def __init__(
        self, file: BinaryIO, *, asked: Headers, is_head: bool, tag: str, disposition: str, media_type: str
    ) -> None:
        """Take over the open file."""
        super().__init__(file, disposition=disposition, media_type=media_type)
        size, etag = os.fstat(file.fileno()).st_size, f'"{tag}"'
        self.headers["ETag"] = etag
        self.headers["Accept-Ranges"] = "bytes"
        is_same = asked.get("if-range", etag) == etag
        part = None if is_head or not is_same else part_of(asked.get("range", ""), size)
        if asked.get("if-none-match") == etag:
            self.status_code, self._part = UNCHANGED, range(0)
            del self.headers["Content-Length"]
            return
        self._part = range(size) if part is None else part
        self.headers["Content-Length"] = str(len(self._part))
        if part is not None:
            self.status_code = PART if part else NO_SUCH_PART
            where = f"{part.start}-{part.stop - 1}" if part else "*"
            self.headers["Content-Range"] = f"bytes {where}/{size}"
        if is_head:
            self._part = range(0)

    async def _pieces(self) -> AsyncIterator[bytes]:
        left = len(self._part)
        await run_in_threadpool(self._file.seek, self._part.start)
        while left and (piece := await run_in_threadpool(self._file.read, min(PIECE, left))):
            left -= len(piece)
            yield piece


def part_of(said: str, size: int) -> range | None:
    """The bytes that a `Range` header asks for; None for the whole file, and an empty part when there is no such part.

    What cannot be understood is as if it had not been said.
    """
    found = _RANGE.fullmatch(said.replace(" ", ""))
    if found is None or found.group() == "bytes=-":
        return None
    first, last = found.groups()
    if not first:
        return range(max(size - int(last), 0), size) if int(last) else range(0)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, size) if last else size)
