"""What is entered for a new assignment, and what is wrong with it (A-05)."""

from dataclasses import dataclass
from datetime import date

from training_app.catalog.model import Training
from training_app.core.errors import Problem


@dataclass(frozen=True)
class NewAssignment:
    """What is entered on the form. `key` is the form's own: sent twice it makes one assignment."""

    key: str
    training_id: int | None
    starts_on: date | None
    due_on: date | None
    dashboard_notifications: bool = True
    emails: bool = True
    allow_duplicates: bool = False


def problems_of(new: NewAssignment, training: Training | None, today: date) -> list[Problem]:
    """Everything that is wrong with the training and the dates, on the organization day `today` (A-05)."""
    found = []
    if training is None:
        found.append(Problem("training", "Choose the training to assign."))
    if new.starts_on is None:
        found.append(Problem("starts_on", "Start date is missing."))
    elif new.starts_on < today:
        found.append(Problem("starts_on", f"Start date {new.starts_on:%d %b %Y} is before today, {today:%d %b %Y}."))
    if new.due_on is None:
        found.append(Problem("due_on", "Due date is missing."))
    elif new.starts_on is not None and new.due_on < new.starts_on:
        found.append(Problem("due_on", f"Due date {new.due_on:%d %b %Y} is before the start date."))
    if training is not None:
        found += _problems_of_training(training, new.due_on, today)
    return found


def _problems_of_training(training: Training, due_on: date | None, today: date) -> list[Problem]:
    if not training.can_be_assigned(today):
        gone = "archived" if training.archived_at else f"expired: its accreditation ended {training.accredited_through}"
        return [Problem("training", f"“{training.title}” cannot be assigned, it is {gone}.")]
    end = training.accredited_through
    if due_on is not None and end is not None and due_on > end:
        return [Problem("due_on", f"Due date is after the accreditation of “{training.title}” ends, {end:%d %b %Y}.")]
    return []
