"""A file that somebody brings by a native form, and the way back to the form where it could not be read.

That way is an address with `?refused=<number>`; what is wrong is in a cookie under the same number, because an address
that carries a text could be made by anybody.
"""

import secrets
from collections.abc import AsyncGenerator
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from training_app.core.errors import Invalid, Problem
from training_app.core.settings import settings
from training_app.imports.uploads import REFUSED, TooLarge

REMEMBERED = 600
LONGEST_REASON = 500
# The name and the borders of the form are in the body too. What is a little too large is read to its end, or else
# the browser would see a broken connection in place of the answer.
AROUND = 16 * 1024
READ_ON = 4
TOO_LARGE = MultiPartException("too large")  # of this kind, the parser closes what it has read so far


class NoFile(Invalid):
    """Choose a file."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(Problem("file", "Choose a file."))


async def file_of(request: Request, *, most: int) -> tuple[str, bytes]:
    """The name and the bytes of the one file of a form, read no further than its limit of so many bytes."""
    try:
        form = await MultiPartParser(request.headers, _limited(request, most), max_files=1, max_fields=1).parse()
    except (MultiPartException, KeyError, AssertionError) as broken:
        raise TooLarge(most) if broken.args == TOO_LARGE.args else NoFile from broken
    try:
        file = form.get("file")
        if not isinstance(file, UploadFile) or not file.filename:
            raise NoFile
        return file.filename, await file.read()
    finally:
        await form.close()


async def _limited(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    size = 0
    async for part in request.stream():
        size += len(part)
        if size <= most + AROUND:
            yield part
        elif size > READ_ON * most:
            break
    if size > most + AROUND:
        raise TOO_LARGE


def back(page: str, reason: str) -> RedirectResponse:
    """Back to the form on a page, which then says what is wrong with the file."""
    number = secrets.token_hex(4)
    with_it = "&" if "?" in page else "?"
    answer = RedirectResponse(f"{page}{with_it}refused={number}", 303, headers={"Cache-Control": "no-store"})
    answer.set_cookie(REFUSED, f"{number}:{quote(reason[:LONGEST_REASON])}", max_age=REMEMBERED, path="/",
                      httponly=True, samesite="lax", secure=settings().behind_tls())  # fmt: skip
    return answer
