"""Files of materials over HTTP: played in parts, shown page by page, or saved; to whoever takes the course (T-01)."""

from datetime import timedelta

import pytest
from httpx import AsyncClient
from sqlmodel import Session, col, select
from support import materials, scans
from support.build import Builder
from support.cast import Cast
from support.sending import signed_in

from training_app.api.kept_files import saved_as
from training_app.catalog import drafting
from training_app.catalog.editing import materials as editing
from training_app.catalog.editing.materials import Words
from training_app.catalog.model import Material, MaterialFile, Training
from training_app.core import clock, db, files
from training_app.core.tables import known

VIDEO = materials.VIDEO
NAME = 'Léa "EMT"; 2027 Ω\u202e.html'
FILES = (
    ("lift.webm", VIDEO),
    ("handout.pdf", materials.pdf("Bend your knees", "", "Lift with your legs")),
    ("photo.jpg", scans.jpg()),
    (NAME, materials.HTML),
    ("locked.pdf", materials.locked_pdf("known to few")),
    ("endless.pdf", materials.endless_pdf()),
    ("film.mp4", materials.MP4),
)


@pytest.fixture
def ids(stored: Cast) -> dict[str, int]:
    """A course of these files, given to Lea; the ids of its materials by their names."""
    with db.write() as session:
        build = Builder(session, clock.now())
        course = materials.course(build, *FILES)
        build.assign(course, f"q={stored.lea.username}")
        return addresses(session)


def addresses(session: Session) -> dict[str, int]:
    return {row.title: known(row.id) for row in session.exec(select(Material)).all()}


def gone(material_id: int) -> None:
    """The file of this material is no longer on the disk."""
    with db.read() as session:
        row = session.exec(select(MaterialFile).where(col(MaterialFile.material_id) == material_id)).one()
    files.drop(row.key)


@pytest.mark.rule("T-01", "a video of ours is played from any second: it is sent in the parts that are asked for")
async def test_a_video_is_sent_in_parts(client: AsyncClient, stored: Cast, ids: dict[str, int]):
    signed_in(client, stored.lea)
    address, size = f"/files/materials/{ids['lift.webm']}", len(VIDEO)

    async def asked(method: str = "GET", **said: str):
        headers = {name.replace("_", "-"): value for name, value in said.items()}
        return await client.request(method, address, headers=headers)

    whole = await asked()
    etag = whole.headers["etag"]
    assert (whole.status_code, whole.content) == (200, VIDEO)
    assert whole.headers["content-type"] == "video/webm"
    assert whole.headers["content-disposition"] == "inline"
    assert whole.headers["accept-ranges"] == "bytes"
    # What a phone asks first.
    first = await asked(range="bytes=0-1")
    assert (first.status_code, first.content) == (206, VIDEO[:2])
    assert first.headers["content-range"] == f"bytes 0-1/{size}"
    assert first.headers["content-length"] == "2"
    assert (await asked(range="bytes=20000-", if_range=etag)).content == VIDEO[20_000:]
    assert (await asked(range="bytes=-100")).headers["content-range"] == f"bytes {size - 100}-{size - 1}/{size}"
    # Of another film it would be the wrong part.
    assert (await asked(range="bytes=20000-", if_range='"other"')).content == VIDEO
    behind = await asked(range=f"bytes={size}-")
    assert (behind.status_code, behind.content, behind.headers["content-range"]) == (416, b"", f"bytes */{size}")
    head = await asked("HEAD", range="bytes=0-1")
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", str(size))
    assert (await asked(if_none_match=etag)).status_code == 304
    film = await client.get(f"/files/materials/{ids['film.mp4']}")
    assert (film.headers["content-type"], film.headers["content-disposition"]) == ("video/mp4", "inline")


@pytest.mark.rule("T-01", "a picture is shown as one made anew; an HTML file is only downloaded, never run or rendered")
async def test_what_is_not_recognized_is_only_saved(client: AsyncClient, stored: Cast, ids: dict[str, int]):
    signed_in(client, stored.lea)
    picture = await client.get(f"/files/materials/{ids['photo.jpg']}/preview")
    assert picture.content.startswith(b"\xff\xd8\xff")
    assert picture.headers["content-disposition"] == "inline"
    for name, content in FILES[1:4]:
        answer = await client.get(f"/files/materials/{ids[name]}")
        assert answer.content == content
        assert answer.headers["content-disposition"] == saved_as(name.replace("\u202e", " "))
        assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"] == "application/octet-stream"
    for name in (NAME, "lift.webm", "handout.pdf"):
        assert (await client.get(f"/files/materials/{ids[name]}/preview")).status_code == 404


