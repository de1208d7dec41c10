"""A fresh migrated database for each test; the migrations run once for a session and their result is copied."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from support.postgres import Server

from training_app.core import db, engine
from training_app.core.settings import settings
from training_app.migrations import run


def in_turn(kind: str) -> list[str]:
    """On which databases something is killed that takes long: on one in each run, on both in `make prove`.

    What goes on after a kill is the same for all long work, and is tried on both in any run (`core/test_jobs_crash`).
    """
    return ["sqlite", "postgres"] if os.environ.get("MUSTER_PROVE") else [kind]


def spread(cases: dict[str, tuple[Any, ...]]) -> list[Any]:
    """Many long cases of one kind, with the database first: each on one of the two by turns, on both in `make prove`.

    What a case is about is another day of the calendar; that both databases say the same of a day is held elsewhere.
    """
    both = ("sqlite", "postgres")
    return [
        pytest.param(kind, *case, id=f"{kind}-{name}")
        for number, (name, case) in enumerate(cases.items())
        for kind in (both if os.environ.get("MUSTER_PROVE") else (both[number % 2],))
    ]


@dataclass(frozen=True)
class Database:
    """Where `core.db` points to during a test."""

    kind: str
    url: str
    data: Path


Maker = Callable[[Path], AbstractContextManager[str]]
"""Takes a folder of the test's own and gives the address of a database for as long as the test lasts."""


Furnish = Callable[[], None]
"""Puts into the database of the settings what every copy of it is to have."""


def copies_of_file(template: Path, furnish: Furnish | None = None) -> Maker:
    """Databases that are copies of a migrated SQLite file."""
    address = f"sqlite:///{template}"
    run.upgrade(address)
    if furnish:
        with pointed_to(address, template.parent):
            furnish()
        # What stands beside the file would not be copied; the last one to close it puts everything into it.
        assert not template.with_name(f"{template.name}-wal").exists()

    @contextmanager
    def make(folder: Path) -> Iterator[str]:
        yield f"sqlite:///{shutil.copyfile(template, folder / 'muster.db')}"

    return make


def copies_on(server: Server, folder: Path, furnish: Furnish | None = None) -> Maker:
    """Databases on a PostgreSQL server, copies of a migrated one. One in which nothing was kept serves again."""
    template = server.create()
    run.upgrade(server.url(template))
    if furnish:
        with pointed_to(server.url(template), folder):
            furnish()
        server.disconnect(template)
    unchanged: list[str] = []

    @contextmanager
    def make(_folder: Path) -> Iterator[str]:
        name = unchanged.pop() if unchanged else server.create(like=template)
        before = server.last_commit()
        try:
            yield server.url(name)
        finally:
            server.disconnect(name)
            if server.last_commit() == before:
                unchanged.append(name)
            else:
                server.drop(name)

    return make


opened: list[Any] = []
"""Connections to PostgreSQL that were made since the last `forget`."""


def reused(make: Callable[..., sa.Engine]) -> Callable[..., sa.Engine]:
    """The engines that `make` makes, each made once for the session, and connecting to the present database.

    What a test leaves open is closed by `forget`. With an engine goes every statement that it has compiled; a third of
    a test's time would go into compiling anew.
    """

    @cache
    def made(*said: str) -> sa.Engine:
        engine = make(*said)

        @event.listens_for(engine, "connect")
        def _note(connection: Any, _record: object) -> None:
            if engine.dialect.name == "postgresql":
                opened.append(connection)

        @event.listens_for(engine, "do_connect")
        def _turn(_dialect: sa.Dialect, _record: object, places: list[str], names: dict[str, str]) -> None:
            present = sa.make_url(db.url()).database or ""
            if places:
                places[0] = present
            else:
                names["dbname"] = present

        return engine

    return made


db._sqlite, db._postgres = reused(db._sqlite), reused(db._postgres)  # noqa: SLF001 - nothing else makes engines


@contextmanager
def pointed_to(url: str, data: Path) -> Iterator[Database]:
    """Let the app's settings point to this database and folder, and to nothing that was open before."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("MUSTER_DATABASE_URL", url)
        environment.setenv("MUSTER_DATA", str(data))
        forget()
        try:
            yield Database("sqlite" if url.startswith("sqlite") else "postgres", url, data)
        finally:
            forget()


def forget() -> None:
    """Close what is open and read the environment anew at the next use."""
    engine.forget_client()
    db.forget_engines()
    while opened:
        opened.pop().close()
    settings.cache_clear()
