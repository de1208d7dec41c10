"""Kept files over HTTP: the original is only ever saved, its picture is shown, each to whoever may see it (C-06)."""

from io import BytesIO

import pytest
from httpx import AsyncClient, Response
from PIL import Image
from sqlmodel import select
from support import scans
from support.build import Builder
from support.cast import Cast
from support.sending import exchange, send, signed_in

from training_app.api.kept_files import saved_as
from training_app.certifications.records import AwardFile
from training_app.certifications.tracking import filing
from training_app.certifications.tracking.entry import Entry
from training_app.core import clock, db, files
from training_app.core.staging import StagedFile
from training_app.core.tables import known

HTML = b"<html><script>alert(1)</script></html>"
NAME = 'Léa "EMT"; 2027 Ω.jpg'


@pytest.fixture
def scan(stored: Cast) -> int:
    """A scan of a card of Lea's that Tess uploaded."""
    return filed(stored, scans.jpg())


def filed(stored: Cast, content: bytes) -> int:
    lea = known(stored.lea.id)
    with db.write() as session:
        kind = scans.kind(session, now=clock.now())
        file_id = scans.sent(session, stored.tess, filing.place_of(lea), now=clock.now(), name=NAME, content=content)
        entry = filing.FileEntry(file_id, kind, Entry(expires_on="2029-01-31"))
        tess = Builder(session, clock.now()).actor(stored.tess)
        filing.file_all(session, tess, person_id=lea, entries=[entry], now=clock.now())
        return known(session.exec(select(AwardFile)).one().id)


def is_guarded(answer: Response) -> bool:
    """Whether nothing of what somebody brought can run or be rendered as ours, or stays in a cache."""
    said = answer.headers
    return (
        said["x-content-type-options"] == "nosniff"
        and said["content-security-policy"] == "sandbox; default-src 'none'"
        and said["cache-control"] == "private, no-store"
    )


@pytest.mark.rule(
    "C-06", "a recognized scan is shown as a picture made anew; the original is downloaded as it was brought"
)
@pytest.mark.rule("C-08", "members view and download the scans of their own certifications")
async def test_a_scan_is_shown_and_its_original_is_saved(client: AsyncClient, stored: Cast, scan: int):
    for person in (stored.tess, stored.lea):
        signed_in(client, person)
        original, picture = await client.get(f"/files/awards/{scan}"), await client.get(f"/files/awards/{scan}/preview")
        assert original.content == scans.jpg()
        assert original.headers["content-disposition"] == saved_as(NAME)
        assert original.headers["content-type"] == "image/jpeg"
        assert picture.headers["content-type"] == "image/jpeg"
        assert picture.headers["content-disposition"] == "inline"
        assert picture.content.startswith(b"\xff\xd8\xff")
        small = await client.get(f"/files/awards/{scan}/thumbnail")
        with Image.open(BytesIO(small.content)) as shown:
            assert shown.size == (240, 150)
        assert is_guarded(original)
        assert is_guarded(picture)
        assert is_guarded(small)


@pytest.mark.rule("C-06", "everything else, as an HTML named .jpg, is only downloaded: never run, never rendered")
async def test_what_is_no_picture_is_only_saved(client: AsyncClient, stored: Cast):
    signed_in(client, stored.tess)
    number = filed(stored, HTML)
    answer = await client.get(f"/files/awards/{number}")
    assert answer.content == HTML
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert is_guarded(answer)
    assert (await client.get(f"/files/awards/{number}/preview")).status_code == 404


@pytest.mark.rule(
    "P-05", "the file of somebody else's award is not found, by a manager or a learner, nor is its picture"
)
@pytest.mark.rule("P-06", "a file that waits for a form is found by whoever sent it, and by nobody else")
async def test_a_stranger_finds_no_file(client: AsyncClient, stored: Cast, scan: int):
    addresses = [f"/files/{kind}/{scan}" for kind in ("awards", "submissions", "activities", "made-up")]
    addresses += ["/files/awards/999", "/files/awards/x", "/files/awards/-1", f"/files/awards/{'9' * 30}"]
    assert (await client.get(addresses[0])).status_code == 401
    for person in (stored.max, stored.noa):
        signed_in(client, person)
        for address in addresses:
            assert (await client.get(address)).status_code == 404
            assert (await client.get(f"{address}/preview")).status_code == 404
            assert (await client.get(f"{address}/thumbnail")).status_code == 404
    signed_in(client, stored.tess)
    staged = (await send(client, HTML)).json()["id"]
    assert (await client.get(f"/files/staged/{staged}")).content == HTML
    signed_in(client, stored.sam)
    assert (await client.get(f"/files/staged/{staged}")).status_code == 404


@pytest.mark.rule("C-06", "a file that is deleted while somebody downloads it is downloaded whole")
async def test_a_download_goes_on_when_the_file_is_deleted(client: AsyncClient, stored: Cast):
    content = bytes(range(256)) * 8192
    key = signed_in(client, stored.tess)
    await send(client, content, name="letter.pdf")
    with db.read() as session:
        row = session.exec(select(StagedFile)).one()

    async def delete(piece: int) -> None:
        if piece == 1:
            files.drop(row.key)

    address = f"/files/staged/{row.id}"
    begun = [{"type": "http.request", "body": b"", "more_body": False}]
    assert await exchange("GET", address, key, received=begun, on_piece=delete) == (200, content)
    # Afterwards it has gone, which is said with a number to quote.
    gone = await client.get(address)
    assert gone.status_code == 410
    assert "no longer on the server" in gone.json()["error"]
    assert gone.json()["error"].rstrip(".").split()[-1].isalnum()


def test_a_file_is_saved_under_its_name_whatever_signs_are_in_it():
    assert saved_as("card.jpg") == "attachment; filename=\"card.jpg\"; filename*=UTF-8''card.jpg"
    assert saved_as('a"b\\c;d%41 é.jpg') == (
        "attachment; filename=\"a_b_c;d_41 _.jpg\"; filename*=UTF-8''a%22b%5Cc%3Bd%2541%20%C3%A9.jpg"
    )
