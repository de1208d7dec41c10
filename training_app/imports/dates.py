"""Days as people write them. Which of 03/04/2026 is the month is settled by the whole file or asked, never guessed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

EARLIEST, LATEST = 1900, 2199


class Order(StrEnum):
    """Which of two numbers comes first in a date whose year comes last."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


@dataclass(frozen=True, slots=True)
class Sighting:
    """A date of the file that can be read in one order only, or in both."""

    row: int
    column: str
    value: str


@dataclass(frozen=True)
class Orders:
    """What the dates of a file say together about their order.

    `order` is what is settled. Where it is None and `example` or both of `day_first` and `month_first` are there,
    somebody has to be asked.
    """

    order: Order | None
    day_first: Sighting | None = None
    month_first: Sighting | None = None
    example: Sighting | None = None

    def question(self) -> str:
        """What to ask the person who imports; empty when nothing is open."""
        if self.order is not None:
            return ""
        if self.day_first and self.month_first:
            one, two = self.day_first, self.month_first
            return (
                f"The dates contradict each other: “{one.value}” in row {one.row} ({one.column}) has the day first, "
                f"“{two.value}” in row {two.row} ({two.column}) the month. Which is right?"
            )
        if self.example:
            one = self.example
            return f"Is “{one.value}” in row {one.row} ({one.column}) written day first or month first?"
        return ""


class NoDay(ValueError):
    """The text says no day. Its own text is the reason."""


def day_of(text: str, order: Order | None) -> date:
    """The day that `text` says, read in `order` where that matters; `NoDay` says why it is none."""
    parts = _parts(text)
    if isinstance(parts, date):
        return parts
    if order is None:
        raise NoDay("could be read with the day or the month first")
    found = _readings(*parts).get(order)
    if found is None:
        first = "day" if order is Order.DAY_FIRST else "month"
        why = f"is no day that exists when the {first} comes first"
        raise NoDay(why)
    return found


def spoken(day: date) -> str:
    """A day as one reads it."""
    return f"{day:%-d %b %Y}"


def settle(sightings: Iterable[Sighting]) -> Orders:
    """The order that all these dates have in common, or what stands against it."""
    proofs: dict[Order, Sighting] = {}
    example = None
    seen: set[str] = set()
    for sighting in sightings:
        if sighting.value in seen:
            continue
        seen.add(sighting.value)
        try:
            parts = _parts(sighting.value)
        except NoDay:
            continue
        if isinstance(parts, date):
            continue
        readings = _readings(*parts)
        if len(readings) == 1:
            proofs.setdefault(next(iter(readings)), sighting)
        elif len(set(readings.values())) > 1:
            example = example or sighting
    order = next(iter(proofs)) if len(proofs) == 1 else None
    if not proofs and example is None:
        order = Order.DAY_FIRST  # no date of the file depends on it
    return Orders(order, proofs.get(Order.DAY_FIRST), proofs.get(Order.MONTH_FIRST), example)


_TIME = r"(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?)?"
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + _TIME)
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})" + _TIME)
_SHORT_YEAR = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{2}" + _TIME)
_DAY_NAME_YEAR = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?[-/ ]+([A-Za-z]{3,9})\.?,?[-/ ]+(\d{4})")
_NAME_DAY_YEAR = re.compile(r"([A-Za-z]{3,9})\.?[-/ ]+(\d{1,2})(?:st|nd|rd|th)?,?[-/ ]+(\d{4})")
_NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
          "november", "december")  # fmt: skip
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}


def _parts(text: str) -> date | tuple[int, int, int]:
    """The day itself, or (first, second, year) of a date whose order matters."""
    text = text.strip()
    if found := _YEAR_FIRST.fullmatch(text):
        return _existing(int(found[1]), int(found[3]), int(found[4]))
    if found := _PACKED.fullmatch(text):
        return _existing(int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_LAST.fullmatch(text):
        return _numbers(int(found[1]), int(found[3]), int(found[4]))
    if found := _DAY_NAME_YEAR.fullmatch(text):
        return _named(int(found[1]), found[2], int(found[3]))
    if found := _NAME_DAY_YEAR.fullmatch(text):
        return _named(int(found[2]), found[1], int(found[3]))
    if _SHORT_YEAR.fullmatch(text):
        raise NoDay("has a year of two digits; four are needed")
    raise NoDay("is not a date")


def _numbers(first: int, second: int, year: int) -> tuple[int, int, int]:
    if not _readings(first, second, year):
        raise NoDay("is no day that exists")
    return first, second, year


def _readings(first: int, second: int, year: int) -> dict[Order, date]:
    found = {}
    for order, day, month in ((Order.DAY_FIRST, first, second), (Order.MONTH_FIRST, second, first)):
        try:
            found[order] = _existing(year, month, day)
        except NoDay:
            continue
    return found


def _named(day: int, name: str, year: int) -> date:
    month = _MONTHS.get(name.lower())
    if month is None:
        raise NoDay("is not a date")
    return _existing(year, month, day)


def _existing(year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise NoDay("is no day that exists") from error
    if not EARLIEST <= year <= LATEST:
        why = f"is not between {EARLIEST} and {LATEST}"
        raise NoDay(why)
    return found
