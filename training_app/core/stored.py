"""Which files are kept and how many rows speak of each: a file goes when nobody needs it any more.

A row of `stored_file` is held by whoever stores or drops its content, so that of two at the same moment one waits: what
is being taken away is never handed to somebody else. The content is on the disk before the row that names it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Field, Session, col

from training_app.core import db, files
from training_app.core.files import Sealed
from training_app.core.tables import Table

# Whoever stores a file has said so within this time, or never will: it was killed in between.
FORGOTTEN_AFTER = timedelta(days=1)
AT_ONCE = 100


class FileColumns(Table):
    """What a table that speaks of a file has of it. `preview_key` is that of a picture to show, if there is one."""

    key: str = Field(index=True, description="In `core.files`.")
    preview_key: str = Field(default="", index=True, description="Of the re-encoded picture; empty for none.")
    name: str = Field(description="As its owner calls it; only ever shown, and given back when it is downloaded.")
    size: int = Field(description="Bytes.")
    media_type: str = Field(description="Recognized by content; what is not is `application/octet-stream`.")


@dataclass(frozen=True)
class Kept:
    """What is needed to hand a file over; `preview_key` is empty where there is no picture to show."""

    key: str
    preview_key: str
    name: str
    size: int
    media_type: str


class StoredFile(Table, table=True):
    """A kept file, and how many rows speak of it."""

    __tablename__ = "stored_file"
    __table_args__ = (
        sa.Index(
            "ix_stored_file_unneeded",
            "key",
            sqlite_where=sa.text("needed_by <= 0"),
            postgresql_where=sa.text("needed_by <= 0"),
        ),
    )

    key: str = Field(primary_key=True)
    needed_by: int


def put(session: Session, file: Sealed) -> str:
    """Store a file for one row that speaks of it; answer its key. On the disk before this returns."""
    _count(session, {file.key: 1})
    files.place(file)
    return file.key


def need(session: Session, keys: Iterable[str]) -> None:
    """One more row speaks of each of these files; a key that stands there twice counts twice."""
    _count(session, Counter(filter(None, keys)))


def release(session: Session, keys: Iterable[str]) -> None:
    """One row less speaks of each of these. What nobody needs goes with the next look (`drop_unneeded`)."""
    _count(session, {key: -number for key, number in Counter(filter(None, keys)).items()})


def abandon(session: Session, key: str) -> None:
    """A file was placed and came to nothing: it goes unless some row speaks of it."""
    _count(session, {key: 0})


def is_unneeded(session: Session, _now: datetime) -> bool:
    """Whether there is a file that nobody needs."""
    some = sa.select(col(StoredFile.key)).where(col(StoredFile.needed_by) <= 0).limit(1)
    return session.connection().execute(some).first() is not None


def drop_unneeded(_now: datetime) -> bool:
    """Take away files that nobody needs, some at a time; True when there were any. Copies of it are safe."""
    unneeded = sa.select(col(StoredFile.key)).where(col(StoredFile.needed_by) <= 0).limit(AT_ONCE)
    with db.write() as session:
        keys = list(session.connection().execute(unneeded.with_for_update(skip_locked=True)).scalars())
        for key in keys:
            files.drop(key)
        session.connection().execute(sa.delete(StoredFile).where(col(StoredFile.key).in_(keys)))
    return bool(keys)


def find_forgotten(session: Session, *, now: datetime) -> int:
    """Note files on the disk of which no row speaks, and which are not just being stored; answer how many."""
    found = 0
    for keys in _chunks(files.older_than(now - FORGOTTEN_AFTER)):
        known = sa.select(col(StoredFile.key)).where(col(StoredFile.key).in_(keys))
        for key in set(keys) - set(session.connection().execute(known).scalars()):
            abandon(session, key)
            found += 1
    return found


def _count(session: Session, by_key: dict[str, int]) -> None:
    # In order, so that two of these never wait for each other.
    for key, number in sorted(by_key.items()):
        statement = db.upsert(
            StoredFile, {"key": key, "needed_by": number}, of="key",
            then={"needed_by": col(StoredFile.needed_by) + number},
        )  # fmt: skip
        session.connection().execute(statement)


def _chunks(keys: Iterator[str]) -> Iterator[list[str]]:
    some: list[str] = []
    for key in keys:
        some.append(key)
        if len(some) == AT_ONCE:
            yield some
            some = []
    if some:
        yield some
