"""A PostgreSQL server of the test session's own, on a free port of the loopback, gone when the session ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

import psycopg
from psycopg import sql

from training_app.bench import postgres

SETTINGS = {"max_connections": "60", "timezone": "America/New_York", "track_commit_timestamp": "on"}


@dataclass(frozen=True)
class Server:
    """A running server. Its clock's zone is far from UTC on purpose."""

    port: int
    _line: psycopg.Connection
    _numbers: Iterator[int]

    def url(self, database: str) -> str:
        """The SQLAlchemy address of one of its databases."""
        return postgres.url(self.port, database)

    def create(self, *, like: str = "template1") -> str:
        """A new database with everything that the database `like` has; answers its name."""
        name = f"muster_{next(self._numbers)}"
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        self._line.execute(statement.format(sql.Identifier(name), sql.Identifier(like)))
        return name

    def drop(self, name: str) -> None:
        """Throw a database away, whoever is still connected."""
        self._line.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def disconnect(self, name: str) -> None:
        """End whatever a test left open."""
        left = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"
        self._line.execute(left, (name,))

    def last_commit(self) -> object:
        """The latest transaction that changed anything and was kept."""
        return self._line.execute("SELECT xid FROM pg_last_committed_xact()").fetchone()


@contextmanager
def running() -> Iterator[Server]:
    """Make a server in a temporary folder, and end it afterwards."""
    with (
        postgres.running(**SETTINGS) as port,
        psycopg.connect(host="127.0.0.1", port=port, user=postgres.USER, dbname=postgres.USER, autocommit=True) as line,
    ):
        yield Server(port, line, count(1))
