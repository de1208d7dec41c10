"""What everything in the demo rests on: the organization's name, its zone, its hours."""

from datetime import date, datetime, time

from training_app.core import clock

NAME = "Riverside EMS"
ZONE = "America/New_York"
SENDER = "training@riverside.test"


def today(now: datetime) -> date:
    """The day at Riverside."""
    return clock.day_of(now, ZONE)


def instant(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """That time of that day at Riverside."""
    return clock.instant_at(day, time(hour, minute), ZONE)
