"""Sending a file for a form: whole or not at all, whatever is sent, and by whomever (C-05, C-06)."""

import asyncio
import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from httpx import AsyncClient
from sqlmodel import select
from support import materials, scans
from support.cast import Cast
from support.sending import MEGABYTE, Endless, exchange, send, signed_in

from training_app.core import db, staging
from training_app.core.settings import settings
from training_app.core.staging import StagedFile

TWO_GB = 2 * 1024 * MEGABYTE


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process may grow beyond two megabytes, which the databases do not need."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * MEGABYTE, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def waiting() -> list[StagedFile]:
    with db.read() as session:
        return list(session.exec(select(StagedFile)))


def nothing_is_left() -> bool:
    return waiting() == [] and scans.on_disk() == set()


@pytest.mark.rule(
    "C-05", "a chosen file is sent, kept whole, and answered: its name, its size, whether it can be shown"
)
@pytest.mark.rule("C-06", "an HTML or SVG named .jpg is taken, recognized by its content, and has no picture to show")
async def test_a_file_is_kept_whole_with_what_it_is(client: AsyncClient, stored: Cast):
    signed_in(client, stored.tess)
    card, html = scans.jpg(), b"<html><script>alert(1)</script></html>"
    answer = await send(client, card, name="../x/Führer\nschein.jpg")
    assert (answer.status_code, answer.json()) == (
        200, {"id": 1, "name": "Führer schein.jpg", "size": len(card), "shown": True})  # fmt: skip
    for content in (html, b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'):
        assert (await send(client, content, name="card.jpg")).json()["shown"] is False
    first, *others = waiting()
    assert (first.media_type, first.by_id, first.place) == ("image/jpeg", stored.tess.id, "person:5")
    assert {(one.media_type, one.preview_key) for one in others} == {("application/octet-stream", "")}
    assert scans.on_disk() == {first.key, first.preview_key, *(one.key for one in others)}
    limit = await client.get("/files/limit")
    assert limit.json() == {"bytes": settings().max_upload(), "said": "25 MB"}


@pytest.mark.rule("C-06", "bad files: empty, 2 GB said or sent without an end, each refused with words, nothing left")
async def test_what_is_empty_or_too_large_is_refused_and_leaves_nothing(client: AsyncClient, stored: Cast):
    signed_in(client, stored.tess)
    empty = await send(client, b"", name="card.jpg")
    assert (empty.status_code, empty.json()["error"]) == (422, "“card.jpg” is empty. Choose another file.")
    said, endless = Endless(TWO_GB), Endless(TWO_GB)
    answer = await send(client, said, **{"Content-Length": str(TWO_GB)})
    assert (answer.status_code, said.read) == (413, 0)
    assert answer.json()["error"] == "“card.jpg” is larger than 25 MB, the most that a file may have."
    answer = await send(client, endless)
    assert answer.status_code == 413
    assert endless.read <= settings().max_upload() + MEGABYTE
    assert nothing_is_left()


@pytest.mark.rule(
    "C-06", "bad files: a name of 300 signs with ../ and newlines is kept as a name alone, cut to its limit"
)
@pytest.mark.rule("C-06", "bad files: a JPG of 30,000 by 30,000 pixels and one cut off are taken, to be downloaded")
async def test_a_bad_name_and_a_bad_picture_are_taken_and_not_shown(client: AsyncClient, stored: Cast):
    signed_in(client, stored.tess)
    name = "../" * 40 + "a\r\n" * 80 + "x" * 60 + ".jpg"
    answer = await send(client, scans.huge_jpg(), name=name)
    assert len(answer.json()["name"]) == staging.LONGEST_NAME
    assert not set(answer.json()["name"]) & set("/\\\r\n")
    assert answer.json()["shown"] is False
    assert (await send(client, scans.jpg()[:600])).json()["shown"] is False
    assert {one.media_type for one in waiting()} == {"image/jpeg"}
    assert scans.on_disk() == {one.key for one in waiting()}


@pytest.mark.rule("C-06", "bad files: the disk full in mid-upload is said, and leaves no half file and no row")
async def test_a_disk_that_fills_up_in_mid_upload_leaves_nothing(client: AsyncClient, stored: Cast):
    signed_in(client, stored.tess)
    with full_disk():
        answer = await send(client, bytes(3 * MEGABYTE))
    assert answer.status_code == 507
    assert answer.json()["error"].startswith("There is no room left on the server's disk")
    assert nothing_is_left()


@pytest.mark.rule("C-06", "bad files: a connection that breaks off in mid-upload leaves no half file and no row")
async def test_a_connection_that_breaks_off_leaves_nothing(client: AsyncClient, stored: Cast):
    key = signed_in(client, stored.tess)
    half = [{"type": "http.request", "body": b"x" * 1000, "more_body": True}, {"type": "http.disconnect"}]
    short = [{"type": "http.request", "body": b"x" * 1000, "more_body": False}]
    for received in (half, short):
        status, _ = await exchange("POST", "/files", key, query="name=card.jpg&place=person:5", received=received,
                                   content_length="2000")  # fmt: skip
        assert status == 400
    assert nothing_is_left()


@pytest.mark.rule("C-06", "two uploads at a time, of one content too: both are kept, the content once")
async def test_two_uploads_at_a_time_are_both_kept(client: AsyncClient, stored: Cast):
    signed_in(client, stored.tess)
    red, blue = scans.jpg("red"), scans.jpg("blue")
    answers = await asyncio.gather(*(send(client, content) for content in (red, blue, red)))
    assert [one.status_code for one in answers] == [200, 200, 200]
    keys = [one.key for one in waiting()]
    with db.read() as session:
        counts = scans.needed(session)
    assert sorted(counts[key] for key in set(keys)) == [1, 2]
    assert scans.on_disk() == counts.keys()


@pytest.mark.rule("P-06", "a file is taken from whoever is signed in, from our own pages, for a form that is named")
async def test_who_may_send_a_file(client: AsyncClient, stored: Cast):
    assert (await send(client, b"x")).status_code == 401
    assert (await client.get("/files/limit")).status_code == 401
    signed_in(client, stored.lea)
    assert (await send(client, b"x", **{"Sec-Fetch-Site": "cross-site"})).status_code == 403
    for place in ("", "p" * 61):
        assert (await send(client, b"x", place=place)).status_code == 422
    assert nothing_is_left()


@pytest.mark.rule(
    "T-01", "a file for a course may be a film: its limit is one of its own, for whoever may edit courses"
)
async def test_a_file_for_a_course_has_a_limit_of_its_own(client: AsyncClient, stored: Cast):
    said = {"place": "materials:7", "name": "lift.mp4", "Content-Length": str(TWO_GB)}
    signed_in(client, stored.ada)
    limit = await client.get("/files/limit", params={"place": "materials:7"})
    assert limit.json() == {"bytes": 1024 * MEGABYTE, "said": "1 GB"}
    film = Endless(TWO_GB)
    answer = await send(client, film, **said)
    assert (answer.status_code, film.read) == (413, 0)
    assert answer.json()["error"] == "“lift.mp4” is larger than 1 GB, the most that a file may have."
    signed_in(client, stored.tess)
    assert (await client.get("/files/limit", params={"place": "materials:7"})).status_code == 403
    assert (await send(client, b"x", place="materials:7")).status_code == 403
    assert nothing_is_left()


@pytest.mark.rule("T-01", "the pages of a PDF are counted, and a video recognized, when the file comes")
async def test_a_file_is_looked_at_when_it_comes(client: AsyncClient, stored: Cast):
    signed_in(client, stored.ada)
    for content in (materials.pdf("One", "Two"), materials.VIDEO):
        assert (await send(client, content, place="materials:7")).status_code == 200
    assert [(one.media_type, one.pages) for one in waiting()] == [("application/pdf", 2), ("video/webm", 0)]
