"""Fixtures of all tests. `support/` has what they are made of."""

import os
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from sqlmodel import Session
from support import cast as the_cast
from support import postgres
from support.build import Builder
from support.cast import Cast
from support.database import Database, Maker, copies_of_file, copies_on, pointed_to
from support.postgres import Server

from training_app.cli import build as pages
from training_app.core import db

KINDS = ("sqlite", "postgres")
MONDAY = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)

# The long proofs of `make prove` try far more random cases than each run of the tests.
settings.register_profile("prove", max_examples=2_000, deadline=None)
settings.register_profile("test", max_examples=40, deadline=None)
settings.load_profile("prove" if os.environ.get("MUSTER_PROVE") else "test")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Stories live through weeks of the calendar: each on one of the two databases by turns, on both in `make prove`.

    What they consist of, the acts, the decisions of a day and the queries, is tried on both by the tests of its own.
    """
    if os.environ.get("MUSTER_PROVE"):
        return
    twins: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        kind = item.callspec.params.get("database") if hasattr(item, "callspec") else None
        if kind in KINDS and "story" in getattr(item, "fixturenames", ()):
            twins[item.nodeid.replace(kind, "")].append(item)
    left_out = {of_it[number % 2] for number, of_it in enumerate(twins.values()) if len(of_it) == len(KINDS)}
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def built() -> None:
    """The pages, built once for every test that needs a server; they work from any address."""
    pages.ensure()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """PostgreSQL, started when the first test asks for it."""
    with postgres.running() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_copies(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    return copies_of_file(tmp_path_factory.mktemp("template") / "migrated.db")


@pytest.fixture(scope="session")
def postgres_copies(postgres_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Maker:
    return copies_on(postgres_server, tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def sqlite_peopled_copies(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    return copies_of_file(tmp_path_factory.mktemp("template") / "peopled.db", _bring_in_the_cast)


@pytest.fixture(scope="session")
def postgres_peopled_copies(postgres_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Maker:
    return copies_on(postgres_server, tmp_path_factory.mktemp("template"), _bring_in_the_cast)


def _bring_in_the_cast() -> None:
    with Session(db.write_engine()) as session, session.begin():
        the_cast.make(Builder(session, MONDAY))


@pytest.fixture
def peopled() -> None:
    """Asked for by `cast`: the database has the cast from the beginning, which takes a fifth of making it anew."""


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A fresh migrated database that `core.db` points to, on SQLite and again on PostgreSQL."""
    kind = f"{request.param}_peopled" if "peopled" in request.fixturenames else request.param
    copies: Maker = request.getfixturevalue(f"{kind}_copies")
    with copies(tmp_path) as url, pointed_to(url, tmp_path / "data") as database:
        yield database


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """An open transaction that may write and is taken back at the end."""
    with Session(db.write_engine(), expire_on_commit=False) as session:
        yield session


@pytest.fixture
def now() -> datetime:
    """A Monday."""
    return MONDAY


@pytest.fixture
def build(session: Session, now: datetime) -> Builder:
    return Builder(session, now)


@pytest.fixture
def cast(peopled: None, build: Builder) -> Cast:
    return the_cast.find(build)
