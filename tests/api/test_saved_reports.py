"""A report that was sent to somebody, as its file: to them and to nobody else (A-23, P-06)."""

import pytest
from httpx import AsyncClient, Response
from sqlmodel import select
from support.build import Builder
from support.cast import Cast
from support.made_files import sheet

from training_app.accounts import keys, signing
from training_app.accounts.model import Refusal
from training_app.assignments.filters import PlaceFilter
from training_app.core import clock, db, files
from training_app.core.tables import known
from training_app.people.model import Person
from training_app.reports import actions
from training_app.reports.model import SavedReport
from training_app.reports.rules import Format


@pytest.fixture
def sent(stored: Cast) -> int:
    """A report that Ada has made for herself alone."""
    with db.write() as session:
        build = Builder(session, clock.now())
        made = build.assign(build.course("Lifting safely"))
        said = {"key": "dialog", "wanted": PlaceFilter(), "kind": Format.XLSX, "person_ids": [], "now": build.now}
        return actions.email(session, build.actor(stored.ada), assignment_id=made.assignment_id, **said).report_id


async def open_as(client: AsyncClient, person: Person, report_id: object) -> Response:
    with db.write() as session:
        said = {"address": "192.0.2.1", "device": "Test", "now": clock.now()}
        client.cookies.set(keys.COOKIE, signing.begin_session(session, person_id=known(person.id), **said))
    return await client.get(f"/files/reports/{report_id}")


@pytest.mark.rule("A-23", "each to whom the report was sent opens its file")
async def test_who_it_was_sent_to_opens_it(client: AsyncClient, stored: Cast, sent: int):
    answer = await open_as(client, stored.ada, sent)
    assert answer.status_code == 200
    assert len(sheet(answer.content)) == 7
    assert answer.headers["content-disposition"].startswith('attachment; filename="users-assigned-')
    assert answer.headers["content-type"] == Format.XLSX.media_type()
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "private, no-store"


@pytest.mark.rule("P-06", "a file that was sent to others is not found, even by who may do everything")
async def test_a_stranger_does_not_find_it(client: AsyncClient, stored: Cast, sent: int):
    assert (await open_as(client, stored.sam, sent)).status_code == 404


async def test_who_lacks_the_right_is_refused_and_it_is_recorded(client: AsyncClient, stored: Cast, sent: int):
    assert (await open_as(client, stored.tess, sent)).status_code == 403
    with db.read() as session:
        (refusal,) = session.exec(select(Refusal))
    assert (refusal.person_id, refusal.handler) == (stored.tess.id, "GET /files/reports/{report_id}")


async def test_nobody_signed_in_opens_it(client: AsyncClient, sent: int):
    assert (await client.get(f"/files/reports/{sent}")).status_code == 401


async def test_a_made_up_number_is_not_found(client: AsyncClient, stored: Cast, sent: int):
    for number in (sent + 1, 0, "-1", "x", "9" * 30, "..%2f..%2fmuster.db"):
        assert (await open_as(client, stored.ada, number)).status_code == 404


async def test_a_file_that_has_gone_from_the_disk_is_said_with_a_reference(
    client: AsyncClient, stored: Cast, sent: int
):
    with db.read() as session:
        files.drop(session.get_one(SavedReport, sent).file_key or "")
    answer = await open_as(client, stored.ada, sent)
    assert answer.status_code == 410
    assert "no longer on the server" in answer.json()["error"]
    assert answer.json()["error"].rstrip(".").split()[-1].isalnum()
