"""From when on an assignment can no longer be edited (A-19)."""

from datetime import date, timedelta

LOCKED_DAYS = 3


def locked_from(due_on: date) -> date:
    """The organization day at whose midnight an assignment with this due day is locked."""
    return due_on - timedelta(days=LOCKED_DAYS)


def last_day_to_edit(due_on: date) -> date:
    """The last organization day on which it can be edited."""
    return locked_from(due_on) - timedelta(days=1)


def is_locked(due_on: date, today: date) -> bool:
    """Whether it is locked on the organization day `today`; one made so late is locked from the start."""
    return locked_from(due_on) <= today
