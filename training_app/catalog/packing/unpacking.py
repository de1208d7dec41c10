"""A packed course is looked at, and becomes an unpublished course with a draft: all of it, or nothing (T-01)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.catalog import actions, codes
from training_app.catalog.checking import course, exam
from training_app.catalog.checking.course import MOST_MATERIALS
from training_app.catalog.checking.evaluation import MOST_ITEMS
from training_app.catalog.checking.exam import MOST_QUESTIONS
from training_app.catalog.content import KeptFile, NewCourse
from training_app.catalog.packing import archive, saying
from training_app.catalog.packing.archive import Archive
from training_app.catalog.packing.saying import PackedCourse, PackedFile
from training_app.catalog.rules import MaterialKind
from training_app.core import db, files, media, staging, stored
from training_app.core.errors import Invalid, NotAllowed, Problem
from training_app.core.settings import settings
from training_app.core.staging import Received
from training_app.core.tables import known

PLACE = "course-file"
MOST_TOLD = 5
UNFINISHED = {"materials", "exam.questions", "evaluation.items"}


@dataclass(frozen=True)
class Looked:
    """What is in a course file that waits; `is_taken` when the code is that of a course which is there already."""

    file_id: int
    file_name: str
    size: int
    title: str
    code: str
    is_taken: bool
    materials: int
    files: int
    questions: int
    items: int


def look(session: Session, actor: Actor) -> Looked | None:
    """What is in the file that the actor sent last; None when none waits. `Invalid` says what is wrong with it."""
    actor.require(Permission.MANAGE_CATALOG)
    waiting = staging.waiting(session, by_id=_me(actor), place=PLACE)
    if not waiting:
        return None
    row = staging.staged(session, by_id=_me(actor), file_id=waiting[-1].id)
    with files.open_(row.key) as file, archive.opened(file) as opened:
        packed = read(opened)
    new = packed.course
    return Looked(
        file_id=known(row.id),
        file_name=row.name,
        size=row.size,
        title=new.title,
        code=new.code,
        is_taken=bool(codes.problems_of(session, new.code)),
        materials=len(new.materials),
        files=len(packed.files),
        questions=len(new.exam.questions) if new.exam else 0,
        items=len(new.evaluation.items) if new.evaluation else 0,
    )


def forget(session: Session, actor: Actor) -> None:
    """Do without the files that wait."""
    actor.require(Permission.MANAGE_CATALOG)
    waiting = staging.waiting(session, by_id=_me(actor), place=PLACE)
    staging.remove(session, by_id=_me(actor), ids=[one.id for one in waiting])


def create(actor: Actor, *, file_id: int, code: str, now: datetime) -> int:
    """Make a course with a draft out of a waiting file, under this code; answer its id.

    Takes as long as unpacking does, in no transaction; what is written then is written at once. The same file twice is
    one course: the second is `NotFound`.
    """
    actor.require(Permission.MANAGE_CATALOG)
    with db.read() as session:
        key = staging.staged(session, by_id=_me(actor), file_id=file_id).key
    with files.workshop() as folder, files.open_(key) as file, archive.opened(file) as opened:
        new = replace(unpacked(opened, read(opened), folder), code=code)
        with db.write() as session:
            return write(session, actor, file_id=file_id, new=new, now=now)


def write(session: Session, actor: Actor, *, file_id: int, new: NewCourse, now: datetime) -> int:
    """Make the course of a file that waits, which then waits no longer; answer its id."""
    taken = staging.take(session, by_id=_me(actor), place=PLACE, ids=[file_id])
    stored.release(session, [key for row in taken.values() for key in (row["key"], row["preview_key"])])
    row = actions.add_draft(session, actor, new=new, now=now)
    return known(row.id)


def read(opened: Archive) -> PackedCourse:
    """What is said in it, with everything checked that can be before it is unpacked."""
    packed = saying.read(opened.course())
    _limit("materials", len(packed.course.materials), MOST_MATERIALS)
    _limit("exam.questions", len(packed.course.exam.questions) if packed.course.exam else 0, MOST_QUESTIONS)
    _limit("evaluation.items", len(packed.course.evaluation.items) if packed.course.evaluation else 0, MOST_ITEMS)
    for place, one in packed.files.items():
        _check_file(opened, f"materials.{place}.file", packed.course.materials[place - 1].kind, one)
    promised = [
        one if place not in packed.files else replace(one, file=_promised(one.kind, packed.files[place]))
        for place, one in enumerate(packed.course.materials, start=1)
    ]
    new = course.cleaned(replace(packed.course, materials=tuple(promised)))
    _refuse_problems(one for one in course.problems_of(new) if not _is_unfinished(one, new))
    return PackedCourse(new, packed.files)


def _check_file(opened: Archive, place: str, kind: MaterialKind, file: PackedFile) -> None:
    if kind not in {MaterialKind.FILE, MaterialKind.VIDEO}:
        _refuse(place, f"A {kind} has no file, and there is one")
    size = opened.size(file.path) if file.path.startswith(f"{saying.FILES}/") else None
    if size is None:
        _refuse(place, f"“{file.path[:80]}” is not in the file")
    if size > settings().max_video():
        _refuse(place, f"“{file.path[:80]}” is larger than {settings().max_video_said()}, which is the most")
    if size != file.size:
        _refuse(place, f"“{file.path[:80]}” has {size:,} bytes in the file and should have {file.size:,}")


def _promised(kind: MaterialKind, file: PackedFile) -> KeptFile:
    """A file as long as it is not unpacked: what it really is shows then."""
    media_type = media.MP4 if kind == MaterialKind.VIDEO else ""
    return KeptFile(file.key, "", staging.plain_name(file.name), file.size, media_type)


def unpacked(opened: Archive, packed: PackedCourse, folder: Path) -> NewCourse:
    """The course with its files in a workshop, each of which is what it was when it was packed."""
    received: dict[int, Received] = {}
    for place, one in packed.files.items():
        file = folder / str(place)
        opened.unpack(one.path, file)
        got = staging.received(file, name=one.name)
        if got.content.key != one.key:
            _refuse(f"materials.{place}.file", f"“{one.path[:80]}” is another file than the one that was exported")
        received[place] = got
    materials = [
        replace(one, file=received.get(place)) for place, one in enumerate(packed.course.materials, start=1)
    ]  # fmt: skip
    new = replace(packed.course, materials=tuple(materials))
    _refuse_problems(one for one in course.problems_of_content(new) if not _is_unfinished(one, new))
    return new


def _is_unfinished(problem: Problem, new: NewCourse) -> bool:
    """Whether this may be so as long as the course is not published: as little may be in a draft."""
    is_sound = new.exam is None or not exam.problems_of_settings(new.exam)
    return problem.field in UNFINISHED or (problem.field == "exam.drawn" and is_sound)


def _refuse_problems(problems: Iterable[Problem]) -> None:
    wrong = list(problems)
    if wrong:
        rest = f" And {len(wrong) - MOST_TOLD:,} more." if len(wrong) > MOST_TOLD else ""
        said = " ".join(f"{one.field}: {one.text}" for one in wrong[:MOST_TOLD])
        raise Invalid(Problem("file", f"In course.json, {said}{rest}"))


def _limit(place: str, number: int, most: int) -> None:
    if number > most:
        _refuse(place, f"{number:,} are too many, {most:,} is the most")


def _refuse(place: str, why: str) -> NoReturn:
    raise Invalid(Problem(place, f"In course.json, {place}: {why}."))


def _me(actor: Actor) -> int:
    if actor.person_id is None:
        raise NotAllowed
    return actor.person_id
