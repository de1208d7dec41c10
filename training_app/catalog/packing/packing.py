"""A course as one file, written while it is sent: no film of it is ever in memory (T-01)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import RawIOBase
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.catalog import courses, queries, reading
from training_app.catalog.content import NewCourse
from training_app.catalog.packing import saying
from training_app.catalog.packing.archive import COURSE, PIECE
from training_app.catalog.packing.saying import PackedFile
from training_app.catalog.rules import CourseKind
from training_app.core import files
from training_app.core.files import FileLost

# From here on an entry needs the wide form of a size, a little earlier than it must.
LARGE = 2_000_000_000


@dataclass(frozen=True)
class Pack:
    """What is sent: the name of the file, what is said of the course, and the files beside it."""

    name: str
    course: bytes
    files: list[PackedFile]


def pack(session: Session, actor: Actor, *, training_id: int, today: date) -> Pack:
    """A course, of its draft if it has one, else of its newest version; `NotFound` for a path.

    `FileLost` names a material whose file is no longer on the server: half a course is nobody's copy.
    """
    actor.require(Permission.MANAGE_CATALOG)
    head = courses.head(session, actor, training_id=training_id, today=today)
    new = course_of(session, actor, training_id=training_id, version_id=head.version_id)
    said, packed = saying.written(new)
    for one in packed:
        if not files.is_there(one.key):
            message = f"The file “{one.name}” of this course is no longer on the server, so it cannot be exported."
            raise FileLost(message)
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_") else "-" for sign in head.code)
    return Pack(f"{plain.strip('-') or 'course'}.zip", said, packed)


def course_of(session: Session, actor: Actor, *, training_id: int, version_id: int) -> NewCourse:
    """A course with a version of it, as it could be entered anew."""
    row = queries.training(session, actor, training_id=training_id)
    content = reading.content(session, version_id=version_id)
    facts = {name: getattr(row, name) for name in saying.FACTS}
    facts["course_kind"] = CourseKind(row.course_kind or CourseKind.ONLINE)
    return NewCourse(**facts, materials=content.materials, exam=content.exam, evaluation=content.evaluation)


def pieces(pack: Pack) -> Iterator[bytes]:
    """The bytes of the file, piece by piece."""
    pipe = _Pipe()
    with ZipFile(pipe, "w") as archive:
        archive.writestr(_entry(COURSE, ZIP_DEFLATED), pack.course)
        for one in pack.files:
            is_large = one.size > LARGE
            with files.open_(one.key) as content, archive.open(_entry(one.path), "w", force_zip64=is_large) as entry:
                while piece := content.read(PIECE):
                    entry.write(piece)
                    yield pipe.taken()
    yield pipe.taken()


class _Pipe(RawIOBase):
    """Takes what is written and hands it on."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._parts.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        """Everything since it was last asked."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


def _entry(path: str, how: int = ZIP_STORED) -> ZipInfo:
    """Without a time, so that the same course is the same file."""
    entry = ZipInfo(path)
    entry.compress_type = how
    return entry
