"""Decisions about sessions of an instructor-led course that need no row (T-03)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from training_app.access.rules import Permission
from training_app.catalog.rules import SignUpBy

KEEPERS = frozenset({Permission.RECORD_ATTENDANCE, Permission.MANAGE_CATALOG})
"""Any of these is enough to make sessions and to sign others up."""

WHO = {
    SignUpBy.ENROLLED: "Whoever is enrolled in the course",
    SignUpBy.EVERYONE: "Everybody",
    SignUpBy.NOBODY: "Nobody: coordinators enter who takes part",
}

MIDNIGHT = time(0)


class Stand(StrEnum):
    """How somebody stands to a session."""

    NONE = ""
    SEATED = "seated"
    WAITING = "waiting"


@dataclass(frozen=True)
class When:
    """The days and hours of a session, by the clocks of the organization. Without hours it takes the whole day."""

    day: date
    last_day: date
    starts: time | None = None
    ends: time | None = None

    def overlaps(self, other: "When") -> bool:
        """Whether nobody can be in both from beginning to end."""
        return self.first() < other.last() and other.first() < self.last()

    def in_words(self) -> str:
        """As people read it: "Wed 3 Mar 2027, 08:00 to 12:00"."""
        first, last = f"{self.day:%a %-d %b %Y}", f"{self.last_day:%a %-d %b %Y}"
        if self.starts is None:
            return first if self.day == self.last_day else f"{first} to {last}"
        if self.day != self.last_day:
            return f"{first}, {self.starts:%H:%M} to {last}{f', {self.ends:%H:%M}' if self.ends else ''}"
        return f"{first}, {self.starts:%H:%M}" + (f" to {self.ends:%H:%M}" if self.ends else "")

    def first(self) -> datetime:
        """When it begins, as the clocks on the wall show it."""
        return datetime.combine(self.day, self.starts or MIDNIGHT)

    def last(self) -> datetime:
        """When it ends, as the clocks on the wall show it."""
        if self.ends is None:
            return datetime.combine(self.last_day + timedelta(days=1), MIDNIGHT)
        return datetime.combine(self.last_day, self.ends)


@dataclass(frozen=True)
class Applicant:
    """Who is to be signed up: whether they do so themselves, and how they stand to the course."""

    is_themselves: bool
    is_active: bool = True
    is_enrolled: bool = False


def last_day_to_sign_up(day: date, closes_on: date | None) -> date:
    """The last day on which people sign up and step back by themselves: as it is set, or else the day it begins."""
    return day if closes_on is None else min(closes_on, day)


def why_closed(when: When, closes_on: date | None, today: date, *, is_cancelled: bool) -> str:
    """Why nobody signs up or steps back by themselves on the organization day `today`; empty when they can."""
    if is_cancelled:
        return "This session is cancelled."
    last = last_day_to_sign_up(when.day, closes_on)
    if today <= last:
        return ""
    if today > when.last_day:
        return "This session is over."
    return f"The last day to sign up or step back was {last:%-d %b %Y}."


def why_over(when: When, today: date, *, is_cancelled: bool) -> str:
    """Why not even a coordinator changes who takes part: it is cancelled or over; empty when they can."""
    if is_cancelled:
        return "This session is cancelled."
    return "This session is over. Record who attended instead." if today > when.last_day else ""


def why_not(who: Applicant, sign_up: SignUpBy, *, is_course_current: bool) -> str:
    """Why somebody cannot be signed up, to follow "Kim Lee …"; empty when they can.

    A coordinator signs up whomever they choose: who is not enrolled is enrolled when attendance is recorded.
    """
    if not who.is_active:
        return "is deactivated"
    if not who.is_enrolled and not is_course_current:
        return "is not enrolled, and nobody can be now: the course is archived, over, or not published yet"
    if who.is_themselves and sign_up == SignUpBy.NOBODY:
        return "cannot sign up: a coordinator enters who takes part"
    if who.is_themselves and sign_up == SignUpBy.ENROLLED and not who.is_enrolled:
        return "is not enrolled in the course"
    return ""


def seat_elsewhere(other: When) -> str:
    """Why somebody cannot be signed up who has a seat in another session at the same time, to follow their name."""
    return f"has a seat in the session of {other.in_words()} already"


def about_you(why: str) -> str:
    """What follows a name, said to the person themselves: "is not enrolled" as "You are not enrolled."."""
    verb, _, rest = why.partition(" ")
    return f"You {_OF_YOU.get(verb, verb)} {rest}."


def free(seats: int | None, seated: int) -> int | None:
    """How many seats are left; None for any number."""
    return None if seats is None else max(seats - seated, 0)


def seated_first(wanted: list[int], left: int | None) -> tuple[list[int], list[int]]:
    """Who gets a seat and who waits, of those who want one in their order."""
    return (wanted, []) if left is None else (wanted[:left], wanted[left:])


_OF_YOU = {"is": "are", "has": "have"}
