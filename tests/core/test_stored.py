"""Kept files: there as long as a row speaks of them, and gone soon after; whatever happens in between."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session
from support.database import Database

from training_app.core import clock, db, files, stored
from training_app.core.files import Sealed


@pytest.fixture
def letter(database: Database, tmp_path: Path) -> Sealed:
    """A finished file that nobody has stored yet."""
    return made(tmp_path, "Lea")


def made(folder: Path, text: str) -> Sealed:
    file = folder / f"{text}.txt"
    file.write_text(text)
    return files.seal(file)


def put(sealed: Sealed) -> str:
    with db.write() as session:
        return stored.put(session, sealed)


def released(*keys: str) -> bool:
    with db.write() as session:
        stored.release(session, keys)
    return drop()


def drop() -> bool:
    with db.read() as session:
        due = stored.is_unneeded(session, clock.now())
    found = stored.drop_unneeded(clock.now())
    assert due == found
    return found


@pytest.mark.rule("C-07", "a deleted file goes from the disk when nothing else needs it")
def test_a_file_goes_with_the_last_row_that_speaks_of_it(letter: Sealed, tmp_path: Path):
    key = put(letter)
    assert put(made(tmp_path, "Lea")) == key, "the same content is the same file"
    with db.write() as session:
        stored.need(session, [key, ""])
    assert not released(key, key)
    assert files.read(key) == b"Lea"
    assert released(key)
    assert not files.is_there(key)
    assert not drop(), "once is enough"


def test_what_is_stored_anew_before_it_was_taken_away_stays(letter: Sealed, tmp_path: Path):
    key = put(letter)
    with db.write() as session:
        stored.release(session, [key])
    put(made(tmp_path, "Lea"))
    assert not drop()
    assert files.is_there(key)


@pytest.mark.rule("C-07", "who is downloading a file that is deleted gets it whole")
def test_who_has_a_file_open_reads_it_to_its_end(letter: Sealed):
    with files.open_(put(letter)) as file:
        assert file.read(1) == b"L"
        assert released(letter.key)
        assert file.read() == b"ea"


def test_a_transaction_that_comes_to_nothing_changes_no_count(letter: Sealed, session: Session):
    key = put(letter)
    stored.release(session, [key])
    session.rollback()
    assert not drop()
    assert files.is_there(key)


def test_a_file_whose_row_never_came_goes_within_a_day(letter: Sealed, session: Session, tmp_path: Path):
    kept = put(made(tmp_path, "Noa"))
    stored.put(session, letter)
    session.rollback()  # as when the process ends between the two
    assert forgotten(hours=1) == 0
    assert forgotten(hours=25) == 1
    assert drop()
    assert not files.is_there(letter.key)
    assert files.is_there(kept)


def forgotten(*, hours: int) -> int:
    with db.write() as session:
        return stored.find_forgotten(session, now=clock.now() + timedelta(hours=hours))
