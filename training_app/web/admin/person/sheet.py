"""The form of somebody's certifications: the rows as the page shows them, and what was typed into them (C-03)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from training_app.certifications.tracking import entry
from training_app.certifications.tracking.checking import Addition, Change, Refused
from training_app.certifications.tracking.entry import ALWAYS, LABELS, LONGEST_NUMBER, Entry
from training_app.certifications.tracking.rows import RevokedRow, ScanRow, TrackedRow
from training_app.core import clock
from training_app.core.errors import Problem
from training_app.web.shared import expiry, routes
from training_app.web.shared.days import spoken
from training_app.web.shared.expiry import Expiry
from training_app.web.shared.handling import words

LONGEST_TYPED = LONGEST_NUMBER + 100  # so that what is too long is refused, not cut


@dataclass(frozen=True)
class FileLine:
    """A file under "File"; `shown` when there is a picture of it."""

    id: int
    name: str
    href: str
    shown: bool


@dataclass(frozen=True)
class AwardLine:
    """One certification. Its `key` changes when it is saved, so that its fields are made anew; days are ISO."""

    id: int
    key: str
    place: str
    name: str
    note: str
    issued_on: str
    expires_on: str
    always_valid: bool
    allows_always: bool
    number: str
    files: list[FileLine]
    issued: str
    stands: Expiry
    chip: Expiry


@dataclass(frozen=True)
class RevokedLine:
    """A certification that was unassigned, in words."""

    name: str
    held: str
    what: str
    why: str
    files: list[FileLine]


@dataclass(frozen=True)
class NewLine:
    """A row "New Certification". Whether it may be always valid depends on what is chosen in it."""

    place: str
    label: str
    allows_always: bool = False
    is_first: bool = False


@dataclass(frozen=True)
class Typed:
    """What the form says is to be done."""

    changes: tuple[Change, ...] = ()
    new: tuple[Addition, ...] = ()
    delete: tuple[int, ...] = ()


def read(form: object, base: Mapping[int, Entry], places: Iterable[str]) -> Typed:
    """What is typed into the rows of the awards in `base`, as they were read, and into the new rows of these places.

    A row that the form does not have is left alone, and so is a new one in which nothing is entered.
    """
    said = form if isinstance(form, Mapping) else {}
    there = {number: was for number, was in base.items() if f"{number}.issued_on" in said}
    new = [_addition(said, place) for place in places]
    return Typed(
        changes=tuple(Change(number, was, _entry(said, str(number))) for number, was in there.items()),
        new=tuple(one for one in new if one.certification_id or one.entry.cleaned() != Entry()),
        delete=tuple(number for number in there if said.get(f"{number}.delete")),
    )


def base_of(rows: Iterable[TrackedRow]) -> dict[int, Entry]:
    """What the rows say before anything is typed."""
    return {row.id: Entry(row.issued_on, ALWAYS if row.always_valid else row.expires_on, row.number) for row in rows}


def award_line(row: TrackedRow, today: date) -> AwardLine:
    """One award as the page shows it on the organization day `today`."""
    stands = expiry.expiry(row.certification, row.expires_on, today)
    return AwardLine(
        id=row.id,
        key=f"{row.id}:{row.version}",
        place=str(row.id),
        name=row.certification,
        note="Archived" if row.is_archived else "",
        issued_on=row.issued_on,
        expires_on=row.expires_on,
        always_valid=row.always_valid,
        allows_always=row.allows_always,
        number=row.number,
        files=file_lines(row.files),
        issued=spoken(row.issued_on),
        stands=stands,
        chip=Expiry(stands.state, stands.text),
    )


def revoked_line(row: RevokedRow, zone: str) -> RevokedLine:
    """An award that was revoked, on the day that the organization's clocks showed."""
    until = f"until {spoken(row.expires_on)}" if row.expires_on else "always valid"
    held = f"{spoken(row.issued_on)}, {until}" if row.issued_on else until
    day = clock.day_of(datetime.fromisoformat(row.revoked_at), zone).isoformat()
    what = f"{spoken(day)} by {row.by}" if row.by else spoken(day)
    return RevokedLine(row.certification, held, what, row.why, file_lines(row.files))


def new_line(number: int, position: int) -> NewLine:
    """A row "New Certification". On a page each has a `number` of its own for ever; its label says its position."""
    label = "new certification" if position == 1 else f"new certification {position}"
    return NewLine(f"new-{number}", label, is_first=position == 1)


def file_lines(files: Iterable[ScanRow]) -> list[FileLine]:
    """The files of an award as the page shows them."""
    return [FileLine(file.id, file.name, routes.award_file(file.id), file.shown) for file in files]


def rebased(base: Mapping[int, Entry], refused: Refused, theirs: Mapping[int, Entry]) -> dict[int, Entry]:
    """What rows are compared with after a refusal: where both changed a field, from here on with the other's value.

    So saving again puts one's own in its place. What is gone is not compared any more.
    """
    found = {number: was for number, was in base.items() if number not in refused.gone}
    for place, _, name in (field.partition(".") for field in refused.both):
        if (number := int(place)) in theirs:
            found[number] = replace(found[number], **{name: getattr(theirs[number], name)})
    return found


def faults(refused: Refused, rows: Iterable[AwardLine], fresh: Iterable[NewLine]) -> list[str]:
    """Every fault with its row and its field, for the summary."""
    names = {line.place: line.name for line in rows} | {line.place: line.label.capitalize() for line in fresh}
    return [_fault(one, names) for one in refused.problems]


def _fault(one: Problem, names: Mapping[str, str]) -> str:
    place, _, name = one.field.partition(".")
    of = names.get(place, "Certification")
    return f"{of}, {LABELS[name]}: {one.text}" if name else f"{of}: {one.text}"


def _addition(said: Mapping[str, Any], place: str) -> Addition:
    chosen = words(said.get(f"{place}.certification", ""), LONGEST_TYPED)
    is_number = chosen.isascii() and chosen.isdecimal() and len(chosen) < 10  # noqa: PLR2004  # 32 bits
    return Addition(place, int(chosen) if is_number else 0, _entry(said, place))


def _entry(said: Mapping[str, Any], place: str) -> Entry:
    fields = {name: words(said.get(f"{place}.{name}", ""), LONGEST_TYPED) for name in entry.FIELDS}
    always = {"expires_on": ALWAYS} if said.get(f"{place}.always_valid") else {}
    return Entry(**(fields | always))
