"""An admin in a town whose jobs wait until a worker is started, at a desk and on a phone."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlmodel import col, select
from support import server as servers
from support import smtp
from support.review import Desk
from support.server import MUSTER, Server
from support.town import Town
from support.waiting import until

from training_app.access.rules import Role
from training_app.core.jobs import Job
from training_app.people.model import Person

Drafted = Callable[[str], int]
Work = Callable[[], None]


@pytest.fixture(scope="module")
def town(built: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town whose server only answers people; what takes long is done by `muster worker`."""
    with smtp.listening() as sink:
        said = sink.environment() | {"MUSTER_LOOP": "false"}
        with servers.running(tmp_path_factory.mktemp("town"), said) as running:
            yield Town(running, sink)


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


@pytest.fixture(scope="module")
def desk_of(town: Town) -> Desk:
    """Ada's desk, in a town of 122 others, Zoe and Zac among them."""
    ada = town.person("Ada", Role.ADMIN, branch="Headquarters")
    with town.building() as build:
        build.people(120, first="Kim")
        for first in ("Zoe", "Zac"):
            build.person(first, "Kimball")
    return Desk(town, ada)


@pytest.fixture
def drafted(town: Town, desk_of: Desk) -> Drafted:
    """Makes a draft of Ada's: a course of that title for all of them, of whom Zoe and Zac have completed it."""

    def draft(title: str) -> int:
        with town.building() as build:
            course = build.course(title)
            build.assign(course, "q=kimball")
            for person in build.session.exec(select(Person).where(Person.last_name == "Kimball")).all():
                build.complete(person, course)
        return desk_of.draft(course, found="q=kim")

    return draft


@pytest.fixture
def work(town: Town) -> Work:
    """Lets a worker do every job to its end, and stops it."""

    def until_the_end() -> None:
        with _worker(town):
            until(lambda: not _goes_on(town), within=60)

    return until_the_end


@contextmanager
def _worker(town: Town) -> Iterator[None]:
    process = subprocess.Popen([*MUSTER, "worker"], env=town.server.environment(), stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def _goes_on(town: Town) -> bool:
    with town.building() as build:
        return build.session.exec(select(Job.key).where(col(Job.ended_at).is_(None))).first() is not None
