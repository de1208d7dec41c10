"""Why a timed message to somebody is not made: the reasons in the order in which the first that holds is told.

They are asked of what was not made, as of the instant at which it was decided, and of what is to come, as it stands
now. Where nothing explains it, that is what is said: nothing is guessed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from training_app.assignments.rules import Status
from training_app.notifications.deciding.reasons import DEACTIVATED, why_not
from training_app.notifications.explaining.asked import SWITCHES, Asked, Whose, is_switched_on, place_at, value_at
from training_app.notifications.rules import DAYS_BEFORE_DUE, Channel, Occasion, ReminderMails, spoken, spoken_instant

UNKNOWN = "Not recorded why."


@dataclass(frozen=True)
class Timed:
    """One timed message about a place, by one channel. `moment` is when it is to be made, on the day `day`.

    `at` is when it is decided, on the day `today`: later than its moment after a standstill.
    """

    asked: Asked
    whose: Whose
    occasion: Occasion
    channel: Channel
    day: date
    moment: datetime
    at: datetime
    today: date
    zone: str
    begun_on: date | None = None
    """The first day that was decided at all; none before the loop ran."""
    spoken_by: Asked | None = None
    """The place whose reminder of that day speaks for the training."""


def why(timed: Timed) -> str:
    """Why it is not made; empty when nothing stands against it."""
    return next((said for reason in REASONS if (said := reason(timed))), "")


def switched_off(timed: Timed) -> str:
    """The assignment's switch for this channel (A-12)."""
    _name, label = SWITCHES[timed.channel]
    return "" if is_switched_on(timed.asked, timed.channel, timed.at) else f"Switched off in the assignment: {label}."


def too_late(timed: Timed) -> str:
    """The moment had passed when the assignment was made, or when the due date was set (A-16)."""
    if timed.occasion not in DAYS_BEFORE_DUE:
        return ""
    for what, since in (("The assignment was made", timed.asked.published_at),
                        ("The due date was set", timed.asked.due_set_at)):  # fmt: skip
        if since > timed.moment:
            return f"{what} after this moment: {spoken_instant(since, timed.zone)}."
    return ""


def place_tells_nobody(timed: Timed) -> str:
    """Completed, cancelled, withdrawn, excused, closed, failed or not started: by the rule that decides messages."""
    return why_not(place_at(timed.asked, timed.at, timed.today), timed.today)


def spoken_for(timed: Timed) -> str:
    """Another assignment's reminder of the same training and day (A-11)."""
    other = timed.spoken_by
    if other is None or other.id == timed.asked.id:
        return ""
    return f"One reminder a day for a training: that of the assignment due {spoken(other.due_on)} speaks for it."


def deactivated(timed: Timed) -> str:
    """Deactivated people get nothing (P-09)."""
    return "" if value_at(timed.whose.is_active, timed.whose.edits, "active", timed.at) else DEACTIVATED


def wants_none(timed: Timed) -> str:
    """Reminders by e-mail that the person has switched off (N-08)."""
    if timed.channel is not Channel.EMAIL or timed.occasion not in DAYS_BEFORE_DUE:
        return ""
    wanted = value_at(timed.whose.reminders, timed.whose.edits, "reminders", timed.at)
    if wanted != ReminderMails.NONE:
        return ""
    since = timed.whose.reminders_since
    is_known = since is not None and since <= timed.at and timed.whose.reminders == ReminderMails.NONE
    said = f", since {spoken_instant(since, timed.zone)}" if since and is_known else ""
    return f"The person wants no reminders by e-mail{said}."


def stood_still(timed: Timed) -> str:
    """After a standstill, the reminder of the due day takes the place of the earlier one (N-05)."""
    days_before = DAYS_BEFORE_DUE.get(timed.occasion, 0)
    if not days_before or timed.today <= timed.day:
        return ""
    is_own = timed.spoken_by is not None and timed.spoken_by.id == timed.asked.id
    if timed.asked.due_on >= timed.today and not is_own:
        return ""
    return f"Messages stood still until {spoken(timed.today)}; the reminder of the due day took its place."


def not_begun(timed: Timed) -> str:
    """Nothing was decided before the loop ran for the first time (N-05)."""
    if timed.begun_on is None or timed.day >= timed.begun_on:
        return ""
    return f"Messages are decided since {spoken(timed.begun_on)}; this was before."


def failed_sometime(timed: Timed) -> str:
    """A failed attempt of which nobody wrote down when."""
    is_failed = timed.asked.status == Status.FAILED and timed.asked.failed_at is None
    return "The enrollment is failed; since when is not recorded." if is_failed else ""


REASONS: tuple[Callable[[Timed], str], ...] = (
    switched_off,
    too_late,
    place_tells_nobody,
    spoken_for,
    deactivated,
    wants_none,
    stood_still,
    not_begun,
    failed_sometime,
)

_WINS = tuple(DAYS_BEFORE_DUE)


def with_speakers(coming: list[Timed]) -> list[Timed]:
    """Each reminder that is to come with the one that speaks for its training on that day (A-11).

    The latest day wins, on one day the due day before the week's notice, then the place that came first: the order in
    which they are made.
    """
    spoken_by: dict[tuple[int, date, Channel], Asked] = {}
    found = []
    for one in sorted(coming, key=_order):
        key = (one.asked.training_id, one.today, one.channel)
        told = replace(one, spoken_by=one.spoken_by or spoken_by.get(key))
        if one.occasion in DAYS_BEFORE_DUE and not why(told):
            spoken_by.setdefault(key, one.asked)
        found.append(told if one.occasion in DAYS_BEFORE_DUE else one)
    return found


def _order(one: Timed) -> tuple[int, int, int]:
    wins = _WINS.index(one.occasion) if one.occasion in _WINS else -1
    return -one.day.toordinal(), wins, one.asked.id
