"""The only reader of the clock, and the arithmetic between instants and organization days.

Instants are aware and in UTC; days are `date`s in the organization's zone.
A local day is computed in the zone and then converted, so that a change to or from summer time moves nothing (N-05).
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def day_of(instant: datetime, zone: str) -> date:
    """The organization day that `instant` falls on."""
    return instant.astimezone(ZoneInfo(zone)).date()


def instant_at(day: date, hour: time, zone: str) -> datetime:
    """The instant at which the organization's clocks first show `hour` on `day`, or would if it is skipped."""
    local = datetime.combine(day, hour, tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC)


def midnight(day: date, zone: str) -> datetime:
    """The instant at which `day` begins in the organization's zone."""
    return instant_at(day, time(0), zone)


def days_after(day: date, number: int) -> date:
    """The day `number` days after `day` (before it when negative)."""
    return day + timedelta(days=number)


def months_after(day: date, number: int) -> date:
    """The same day `number` calendar months later (earlier when negative); the month's last day where it has none."""
    months = day.year * 12 + day.month - 1 + number
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
