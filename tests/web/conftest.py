"""Fixtures of the web: the cast signed in, a course assigned, and a tab that is not a browser's."""

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, select
from support import cast as the_cast
from support import server as servers
from support import tab as tabs
from support.build import Builder
from support.cast import Cast
from support.database import Database, Maker, pointed_to
from support.server import Server
from support.signing_in import PASSWORD, admit
from support.socket import sign_in
from support.tab import Tab

from training_app.accounts import passwords, signing
from training_app.accounts.model import Refusal
from training_app.assignments.model import Enrollment
from training_app.core import clock, db
from training_app.core.tables import known
from training_app.people.model import Person


@dataclass(frozen=True)
class House:
    """What is in the database: the cast, and a course assigned to all of them."""

    cast: Cast
    course: int
    assignment: int

    def sign_in(self, person: Person) -> str:
        """Begin a session of this person; answer its key."""
        with db.write() as session:
            said = {"address": "192.0.2.1", "device": "Test", "now": clock.now()}
            return signing.begin_session(session, person_id=known(person.id), **said)

    def end_sessions(self, person: Person) -> None:
        """End this person's sessions, as they can do from another browser."""
        with db.write() as session:
            signing.end_sessions(session, person_id=known(person.id), now=clock.now())

    def attempt_of(self, person: Person) -> int:
        """The person's attempt at the course."""
        with db.read() as session:
            return known(session.exec(select(Enrollment.id).where(Enrollment.person_id == person.id)).one())


@pytest.fixture(scope="session")
def furnished(sqlite_copies: Maker, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, House]:
    """The house, made once, and the file that it is copied from."""
    folder = tmp_path_factory.mktemp("house")
    with sqlite_copies(folder) as url, pointed_to(url, folder / "data"), db.write() as session:
        cast = the_cast.make(Builder(session, clock.now()))
        course = cast.build.course("Lifting safely")
        password = passwords.hashed(PASSWORD)
        for person in (cast.sam, cast.ada, cast.tess, cast.max, cast.lea, cast.noa):
            admit(cast, person, password)
        house = House(cast, known(course.id), cast.build.assign(course).assignment_id)
    return folder / "muster.db", house


@pytest.fixture
def database(furnished: tuple[Path, House], tmp_path: Path) -> Iterator[Database]:
    """On SQLite alone: what pages call is tested on both databases where it stands."""
    file = shutil.copyfile(furnished[0], tmp_path / "muster.db")
    with pointed_to(f"sqlite:///{file}", tmp_path / "data") as database:
        yield database


@pytest.fixture
def house(furnished: tuple[Path, House], database: Database) -> House:
    return furnished[1]


@pytest.fixture
async def tab() -> AsyncIterator[Tab]:
    async with tabs.opened() as tab:
        yield tab


@pytest.fixture
def refusals() -> Callable[[], dict[tuple[int, str], int]]:
    """What was refused so far: the person, the handler's last name, and how often."""

    def counted() -> dict[tuple[int, str], int]:
        found: dict[tuple[int, str], int] = {}
        for person_id, handler, count in refused():
            key = (person_id, handler.rpartition(".")[2])
            found[key] = found.get(key, 0) + count
        return found

    return counted


@pytest.fixture
def kept() -> Callable[[], dict[str, object]]:
    """Everything in the database but refused calls, as it is now."""

    def read() -> dict[str, object]:
        with db.read() as session:
            return {
                table.name: sorted(map(repr, session.connection().execute(sa.select(table))))
                for table in SQLModel.metadata.sorted_tables
                if table.name != Refusal.__tablename__
            }

    return read


def refused() -> list[tuple[int, str, int]]:
    """Every record of refused calls: the person, the handler, and how often."""
    with db.read() as session:
        return [(row.person_id, row.handler, row.count) for row in session.exec(select(Refusal))]


@dataclass(frozen=True)
class Real:
    """The house behind a real server, and what the cast has in its cookies."""

    server: Server
    house: House
    keys: dict[str, str]
    browser: httpx.Client

    @property
    def address(self) -> str:
        return self.server.address


@pytest.fixture(scope="module")
def real(
    built: None, furnished: tuple[Path, House], tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Real]:
    """A server that the tests of one file share, and the whole cast, signed in by the form of the sign-in page.

    The server's loop stands still unless the file says `LOOP = True`.
    """
    data = tmp_path_factory.mktemp("real")
    file = shutil.copyfile(furnished[0], data / "muster.db")
    said = {"MUSTER_LOOP": str(getattr(request.module, "LOOP", False)).lower()}
    with servers.running(data, said) as server, pointed_to(f"sqlite:///{file}", data), httpx.Client() as browser:
        named = ("sam", "ada", "tess", "max", "lea", "noa")
        yield Real(server, furnished[1], {name: sign_in(server.address, name, PASSWORD) for name in named}, browser)
