"""The pages of a PDF as pictures, with their text. A PDF is read by a process of its own, which it may take down.

A page that was drawn is kept in the data folder, where it may be lost at any time.
"""

import asyncio
import json
import logging
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

from training_app.core import files
from training_app.core.errors import MusterError
from training_app.core.settings import settings

log = logging.getLogger(__name__)
READER = Path(__file__).with_name("pdf_reader.py")
MOST_PAGES = 1_000
# Seconds for one reading. It may take far less of the processor (`pdf_reader`), so that this is for a busy machine.
PATIENCE = 30
MOST_KEPT = 512 * 1024 * 1024
# A page that could not be drawn is tried again after this: perhaps the machine was busy.
TRIED_AGAIN = timedelta(hours=1)
_at_work = ThreadPoolExecutor(2, thread_name_prefix="pdf")


class NoPicture(MusterError):
    """This page cannot be shown here. Download the PDF to read it."""

    status = 422


@dataclass(frozen=True)
class DrawnPage:
    """The picture of a page, and the text on it."""

    picture: bytes
    media_type: str
    text: str


def pages_of(file: Path) -> int:
    """How many pages of it can be shown; 0 when it is broken, locked by a password, or too long."""
    with files.workshop() as folder, file.open("rb") as content:
        said = _read(content, folder / "said", "pages")
    number = int(said) if said and said.isdigit() else 0
    return number if number <= MOST_PAGES else 0


async def page(key: str, number: int, *, now: datetime) -> DrawnPage:
    """A page of a kept PDF, counted from 1. `FileLost`, or `NoPicture` when it cannot be drawn."""
    found = await asyncio.to_thread(_kept, key, number, now)
    if found is None:
        # What must be drawn waits for one of few hands, so that a PDF which takes long holds up no other answer.
        found = await asyncio.get_running_loop().run_in_executor(_at_work, _draw, key, number, now)
    if not found.picture:
        raise NoPicture
    return found


def _draw(key: str, number: int, now: datetime) -> DrawnPage:
    found = _kept(key, number, now)  # somebody else who waited before may have asked for it
    if found is not None:
        return found
    with files.workshop() as folder, files.open_(key) as content:
        drawn = folder / "drawn"
        if not _read(content, drawn, str(number)):
            drawn.write_bytes(b"{}\n")
        to = _path(key, number)
        to.parent.mkdir(parents=True, exist_ok=True)
        found = _opened(drawn.read_bytes())
        drawn.replace(to)
    _make_room(but=to)
    return found


def _read(content: IO[bytes], to: Path, wanted: str) -> bytes:
    """What the reader says of a PDF; nothing when it fails, takes too long or too much."""
    command = [sys.executable, "-I", str(READER), wanted]
    with to.open("wb") as said, suppress(subprocess.SubprocessError):
        # It is told nothing of ours but the file: what it reads may have come from anywhere.
        subprocess.run(command, stdin=content, stdout=said, stderr=subprocess.DEVNULL, env={}, check=True,  # noqa: S603
                       timeout=PATIENCE)  # fmt: skip
        return to.read_bytes()
    log.info("a PDF could not be read (%s)", wanted)
    return b""


def _kept(key: str, number: int, now: datetime) -> DrawnPage | None:
    file = _path(key, number)
    try:
        page, made = _opened(file.read_bytes()), datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except (OSError, ValueError):  # also when the machine went down while it was written
        return None
    return page if page.picture or now - made < TRIED_AGAIN else None


def _opened(said: bytes) -> DrawnPage:
    head, _, picture = said.partition(b"\n")
    told = json.loads(head)
    return DrawnPage(picture, told.get("media_type", ""), told.get("text", ""))


def _path(key: str, number: int) -> Path:
    return settings().data / "pages" / key / str(number)


def _make_room(*, but: Path) -> None:
    """Let those go that were drawn first, until what is kept is small enough."""
    found = []
    for file in (settings().data / "pages").glob("*/*"):
        with suppress(FileNotFoundError):  # it may go meanwhile
            found.append((file.stat().st_mtime, file.stat().st_size, file))
    total = sum(size for _, size, _ in found)
    for _, size, file in sorted(found):
        if total <= MOST_KEPT:
            return
        if file != but:
            file.unlink(missing_ok=True)
            total -= size
