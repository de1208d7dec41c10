"""Small parts of SQL that are spelled differently by the two databases, or often."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from training_app.core import db
from training_app.core.events import Event

INSTANT: Any = Event.__table__.c.at.type  # type: ignore[attr-defined]  # SQLModel sets __table__
_PRIMES = (7919, 6101, 4801, 3571, 9173, 5987)
_MODULUS = 1_000_003


def said(text: str, **values: Any) -> sa.TextClause:
    """A statement as it is written, with values that have the types they have."""
    typed = [
        sa.bindparam(name, value, type_=INSTANT) if isinstance(value, datetime) else sa.bindparam(name, value)
        for name, value in values.items()
    ]
    return sa.text(text).bindparams(*typed)


def rows(session: Session, text: str, **values: Any) -> list[Any]:
    """What a statement finds."""
    return list(session.connection().execute(said(text, **values)).all())


def number(session: Session, text: str, **values: Any) -> int:
    """The one number that a statement finds."""
    return int(session.connection().execute(said(text, **values)).scalar_one() or 0)


def do(session: Session, statement: Any) -> None:
    """Carry out a statement that answers nothing."""
    session.connection().execute(said(statement) if isinstance(statement, str) else statement)


def lot(column: Any, salt: int, below: int) -> sa.ColumnElement[int]:
    """A number from 0 up to `below` that a row draws, always the same one: chance that both databases agree on."""
    big = sa.cast(column, sa.BigInteger)
    return sa.cast((big * _PRIMES[salt % len(_PRIMES)] + salt * 104_729) % _MODULUS % below, sa.Integer)


def later(day: date, days: sa.ColumnElement[int]) -> sa.ColumnElement[date]:
    """The day so many days after `day`."""
    first = sa.literal(day, sa.Date)
    if db.is_sqlite():
        return sa.func.date(first, sa.cast(days, sa.String) + " days", type_=sa.Date)
    return sa.type_coerce(first + days, sa.Date)


def instant(at: datetime) -> sa.ColumnElement[datetime]:
    """An instant as a column."""
    return sa.literal(at, INSTANT)


def keep(table: str, found: str) -> None:
    """Write down what a SELECT finds, in a table of its own that takes the place of an earlier one."""
    with db.write() as session:
        do(session, f"DROP TABLE IF EXISTS {table}")
        do(session, f"CREATE TABLE {table} AS {found}")
        if not db.is_sqlite():
            do(session, f"ANALYZE {table}")
