"""What a change of the organization's clocks brings, in the words of the page (X-06)."""

from dataclasses import dataclass
from datetime import date, datetime

from training_app.notifications.deciding.new_clocks import NewClocks
from training_app.notifications.rules import spoken

ONCE = "No day is decided twice, and none is left out."


@dataclass(frozen=True)
class Move:
    """The question before the zone is changed: what it is about, and what happens."""

    title: str = ""
    stays: str = ""
    moves: str = ""
    once: str = ""


def there(clocks: NewClocks) -> str:
    """What the clocks show."""
    return f"It is {clocks.now:%H:%M} there now; today is {spoken(clocks.now.date())}."


def reminded(clocks: NewClocks) -> str:
    """When the next reminders go out."""
    return f"The next ones: {_at(clocks.reminders)}."


def move(zone: str, clocks: NewClocks) -> Move:
    """What the question says."""
    return Move(
        title=f"Change the time zone to {zone}?",
        stays=f"{there(clocks)} What is due on a day stays due on that day, by the new clocks.",
        moves=f"There the next day begins {_at(clocks.day_begins)}; the next reminders go out {_at(clocks.reminders)}.",
        once=_once(clocks),
    )


def _once(clocks: NewClocks) -> str:
    if clocks.decided_early:
        day = spoken(clocks.decided_early)
        return (
            f"{day} has begun by the old clocks: who was told of it is not told again when it begins by the new ones."
        )
    if clocks.caught_up:
        return f"{_days(clocks.caught_up)} begins with the change: its messages go out at once. {ONCE}"
    return ONCE


def _days(days: tuple[date, ...]) -> str:
    return " and ".join(spoken(day) for day in days)


def _at(local: datetime) -> str:
    return f"on {spoken(local.date())} at {local:%H:%M}"
