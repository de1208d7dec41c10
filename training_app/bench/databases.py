"""The databases that are measured, each made for one measurement and thrown away."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg

from training_app.bench import postgres
from training_app.core import db, engine
from training_app.core.settings import settings
from training_app.migrations import run

SQLITE, POSTGRES = "sqlite", "postgresql"
KINDS = (SQLITE, POSTGRES)


@contextmanager
def made(kind: str, folder: Path) -> Iterator[None]:
    """A migrated database that `core.db` points to while the block lasts; its files are in `folder`."""
    if kind == SQLITE:
        with pointed_to(f"sqlite:///{folder / 'bench.db'}", folder):
            run.upgrade()
            yield
        return
    with postgres.running(shared_buffers="512MB") as port, pointed_to(postgres.url(port, postgres.USER), folder):
        run.upgrade()
        yield


@contextmanager
def pointed_to(url: str, data: Path) -> Iterator[None]:
    """Let the app's settings point to this database and folder, and afterwards to what they did before."""
    ours = {"MUSTER_DATABASE_URL": url, "MUSTER_DATA": str(data)}
    before = {name: os.environ.get(name) for name in ours}
    try:
        _set(ours)
        yield
    finally:
        _set(before)


def settle() -> None:
    """Write out what earlier work left to be written, so that it is not counted against the next."""
    _alone("PRAGMA wal_checkpoint(TRUNCATE)", "CHECKPOINT")


def take_stock() -> None:
    """Give PostgreSQL the statistics that its autovacuum would; SQLite keeps none, as in an installation."""
    _alone("", "VACUUM ANALYZE")


def kind() -> str:
    """The kind of database that `core.db` points to."""
    return SQLITE if db.is_sqlite() else POSTGRES


def _alone(on_sqlite: str, on_postgres: str) -> None:
    # Neither can be said inside a transaction.
    if not db.is_sqlite():
        with psycopg.connect(db.url().replace("+psycopg", ""), autocommit=True) as server:
            server.execute(on_postgres.encode())
    elif on_sqlite:
        with closing(sqlite3.connect(db.url().removeprefix("sqlite:///"))) as file:
            file.execute(on_sqlite)


def _set(values: dict[str, str | None] | dict[str, str]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    engine.forget_client()
    db.forget_engines()
    settings.cache_clear()
