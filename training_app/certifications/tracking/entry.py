"""A row of somebody's certifications as it is typed: what is wrong with it, and who changed what of it (C-03, A-24)."""

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import date

from training_app.certifications.rules import Held
from training_app.core.errors import Problem
from training_app.people.rules import clean

ALWAYS = "always"
LONGEST_NUMBER = 200
# Outside of these a year was typed with too few digits.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)
LABELS = {
    "certification": "Certification",
    "issued_on": "Issued",
    "expires_on": "Expires",
    "always_valid": "Always Valid",
    "number": "Certification Num",
}
BACKWARDS = "It expires before it was issued."


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row says: days as ISO, empty for none; what is always valid expires `ALWAYS`."""

    issued_on: str = ""
    expires_on: str = ""
    number: str = ""

    def cleaned(self) -> "Entry":
        """The same without outer space."""
        return Entry(clean(self.issued_on), clean(self.expires_on), clean(self.number))

    def held(self) -> Held:
        """From when until when it holds, where nothing is wrong with it."""
        return Held(day_in(self.issued_on), day_in(self.expires_on))


FIELDS = tuple(field.name for field in fields(Entry))


def entry_of(held: Held, number: str) -> Entry:
    """An award as a row has it."""
    issued_on = held.issued_on.isoformat() if held.issued_on else ""
    return Entry(issued_on, held.expires_on.isoformat() if held.expires_on else ALWAYS, number)


def faults(entry: Entry, *, allows_always: bool) -> list[Problem]:
    """What is wrong with a row, field by field."""
    issued_on, expires_on = day_in(entry.issued_on), day_in(entry.expires_on)
    found = []
    if entry.issued_on and issued_on is None:
        found.append(Problem("issued_on", _no_day(entry.issued_on)))
    if entry.expires_on == ALWAYS:
        found += [] if allows_always else [Problem("always_valid", "This certification cannot be always valid.")]
    elif not entry.expires_on:
        found.append(Problem("expires_on", "The day of expiry is missing."))
    elif expires_on is None:
        found.append(Problem("expires_on", _no_day(entry.expires_on)))
    elif issued_on and expires_on < issued_on:
        found.append(Problem("expires_on", BACKWARDS))
    if len(entry.number) > LONGEST_NUMBER:
        found.append(Problem("number", f"At most {LONGEST_NUMBER} signs; these are {len(entry.number)}."))
    return found


def differing(one: Entry, other: Entry) -> list[str]:
    """The names of the fields in which two differ."""
    return [name for name in FIELDS if getattr(one, name) != getattr(other, name)]


def both_changed(was: Entry, wanted: Entry, current: Entry) -> list[str]:
    """The fields that two have changed from `was` since, and not to the same."""
    mine, theirs = differing(was, wanted), differing(was, current)
    return [name for name in mine if name in theirs and name in differing(wanted, current)]


def merged(wanted: Entry, mine: Collection[str], current: Entry) -> Entry:
    """What stands there now, with those fields of `wanted` that are `mine`."""
    return replace(current, **{name: getattr(wanted, name) for name in mine})


def said(entry: Entry, name: str) -> str:
    """One field in words."""
    value: str = getattr(entry, name)
    if name == "number":
        return f"“{value}”" if value else "empty"
    day = day_in(value)
    return f"{day:%-d %b %Y}" if day else "always valid" if value == ALWAYS else "empty"


def day_in(text: str) -> date | None:
    """The day that is typed as ISO; None when it is none, or one of another age."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def _no_day(text: str) -> str:
    return f"“{text}” is no day. Type it as {date(2027, 3, 31)}, with a year from {FIRST_DAY.year} on."
