"""The store of files: a folder now, whatever keeps bytes under a key later. Everything else goes through here.

Files are in the data folder by the SHA-256 of their content, never by a name somebody gave. Which of them are needed
is in `core.stored`.
"""

import errno
import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from tempfile import mkdtemp
from typing import BinaryIO

from training_app.core.errors import MusterError
from training_app.core.settings import settings

_KEY = re.compile("[0-9a-f]{64}")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class NoRoom(MusterError):
    """There is no room left on the server's disk, so no file was made. Whoever looks after the server can help."""

    status = 507


class FileLost(MusterError):
    """The file is no longer on the server's disk."""

    status = 410


@dataclass(frozen=True)
class Sealed:
    """A finished file of a workshop, whole on the disk, and the key that its content has."""

    file: Path
    key: str
    size: int


@contextmanager
def workshop() -> Iterator[Path]:
    """A folder for files in the making. Whatever happens, it goes at the end of the block, with what is in it.

    What a process that was killed left behind goes when the next one is made. `NoRoom` when the disk is full.
    """
    try:
        with _folder() as folder:
            yield folder
    except OSError as error:
        if error.errno in _FULL:
            raise NoRoom from error
        raise


def seal(file: Path) -> Sealed:
    """Bring a finished file to the disk and find its key; nothing may be written to it any more."""
    with file.open("rb") as content:
        key = file_digest(content, "sha256").hexdigest()
        os.fsync(content.fileno())
        return Sealed(file, key, os.fstat(content.fileno()).st_size)


def place(sealed: Sealed) -> None:
    """Take a sealed file into the store, in place of the same content if that is there. On the disk when it returns."""
    to = _path(sealed.key)
    to.parent.mkdir(parents=True, exist_ok=True)
    sealed.file.replace(to)
    _sync(to.parent)


def is_there(key: str) -> bool:
    """Whether the store has the file."""
    return _path(key).is_file()


def open_(key: str) -> BinaryIO:
    """The kept file, to be read and closed; `FileLost` when it has gone. Who has it open reads it to its end."""
    try:
        return _path(key).open("rb")
    except FileNotFoundError as error:
        raise FileLost from error


def read(key: str) -> bytes:
    """The content of a kept file; `FileLost` when it has gone."""
    with open_(key) as file:
        return file.read()


def drop(key: str) -> None:
    """Keep the file no longer."""
    _path(key).unlink(missing_ok=True)


def older_than(instant: datetime) -> Iterator[str]:
    """The keys of all files that were stored before this instant."""
    for file in _store().glob("*/*"):
        with suppress(FileNotFoundError):  # it may go meanwhile
            if _KEY.fullmatch(file.name) and datetime.fromtimestamp(file.stat().st_mtime, UTC) < instant:
                yield file.name


def _store() -> Path:
    return settings().data / "files"


def _path(key: str) -> Path:
    if not _KEY.fullmatch(key):
        raise FileLost
    return _store() / key[:2] / key


@contextmanager
def _folder() -> Iterator[Path]:
    room = settings().data / "making"
    room.mkdir(parents=True, exist_ok=True)
    with _locked(room):
        _clear(room)
        folder = Path(mkdtemp(dir=room))
        mine = os.open(folder, os.O_RDONLY)
        fcntl.flock(mine, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(mine)


def _clear(room: Path) -> None:
    """Whoever makes something holds a lock on its folder, which the system takes away when the process ends."""
    for folder in room.iterdir():
        with suppress(BlockingIOError, FileNotFoundError), _locked(folder, fcntl.LOCK_NB):
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _locked(folder: Path, how: int = 0) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | how)
        yield
    finally:
        os.close(handle)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
