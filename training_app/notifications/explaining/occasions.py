"""The timed messages of somebody's places: each made, to come, or not made and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from training_app.assignments.rules import Status
from training_app.core.organization import Organization
from training_app.notifications import keys
from training_app.notifications.deciding import days
from training_app.notifications.explaining import whys
from training_app.notifications.explaining.asked import Asked, Whose
from training_app.notifications.explaining.known import Decided, Made
from training_app.notifications.explaining.whys import Timed
from training_app.notifications.rules import DAYS_BEFORE_DUE, Channel, Moment, Occasion


@dataclass(frozen=True)
class Known:
    """All that is known of somebody's places at the instant `now`."""

    of: Organization
    now: datetime
    whose: Whose
    places: Mapping[int, Asked]
    made: Made
    decided: Mapping[Moment, Decided]
    waiting: Mapping[int, frozenset[int] | None]

    def today(self) -> date:
        """The organization day."""
        return self.of.today(self.now)

    def is_waiting(self, asked: Asked) -> bool:
        """Whether the loop has yet to tell of this place."""
        ids = self.waiting.get(asked.assignment_id, frozenset())
        return ids is None or asked.id in ids


def days_of(places: Iterable[Asked]) -> dict[Moment, set[date]]:
    """The days on which something about these places is decided, for each moment."""
    starts, reminded = set(), set()
    for asked in places:
        starts.add(_begins_on(asked))
        reminded |= {asked.due_on - timedelta(days=before) for before in DAYS_BEFORE_DUE.values()}
    return {Moment.DAY_BEGINS: starts, Moment.REMINDER_HOUR: reminded}


def sorted_out(known: Known) -> tuple[list[Timed], list[Timed]]:
    """What is to come, also where something stands against it, and what was not made."""
    coming: list[Timed] = []
    missed: list[Timed] = []
    for asked in known.places.values():
        for channel in Channel:
            for occasion in (Occasion.STARTED, *DAYS_BEFORE_DUE):
                one, is_to_come = _timed(known, asked, occasion, channel)
                if not _is_made(known, one):
                    (coming if is_to_come and not whys.too_late(one) else missed).append(one)
    return [one for one in whys.with_speakers(coming) if not _is_over(one)], missed


def _timed(known: Known, asked: Asked, occasion: Occasion, channel: Channel) -> tuple[Timed, bool]:
    is_start = occasion is Occasion.STARTED
    day = _begins_on(asked) if is_start else asked.due_on - timedelta(days=DAYS_BEFORE_DUE[occasion])
    moment = Moment.DAY_BEGINS if occasion is Occasion.STARTED else Moment.REMINDER_HOUR
    decided, instant = known.decided[moment], days.instant_of(moment, day, known.of)
    is_to_come = decided.is_to_come(day, known.today())
    if occasion is Occasion.STARTED:
        is_to_come |= known.is_waiting(asked) or decided.comes_again(day, instant, known.now)
        instant = max(instant, _asked_at(asked))
    elif decided.comes_again(day, instant, known.now):
        is_to_come |= max(asked.due_set_at, asked.published_at) > decided.at[day]
    at = max(instant, known.now) if is_to_come else max(decided.at.get(day, instant), instant)
    one = Timed(asked, known.whose, occasion, channel, day=known.of.today(instant), moment=instant, at=at,
                today=known.of.today(at), zone=known.of.zone,
                begun_on=None if decided.first is None else decided.first + timedelta(days=1))  # fmt: skip
    return replace(one, spoken_by=_speaker(known, one)), is_to_come


def _begins_on(asked: Asked) -> date:
    """The day that brings the start notice: the start day, or the day after an excuse that held on it (A-26)."""
    until = asked.excused_until
    return asked.starts_on if until is None else max(asked.starts_on, until + timedelta(days=1))


def _asked_at(asked: Asked) -> datetime:
    """Since when the place is asked for: with its assignment, or as it came or came back later."""
    is_later = asked.is_late or asked.occasion > 1
    return max(asked.published_at, asked.due_set_at) if is_later else asked.published_at


def _is_made(known: Known, one: Timed) -> bool:
    if one.occasion is Occasion.STARTED:
        key = keys.key(keys.STARTED, assignee=one.asked.id, occasion=one.asked.occasion)
        return (key, one.channel.value) in known.made.place_of
    return (one.asked.id, one.occasion.value, one.asked.due_on, one.channel.value) in known.made.reminders


def _speaker(known: Known, one: Timed) -> Asked | None:
    """The place whose reminder of the training was made on the day on which this one was, or would be, decided."""
    if one.occasion not in DAYS_BEFORE_DUE:
        return None
    key = keys.key(keys.REMINDER, training=one.asked.training_id, person=known.whose.id, day=one.today)
    place_id = known.made.place_of.get((key, one.channel.value))
    return known.places.get(place_id) if place_id else None


def _is_over(one: Timed) -> bool:
    """Nobody expects to hear of what is complete, cancelled, or no longer asked of them."""
    asked = one.asked
    is_complete = asked.status == Status.EVALUATED
    return is_complete or asked.withdrawn_at is not None or asked.cancelled_at is not None
