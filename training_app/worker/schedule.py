"""Every timed job of the app in one list: what is decided, and at which moment of an organization day.

A job decides a day once its moment has come, records that it did, and after a standstill decides what it missed.
To add one, write what happens in its feature and name it here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from training_app.notifications.deciding import days
from training_app.notifications.rules import Moment

Process = Callable[[datetime], bool]
"""Takes the instant that counts as now, in UTC; True when it found work, so that it is asked again at once."""

IsDue = Callable[[Session, datetime], bool]
"""Whether there is anything to do, from the fewest rows: it is asked every second."""


@dataclass(frozen=True)
class Timed:
    """One timed job."""

    name: str
    moment: Moment
    process: Process

    def is_due(self, session: Session, now: datetime) -> bool:
        """Whether there is a day to decide."""
        return days.is_due(session, now, moment=self.moment)


SCHEDULE: tuple[Timed, ...] = (
    # First, so that nobody is told of what has lapsed.
    Timed("lapsed enrollments", Moment.ACCREDITATIONS_END, days.process_accreditations_end),
    Timed("start notices", Moment.DAY_BEGINS, days.process_day_begins),
    # Of due days and of expiries, with the lists for coordinators and managers.
    Timed("reminders of the day", Moment.REMINDER_HOUR, days.process_reminder_hour),
)
