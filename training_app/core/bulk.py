"""Inserting many rows and learning their ids, each database in the way that is quick for it."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session

from training_app.core import db

CHUNK = 5_000
T = TypeVar("T")


def insert(session: Session, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all name the same columns."""
    for some in chunks(rows):
        session.connection().execute(sa.insert(table), some)


def inserted(session: Session, table: Any, rows: Sequence[dict[str, Any]], *columns: Any) -> list[Any]:
    """Insert rows into a table with numbered ids and answer these columns of each new one, in no order."""
    if db.is_sqlite():
        # Its RETURNING is four times as slow; and nobody else writes in this transaction, so new ids are the higher.
        before = session.connection().execute(sa.select(sa.func.coalesce(sa.func.max(table.id), 0))).scalar_one()
        insert(session, table, rows)
        return list(session.connection().execute(sa.select(*columns).where(table.id > before)).all())
    statement = sa.insert(table).returning(*columns)
    return [row for some in chunks(rows) for row in session.connection().execute(statement, some)]


def chunks(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """The rows in portions that one statement can carry."""
    return (rows[first : first + CHUNK] for first in range(0, len(rows), CHUNK))
