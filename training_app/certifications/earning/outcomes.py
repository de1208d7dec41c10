"""What completions earn, and what becomes of each: decided without a row (C-18)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from training_app.certifications import terms
from training_app.certifications.rules import Held, longest
from training_app.certifications.terms import Terms


@dataclass(frozen=True, slots=True)
class Earned:
    """Completed attempts that together earn one person one certification, on the day of the last of them.

    `activity_id` is the external activity with which it was complete, if it was one.
    """

    certification_id: int
    person_id: int
    completed_on: date
    enrollment_ids: tuple[int, ...]
    activity_id: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """An award that is not revoked. `by_itself` it came of a completion, and nobody gave it."""

    held: Held
    by_itself: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one completion: a new award, or else none, because it would have expired before.

    Without a new award one that came of another completion on the same day stands for both, if `joins`.
    """

    earned: Earned
    new: Held | None = None
    joins: bool = False


def decide(kind: Terms, earned: Iterable[Earned], standing: Sequence[Standing]) -> list[Outcome]:
    """What becomes of one person's completions for one certification, of which they hold `standing`.

    What is completed on one day awards once: a course and the path that is complete with it renew nothing twice.
    """
    held, decided = list(standing), []
    for one in sorted(earned, key=lambda one: (one.completed_on, one.enrollment_ids)):
        outcome = _outcome(kind, one, held)
        decided.append(outcome)
        if outcome.new is not None:
            held.append(Standing(outcome.new, by_itself=True))
    return decided


def _outcome(kind: Terms, one: Earned, standing: Sequence[Standing]) -> Outcome:
    if any(other.by_itself and other.held.issued_on == one.completed_on for other in standing):
        return Outcome(one, joins=True)
    current = longest((other.held for other in standing), one.completed_on)
    return Outcome(one, terms.earned(kind, one.completed_on, current))
