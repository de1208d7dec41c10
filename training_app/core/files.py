"""Files that the app keeps: in the data folder, by the SHA-256 of their content, never by a name somebody gave."""

import errno
import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import file_digest
from pathlib import Path
from tempfile import mkdtemp

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


def keep(file: Path) -> str:
    """Take a finished file of a workshop into the store; answer its key. On the disk before this returns."""
    with file.open("rb") as content:
        key = file_digest(content, "sha256").hexdigest()
        os.fsync(content.fileno())
    place = path(key)
    place.parent.mkdir(parents=True, exist_ok=True)
    file.replace(place)
    _sync(place.parent)
    return key


def path(key: str) -> Path:
    """Where the file of this key is, whether or not it is there; `FileLost` when it is no key."""
    if not _KEY.fullmatch(key):
        raise FileLost
    return settings().data / "files" / key[:2] / key


def read(key: str) -> bytes:
    """The content of a kept file; `FileLost` when it has gone."""
    try:
        return path(key).read_bytes()
    except FileNotFoundError as error:
        raise FileLost from error


def drop(key: str) -> None:
    """Keep the file no longer."""
    path(key).unlink(missing_ok=True)


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
