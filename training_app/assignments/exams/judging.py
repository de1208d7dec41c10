"""What the answers of many tries say of a question, decided without a row: how hard it is, and what misleads.

Those who did well are the best 27 per cent of the tries, those who did badly the worst: the two groups are far enough
apart to be compared, and large enough to be counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil

from training_app.catalog.rules import QuestionKind

PART = Fraction(27, 100)
FEWEST = 20
"""Of fewer answers nothing is said."""
FEWEST_OF_GROUP = 5
"""Nor is one group compared with the other while fewer of it had the question."""
TOO_EASY = 95
TOO_HARD = 30
SAYS_NOTHING = 10
"""Points between the two groups, below which a question does not tell one from the other."""
MISLEADS = 10
"""Per cent who must have chosen a wrong choice, before it is said to mislead."""


class Group(StrEnum):
    """How the tries did in which a question was drawn."""

    WELL = "well"
    BADLY = "badly"
    BETWEEN = "between"


class Flag(StrEnum):
    """What should be looked at; the value is its name on the screen."""

    MISLEADS = "Misleads"
    TOO_HARD = "Too hard"
    TOO_EASY = "Too easy"
    SAYS_NOTHING = "Says nothing"
    TOO_FEW = "Too few answers to judge"


MEANINGS = {
    Flag.MISLEADS: f"A wrong choice that at least {MISLEADS} % chose is chosen more often than the right one, or more "
    "often by those who did well than by those who did badly. Its words may be read as right, or the key is wrong.",
    Flag.TOO_HARD: f"At most {TOO_HARD} % are right.",
    Flag.TOO_EASY: f"At least {TOO_EASY} % are right.",
    Flag.SAYS_NOTHING: f"Those who did well are right less than {SAYS_NOTHING} points more often than those who did "
    "badly, so the question does not tell who knows.",
    Flag.TOO_FEW: f"Fewer than {FEWEST} finished tries had this question.",
}


@dataclass(frozen=True)
class Bands:
    """The scores from which on a try did well, and up to which it did badly; none where all did about the same."""

    well: Fraction | None = None
    badly: Fraction | None = None


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int = 0
    of: int = 0

    def per_cent(self) -> int | None:
        """In whole per cent; None of nobody."""
        return None if not self.of else round(100 * Fraction(self.part, self.of))


@dataclass(frozen=True)
class Chosen:
    """How often a choice was chosen: by all, by those who did well, by those who did badly."""

    text: str
    is_right: bool
    all: Share
    well: Share
    badly: Share
    misleads: bool = False


@dataclass(frozen=True)
class Judged:
    """What is said of a question. `difference` is in points, None where the groups are too small to be compared."""

    difference: int | None
    misleading: tuple[int, ...]
    flags: tuple[Flag, ...]


def bands(scores: Sequence[Fraction]) -> Bands:
    """Where those who did well and those who did badly begin; who has the same score is in the same group."""
    if not scores:
        return Bands()
    ordered = sorted(scores)
    number = ceil(len(ordered) * PART)
    badly, well = ordered[number - 1], ordered[-number]
    return Bands(well, badly) if badly < well else Bands()


def judge(kind: str, right: Share, well: Share, badly: Share, choices: Sequence[Chosen]) -> Judged:
    """What the answers to a question say of it; `choices` are those of a question with marks."""
    difference = _difference(well, badly)
    if right.of < FEWEST:
        return Judged(difference, (), (Flag.TOO_FEW,))
    per_cent = Fraction(100 * right.part, right.of)
    misleading = tuple(place for place, one in enumerate(choices) if _misleads(one, choices, kind))
    found = {
        Flag.MISLEADS: bool(misleading),
        Flag.TOO_HARD: per_cent <= TOO_HARD,
        Flag.TOO_EASY: per_cent >= TOO_EASY,
        # What nearly everybody knows tells nobody from anybody: that is said already.
        Flag.SAYS_NOTHING: difference is not None and difference < SAYS_NOTHING and per_cent < TOO_EASY,
    }
    return Judged(difference, misleading, tuple(flag for flag, is_so in found.items() if is_so))


def _misleads(one: Chosen, choices: Sequence[Chosen], kind: str) -> bool:
    if one.is_right or kind not in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}:
        return False
    if 100 * one.all.part < MISLEADS * one.all.of:
        return False
    least_of_right = min((other.all.part for other in choices if other.is_right), default=0)
    return one.all.part > least_of_right or _is_chosen_by_the_good(one)


def _is_chosen_by_the_good(one: Chosen) -> bool:
    difference = _difference(one.well, one.badly)
    return difference is not None and difference > 0


def _difference(well: Share, badly: Share) -> int | None:
    if min(well.of, badly.of) < FEWEST_OF_GROUP:
        return None
    return round(100 * (Fraction(well.part, well.of) - Fraction(badly.part, badly.of)))
