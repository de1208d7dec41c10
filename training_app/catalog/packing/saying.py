"""A course as JSON, and back: format 1 of a packed course (T-01)."""

import json
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from training_app.catalog.content import (
    Facts,
    KeptFile,
    NewChoice,
    NewCourse,
    NewEvaluation,
    NewExam,
    NewItem,
    NewMaterial,
    NewQuestion,
)
from training_app.catalog.packing import nodes
from training_app.catalog.packing.nodes import Node
from training_app.catalog.rules import CourseKind, ItemKind, MaterialKind, QuestionKind, Review
from training_app.core.errors import Invalid, Problem

FORMAT = 1
MARK = "muster_course"
PARTS = (MARK, "course", "materials", "exam", "evaluation")
FILES = "files"
FILE = ("path", "name", "size", "sha256")
FACTS = tuple(one.name for one in fields(Facts))
_LONGEST_NAME = 60


@dataclass(frozen=True)
class PackedFile:
    """A file of a packed course: where it lies in the archive, what it is called, and by what it is known."""

    path: str
    name: str
    size: int
    key: str


@dataclass(frozen=True)
class PackedCourse:
    """A course with its materials still without their files, which are named by their places from 1."""

    course: NewCourse
    files: dict[int, PackedFile]


def written(new: NewCourse) -> tuple[bytes, list[PackedFile]]:
    """A course as bytes of JSON, and the files that belong beside it."""
    packed: list[PackedFile] = []
    materials = []
    for place, one in enumerate(new.materials, start=1):
        file = _packed(place, one.file) if isinstance(one.file, KeptFile) else None
        said = file and {"path": file.path, "name": file.name, "size": file.size, "sha256": file.key}
        materials.append(asdict(replace(one, file=None)) | {"file": said})
        packed += [file] if file else []
    whole = {
        MARK: FORMAT,
        "course": {name: getattr(new, name) for name in FACTS},
        "materials": materials,
        "exam": new.exam and asdict(new.exam),
        "evaluation": new.evaluation and asdict(new.evaluation),
    }
    return json.dumps(whole, default=_said, ensure_ascii=False, indent=1).encode(), packed


def read(content: bytes) -> PackedCourse:
    """The course that these bytes say; `Invalid` names the place of the first thing that is not as it should be."""
    value = nodes.parsed(content)
    number = value.get(MARK) if isinstance(value, dict) else None
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise Invalid(Problem("file", "This is no file of a course. Choose one that was made by “Export”."))
    if number > FORMAT:
        said = f"The file was made by a newer Muster (format {number}; this one reads {FORMAT}). Update this one first."
        raise Invalid(Problem(MARK, said))
    whole = nodes.node(value, "", PARTS)
    facts = whole.node("course", FACTS)
    materials = whole.nodes("materials", _names(NewMaterial))
    files = ((place, one.node_or_none("file", FILE)) for place, one in enumerate(materials, start=1))
    found = {place: _file(one) for place, one in files if one is not None}
    course = NewCourse(
        title=facts.text("title"),
        code=facts.text("code"),
        library=facts.text("library"),
        description=facts.text("description"),
        level=None if facts.said["level"] is None else facts.text("level"),
        course_kind=facts.word("course_kind", CourseKind),
        hours=facts.number("hours"),
        category=facts.text("category"),
        minutes=facts.whole_or_none("minutes"),
        accredited_through=facts.day_or_none("accredited_through"),
        reassign_after_days=facts.whole_or_none("reassign_after_days"),
        reassign_from_completion=facts.flag("reassign_from_completion"),
        materials=tuple(map(_material, materials)),
        exam=_exam(whole.node_or_none("exam", _names(NewExam))),
        evaluation=_evaluation(whole.node_or_none("evaluation", _names(NewEvaluation))),
    )
    return PackedCourse(course, found)


def _packed(place: int, file: KeptFile) -> PackedFile:
    stem, ending = PurePosixPath(file.name).stem, PurePosixPath(file.name).suffix
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_") else "_" for sign in stem)
    ending = ending if ending[1:].isascii() and ending[1:].isalnum() else ""
    return PackedFile(f"{FILES}/{place:03}-{plain[:_LONGEST_NAME]}{ending[:10]}", file.name, file.size, file.key)


def _said(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _names(of: Any) -> list[str]:
    return [one.name for one in fields(of)]


def _file(one: Node) -> PackedFile:
    return PackedFile(one.text("path"), one.text("name"), _size(one), one.text("sha256"))


def _size(one: Node) -> int:
    found = one.said["size"]  # of a film more than a number of ours can be
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        one.refuse("size", "a whole number was expected")
    return found


def _material(one: Node) -> NewMaterial:
    return NewMaterial(
        title=one.text("title"), body=one.text("body"), kind=one.word("kind", MaterialKind), url=one.text("url"),
        captions=one.text("captions"),
    )  # fmt: skip


def _exam(one: Node | None) -> NewExam | None:
    if one is None:
        return None
    return NewExam(
        questions=tuple(map(_question, one.nodes("questions", _names(NewQuestion)))),
        pass_mark=one.whole("pass_mark"),
        tries=one.whole_or_none("tries"),
        minutes=one.whole_or_none("minutes"),
        drawn=one.whole_or_none("drawn"),
        shuffles_questions=one.flag("shuffles_questions"),
        shuffles_choices=one.flag("shuffles_choices"),
        review=one.word("review", Review),
    )


def _question(one: Node) -> NewQuestion:
    choices = one.nodes("choices", _names(NewChoice))
    return NewQuestion(
        kind=one.word("kind", QuestionKind),
        text=one.text("text"),
        choices=tuple(NewChoice(choice.text("text"), is_right=choice.flag("is_right")) for choice in choices),
        number=one.number_or_none("number"),
        tolerance=one.number("tolerance"),
        explanation=one.text("explanation"),
    )


def _evaluation(one: Node | None) -> NewEvaluation | None:
    if one is None:
        return None
    items = one.nodes("items", _names(NewItem))
    return NewEvaluation(
        items=tuple(
            NewItem(item.word("kind", ItemKind), item.text("text"), item.texts("choices"),
                    is_required=item.flag("is_required"))
            for item in items
        ),
        intro=one.text("intro"),
    )  # fmt: skip
