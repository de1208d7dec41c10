"""The courses of the demo. To add one, put a file or a folder into `courses`.

A Markdown file is a course of texts: a small head, then one `#` for each material. A folder is a course with more to
it: `course.md`, in which a line `file: …` or `link: …` below a `#` makes a material of what it names, the files
themselves, and `exam.toml` with the exam and the evaluation.
"""

from collections.abc import Iterator
from decimal import Decimal
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from training_app.catalog.content import NewCourse, NewMaterial
from training_app.catalog.rules import MaterialKind
from training_app.core import staging
from training_app.core.staging import Received
from training_app.demo import exams

FENCE = "---\n"
HEADING = "\n# "
FILE, LINK = "file:", "link:"
VIDEOS = (".webm", ".mp4")


def read() -> list[NewCourse]:
    """Every course of texts, in the order of their codes."""
    found = (one.read_text(encoding="utf-8") for one in _folder().iterdir() if one.name.endswith(".md"))
    return sorted((parse(text) for text in found), key=lambda course: course.code)


def read_folders(workshop: Path) -> list[NewCourse]:
    """Every course with more to it, in the order of their codes. Their files are received into the workshop."""
    found = (_read_folder(one, workshop) for one in _folder().iterdir() if one.is_dir())
    return sorted(found, key=lambda course: course.code)


def parse(text: str, files_: dict[str, Received] | None = None, more: exams.Read | None = None) -> NewCourse:
    """A course from its file: the head between two fences, then its materials."""
    _, head, body = text.split(FENCE, 2)
    said = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in head.splitlines())}
    return NewCourse(
        title=said["title"],
        code=said["code"],
        library=said["library"],
        level=said["level"] or None,
        category=said["category"],
        hours=Decimal(said["hours"]),
        minutes=int(said["minutes"]),
        description=said["description"],
        materials=tuple(_material(part, files_ or {}) for part in f"\n{body.lstrip()}".split(HEADING)[1:]),
        exam=more.exam if more else None,
        evaluation=more.evaluation if more else None,
    )


def _folder() -> Traversable:
    return files("training_app.demo") / "courses"


def _read_folder(folder: Traversable, workshop: Path) -> NewCourse:
    text, exam = ((folder / name).read_text(encoding="utf-8") for name in ("course.md", "exam.toml"))
    return parse(text, dict(_received(folder, workshop)), exams.read(exam))


def _received(folder: Traversable, workshop: Path) -> Iterator[tuple[str, Received]]:
    for one in folder.iterdir():
        if not one.name.endswith((".md", ".toml")):
            copy = workshop / one.name
            copy.write_bytes(one.read_bytes())
            yield one.name, staging.received(copy, name=one.name)


def _material(part: str, files_: dict[str, Received]) -> NewMaterial:
    title, _, body = part.partition("\n")
    named, _, below = body.partition("\n")
    what = named.partition(":")[2].strip()
    if named.startswith(FILE):
        kind = MaterialKind.VIDEO if what.endswith(VIDEOS) else MaterialKind.FILE
        return NewMaterial(title.strip(), below.strip(), kind, file=files_[what])
    if named.startswith(LINK):
        return NewMaterial(title.strip(), below.strip(), MaterialKind.LINK, url=what)
    return NewMaterial(title.strip(), body.strip())
