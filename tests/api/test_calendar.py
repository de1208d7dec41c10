"""The private calendar address over HTTP: whoever has the secret, and nobody else (N-09, P-06)."""

import logging

import pytest
import sqlalchemy as sa
from httpx import AsyncClient
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.core import clock, db
from training_app.core.tables import known
from training_app.notifications.calendar import address
from training_app.people import actions as people


@pytest.fixture
def token(stored: Cast) -> str:
    """The secret of Lea's calendar; she owes one course."""
    with db.write() as session:
        build = Builder(session, clock.now())
        build.assign(build.course("Lifting safely"))
        return address.make(session, build.actor(stored.lea), now=build.now)


@pytest.mark.rule("N-09", "each person has a private calendar address: who has the secret reads it, signed in or not")
async def test_a_calendar_program_reads_it_and_asks_again(client: AsyncClient, token: str):
    answer = await client.get(f"/calendar/{token}.ics")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert b"SUMMARY:Due: Lifting safely\r\n" in answer.content
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers
    head = await client.head(f"/calendar/{token}.ics")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(answer.content))
    again = await client.get(f"/calendar/{token}.ics", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = await client.get(f"/calendar/{token}.ics", headers={"If-None-Match": '"another"'})
    assert other.status_code == 200


@pytest.mark.rule("N-09", "an unknown secret and one of a deactivated person are not found, and answered alike")
async def test_a_wrong_secret_is_not_found(client: AsyncClient, stored: Cast, token: str):
    with db.write() as session:
        people.deactivate(session, SYSTEM, person_id=known(stored.lea.id), now=clock.now())
    answers = [await client.get(f"/calendar/{one}.ics") for one in (token, "x" * 43, token[:-1], "%00", "%25")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    for address_of_none in ("/calendar/", f"/calendar/{token}", "/calendar/.ics", f"/calendar/a/{token}.ics"):
        assert (await client.get(address_of_none)).status_code == 404


@pytest.mark.rule("N-09", "what goes wrong is logged without the secret")
async def test_the_log_never_has_the_secret(client: AsyncClient, token: str, caplog: pytest.LogCaptureFixture):
    with db.write() as session:
        session.connection().execute(sa.text("ALTER TABLE calendar_address RENAME TO elsewhere"))
    with caplog.at_level(logging.DEBUG):
        answer = await client.get(f"/calendar/{token}.ics")
    assert answer.status_code == 500
    ours = [one for one in caplog.records if one.name.startswith("training_app")]
    assert any("GET /calendar/{token}.ics failed" in one.getMessage() for one in ours)
    assert token not in answer.text
    assert token not in "\n".join(logging.Formatter().format(one) for one in ours)
