"""What dates come from and lead to, in words, for step 2 (A-05, A-15, A-19)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from training_app.assignments.acts import locking
from training_app.notifications.deciding.planned import AT_ONCE, PlannedMessage
from training_app.web.admin.new_assignment.steps import weekday

MOST_DAYS = 3650
LAST_DAY = date(9000, 1, 1)  # so that the calendar does not end after it
MONTHS_IN_A_QUARTER = 3
ADDED = "To people who are added."


@dataclass(frozen=True)
class Announced:
    """A message that will go out, or why it will not."""

    when: str
    what: str
    note: str


def day(text: str) -> date | None:
    """The ISO day that was typed or picked; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def later(first: date, days: int) -> date:
    """So many days after the first."""
    return min(first, LAST_DAY) + timedelta(days=min(days, MOST_DAYS))


def end_of_quarter(first: date) -> date:
    """The last day of the calendar quarter in which `first` lies."""
    first = min(first, LAST_DAY)
    next_one = (first.month - 1) // MONTHS_IN_A_QUARTER * MONTHS_IN_A_QUARTER + MONTHS_IN_A_QUARTER + 1
    begins = date(first.year + 1, 1, 1) if next_one > 12 else date(first.year, next_one, 1)  # noqa: PLR2004  # December
    return begins - timedelta(days=1)


def announced(
    messages: Iterable[PlannedMessage], *, is_edit: bool = False, has_started: bool = False
) -> list[Announced]:
    """The messages as they are shown; of what has started, nobody is told of the start a second time."""
    again = ADDED if is_edit and has_started else ""
    return [Announced(_when(one, is_edit=is_edit), one.what, one.note or ("" if one.at_most else again))
            for one in messages]  # fmt: skip


def locked(due_on: date, today: date, *, is_edit: bool = False) -> str:
    """From when on the assignment can no longer be edited (A-19)."""
    first = locking.locked_from(due_on)
    if locking.is_locked(due_on, today):
        when = "locked as soon as this is saved" if is_edit else "locked from the start"
        return f"It will be {when}: editing ends 3 days before the due date, and that has passed."
    last = weekday(locking.last_day_to_edit(due_on).isoformat())
    return (
        f"People, dates and options can be edited through {last}. From midnight of {weekday(first.isoformat())}, "
        "the third day before the due date, it is locked."
    )


def _when(one: PlannedMessage, *, is_edit: bool) -> str:
    if one.time == AT_ONCE:
        return f"At once, when you press {'Save changes' if is_edit else 'Create'}"
    return f"{weekday(one.day)}, {'midnight' if one.time == '00:00' else one.time}"
