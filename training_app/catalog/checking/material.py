"""What is wrong with a material as it is entered (T-01)."""

from dataclasses import replace
from urllib.parse import urlsplit

from training_app.catalog.checking import captions
from training_app.catalog.checking.texts import CHAPTER, LINE, text
from training_app.catalog.content import NewMaterial
from training_app.catalog.rules import MaterialKind
from training_app.core import media
from training_app.core.errors import Problem
from training_app.people.rules import clean

LONGEST_ADDRESS = 2_000
SCHEMES = {"http", "https"}


def cleaned(new: NewMaterial) -> NewMaterial:
    """The same without outer space in what was typed, its captions as WebVTT."""
    return replace(new, title=clean(new.title), body=clean(new.body), url=clean(new.url),
                   captions=captions.webvtt(clean(new.captions)))  # fmt: skip


def problems_of(place: str, new: NewMaterial) -> list[Problem]:
    """What is wrong with one of several; `place` is where it stands in its course."""
    return [Problem(f"{place}.{one.field}", one.text) for one in problems_of_one(new)]


def problems_of_one(new: NewMaterial) -> list[Problem]:
    """What is missing in it, or cannot be shown. Captions are looked at as they were brought."""
    is_text = new.kind == MaterialKind.TEXT
    return [
        *text("title", "Title", new.title, most=LINE, is_needed=True),
        *text("body", "Text", new.body, most=CHAPTER, is_needed=is_text),
        *_address(new),
        *_file(new),
        *_captions(new),
    ]


def _address(new: NewMaterial) -> list[Problem]:
    """A link needs one; whoever opens it must come to a page, and start nothing of ours."""
    if not new.url:
        return [Problem("url", "Address is missing.")] if new.kind == MaterialKind.LINK else []
    if len(new.url) > LONGEST_ADDRESS or not _is_of_a_page(new.url):
        return [Problem("url", "Enter the address of a page, for example https://www.cdc.gov/clean-hands.")]
    return []


def _is_of_a_page(url: str) -> bool:
    if not url.isprintable() or any(sign.isspace() or sign == "\\" for sign in url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in SCHEMES and bool(parts.hostname)
    except ValueError:
        return False


def _file(new: NewMaterial) -> list[Problem]:
    """What is no video plays nowhere, whatever its name says; any other file can be downloaded."""
    is_video = new.kind == MaterialKind.VIDEO
    if new.file is None:
        what = "a video" if is_video else "a file"
        return [Problem("file", f"Choose {what}.")] if is_video or new.kind == MaterialKind.FILE else []
    if is_video and new.file.media_type not in media.VIDEOS:
        return [Problem("file", f"“{new.file.name}” is no video that plays in a page. Choose an MP4 or a WebM.")]
    return []


def _captions(new: NewMaterial) -> list[Problem]:
    if new.captions and new.kind != MaterialKind.VIDEO:
        return [Problem("captions", "Only a video has captions.")]
    return captions.problems_of("captions", new.captions)
