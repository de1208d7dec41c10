"""What is entered for a new assignment, and what is wrong with it (A-05)."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from training_app.assignments.model import Assignment
from training_app.catalog import queries as catalog
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


def problems_of(session: Session, new: NewAssignment, training: Training | None, today: date) -> list[Problem]:
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
        found += problems_of_training(session, training, new.due_on, today)
    return found


def problems_of_edit(
    session: Session, new: NewAssignment, edited: Assignment, training: Training, today: date
) -> list[Problem]:
    """What is wrong with the days of an edit: those that it leaves as they are may lie in the past (A-19)."""
    found = []
    if new.starts_on is None:
        found.append(Problem("starts_on", "Start date is missing."))
    elif new.starts_on != edited.starts_on and edited.starts_on <= today:
        found.append(
            Problem("starts_on", f"It started on {edited.starts_on:%d %b %Y}: the start moves only before it.")
        )
    elif new.starts_on != edited.starts_on and new.starts_on < today:
        found.append(Problem("starts_on", f"Start date {new.starts_on:%d %b %Y} is before today, {today:%d %b %Y}."))
    if new.due_on is None:
        found.append(Problem("due_on", "Due date is missing."))
    elif new.starts_on is not None and new.due_on < new.starts_on:
        found.append(Problem("due_on", f"Due date {new.due_on:%d %b %Y} is before the start date."))
    elif new.due_on != edited.due_on and new.due_on < today:
        found.append(Problem("due_on", f"Due date {new.due_on:%d %b %Y} is before today, {today:%d %b %Y}."))
    elif new.due_on > edited.due_on:
        late = problems_of_training(session, training, new.due_on, today)
        found += [problem for problem in late if problem.field == "due_on"]
    return found


def problems_of_training(session: Session, training: Training, due_on: date | None, today: date) -> list[Problem]:
    """Whether the training can be assigned at all, and be due then; a learning path stands with its courses (A-05)."""
    stands = catalog.standing(session, training, today)
    if not stands.can_be_assigned:
        return [Problem("training", f"“{training.title}” cannot be assigned: {stands.why}.")]
    if due_on is not None and stands.last_day is not None and due_on > stands.last_day:
        late = f"Due date is after the accreditation of “{stands.of}” ends, {stands.last_day:%d %b %Y}."
        return [Problem("due_on", late)]
    return []
