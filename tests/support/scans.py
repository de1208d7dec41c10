"""Scans and other files as people bring them, and sending them for a form without a browser."""

import struct
import zlib
from datetime import datetime
from io import BytesIO
from pathlib import Path

from PIL import Image
from sqlmodel import Session, select
from support.build import SYSTEM

from training_app.certifications import actions
from training_app.certifications.actions import NewCertification
from training_app.core import files, staging
from training_app.core.settings import settings
from training_app.core.stored import StoredFile
from training_app.core.tables import known
from training_app.people.model import Person


def jpg(colour: str = "teal", size: tuple[int, int] = (640, 400)) -> bytes:
    """A scan of a card."""
    file = BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG")
    return file.getvalue()


def photograph(size: tuple[int, int] = (1600, 1000)) -> bytes:
    """A scan with as much in it as a photograph has: what it is made smaller by is its number of pixels alone."""
    file = BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(file, "JPEG")
    return file.getvalue()


def huge_jpg(side: int = 30_000) -> bytes:
    """A small file that says that it is a picture of so many pixels each way."""
    small = jpg(size=(16, 16))
    at = small.index(b"\xff\xc0") + 5  # the frame's head: length, precision, height, width
    return small[:at] + struct.pack(">HH", side, side) + small[at + 4 :]


def huge_png(side: int = 30_000) -> bytes:
    """A small file that unfolds to so many black pixels each way."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = bytes(1 + (side + 7) // 8)
    packer = zlib.compressobj()
    data = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def sent(
    session: Session, by: Person, place: str, *, now: datetime, name: str = "card.jpg", content: bytes | None = None
) -> int:
    """A file that somebody sent for a form; its id among those that wait."""
    with files.workshop() as folder:
        file = folder / "received"
        file.write_bytes(jpg() if content is None else content)
        received = staging.received(file, name=name)
        return staging.stage(session, received, by_id=known(by.id), place=place, now=now)


def kind(session: Session, name: str = "EMT-Basic", *, now: datetime, **said) -> int:
    """A kind of certification."""
    new = NewCertification(name=name, code=name.upper(), **said)
    return known(actions.add_certification(session, SYSTEM, new=new, now=now).id)


def on_disk() -> set[str]:
    """The keys of the files in the data folder; a file in the making counts by its name."""
    return {file.name for file in settings().data.rglob("*") if file.is_file() and "muster.db" not in file.name}


def needed(session: Session) -> dict[str, int]:
    """How many rows speak of each kept file."""
    session.flush()
    return {row.key: row.needed_by for row in session.exec(select(StoredFile))}


def written(folder: Path, content: bytes) -> Path:
    """The content as a file."""
    file = folder / "file"
    file.write_bytes(content)
    return file
