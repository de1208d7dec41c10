"""The five steps of the wizard: their names, what each answers in a few words, and which have their answer (A-03)."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from training_app.assignments.making.drafts import DraftDetail
from training_app.catalog.rules import IN_HOUSE


class Step(StrEnum):
    """A step of the wizard, as its address names it, in order."""

    TRAINING = "training"
    DATES = "dates"
    OPTIONS = "options"
    PEOPLE = "people"
    REVIEW = "review"


STEPS = tuple(Step)
TITLES = {
    Step.TRAINING: "Training",
    Step.DATES: "Dates",
    Step.OPTIONS: "Notifications and options",
    Step.PEOPLE: "Assign Users",
    Step.REVIEW: "Review",
}
WITH_ACCOUNT = (Step.PEOPLE, Step.REVIEW)


def step_in(path: str) -> str:
    """The step that an address names, in whatever words it is written."""
    return path.rstrip("/").rpartition("/")[2]


def weekday(iso: str) -> str:
    """An ISO day as "Mon 22 Mar 2027"; empty stays empty."""
    return f"{date.fromisoformat(iso):%a %-d %b %Y}" if iso else ""


def library(name: str) -> str:
    """The name of a library as it begins a line."""
    return "In-house" if name == IN_HOUSE else name


def answers(draft: DraftDetail) -> list[str]:
    """What step 3 says, in three lines."""
    told = (
        ("Dashboard notifications", draft.dashboard_notifications),
        ("E-mails", draft.emails),
        ("Duplicate enrollments", draft.allow_duplicates),
    )
    return [f"{label} {'on' if on else 'off'}" for label, on in told]


def complete(draft: DraftDetail) -> dict[str, bool]:
    """Which steps have an answer that can be created with today."""
    wrong = {problem.field for problem in draft.problems}
    return {
        Step.TRAINING: draft.training is not None and "training" not in wrong,
        Step.DATES: bool(draft.starts_on and draft.due_on) and not wrong & {"starts_on", "due_on"},
        Step.OPTIONS: True,
        Step.PEOPLE: draft.people > 0,
        Step.REVIEW: False,
    }


def of_another_level(levels: Sequence[str], people: int) -> str:
    """Who people of another level are, after their number: "are BLS or have no level"; empty is no level."""
    one = people == 1
    named = " or ".join(level for level in levels if level)
    told = [
        f"{'is' if one else 'are'} {named}" if named else "",
        f"{'has' if one else 'have'} no level" if "" in levels else "",
    ]
    return " or ".join(part for part in told if part)
