"""Decisions about messages that need no row."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

TRIES = 8
FIRST_WAIT = timedelta(minutes=1)
# A minute, three, nine, ...: seven waits of up to 1.3 times that end within 24 hours (N-03).
LONGER_BY = 3
JITTER = 0.3
CLAIM = timedelta(minutes=10)
# What is longer than usual (N-10): the loop is seen every ten seconds, an e-mail goes within one or two.
SILENT, LATE = timedelta(seconds=60), timedelta(minutes=15)


class Channel(StrEnum):
    """How somebody is told (N-01)."""

    DASHBOARD = "dashboard"
    EMAIL = "email"


class MessageStatus(StrEnum):
    """Where a message stands on its way (N-03)."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    SUPPRESSED = "suppressed"
    GATHERED = "gathered"
    """Said by another message, the one mail of the day (N-08); it goes when that one goes."""


class ReminderMails(StrEnum):
    """How somebody wants their timed reminders by e-mail (N-08)."""

    EACH = "each"
    DIGEST = "digest"
    NONE = "none"


class Moment(StrEnum):
    """The moments of an organization day at which something is decided, each recorded in `DecidedDay`."""

    ACCREDITATIONS_END = "accreditations end"
    DAY_BEGINS = "day begins"
    REMINDER_HOUR = "reminder hour"


class Occasion(StrEnum):
    """What a message is about; each has its text in `texts`."""

    STARTED = "assignment started"
    DUE_IN_7 = "due in 7 days"
    DUE_TODAY = "due today"
    PAST_DUE = "past due"
    REENROLLED = "re-enrolled"
    DUE_MOVED = "due date moved"
    CANCELLED = "assignment cancelled"
    WITHDRAWN = "withdrawn"
    EXPIRES = "certification expires"
    EXPIRIES = "certifications of people expire"
    ANSWERED = "submission answered"
    SIGNED_UP = "signed up"
    SEAT_FOUND = "seat came free"
    SESSION_MOVED = "session moved"
    SESSION_CANCELLED = "session cancelled"
    SESSION_LEFT = "session left"
    SESSION_TOMORROW = "session tomorrow"
    TEAM_PAST_DUE = "people past due"
    DIGEST = "reminders of the day"
    JOB_ENDED = "job ended"
    REPORT = "report"
    INVITATION = "invitation"
    RESET = "password reset"


# In the order in which they win when both fall on one day for one training.
DAYS_BEFORE_DUE = {Occasion.DUE_TODAY: 0, Occasion.DUE_IN_7: 7}
OF_AN_ACCOUNT = (Occasion.INVITATION, Occasion.RESET)


def next_try(attempts: int, now: datetime, chance: float) -> datetime | None:
    """When to try again after so many tries; None after the last. `chance` from 0 to 1 spreads the load."""
    if attempts >= TRIES:
        return None
    times: int = LONGER_BY ** (attempts - 1)
    return now + FIRST_WAIT * times * (1 + JITTER * chance)


def is_behind(last_tick: datetime | None, oldest_waiting: datetime | None, now: datetime) -> bool:
    """Whether the loop has gone silent, or an e-mail waits for too long (N-10)."""
    if last_tick is None or now - last_tick > SILENT:
        return True
    return oldest_waiting is not None and now - oldest_waiting > LATE


def undecided(last: date, today: date, *, is_reached: bool) -> list[date]:
    """The days after the last decided one, through today once its moment `is_reached`, else through yesterday (N-05).

    A change of zone may put today before the last decided day: then there is none (X-06).
    """
    through = today if is_reached else today - timedelta(days=1)
    return [last + timedelta(days=number) for number in range(1, (through - last).days + 1)]


def spoken(day: date) -> str:
    """A day with its weekday, e.g. `Monday, 8 March 2027`."""
    return f"{day:%A}, {day.day} {day:%B %Y}"


def spoken_instant(instant: datetime, zone: str) -> str:
    """An instant as the clocks of a zone show it, e.g. `Monday, 8 March 2027, 14:05 (Europe/Berlin)`."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{spoken(local.date())}, {local:%H:%M} ({zone})"


def when(occasion: str, day: date, today: date) -> str:
    """Where the day that a message speaks of stands as seen from today, to follow a name."""
    if occasion == Occasion.SESSION_TOMORROW:
        return begins_in_words(day, today)
    return expires_in_words(day, today) if occasion == Occasion.EXPIRES else due_in_words(day, today)


def begins_in_words(day: date, today: date) -> str:
    """Where the day of a session stands as seen from today, to follow a name: `is tomorrow`."""
    days = (day - today).days
    if days < 0:
        return f"was on {spoken(day)}"
    return {0: "is today", 1: "is tomorrow"}.get(days, f"is in {days} days")


def expires_in_words(expires_on: date, today: date) -> str:
    """Where the last valid day of a certification stands as seen from today, to follow a name."""
    days = (expires_on - today).days
    if days < 0:
        return f"expired on {spoken(expires_on)}"
    return {0: "expires today", 1: "expires tomorrow"}.get(days, f"expires in {days} days")


def due_in_words(due_on: date, today: date) -> str:
    """Where a due day stands as seen from today, to follow a name: `is due in 7 days`."""
    days = (due_on - today).days
    if days < 0:
        return f"was due on {spoken(due_on)}"
    return {0: "is due today", 1: "is due tomorrow"}.get(days, f"is due in {days} days")
