"""What people can be found by, and how the values of a filter are read (A-07). What cannot be read is None."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from training_app.access.rules import Permission


class Criterion(StrEnum):
    """A field of the filter; the value is its name in an address. Further attributes are `attribute.<id>`."""

    LEVEL = "level"
    TITLE = "title"
    SHIFT = "shift"
    BRANCH = "branch"
    TEAM = "team"
    LEADS = "leads"
    GROUP = "group"
    TAG = "tag"
    MANAGER = "manager"
    LICENCE = "licence"
    LICENCE_EXPIRES = "licence_expires"
    CERTIFICATION = "certification"
    HIRED = "hired"
    STATE = "state"


FIELDS = frozenset(field.value for field in Criterion)
ATTRIBUTE = "attribute."

LABELS = {
    Criterion.LEVEL: "Level",
    Criterion.TITLE: "Title",
    Criterion.SHIFT: "Shift",
    Criterion.BRANCH: "Branch",
    Criterion.TEAM: "Team",
    Criterion.LEADS: "Leads a team",
    Criterion.GROUP: "Group",
    Criterion.TAG: "Tag",
    Criterion.MANAGER: "Reports to",
    Criterion.LICENCE: "Licence",
    Criterion.LICENCE_EXPIRES: "Licence expires",
    Criterion.CERTIFICATION: "Certification",
    Criterion.HIRED: "Hired",
    Criterion.STATE: "Account",
}

NO_LEVEL = "none"
ANY_TEAM = "any"
ACTIVE = "active"
DEACTIVATED = "deactivated"
RANGE = ".."

# Whoever has one of these meets the filter bar somewhere.
FINDERS = (
    Permission.MANAGE_ASSIGNMENTS,
    Permission.MANAGE_PEOPLE,
    Permission.TRACK_CERTIFICATIONS,
    Permission.AWARD_CERTIFICATIONS,
    Permission.RECORD_ATTENDANCE,
    Permission.VIEW_REPORTS,
    Permission.REASSIGN,
)


class Kind(StrEnum):
    """How the values of a field are chosen: from a list, as a range of days, or as a certification and its state."""

    VALUES = "values"
    DAYS = "days"
    CERTIFICATION = "certification"


KINDS = {
    Criterion.LICENCE_EXPIRES: Kind.DAYS,
    Criterion.HIRED: Kind.DAYS,
    Criterion.CERTIFICATION: Kind.CERTIFICATION,
}


class Held(StrEnum):
    """The state of a certification. Valid, expired and missing are everybody, each once; expiring is part of valid.

    Expired: held once, and no longer. Missing: not held up to now, though it may be issued already for a day to come.
    """

    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    MISSING = "missing"


class PeopleSort(StrEnum):
    """What a list of people can be sorted by; a leading minus in the address turns it round."""

    NAME = "name"
    EMAIL = "email"
    TITLE = "title"
    LEVEL = "level"
    BRANCH = "branch"
    SHIFT = "shift"
    HIRED = "hired"
    LICENCE_EXPIRES = "licence_expires"


@dataclass(frozen=True)
class Days:
    """A range of days that includes both; None where it is open."""

    first: date | None
    last: date | None

    def contains(self, day: date | None) -> bool:
        """Whether `day` is known and one of them."""
        return day is not None and (self.first or date.min) <= day <= (self.last or date.max)


@dataclass(frozen=True)
class HeldWanted:
    """A certification and the state it is wanted in; `days` counts for those expiring."""

    certification_id: int
    state: Held
    days: int = 0


def number_of(value: str) -> int | None:
    """The id that a value names, if it is one that a database can hold."""
    is_number = value.isascii() and value.isdecimal() and len(value) <= _DIGITS
    return int(value) if is_number else None


def numbers_of(values: Iterable[str]) -> list[int]:
    """The ids among the values."""
    return [number for number in map(number_of, values) if number is not None]


def attribute_of(field: str) -> int | None:
    """The id of the further attribute that a field stands for."""
    return number_of(field.removeprefix(ATTRIBUTE)) if field.startswith(ATTRIBUTE) else None


def days_of(value: str) -> Days | None:
    """Read `<first day>..<last day>`, either of which may be left out."""
    first, dots, last = value.partition(RANGE)
    read = [_day(text) for text in (first, last) if text]
    if not dots or not read or None in read:
        return None
    return Days(_day(first), _day(last))


def held_of(value: str) -> HeldWanted | None:
    """Read `<certification id>[:<state>]`, expiring with `:<days>`; without a state, held and valid."""
    number, *said = value.split(":")
    found = number_of(number)
    if found is None:
        return None
    match said:
        case [] | [Held.VALID]:
            return HeldWanted(found, Held.VALID)
        case [Held.EXPIRED | Held.MISSING as state]:
            return HeldWanted(found, Held(state))
        case [Held.EXPIRING, days] if days.isascii() and days.isdecimal():
            return HeldWanted(found, Held.EXPIRING, min(int(days[:_DIGITS]), _MOST_DAYS))
    return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


_DIGITS = 9  # 32 bits
_MOST_DAYS = 36_500
