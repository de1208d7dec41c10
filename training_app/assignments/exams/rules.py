"""Decisions about exams that need no row: what an answer may be, what is right, what passes, when time is up (T-02)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from training_app.assignments.rules import ClosedAs, Status
from training_app.catalog.rules import QuestionKind, Review

GRACE = timedelta(seconds=5)
"""What was tapped at the last moment is on its way for a while."""
LONGEST_NUMBER = 20
CENT = Decimal("0.01")
CLOSED = {
    ClosedAs.SUPERSEDED: "A newer attempt at this training has taken the place of this one.",
    ClosedAs.WITHDRAWN: "You were taken out of this training.",
    ClosedAs.EXCUSED: "You are excused from this training.",
    ClosedAs.LAPSED: "The accreditation of this training has ended.",
}
ENDED = {
    Status.PASSED: "You have passed this training already.",
    Status.EVALUATED: "You have completed this training already.",
    Status.FAILED: "This attempt at the training has failed.",
}
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)", re.ASCII)
_TWO_WAYS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)
# In groups of three, as "1 200"; on phones and in pasted text the space is often another than that of the space bar.
_GROUPED = re.compile(r"([+-]?\d{1,3})([ \u00a0\u2009\u202f]\d{3})+(?=$|[.,])", re.ASCII)


@dataclass(frozen=True)
class Given:
    """An answer as it is kept: places of choices, or the number as it was entered. Neither: nothing is answered."""

    places: tuple[int, ...] | None = None
    number: str = ""


@dataclass(frozen=True)
class Key:
    """What is right: places of choices, of an ordered question all in their right order; or a number and how near."""

    kind: str
    places: tuple[int, ...] = ()
    number: str = ""
    tolerance: str = ""


NOTHING = Given()


def is_right(key: Key, given: Given) -> bool:
    """Whether an answer is right, all or nothing; no answer is not."""
    if key.kind == QuestionKind.NUMERIC:
        number = number_of(given.number)
        return number is not None and _is_near(key, number)
    if given.places is None:
        return False
    if key.kind == QuestionKind.ORDERED:
        return given.places == key.places
    return set(given.places) == set(key.places)


def order_of(positions: Sequence[int]) -> tuple[int, ...]:
    """The places of choices that are shown in some order, brought into the right one."""
    return tuple(sorted(range(len(positions)), key=positions.__getitem__))


def number_of(entered: str) -> Decimal | None:
    """The number that somebody entered, with a decimal point or comma; None when it is none, or could be two."""
    plain = plain_number(entered)
    is_one = _NUMBER.fullmatch(plain) and not can_be_read_two_ways(plain)
    return Decimal(plain.replace(",", ".")) if is_one else None


def can_be_read_two_ways(entered: str) -> bool:
    """Whether a comma could part the thousands or the decimals: 1,200 is twelve hundred to one, 1.2 to another."""
    return bool(_TWO_WAYS.fullmatch(plain_number(entered)))


def plain_number(entered: str) -> str:
    """The same without what only makes it easier to read."""
    plain = entered.strip().replace("\N{MINUS SIGN}", "-")
    return _GROUPED.sub(lambda found: re.sub(r"\s", "", found[0]), plain, count=1)


def is_passed(right: int, total: int, pass_mark: int) -> bool:
    """Whether so many right ones of so many reach the pass mark, in exact integers."""
    return total > 0 and right * 100 >= pass_mark * total


def per_cent(right: int, total: int) -> Decimal:
    """How many per cent were right, in hundredths; a whole number stands there only where it was reached."""
    if not total:
        return Decimal(0).quantize(CENT)
    exact = Decimal(right * 100) / total
    rounded = exact.quantize(CENT, ROUND_HALF_UP)
    return rounded - CENT if rounded > exact and rounded == rounded.to_integral_value() else rounded


def spoken(per_cent: Decimal) -> str:
    """The same without noughts that say nothing: 80, 66.67."""
    return f"{per_cent:.2f}".rstrip("0").rstrip(".")


def tries_left(tries: int | None, used: int) -> int:
    """How many tries are left of those allowed; -1 is any number."""
    return -1 if tries is None else max(tries - used, 0)


def why_closed(status: str, closed_as: str | None) -> str:
    """Why no exam can be taken in an attempt that stands so, in words for its learner; empty when one can."""
    return CLOSED[ClosedAs(closed_as)] if closed_as else ENDED.get(Status(status), "")


def may_review(review: str, status: str, *, has_passed: bool) -> bool:
    """Whether the answers of an exam are shown to whoever took it: after it is passed, where the course shows them."""
    return review != Review.NONE and has_passed and status in {Status.PASSED, Status.EVALUATED}


def is_time_up(ends_at: datetime | None, now: datetime) -> bool:
    """Whether nothing more is taken: the time of the try and the grace after it are over."""
    return ends_at is not None and now > ends_at + GRACE


def seconds_left(ends_at: datetime | None, now: datetime) -> int:
    """Whole seconds until the end of a try; -1 without a limit."""
    return -1 if ends_at is None else max(int((ends_at - now).total_seconds()), 0)


def ended_at(ends_at: datetime | None, now: datetime) -> datetime:
    """When a try that is ended now has ended: not after its time was up."""
    return now if ends_at is None else min(now, ends_at)


def _is_near(key: Key, number: Decimal) -> bool:
    # Fractions: a Decimal rounds what has more digits than its context.
    return abs(Fraction(number) - Fraction(key.number)) <= Fraction(key.tolerance or 0)
