"""Decisions about certifications that need no row."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# The usual reminders before an expiry, in days (C-09); a certification may have others.
REMIND_DAYS = (90, 60, 30, 7, 0)
MOST_REMIND_DAYS = 730
MOST_REMINDERS = 20


class Association(StrEnum):
    """How an award came about; its value is its name on the screen (C-13)."""

    MANUAL = "Manually awarded"
    TRAINING = "Course / learning plan completion"
    EXTERNAL = "External training activity completion"


class AwardWhen(StrEnum):
    """How many of the trainings that a certification names award it (C-01)."""

    ANY = "any of"
    ALL = "all of"


class Prerequisite(StrEnum):
    """What a person must have done with a training before they can earn a certification (C-01)."""

    ENROLLED = "enrolled"
    ATTENDED = "attended"


class Validity(StrEnum):
    """How the expiry of an award is found (C-01)."""

    NONE = "none"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    FIXED = "fixed day"


@dataclass(frozen=True, slots=True)
class Held:
    """From when until when an award holds. Without `expires_on` it is always valid; `issued_on` may be unknown."""

    issued_on: date | None
    expires_on: date | None

    def is_valid(self, day: date) -> bool:
        """Whether it has begun and not expired on `day` (X-07)."""
        return not self._is_ahead(day) and (self.expires_on is None or day <= self.expires_on)

    def _is_ahead(self, day: date) -> bool:
        return self.issued_on is not None and day < self.issued_on


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` through `last`; open at the end without `last`."""

    first: date
    last: date | None = None

    def contains(self, day: date) -> bool:
        """Whether `day` is one of them."""
        return self.first <= day and (self.last is None or day <= self.last)


def add_months(day: date, months: int) -> date:
    """The same day so many calendar months later (earlier when negative), or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def lasts_longer(one: Held, other: Held) -> bool:
    """Whether `one` is valid longer than `other`; always valid is longest."""
    return _end(one) > _end(other)


def longest(awards: Iterable[Held], today: date) -> Held | None:
    """The current one of several of a kind: the longest valid of those that hold today, or else of all."""
    of_all = sorted(awards, key=lambda held: (_end(held), held.issued_on or date.min))
    of_today = [held for held in of_all if held.is_valid(today)]
    return next(reversed(of_today or of_all), None)


def period_of(licences: Iterable[Held], today: date, default_months: int) -> Period:
    """The licensing period that `today` lies in, given somebody's licences that are not revoked (A-11).

    From issued through expiry; of several current licences the one that began last counts. After a lapse it runs from
    the day after the last expiry. Without a licence, and where a licence says no day of issue, `default_months` stand
    in, counted back from today or from the expiry.
    """
    begun = [held for held in licences if held.issued_on is None or held.issued_on <= today]
    current = [_period(held, today, default_months) for held in begun if held.is_valid(today)]
    if current:
        return max(current, key=lambda period: (period.first, period.last or date.max))
    if begun:
        return Period(_end(max(begun, key=_end)) + timedelta(days=1))
    return Period(add_months(today, -default_months), today)


def _period(held: Held, today: date, default_months: int) -> Period:
    if held.issued_on is not None:
        return Period(held.issued_on, held.expires_on)
    first = add_months(today, -default_months)
    if held.expires_on is not None:
        counted_back = add_months(held.expires_on, -default_months) + timedelta(days=1)
        first = counted_back if counted_back <= today else first
    return Period(first, held.expires_on)


def _end(held: Held) -> date:
    return held.expires_on or date.max
