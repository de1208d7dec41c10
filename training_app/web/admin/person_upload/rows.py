"""One file of the form, and what is entered of the certification that it belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from training_app.certifications.tracking.choices import KindChoice
from training_app.certifications.tracking.entry import ALWAYS, LONGEST_NUMBER, Entry
from training_app.certifications.tracking.filing import Filed, FileEntry
from training_app.core.staging import Staged
from training_app.web.shared import uploading
from training_app.web.shared.days import spoken
from training_app.web.shared.handling import number, words

LONGEST = LONGEST_NUMBER + 1  # one more, so that what is too long is said and not cut


@dataclass(frozen=True)
class Offer:
    """A certification to choose."""

    id: int
    name: str


@dataclass(frozen=True)
class Row:
    """A file, and what is entered of it. `filled` counts how often the boxes were filled in, which they then show."""

    id: int
    name: str
    size: str
    href: str
    shown: bool
    kind: str = "0"
    issued: str = ""
    expires: str = ""
    number: str = ""
    always: bool = False
    may_be_always: bool = False
    current: str = ""
    filled: int = 0
    wrong: dict[str, str] = field(default_factory=dict)


def row(file: Staged) -> Row:
    """A file of which nothing is entered yet."""
    sent = uploading.sent(file)
    return Row(sent.id, sent.name, sent.size, sent.href, sent.shown)


def chosen(row: Row, kind: KindChoice | None) -> Row:
    """The row with a certification, filled in from the award that the person holds of it."""
    begun = replace(row, kind="0", issued="", expires="", number="", always=False, may_be_always=False, current="",
                    wrong={}, filled=row.filled + 1)  # fmt: skip
    if kind is None:
        return begun
    return replace(
        begun, kind=str(kind.id), issued=_iso(kind.issued_on), expires=_iso(kind.expires_on), number=kind.number,
        always=kind.is_held and kind.expires_on is None, may_be_always=kind.always_valid_allowed,
        current=_current(kind),
    )  # fmt: skip


def entered(row: Row, form: Mapping[str, object]) -> Row:
    """The row as its form says."""

    def said(name: str) -> str:
        return words(form.get(f"{name}_{row.id}", ""), LONGEST).strip()

    always = bool(form.get(f"always_{row.id}"))
    always = bool(form.get(f"always_{row.id}"))
    return replace(row, kind=said("kind"), issued=said("issued"), expires="" if always else said("expires"),
                   number=said("number"), always=always)  # fmt: skip


def entry(row: Row) -> FileEntry:
    """What is stored of a row."""
    said = Entry(row.issued, ALWAYS if row.always else row.expires, row.number)
    return FileEntry(row.id, number(row.kind or 0), said)


def judged(row: Row, filed: Filed) -> Row:
    """The row with what is wrong with it."""
    return replace(row, wrong={one.field: one.text for one in filed.problems})


def confirmed(row: Row, kinds: list[Offer]) -> str:
    """With what a file was stored."""
    name = next((kind.name for kind in kinds if str(kind.id) == row.kind), "its certification")
    return f"{row.name} with {name}, {_until(row)}"


def _until(row: Row) -> str:
    return "always valid" if row.always else f"until {spoken(row.expires)}"


def _current(kind: KindChoice) -> str:
    if not kind.is_held:
        return "They hold none yet: this makes the first."
    until = f"until {spoken(_iso(kind.expires_on))}" if kind.expires_on else "always valid"
    return f"They hold one, {until}. A later expiry makes a new one; anything else changes that one."


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
