"""A packed course is opened without trusting it: what it claims is looked at before anything is unpacked (T-01).

An archive of a few kilobytes can claim to hold terabytes, a million entries, or a file outside its folder. Nothing is
ever unpacked under a name that it says, and nothing larger than it was found to say.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NoReturn
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from training_app.core.errors import Invalid, Problem

MEGABYTE = 1024 * 1024
COURSE = "course.json"
MOST_ENTRIES = 500
MOST_DIRECTORY = MEGABYTE
MOST_COURSE = 64 * MEGABYTE
MOST_UNPACKED = 8 * 1024 * MEGABYTE
# What people write, and even white pictures, does not shrink more than this.
MOST_TIMES = 200
SMALL = MEGABYTE
PIECE = 256 * 1024
_END = b"PK\x05\x06"
_END_64, _LOCATOR_64 = b"PK\x06\x06", b"PK\x06\x07"
_LONGEST_COMMENT = 65_535
NO_COURSE = "This is no file of a course. Choose one that was made by “Export”."
DAMAGED = "The file is damaged: “{}” cannot be read. Export the course again."


class Archive:
    """The entries of a packed course, each of which has passed the limits."""

    def __init__(self, opened: ZipFile) -> None:
        """Look at every entry; `Invalid` names the first that may not be there."""
        self._zip = opened
        self._entries: dict[str, ZipInfo] = {}
        _limit(len(opened.infolist()))
        for entry in opened.infolist():
            _check(entry)
            if self._entries.setdefault(entry.filename, entry) is not entry:
                _refuse(f"“{_shown(entry.filename)}” is in the file twice.")
        total = sum(entry.file_size for entry in self._entries.values())
        if total > MOST_UNPACKED:
            _refuse(f"The file would unpack to {total // MEGABYTE:,} MB; {MOST_UNPACKED // MEGABYTE:,} MB is the most.")

    def size(self, path: str) -> int | None:
        """How large a file in it is; None when there is none of that name."""
        entry = self._entries.get(path)
        return None if entry is None else entry.file_size

    def course(self) -> bytes:
        """What is said of the course."""
        entry = self._entries.get(COURSE)
        if entry is None:
            _refuse(NO_COURSE)
        if entry.file_size > MOST_COURSE:
            _refuse(f"“{COURSE}” is larger than {MOST_COURSE // MEGABYTE} MB, which is the most.")
        return b"".join(self._pieces(entry))

    def unpack(self, path: str, to: Path) -> None:
        """Write a file in it to this place of ours."""
        with to.open("wb") as out:
            out.writelines(self._pieces(self._entries[path]))

    def _pieces(self, entry: ZipInfo) -> Iterator[bytes]:
        """Never more than the entry says, whatever is in it."""
        try:
            with self._zip.open(entry) as content:
                while piece := content.read(PIECE):
                    yield piece
        except (BadZipFile, zlib.error, EOFError, ValueError, struct.error) as error:
            raise Invalid(Problem("file", DAMAGED.format(_shown(entry.filename)))) from error


@contextmanager
def opened(file: BinaryIO) -> Iterator[Archive]:
    """The archive that a file holds; `Invalid` says what is wrong with it."""
    entries, directory = _directory(file)
    _limit(entries)
    if directory > MOST_DIRECTORY:
        _refuse("The list of the files in it is too long for a course.")
    try:
        archive = ZipFile(file)
    except (BadZipFile, zipfile.LargeZipFile, ValueError, NotImplementedError, struct.error, OSError) as error:
        raise Invalid(Problem("file", NO_COURSE)) from error
    with archive:
        yield Archive(archive)


def _directory(file: BinaryIO) -> tuple[int, int]:
    """How many entries it claims and how large their list is: read before the list, which would be held in memory."""
    size = file.seek(0, 2)
    length = min(size, _LONGEST_COMMENT + 22 + 76)  # the comment, the end, and what is before it in a large archive
    file.seek(size - length)
    tail = file.read(length)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        _refuse(NO_COURSE)
    entries, directory = struct.unpack("<HL", tail[at + 10 : at + 16])
    if at >= 20 and tail[at - 20 : at - 16] == _LOCATOR_64:  # noqa: PLR2004  # the record of a large archive
        # Not where the locator says, which could name another: where `zipfile` reads it.
        record = tail[max(at - 76, 0) : at - 20]
        if record[:4] != _END_64 or len(record) < 56:  # noqa: PLR2004
            _refuse(NO_COURSE)
        entries, directory = struct.unpack("<32xQQ", record[:48])
    file.seek(0)
    return int(entries), int(directory)


def _limit(entries: int) -> None:
    if entries > MOST_ENTRIES:
        _refuse(f"The file holds {entries:,} entries; a course has at most {MOST_ENTRIES}.")


def _check(entry: ZipInfo) -> None:
    name = entry.filename
    if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name or "\\" in name:
        _refuse(f"“{_shown(name)}” names a place outside the file. Such a file is not brought in.")
    if entry.flag_bits & 0x1:
        _refuse(f"“{_shown(name)}” is encrypted. Export the course without a password.")
    if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        _refuse(f"“{_shown(name)}” is packed in a way that is not read here. Pack it as a plain ZIP file.")
    if entry.file_size > SMALL and entry.file_size > MOST_TIMES * max(entry.compress_size, 1):
        _refuse(f"“{_shown(name)}” would unpack to {entry.file_size // MEGABYTE:,} MB, more than {MOST_TIMES} times "
                "its size. Such a file is not brought in.")  # fmt: skip


def _shown(name: str) -> str:
    plain = "".join(sign if sign.isprintable() else "?" for sign in name)
    return plain if len(plain) <= 80 else f"{plain[:79]}…"  # noqa: PLR2004


def _refuse(text: str) -> NoReturn:
    raise Invalid(Problem("file", text))
