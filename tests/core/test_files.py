"""Kept files: by content, whole or not at all; what is in the making goes whatever happens."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.database import Database, pointed_to

from training_app.core import files
from training_app.core.files import FileLost, NoRoom

HANGING = """
import sys, time
from training_app.core import files
with files.workshop() as folder:
    (folder / "half.xlsx").write_text("half")
    print("begun", flush=True)
    time.sleep(60)  # it is killed long before: nobody waits for it
"""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A data folder; no database is needed."""
    with pointed_to(f"sqlite:///{tmp_path / 'none.db'}", tmp_path / "data") as database:
        yield database


def left(database: Database) -> list[str]:
    """What stands in the data folder beside the database."""
    return sorted(file.relative_to(database.data).as_posix() for file in database.data.rglob("*") if file.is_file())


def keep(text: str) -> str:
    with files.workshop() as folder:
        (folder / "report.csv").write_text(text)
        sealed = files.seal(folder / "report.csv")
        files.place(sealed)
        return sealed.key


def test_a_file_is_kept_by_its_content(database: Database):
    key = keep("Lea")
    assert files.read(key) == b"Lea"
    assert left(database) == [f"files/{key[:2]}/{key}"]
    assert keep("Lea") == key
    assert keep("Noa") != key


@pytest.mark.parametrize("key", ["", "../../muster.db", "/etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "\n", "a" * 64])
def test_what_is_no_key_or_has_gone_is_lost(database: Database, key: str):
    with pytest.raises(FileLost):
        files.read(key)


def test_a_dropped_file_is_gone_and_dropping_it_again_is_nothing(database: Database):
    key = keep("Lea")
    files.drop(key)
    files.drop(key)
    assert left(database) == []


def test_whatever_goes_wrong_nothing_of_it_stays(database: Database):
    def break_off() -> None:
        with files.workshop() as folder:
            (folder / "half.xlsx").write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert left(database) == []


def test_what_a_killed_process_left_goes_with_the_next(database: Database):
    process = subprocess.Popen([sys.executable, "-c", HANGING], env={**os.environ}, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"begun\n"
    keep("beside it")
    assert any(name.endswith("half.xlsx") for name in left(database)), "what is in use stays"
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    process.stdout.close()
    keep("after it")
    assert not any(name.endswith("half.xlsx") for name in left(database))


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process may grow beyond a kilobyte."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_said_and_leaves_nothing(database: Database):
    with pytest.raises(NoRoom, match="no room left"), full_disk(), files.workshop() as folder:
        Path(folder / "large.xlsx").write_bytes(b"x" * 100_000)
    assert left(database) == []
