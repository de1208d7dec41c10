"""Pictures to show: decoded and made anew from what was brought, or none at all (C-06)."""

import random
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from support import scans

from training_app.core import pictures

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def shown(folder: Path, content: bytes) -> bytes | None:
    """The picture that is made of a file of this content; None where there is none to show."""
    made = folder / "shown"
    has_picture = pictures.preview(scans.written(folder, content), made)
    assert has_picture == made.exists(), "a picture that is not to be shown leaves nothing"
    return made.read_bytes() if has_picture else None


def opened(content: bytes | None) -> Image.Image:
    assert content is not None
    return Image.open(BytesIO(content))


def photographed() -> bytes:
    """A photograph taken sideways by a phone that says where it was, with a remark in it."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it to the right
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010E] = "taken at home"
    file = BytesIO()
    Image.new("RGB", (3000, 200), "white").save(file, "JPEG", exif=exif, comment=b"taken at home")
    return file.getvalue()


@pytest.mark.rule("C-06", "JPG and PNG are recognized by content, whatever the name says")
def test_a_picture_is_recognized_by_its_content(tmp_path: Path):
    png = BytesIO()
    Image.new("LA", (40, 30)).save(png, "PNG")
    for content, media_type in (
        (scans.jpg(), "image/jpeg"), (png.getvalue(), "image/png"), (SVG, pictures.OTHER),
        (b"<html>\xff\xd8\xff", pictures.OTHER), (b"GIF89a", pictures.OTHER), (b"", pictures.OTHER),
    ):  # fmt: skip
        assert pictures.media_type_of(scans.written(tmp_path, content)) == media_type
        assert (shown(tmp_path, content) is not None) == (media_type != pictures.OTHER)
        (tmp_path / "shown").unlink(missing_ok=True)


@pytest.mark.rule("C-06", "what is shown is made anew: nothing of the file but its pixels, upright, of a page's size")
def test_nothing_but_the_pixels_is_in_the_picture(tmp_path: Path):
    content = photographed()
    picture = opened(shown(tmp_path, content))
    assert picture.format == "JPEG"
    assert picture.size == (160, 2400)
    assert (dict(picture.getexif()), picture.info.get("comment")) == ({}, None)
    assert b"taken at home" in content
    assert b"taken at home" not in (tmp_path / "shown").read_bytes()


def test_what_is_transparent_is_shown_on_white(tmp_path: Path):
    file = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(file, "PNG")
    assert opened(shown(tmp_path, file.getvalue())).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.rule("C-06", "a picture of 30,000 by 30,000 pixels is not decoded: no picture to show, it is downloaded")
def test_a_picture_that_is_too_large_to_decode_is_not_shown(tmp_path: Path):
    for content in (scans.huge_jpg(), scans.huge_png()):
        assert shown(tmp_path, content) is None
    # A little more than what is decoded, and less than where the decoder itself would refuse.
    assert shown(tmp_path, scans.huge_jpg(8_500)) is None


@pytest.mark.rule("C-06", "a picture that is cut off or broken in any way is not shown, and nothing goes wrong")
def test_a_broken_picture_is_not_shown(tmp_path: Path):
    whole = scans.jpg(size=(600, 600))
    assert shown(tmp_path, whole[: len(whole) // 2]) is None
    chance = random.Random(6)  # noqa: S311  # the same breaks each time
    files = [photographed()[:900] + photographed()[-300:], photographed(), whole]
    for _ in range(60):
        broken = bytearray(chance.choice(files))
        for _ in range(8):
            broken[chance.randrange(3, min(len(broken), 700))] = chance.randrange(256)
        (tmp_path / "shown").unlink(missing_ok=True)
        shown(tmp_path, bytes(broken))


def test_a_full_disk_is_no_broken_picture(tmp_path: Path):
    with pytest.raises(OSError, match="directory"):
        pictures.preview(scans.written(tmp_path, scans.jpg()), tmp_path)
