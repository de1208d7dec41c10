"""What is wrong with a material as it is entered (T-01)."""

from urllib.parse import urlsplit

from training_app.catalog.checking.texts import CHAPTER, LINE, text
from training_app.catalog.content import NewMaterial
from training_app.catalog.rules import MaterialKind
from training_app.core import media
from training_app.core.errors import Problem

LONGEST_ADDRESS = 2_000
SCHEMES = {"http", "https"}


def problems_of(place: str, new: NewMaterial) -> list[Problem]:
    """What is missing in it, or cannot be shown; `place` is where it stands in its course."""
    is_text = new.kind == MaterialKind.TEXT
    return [
        *text(f"{place}.title", "Title", new.title, most=LINE, is_needed=True),
        *text(f"{place}.body", "Text", new.body, most=CHAPTER, is_needed=is_text),
        *_address(f"{place}.url", new),
        *_file(f"{place}.file", new),
    ]


def _address(field: str, new: NewMaterial) -> list[Problem]:
    """A link needs one; whoever opens it must come to a page, and start nothing of ours."""
    if not new.url:
        return [Problem(field, "Address is missing.")] if new.kind == MaterialKind.LINK else []
    if len(new.url) > LONGEST_ADDRESS or not _is_of_a_page(new.url):
        return [Problem(field, "Enter the address of a page, for example https://www.cdc.gov/clean-hands.")]
    return []


def _is_of_a_page(url: str) -> bool:
    if not url.isprintable() or any(sign.isspace() or sign == "\\" for sign in url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in SCHEMES and bool(parts.hostname)
    except ValueError:
        return False


def _file(field: str, new: NewMaterial) -> list[Problem]:
    """What is no video plays nowhere, whatever its name says; any other file can be downloaded."""
    is_video = new.kind == MaterialKind.VIDEO
    if new.file is None:
        what = "a video" if is_video else "a file"
        return [Problem(field, f"Choose {what}.")] if is_video or new.kind == MaterialKind.FILE else []
    if is_video and media.recognized(new.file).media_type not in {media.MP4, media.WEBM}:
        return [Problem(field, f"“{new.file.name}” is no video that plays in a page. Choose an MP4 or a WebM.")]
    return []