@pytest.mark.rule("T-01", "a PDF is shown page by page, each with its text, which a page without words has none of")
@pytest.mark.rule("T-01", "of a PDF that is locked there is no page; one that cannot be drawn says so; both are saved")
async def test_a_pdf_is_shown_page_by_page(client: AsyncClient, stored: Cast, ids: dict[str, int]):
    signed_in(client, stored.lea)
    pages = f"/files/materials/{ids['handout.pdf']}/pages"
    first = await client.get(f"{pages}/1")
    assert first.content.startswith(b"\x89PNG")
    assert first.headers["content-type"] == "image/png"
    assert first.headers["cache-control"].startswith("private, max-age=")
    assert first.headers["content-security-policy"] == "sandbox; default-src 'none'"
    texts = [(await client.get(f"{pages}/{number}/text")).text for number in (1, 2, 3)]
    assert texts == ["Bend your knees", "", "Lift with your legs"]
    for number in ("0", "4", "-1", "x", "9" * 30, "1.5"):
        assert (await client.get(f"{pages}/{number}")).status_code == 404
        assert (await client.get(f"{pages}/{number}/text")).status_code == 404
    assert (await client.get(f"/files/materials/{ids['locked.pdf']}/pages/1")).status_code == 404
    assert (await client.get(f"/files/materials/{ids['photo.jpg']}/pages/1")).status_code == 404
    endless = await client.get(f"/files/materials/{ids['endless.pdf']}/pages/1")
    assert endless.status_code == 422
    assert endless.json()["error"] == "This page cannot be shown here. Download the PDF to read it."
    for name in ("locked.pdf", "endless.pdf"):
        assert (await client.get(f"/files/materials/{ids[name]}")).status_code == 200


@pytest.mark.rule("P-05", "the file of a material is found by whoever has an attempt at it")
@pytest.mark.rule("P-06", "the file of a material is found by nobody else, but by whoever manages the catalogue")
@pytest.mark.rule("X-03", "before its start day the files of an assigned course are not found by its learner")
async def test_a_stranger_finds_no_material(client: AsyncClient, stored: Cast, ids: dict[str, int]):
    video, handout = f"/files/materials/{ids['lift.webm']}", f"/files/materials/{ids['handout.pdf']}"
    photo = f"/files/materials/{ids['photo.jpg']}"
    every = [video, handout, f"{handout}/pages/1", f"{handout}/pages/1/text", f"{photo}/preview", f"{photo}/thumbnail"]
    for address in every:
        assert (await client.get(address)).status_code == 401
    with db.write() as session:
        build = Builder(session, clock.now())
        later = clock.now().date() + timedelta(days=5)
        course = materials.course(build, ("later.webm", VIDEO), title="Later", code="C-LATER")
        build.assign(course, f"q={stored.noa.username}", starts=later)
        not_yet = addresses(session)["later.webm"]
    for person, status in ((stored.lea, 200), (stored.ada, 200), (stored.max, 404), (stored.noa, 404)):
        signed_in(client, person)
        assert [(await client.get(address)).status_code for address in every] == [status] * len(every)
    assert (await client.get(f"/files/materials/{not_yet}")).status_code == 404
    for nonsense in ("999", "x", "-1", "9" * 30, "1/pages", "1/other"):
        assert (await client.get(f"/files/materials/{nonsense}")).status_code == 404


@pytest.mark.rule("T-01", "a file of a material that is gone from the disk says so, with a number to quote")
async def test_a_file_that_is_gone_says_so(client: AsyncClient, stored: Cast, ids: dict[str, int]):
    signed_in(client, stored.lea)
    for name, more in (("lift.webm", ""), ("handout.pdf", "/pages/1")):
        gone(ids[name])
        answer = await client.get(f"/files/materials/{ids[name]}{more}", headers={"Range": "bytes=0-0"})
        assert answer.status_code == 410
        assert "no longer on the server" in answer.json()["error"]


@pytest.mark.rule(
    "T-01", "the captions of a video are served to whoever may see it, and of a draft to its editors alone"
)
@pytest.mark.rule("T-01", "a file of a draft may be replaced: no browser keeps it before it is published")
async def test_captions_go_to_whoever_sees_the_video(client: AsyncClient, stored: Cast, ids: dict[str, int]):
    said = {"now": clock.now()}
    with db.write() as session:
        ada = Builder(session, clock.now()).actor(stored.ada)
        course_id = known(session.exec(select(Training.id)).one())
        drafting.begin(session, ada, training_id=course_id, **said)
        draft = addresses(session)  # of the two rows with a title the newer one
        base = Words("lift.webm", "About lift.webm.")
        new = Words(base.title, base.body, captions="WEBVTT\n\n00:01.000 --> 00:02.000\nBend your knees.")
        editing.edit(session, ada, material_id=draft["lift.webm"], base=base, new=new, **said)
    video = f"/files/materials/{draft['lift.webm']}"
    captions = f"{video}/captions.vtt"
    signed_in(client, stored.lea)
    assert [(await client.get(one)).status_code for one in (video, captions)] == [404, 404]
    signed_in(client, stored.ada)
    answer = await client.get(captions)
    assert answer.text == "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nBend your knees.\n"
    assert answer.headers["content-type"] == "text/vtt; charset=utf-8"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert (await client.get(f"/files/materials/{ids['lift.webm']}/captions.vtt")).status_code == 404
    of_draft = [
        video,
        f"/files/materials/{draft['photo.jpg']}/preview",
        f"/files/materials/{draft['handout.pdf']}/pages/1",
    ]
    for address in of_draft:
        assert (await client.get(address)).headers["cache-control"] in {"private, no-store", "private, no-cache"}
    with db.write() as session:
        drafting.publish(session, ada, training_id=course_id, **said)
        build = Builder(session, clock.now())
        build.assign(session.get_one(Training, course_id), f"q={stored.noa.username}")
    signed_in(client, stored.noa)
    assert (await client.get(captions)).text == answer.text
    for address in of_draft:
        assert (await client.get(address)).headers["cache-control"].startswith("private, max-age=")
