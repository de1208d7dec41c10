"""When a session is, as instants: for calendars and reminders. People read its days and hours as they were typed."""

from datetime import datetime

from training_app.assignments.sessions.rules import MIDNIGHT, When
from training_app.core import clock


def begins_at(when: When, zone: str) -> datetime:
    """The instant at which it begins."""
    return clock.instant_at(when.day, when.starts or MIDNIGHT, zone)


def ends_at(when: When, zone: str) -> datetime:
    """The instant at which it ends; the end of its last day when no hour is said."""
    if when.ends is None:
        return clock.midnight(clock.days_after(when.last_day, 1), zone)
    return clock.instant_at(when.last_day, when.ends, zone)
