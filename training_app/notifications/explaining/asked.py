"""What decides the timed messages about one place of somebody: as it is now, and as it was at an earlier instant."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from training_app.assignments.rules import Status, is_excused
from training_app.notifications.deciding.reasons import Place
from training_app.notifications.rules import Channel, ReminderMails

# The switch of an assignment for each channel: its field, and its label.
SWITCHES = {Channel.DASHBOARD: ("dashboard_notifications", "Dashboard notifications"),
            Channel.EMAIL: ("emails", "E-mails")}  # fmt: skip


@dataclass(frozen=True)
class Edit:
    """What an act changed, and when: each field with the value that it had before."""

    at: datetime
    before: dict[str, Any]


@dataclass(frozen=True)
class Spell:
    """An excuse: since when, its last day (none is for good), and when it was taken back."""

    at: datetime
    until: date | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Whose:
    """The person, as far as it decides whether they are told; `edits` are of `active` and `reminders`, newest first."""

    id: int = 0
    is_active: bool = True
    reminders: str = ReminderMails.EACH
    reminders_since: datetime | None = None
    edits: Sequence[Edit] = ()


@dataclass(frozen=True)
class Asked:
    """One place. `edits` are of the assignment's days and switches, newest first; instants are UTC."""

    id: int
    assignment_id: int
    training_id: int
    title: str
    occasion: int
    starts_on: date
    due_on: date
    due_set_at: datetime
    published_at: datetime
    dashboard_notifications: bool = True
    emails: bool = True
    is_late: bool = False
    """Whether the place came after the assignment was made."""
    status: str = Status.ENROLLED
    completed_on: date | None = None
    completed_at: datetime | None = None
    failed_at: datetime | None = None
    closed_as: str | None = None
    closed_at: datetime | None = None
    withdrawn_at: datetime | None = None
    cancelled_at: datetime | None = None
    excused_at: datetime | None = None
    excused_until: date | None = None
    excuses: Sequence[Spell] = field(default=())
    edits: Sequence[Edit] = field(default=())


def value_at(current: Any, edits: Sequence[Edit], name: str, at: datetime) -> Any:
    """What a field was at an instant: undone from now, edit by edit."""
    for edit in edits:
        if edit.at > at and name in edit.before:
            current = edit.before[name]
    return current


def is_switched_on(asked: Asked, channel: Channel, at: datetime) -> bool:
    """Whether the assignment's switch for a channel was on (A-12)."""
    name, _label = SWITCHES[channel]
    return bool(value_at(getattr(asked, name), asked.edits, name, at))


def place_at(asked: Asked, at: datetime, day: date) -> Place:
    """The place as it was at an instant, `day` being the organization day then.

    Of an instant to come it is as it stands now. Whether the person is active is asked apart.
    """
    starts = value_at(asked.starts_on, asked.edits, "starts_on", at)
    return Place(
        is_active=True,
        is_published=asked.published_at <= at,
        is_cancelled=_is_by(asked.cancelled_at, at),
        starts_on=date.fromisoformat(starts) if isinstance(starts, str) else starts,
        is_withdrawn=_is_by(asked.withdrawn_at, at),
        is_excused=_was_excused(asked, at, day),
        status=_status_at(asked, at, day),
        closed_as=asked.closed_as if _is_by(asked.closed_at, at) else None,
        completed_on=asked.completed_on,
    )


def _is_by(since: datetime | None, at: datetime) -> bool:
    return since is not None and since <= at


def _was_excused(asked: Asked, at: datetime, day: date) -> bool:
    """By the excuses on record; one that never ended counts as long as the place still has it."""
    if _is_by(asked.excused_at, at) and is_excused(asked.excused_at, asked.excused_until, day):
        return True
    ended = [one for one in asked.excuses if one.ended_at is not None]
    return any(one.at <= at < (one.ended_at or at) and is_excused(one.at, one.until, day) for one in ended)


def _status_at(asked: Asked, at: datetime, day: date) -> str:
    """What was reached by then. What was reached later, or nobody knows when, was open."""
    if asked.status == Status.EVALUATED:
        is_known = asked.completed_at is not None
        by_day = asked.completed_on is not None and asked.completed_on < day
        return asked.status if (_is_by(asked.completed_at, at) if is_known else by_day) else Status.ENROLLED
    if asked.status == Status.FAILED:
        return asked.status if _is_by(asked.failed_at, at) else Status.ENROLLED
    return asked.status
