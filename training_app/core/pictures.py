"""Recognizing pictures by their content, and making one that is safe to show: decoded and encoded anew (C-06).

What was in the file besides its pixels, where it was taken among it, is not in the new one. Whatever cannot be decoded,
or is too large to decode for everybody who might ask, has no picture to show and is only downloaded.
"""

import logging
import threading
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageOps

log = logging.getLogger(__name__)
OTHER = "application/octet-stream"
MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png"}
PREVIEW_TYPE = "image/jpeg"
# Enough for a card over a whole page of paper.
LONGEST_SIDE = 2400
# A JPG is decoded to about the size that is wanted, but one that was saved in several scans is held in full before: six
# bytes for each pixel. A PNG takes four.
MOST_PIXELS = {"JPEG": 70_000_000, "PNG": 25_000_000}
_at_work = threading.Semaphore(2)


@dataclass(frozen=True)
class Picture:
    """A JPG, and how many pixels it has."""

    content: bytes
    width: int
    height: int


def media_type_of(file: Path) -> str:
    """`image/jpeg` or `image/png` when that is what the content begins with, whatever its name says; else `OTHER`."""
    with file.open("rb") as content:
        head = content.read(8)
    if head.startswith(b"\xff\xd8\xff"):
        return MEDIA_TYPES["JPEG"]
    return MEDIA_TYPES["PNG"] if head == b"\x89PNG\r\n\x1a\n" else OTHER


def preview(file: Path, to: Path) -> bool:
    """Write the picture in `file` as a JPG with nothing else in it; False, and nothing, when there is none to show.

    A full disk is no broken picture: its `OSError` is the caller's.
    """
    if media_type_of(file) == OTHER:
        return False
    with _at_work:
        shown = _decoded(file)
        if shown is None:
            return False
        shown.save(to, "JPEG", quality=85)
    return True


def smaller(made: BinaryIO, longest: int) -> Picture:
    """A picture that `preview` made, with at most so many pixels on its longer side."""
    to = BytesIO()
    with _at_work, Image.open(made, formats=("JPEG",)) as picture:
        picture.thumbnail((longest, longest))
        picture.save(to, "JPEG", quality=90)
        return Picture(to.getvalue(), picture.width, picture.height)


def _decoded(file: Path) -> Image.Image | None:
    try:
        with Image.open(file, formats=tuple(MEDIA_TYPES)) as picture:
            # Only its head has been read so far.
            if picture.width * picture.height > MOST_PIXELS[picture.format or "PNG"]:
                return None
            return _shown(picture)
    except Exception as broken:  # noqa: BLE001  # what a decoder raises for a broken picture is whatever it comes to
        log.info("no picture to show of a file of %s bytes: %r", file.stat().st_size, broken)
        return None


def _shown(picture: Image.Image) -> Image.Image:
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
        on_white = Image.new("RGBA", upright.size, "white")
        on_white.alpha_composite(upright.convert("RGBA"))
        upright = on_white
    shown = upright.convert("RGB")
    shown.info.clear()
    return shown
