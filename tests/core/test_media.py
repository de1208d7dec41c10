"""What a file is, by its content; the pages of a PDF, whatever is in it."""

import asyncio
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from support import materials, scans
from support.database import Database, pointed_to

from training_app.core import clock, files, media, pdf
from training_app.core.files import FileLost
from training_app.core.media import MP4, PDF, WEBM, Recognized
from training_app.core.pdf import DrawnPage, NoPicture
from training_app.core.pictures import OTHER
from training_app.core.settings import settings

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100)
MATROSKA = materials.VIDEO[:64].replace(b"\x84webm", b"\x88matroska")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def _database(tmp_path: Path) -> Iterator[Database]:
    """A data folder; no database is needed."""
    with pointed_to(f"sqlite:///{tmp_path / 'none.db'}", tmp_path / "data") as database:
        yield database


def recognized(content: bytes, name: str = "file.pdf") -> Recognized:
    with files.workshop() as folder:
        received = materials.received(folder, content, name)
        shown = media.shown_as(received.media_type, has_preview=received.preview is not None)
        return Recognized(shown, received.pages)


def kept(content: bytes) -> str:
    with files.workshop() as folder:
        sealed = files.seal(scans.written(folder, content))
        files.place(sealed)
        return sealed.key


def page(key: str, number: int, *, now: datetime = NOON) -> DrawnPage:
    return asyncio.run(pdf.page(key, number, now=now))


def drawn(key: str, number: int) -> Image.Image:
    return Image.open(BytesIO(page(key, number).picture))


def pages_kept() -> list[str]:
    return sorted(f"{file.parent.name[:4]} {file.name}" for file in (settings().data / "pages").glob("*/*"))


@pytest.mark.rule("T-01", "what is shown of a file is recognized by its content, whatever its name says")
@pytest.mark.parametrize(("content", "kind"), [
    (materials.VIDEO, WEBM), (materials.MP4, MP4), (scans.jpg(), "image/jpeg"), (HEIC, OTHER), (MATROSKA, OTHER),
    (materials.HTML, OTHER), (SVG, OTHER), (b"MZ", OTHER), (scans.huge_jpg(), OTHER), (b" %PDF-1.4", OTHER),
])  # fmt: skip
def test_a_file_is_recognized_by_its_content(content, kind):
    assert recognized(content) == Recognized(kind)


@pytest.mark.rule("T-01", "a PDF that is broken, or locked by a password, is only downloaded")
@pytest.mark.parametrize(("content", "pages"), [
    (materials.pdf("One", "Two"), 2), (materials.locked_pdf(""), 1), (materials.locked_pdf("known to few"), 0),
    (materials.pdf("One")[:300], 0), (b"%PDF-1.7", 0), (materials.pdf(*[""] * 1001), 0),
])  # fmt: skip
def test_the_pages_of_a_pdf_are_counted_where_it_can_be_shown(content, pages):
    assert recognized(content, "file.txt") == Recognized(PDF, pages)


@pytest.mark.rule("T-01", "a page of a PDF is a picture, large enough to be enlarged, with the text that is on it")
def test_a_page_is_drawn_with_its_text_and_kept():
    key = kept(materials.pdf("Bend your knees", "Lift with your legs"))
    first = page(key, 1)
    assert "Bend your knees" in first.text
    assert first.media_type == "image/png"
    assert drawn(key, 1).width >= 1400
    # It is drawn once: afterwards the PDF is not even asked for.
    files.drop(key)
    assert page(key, 1) == first
    with pytest.raises(FileLost):
        page(key, 2)


def test_a_photograph_is_smaller_than_it_would_be_as_text():
    noise, file = Image.effect_noise((800, 800), 90), BytesIO()
    noise.convert("RGB").save(file, "PDF")
    assert page(kept(file.getvalue()), 1).media_type == "image/jpeg"


@pytest.mark.parametrize("size", [(5000, 30), (30, 5000), (5000, 5000)])
def test_a_page_of_any_size_becomes_a_picture_of_few_pixels(size):
    across, down = drawn(kept(materials.pdf("", size=size)), 1).size
    assert across <= 1401
    assert down <= 4001


@pytest.mark.rule("T-01", "a PDF made to exhaust the server exhausts nothing: its page is said not to be shown")
def test_what_would_take_the_server_down_takes_down_its_reader_only():
    key = kept(materials.endless_pdf())
    with pytest.raises(NoPicture):
        page(key, 1)
    # It is not tried again at each look, but an hour later: then the file is asked for again.
    files.drop(key)
    now = clock.now()
    with pytest.raises(NoPicture):
        page(key, 1, now=now)
    with pytest.raises(FileLost):
        page(key, 1, now=now + timedelta(hours=2))


def test_what_was_drawn_first_goes_when_too_much_is_kept(monkeypatch: pytest.MonkeyPatch):
    key = kept(materials.pdf("One", "Two", "Three"))
    for number in (2, 1):
        page(key, number)
        made = settings().data / "pages" / key / str(number)
        os.utime(made, (NOON.timestamp() - number, NOON.timestamp() - number))
    monkeypatch.setattr(pdf, "MOST_KEPT", 2 * len(page(key, 1).picture) + 1000)
    page(key, 3)
    assert pages_kept() == [f"{key[:4]} 1", f"{key[:4]} 3"]


def test_a_page_that_was_kept_in_half_is_drawn_again():
    key = kept(materials.pdf("Bend your knees"))
    made = settings().data / "pages" / key / "1"
    made.parent.mkdir(parents=True)
    made.write_bytes(b"")
    assert "Bend your knees" in page(key, 1).text
