"""The courses of the demo: Markdown files of this package, each with a small head and one `#` for each material."""

from decimal import Decimal
from importlib.resources import files

from training_app.catalog.actions import NewCourse, NewMaterial

FENCE = "---\n"
HEADING = "\n# "


def read() -> list[NewCourse]:
    """Every course of the folder `courses`, in the order of their codes."""
    folder = files("training_app.demo") / "courses"
    texts = [file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".md")]
    return sorted((parse(text) for text in texts), key=lambda course: course.code)


def parse(text: str) -> NewCourse:
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
        materials=tuple(_material(part) for part in f"\n{body.lstrip()}".split(HEADING)[1:]),
    )


def _material(part: str) -> NewMaterial:
    title, _, body = part.partition("\n")
    return NewMaterial(title=title.strip(), body=body.strip())
