"""Engines, transactions, and the way a handler reaches them. The only place that commits.

SQLite has two engines: every write transaction begins with `BEGIN IMMEDIATE`, because a deferred one that reads
first can be refused when it comes to write, and a second writer slips in between. Reads use the other engine.
Nothing is opened at import time: web workers are forked.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session

from training_app.core.settings import settings

P = ParamSpec("P")
R = TypeVar("R")

PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=30000", "cache_size=-64000")


def url() -> str:
    """The SQLAlchemy address of the database."""
    return settings().database()


def is_sqlite() -> bool:
    """Whether the database is SQLite."""
    return url().startswith("sqlite")


@cache
def write_engine() -> sa.Engine:
    """The engine whose transactions may write."""
    return _sqlite("BEGIN IMMEDIATE") if is_sqlite() else _postgres()


@cache
def read_engine() -> sa.Engine:
    """The engine for reading: one view per transaction. On PostgreSQL its connections are those of the other engine."""
    return _sqlite("BEGIN") if is_sqlite() else write_engine().execution_options(isolation_level="REPEATABLE READ")


@cache
def look_engine() -> sa.Engine:
    """The engine for looking; on PostgreSQL it begins no transaction, which halves the way for one short question."""
    return read_engine() if is_sqlite() else write_engine().execution_options(isolation_level="AUTOCOMMIT")


def forget_engines() -> None:
    """Close every connection and forget the engines; the next use opens anew."""
    for maker in (write_engine, read_engine, look_engine):
        if maker.cache_info().currsize:
            maker().dispose()
        maker.cache_clear()


@contextmanager
def write() -> Iterator[Session]:
    """One transaction that is committed at the end of the block, or not at all."""
    with Session(write_engine(), expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def writing() -> Iterator[sa.Connection]:
    """One connection for many short transactions after each other: five times as fast as `write()` for each."""
    with write_engine().connect() as connection:
        yield connection


@contextmanager
def read() -> Iterator[Session]:
    """One consistent view of the database; nothing in it is kept."""
    with Session(read_engine(), expire_on_commit=False, autoflush=False) as session:
        yield session


@contextmanager
def look() -> Iterator[Session]:
    """A look at the database, for what is asked every second. Two questions may see two states of it."""
    with Session(look_engine(), expire_on_commit=False, autoflush=False) as session:
        yield session


async def in_write(verb: Callable[Concatenate[Session, P], R], *args: P.args, **named: P.kwargs) -> R:
    """Run an action in a transaction of its own, in a thread."""

    def run() -> R:
        with write() as session:
            return verb(session, *args, **named)

    return await asyncio.to_thread(run)


async def in_read(verb: Callable[Concatenate[Session, P], R], *args: P.args, **named: P.kwargs) -> R:
    """Run a query in a thread."""

    def run() -> R:
        with read() as session:
            return verb(session, *args, **named)

    return await asyncio.to_thread(run)


def insert_new(session: Session, table: Any, rows: list[dict[str, Any]]) -> int:
    """Insert those of `rows` that meet no unique key; answer how many that were."""
    made = 0
    for first in range(0, len(rows), 500):
        statement = insert_or_ignore(table).values(rows[first : first + 500])
        made += session.connection().execute(statement, execution_options={"preserve_rowcount": True}).rowcount
    return made


def is_one_of(column: Any, ids: Iterable[int]) -> sa.ColumnElement[bool]:
    """Whether a column is one of these ids, as one parameter however many there are: databases take only so many."""
    given = list(ids)
    if is_sqlite():
        listed = sa.func.json_each(sa.literal(given, sa.JSON)).table_valued("value")
        return cast("sa.ColumnElement[bool]", column.in_(sa.select(listed.c.value)))
    return cast("sa.ColumnElement[bool]", column == sa.func.any(sa.literal(given, sa.ARRAY(sa.Integer))))


def insert_or_ignore(table: Any) -> Any:
    """An INSERT that leaves out what meets a unique key, in the dialect in use."""
    maker: Any = sqlite_insert if is_sqlite() else postgres_insert
    return maker(table).on_conflict_do_nothing()


def upsert(table: Any, values: dict[str, Any], *, of: str, then: dict[str, Any]) -> Any:
    """An INSERT of one row that becomes an UPDATE `then` where its unique column `of` is there already."""
    maker: Any = sqlite_insert if is_sqlite() else postgres_insert
    return maker(table).values(values).on_conflict_do_update(index_elements=[of], set_=then)


def _sqlite(begin: str) -> sa.Engine:
    settings().data.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url(), connect_args={"check_same_thread": False, "timeout": 30})

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the listener below says BEGIN, not the driver
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _postgres() -> sa.Engine:
    return sa.create_engine(
        url(),
        pool_pre_ping=True,
        isolation_level="READ COMMITTED",
        pool_size=5,
        max_overflow=10,
        # A process that hangs in mid-transaction gives back what it has locked.
        connect_args={"options": "-c idle_in_transaction_session_timeout=60s"},
    )
