"""The materials of a course as their page shows them."""

import math
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from training_app.catalog.editing.material_reading import MaterialLine
from training_app.catalog.rules import MaterialKind
from training_app.core import pictures
from training_app.core.media import PDF
from training_app.core.settings import settings
from training_app.web.shared import course_routes, routes
from training_app.web.shared.course_routes import Part
from training_app.web.shared.uploading import size_said

SIGNS_A_MINUTE = 1_150
"""What is read in a minute: about 200 words."""
PICTURE, DOCUMENT = "picture", "pdf"
# What can be added by typing, as the address says it.
TYPED = {MaterialKind.TEXT.value: MaterialKind.TEXT, MaterialKind.LINK.value: MaterialKind.LINK}


@dataclass(frozen=True)
class Row:
    """One material: `icon` is of its kind, `picture` the address of a small one or empty, `file` that of its file."""

    id: int
    title: str
    icon: str
    about: str
    picture: str
    file: str
    file_name: str
    href: str


def row(line: MaterialLine, course_id: int) -> Row:
    """One material as the list shows it."""
    address = routes.material_file(line.id)
    shown = {PICTURE: f"{address}/thumbnail", DOCUMENT: f"{address}/pages/1" if line.pages else ""}
    kind = _kind(line)
    return Row(
        id=line.id,
        title=line.title,
        icon=kind,
        about=" · ".join(_about(line, kind)),
        picture=shown.get(kind, ""),
        file=address if line.file_name else "",
        file_name=line.file_name,
        href=editor(course_id, line.id),
    )


def editor(course_id: int, material_id: int) -> str:
    """Where a material is edited."""
    return course_routes.course(course_id, Part.MATERIALS, urlencode({"edit": material_id}))


def adding(course_id: int, kind: MaterialKind) -> str:
    """Where a text or a link is added."""
    return course_routes.course(course_id, Part.MATERIALS, urlencode({"add": kind}))


def asked(query: str) -> tuple[int, MaterialKind | None]:
    """What an address asks for: the material that is edited (0 is none), or the kind that is added."""
    said = dict(parse_qsl(query))
    number = said.get("edit", "")
    is_number = number.isascii() and number.isdecimal() and len(number) < 10  # noqa: PLR2004  # 32 bits
    return int(number) if is_number else 0, TYPED.get(said.get("add", ""))


def added(titles: list[str]) -> str:
    """What has become of the files that were sent."""
    return f"“{titles[0]}” is added." if len(titles) == 1 else f"{len(titles)} files are added."


def help_with_files() -> str:
    """What is done with a file, and how large it may be."""
    return (
        "Drop files here, or choose them. Videos (MP4, WebM) play in the page, PDFs are shown page by page, pictures"
        f" (JPG, PNG) as they are; any other file can be downloaded. Up to {settings().max_video_said()} each."
    )


def _kind(line: MaterialLine) -> str:
    if line.media_type in pictures.MEDIA_TYPES.values():
        return PICTURE
    return DOCUMENT if line.media_type == PDF else line.kind


def _about(line: MaterialLine, kind: str) -> list[str]:
    """What it is, how long, how large."""
    names = {PICTURE: "Picture", DOCUMENT: "PDF"}
    parts = [names.get(kind, kind.capitalize())]
    if kind == MaterialKind.TEXT:
        minutes = max(1, math.ceil(line.signs / SIGNS_A_MINUTE))
        parts.append(f"about {minutes} min")
    if kind == MaterialKind.LINK:
        parts.append(urlsplit(line.url).hostname or line.url)
    if kind == DOCUMENT:
        parts.append(_pages(line.pages))
    if line.file_name:
        parts.append(size_said(line.file_size))
    return [*parts, "captions"] if line.has_captions else parts


def _pages(number: int) -> str:
    if not number:
        return "cannot be shown here, only downloaded"
    return "1 page" if number == 1 else f"{number:,} pages"
