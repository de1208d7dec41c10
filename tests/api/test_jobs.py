"""Whom a job skipped, as a file: who may have it, and what is in it (J-01, M-05)."""

import csv
from io import StringIO

import pytest
from httpx import AsyncClient, Response
from support.cast import Cast

from training_app.accounts import keys, signing
from training_app.api.jobs import COLUMNS
from training_app.core import clock, db, jobs
from training_app.core.jobs import JobLine
from training_app.core.tables import known
from training_app.people.model import Person


@pytest.fixture
def key(stored: Cast) -> str:
    """A job of Tess's that skipped Lea and Noa."""
    with db.write() as session:
        key = jobs.start(session, kind="assign", key="3:form", title="=Airway", total=120,
                         started_by_id=stored.tess.id, now=clock.now())  # fmt: skip
        for person in (stored.noa, stored.lea):
            session.add(JobLine(job_key=key, subject="person", subject_id=known(person.id), why="Deactivated"))
    return key


def come_as(client: AsyncClient, person: Person) -> None:
    with db.write() as session:
        said = {"address": "192.0.2.1", "device": "Test", "now": clock.now()}
        client.cookies.set(keys.COOKIE, signing.begin_session(session, person_id=known(person.id), **said))


def lines(answer: Response) -> list[list[str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.reader(StringIO(answer.text.removeprefix("\ufeff"))))


@pytest.mark.rule("J-01", "those skipped and why as a file, whole or as searched")
@pytest.mark.parametrize(
    ("query", "filtered", "names"),
    [
        ("", "Everybody skipped", ["Lea Learner", "Noa Nearby"]),
        ("?q=noa", "with “noa” in the name", ["Noa Nearby"]),
    ],
)
async def test_those_skipped_as_a_file(client: AsyncClient, stored: Cast, key, query, filtered, names):
    come_as(client, stored.tess)
    found = lines(await client.get(f"/exports/jobs/{key}.csv{query}"))
    head, rows = found[: found.index(list(COLUMNS))], found[found.index(list(COLUMNS)) + 1 :]
    assert head[0] == ["Job", "'=Airway"]
    assert head[2] == ["Filter", filtered]
    assert [row[0] for row in rows] == names
    assert rows[-1] == ["Noa Nearby", "noa@muster.test", "Station 2", "Deactivated"]


@pytest.mark.parametrize("who", ["max", "lea"])
async def test_somebody_else_s_is_not_found(client: AsyncClient, stored: Cast, key, who):
    come_as(client, getattr(stored, who))
    assert (await client.get(f"/exports/jobs/{key}.csv")).status_code == 404


async def test_what_there_is_not_is_not_found(client: AsyncClient, stored: Cast, key):
    come_as(client, stored.tess)
    assert (await client.get("/exports/jobs/made-up.csv")).status_code == 404


async def test_nobody_signed_in_gets_no_file(client: AsyncClient, key):
    assert (await client.get(f"/exports/jobs/{key}.csv")).status_code == 401
