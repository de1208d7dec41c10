"""Recognizing by its content what a file is that can be shown in a page: a picture, a PDF, a video (T-01).

Only what is recognized is ever shown. Everything else is `pictures.OTHER` and is downloaded, whatever its name says.
"""

from dataclasses import dataclass

from training_app.core import pdf, pictures
from training_app.core.staging import Received

PDF = "application/pdf"
MP4 = "video/mp4"
WEBM = "video/webm"
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


def recognized(received: Received) -> Recognized:
    """What was received is. A picture that cannot be decoded, and a PDF that cannot be opened, are only downloaded."""
    if received.preview is not None:
        return Recognized(received.media_type)
    with received.content.file.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(b"%PDF-"):
        return Recognized(PDF, pdf.pages_of(received.content.file))
    return Recognized(_video(head) or pictures.OTHER)


def _video(head: bytes) -> str:
    if head[4:8] == b"ftyp" and head[8:12] in BRANDS:
        return MP4
    # An EBML document says of which type it is: a Matroska file that is no WebM is played by nobody's browser.
    is_webm = head.startswith(b"\x1a\x45\xdf\xa3") and b"\x42\x82\x84webm" in head[:64]
    return WEBM if is_webm else ""
