"""Whatever is done with files, and whenever the process is killed: the folder has what the tables speak of."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select
from support import file_acts
from support.build import SYSTEM, Builder
from support.cast import make as make_cast
from support.database import Database

from training_app.certifications import actions
from training_app.certifications.actions import NewCertification
from training_app.core import clock, db, files, staging, stored
from training_app.core.organization import OrganizationRow
from training_app.core.stored import StoredFile

PROVES = bool(os.environ.get("MUSTER_PROVE"))
KILLS, ACTS = (12, 200) if PROVES else (2, 30)
TESTS = Path(__file__).parents[1]


@pytest.fixture
def office(database: Database, now: datetime) -> Database:
    """An organization in which members may submit cards."""
    with db.write() as session:
        make_cast(Builder(session, now))
        session.merge(OrganizationRow(members_may_submit=True))
        actions.add_certification(session, SYSTEM, new=NewCertification(name="CPR", code="CPR"), now=now)
    return database


@contextmanager
def acting(seed: int) -> Iterator[subprocess.Popen[bytes]]:
    said = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS.parent), str(TESTS)])}
    process = subprocess.Popen([sys.executable, "-m", "support.file_acts", str(seed)], env=said,
                               stdout=subprocess.PIPE)  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=30)


@pytest.mark.rule("C-05", "whatever is done with files, and killed in between, no file and no half record is left over")
def test_after_acts_at_random_and_kills_the_folder_agrees_with_the_tables(office: Database):
    for seed in range(KILLS):
        with acting(seed) as process:
            assert process.stdout is not None
            acts = [process.stdout.readline() for _ in range(ACTS)]
            process.send_signal(signal.SIGKILL)  # in the midst of the next one
        assert all(acts), "it ended by itself"
        with db.read() as session:
            assert counted(session) == file_acts.needed(session)
        assert on_disk(office) >= kept(), "a row speaks of what is not there"
    while stored.drop_unneeded(clock.now()):
        pass
    later = clock.now() + timedelta(days=2)
    with db.write() as session:
        stored.find_forgotten(session, now=later)
    while stored.drop_unneeded(later):
        pass
    assert on_disk(office) == kept() != set()
    with files.workshop() as folder:  # what the killed processes had in the making goes with the next thing made
        assert list((office.data / "making").iterdir()) == [folder]
    with db.write() as session:
        staging.tidy(session, now=later)
        assert not session.exec(select(staging.StagedFile)).all()


def kept() -> set[str]:
    with db.read() as session:
        return {key for key, number in counted(session).items() if number > 0}


def counted(session: Session) -> dict[str, int]:
    return {row.key: row.needed_by for row in session.exec(select(StoredFile)) if row.needed_by}


def on_disk(office: Database) -> set[str]:
    return {file.name for file in (office.data / "files").glob("*/*")}
