"""What holds for a place in an assignment at a moment, in plain Python, and what happened at that moment."""

from dataclasses import dataclass
from datetime import date, datetime

from training_app.notifications.model import Message
from training_app.notifications.rules import Channel


@dataclass(frozen=True)
class Place:
    """What holds for one person in one assignment."""

    due_on: date
    due_set_at: datetime
    starts_on: date
    occasion: int = 1
    is_active: bool = True
    is_in: bool = True
    is_done: bool = False
    is_cancelled: bool = False
    excused_until: date | None = None
    channels: frozenset[str] = frozenset(Channel)

    def is_excused(self, today: date) -> bool:
        return self.excused_until is not None and today <= self.excused_until

    def holds(self, today: date) -> bool:
        """Whether the person is to be told of it on this organization day."""
        return self.would_hold(today) and not self.is_excused(today)

    def would_hold(self, today: date) -> bool:
        """Whether they would be but for an excuse."""
        owes = self.is_active and self.is_in and not self.is_done and not self.is_cancelled
        return owes and self.starts_on <= today


@dataclass(frozen=True)
class Moment:
    """Something happened: an act on the place, a run of the loop, or a message that arrived."""

    what: str
    at: datetime
    today: date
    place: Place
    message: Message | None = None
