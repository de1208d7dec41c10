"""The demo as `muster demo` makes it: once on each database, for all tests of this folder."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import Session
from support.database import pointed_to

from training_app.assignments.model import Enrollment
from training_app.catalog.model import Training
from training_app.cli import main
from training_app.core import db
from training_app.people.model import Person

NOW = datetime(2027, 3, 1, 14, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Made:
    """A database with the demo in it, and what happened there as lines that can be compared."""

    url: str
    data: Path
    happened: list[tuple[object, ...]]


@pytest.fixture(scope="session")
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Made]]:
    with ExitStack() as stack:
        both = {}
        for kind in ("sqlite", "postgres"):
            folder = tmp_path_factory.mktemp(kind)
            url = stack.enter_context(request.getfixturevalue(f"{kind}_copies")(folder))
            with pointed_to(url, folder / "data"), time_machine.travel(NOW, tick=False):
                assert main.main(["demo"]) == 0
                with db.read() as session:
                    both[kind] = Made(url, folder / "data", happened(session))
        yield both


@pytest.fixture(params=["sqlite", "postgres"])
def demo(request: pytest.FixtureRequest, made: dict[str, Made]) -> Iterator[Made]:
    """The demo, on SQLite and again on PostgreSQL; `core.db` points to it. Tests leave it as it is."""
    one = made[request.param]
    with pointed_to(one.url, one.data):
        yield one


@pytest.fixture
def session(demo: Made) -> Iterator[Session]:
    with db.read() as session:
        yield session


def happened(session: Session) -> list[tuple[object, ...]]:
    """Who took what, and how it stands."""
    rows = (
        sa.select(Person.username, Person.title, Training.code, Enrollment.number, Enrollment.status)
        .add_columns(Enrollment.enrolled_at, Enrollment.completed_at)
        .join(Enrollment, Enrollment.person_id == Person.id)
        .join(Training, Training.id == Enrollment.training_id)
    )
    return sorted(map(tuple, session.connection().execute(rows)), key=str)
