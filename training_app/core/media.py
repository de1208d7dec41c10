"""Recognizing by its content what a file is that can be shown in a page: a picture, a PDF, a video (T-01).

Only what is recognized is ever shown. Everything else is `pictures.OTHER` and is downloaded, whatever its name says.
"""

from dataclasses import dataclass
from pathlib import Path

from training_app.core import pdf, pictures

PDF = "application/pdf"
MP4 = "video/mp4"
WEBM = "video/webm"
VIDEOS = frozenset({MP4, WEBM})
HEAD = 4096
# What the first box of an MP4 says that it is made by. Pictures and sound of phones have the same box.
BRANDS = {
    b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"iso7", b"iso8", b"iso9", b"mp41", b"mp42", b"avc1",
    b"M4V ", b"M4VH", b"M4VP", b"MSNV", b"dash", b"3gp4", b"3gp5", b"3gp6",
}  # fmt: skip


@dataclass(frozen=True)
class Recognized:
    """What a file is; `pages` are those of a PDF that can be shown, 0 of anything else."""

    media_type: str
    pages: int = 0


def recognized(file: Path) -> Recognized:
    """What is in a file, by how it begins. A PDF is read through, which takes time; a broken one has no pages.

    That something begins as a picture does not mean that it can be decoded: see `shown_as`.
    """
    picture = pictures.media_type_of(file)
    if picture != pictures.OTHER:
        return Recognized(picture)
    with file.open("rb") as content:
        head = content.read(HEAD)
    if head.startswith(b"%PDF-"):
        return Recognized(PDF, pdf.pages_of(file))
    return Recognized(_video(head) or pictures.OTHER)


def shown_as(media_type: str, *, has_preview: bool) -> str:
    """As what a recognized file is shown in a page: a picture that could not be made anew is only downloaded."""
    is_picture = media_type in pictures.MEDIA_TYPES.values()
    return pictures.OTHER if is_picture and not has_preview else media_type


def _video(head: bytes) -> str:
    if head[4:8] == b"ftyp" and head[8:12] in BRANDS:
        return MP4
    # An EBML document says of which type it is: a Matroska file that is no WebM is played by nobody's browser.
    is_webm = head.startswith(b"\x1a\x45\xdf\xa3") and b"\x42\x82\x84webm" in head[:64]
    return WEBM if is_webm else ""
