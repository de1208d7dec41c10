"""Completed trainings and what was before them, in the words of their page."""

from dataclasses import dataclass

from training_app.assignments.attempts.history import CompletedTraining, Earlier
from training_app.web.shared import routes
from training_app.web.shared.days import spoken

BECAME = {
    "failed": "Failed",
    "superseded": "Begun anew",
    "withdrawn": "Withdrawn",
    "excused": "Excused",
    "lapsed": "Lapsed, its accreditation ended",
}


@dataclass(frozen=True)
class EarlierShown:
    """An attempt that is over; `certificate` is the address of its certificate, empty where it has none."""

    id: int
    text: str
    certificate: str


@dataclass(frozen=True)
class CompletedShown:
    """A training that is complete."""

    id: int
    title: str
    level: str
    text: str
    certificate: str
    earlier: tuple[EarlierShown, ...]


def completed(one: CompletedTraining) -> CompletedShown:
    """A training that is complete."""
    return CompletedShown(
        id=one.id,
        title=one.title,
        level=one.level,
        text=" · ".join(filter(None, (spoken(one.completed_on), _score(one.score)))),
        certificate=routes.certificate(one.id),
        earlier=tuple(earlier(past) for past in one.earlier),
    )


def earlier(one: Earlier) -> EarlierShown:
    """An attempt that is over."""
    is_done = one.became == "evaluated"
    parts = (f"Completed {spoken(one.completed_on)}",) if is_done else (f"Attempt {one.number}", BECAME[one.became])
    said = " · ".join(filter(None, (*parts, _score(one.score))))
    return EarlierShown(one.id, said, routes.certificate(one.id) if is_done else "")


def _score(score: str) -> str:
    return f"Score {score} %" if score else ""
