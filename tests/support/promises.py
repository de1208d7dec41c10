"""What the history of a place promises its person, and what it forbids, read off the rules alone.

A message must have arrived exactly once where its reason held when it was decided and when it was sent; it must not
have where its reason did not hold. Between the two the rules leave some moments open: then it may, at most once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

from support.moments import Moment

from training_app.core.clock import days_after
from training_app.notifications.rules import Channel

STARTED, MOVED, CANCELLED, WITHDRAWN = "assignment started", "due date moved", "assignment cancelled", "withdrawn"
REMINDERS = {"due in 7 days": 7, "due today": 0}


@dataclass(frozen=True)
class Promise:
    """A message that must have arrived at this moment, so many times; of a reminder and a move the day it names."""

    occasion: str
    at: datetime
    due_on: date | None = None
    times: int = 1


@dataclass(frozen=True)
class Promises:
    """All that happened to one place, as told by one channel."""

    moments: list[Moment]
    channel: Channel
    zone: str

    def promised(self) -> list[Promise]:
        """Every message that must have arrived."""
        return [*self._starts(), *self._reminders(), *self._moves(), *self._end()]

    def times(self, promise: Promise) -> int:
        """How often a promised message arrived at its moment."""
        return sum(
            moment.at == promise.at
            and moment.message.occasion == promise.occasion
            and promise.due_on in (None, moment.message.due_on)
            for _, moment in self.arrived()
        )

    def __str__(self) -> str:
        """The history, line by line."""
        return "\n".join(map(_line, self.moments))

    def arrived(self) -> list[tuple[int, Moment]]:
        """Every message that did, with its place in the history."""
        return [(place, moment) for place, moment in enumerate(self.moments) if moment.what == self.channel]

    # ── what must come

    def _starts(self) -> Iterator[Promise]:
        """A-15, X-05: of each time that the place was given; who was excused then, once that is over (A-26)."""
        for place, given in enumerate(self.moments):
            if given.what != "given":
                continue
            begins = max(given.at, self._at(given.place.starts_on, time(0)))
            runs = [run for run in self._runs(place) if self.moments[run].at >= begins]
            back = next((run for run in runs if not self.moments[run].place.is_excused(self.moments[run].today)), None)
            if back is None or not self._tells(runs[0], even_excused=True) or not self._tells(back):
                continue
            sent = self._sent(back)
            if sent and sent.place.holds(sent.today) and sent.place.occasion == given.place.occasion:
                yield Promise(STARTED, sent.at)

    def _reminders(self) -> Iterator[Promise]:
        """A-16, N-05: of each due day that was set before its moment, and still is when the moment is decided."""
        for (due_on, set_at), days in ((one, days) for one in self._due_days() for days in REMINDERS.items()):
            occasion, before = days
            moment = self._at(days_after(due_on, -before), time(8))
            run = next((run for run in self._runs(0) if self.moments[run].at >= moment), None)
            if run is None or set_at > moment or not self._tells(run):
                continue
            decided = self.moments[run]
            if (decided.place.due_on, decided.place.due_set_at) != (due_on, set_at):
                continue
            if before and decided.at >= self._at(due_on, time(8)):
                continue  # both were missed: only the latest
            sent = self._sent(run)
            if sent and before and sent.at >= self._at(due_on, time(8)):
                continue  # mails stood still until the later one took its place
            if sent and sent.place.holds(sent.today) and sent.place.due_on == due_on and not self._was_reminded(run):
                yield Promise(occasion, sent.at, due_on)

    def _moves(self) -> Iterator[Promise]:
        """A-19, X-05: whoever had been told of it hears of each move, by mail only of the one that holds."""
        for earlier, run in pairwise(self._runs(0)):
            moves = [moment for moment in self.moments[earlier:run] if moment.what == "moved"]
            if not moves or not self._tells(run) or not self._was_told(run):
                continue
            sent = self._sent(run, unless=("moved", "removed"))
            if sent and sent.place.holds(sent.today) and sent.place.due_on == self.moments[run].place.due_on:
                times = len(moves) if self.channel is Channel.DASHBOARD else 1
                yield Promise(MOVED, sent.at, sent.place.due_on, times)

    def _end(self) -> Iterator[Promise]:
        """A-25: whoever had been told of it is told that it is cancelled, unless they are excused (A-26)."""
        for place, cancelled in enumerate(self.moments):
            run = next(iter(self._runs(place)), None)
            if cancelled.what != "cancelled" or run is None or not self._was_told(run):
                continue
            seen = [moment for moment in (self.moments[run], self._sent(run)) if moment]
            if len(seen) > 1 and all(one.place.is_active and not one.place.is_excused(one.today) for one in seen):
                yield Promise(CANCELLED, seen[-1].at)

    # ── what must not

    def wrong(self) -> list[str]:
        """Every message that should not have arrived, in words."""
        said = []
        for place, moment in self.arrived():
            why = self._why_not(place, moment)
            if why:
                said.append(f"{moment.at:%d %b %H:%M} {self.channel} {moment.message.occasion}: {why}")
        return said

    def _why_not(self, place: int, moment: Moment) -> str:
        message, now = moment.message, moment.place
        assert message is not None
        acts = [one.what for one in self.moments[:place]]
        before = [one.message for number, one in self.arrived() if number < place]
        same = [one for one in before if one.occasion == message.occasion]
        if message.occasion == CANCELLED:
            reached = now.is_active and not now.is_excused(moment.today) and bool(before)
            return "" if "cancelled" in acts and reached and not same else "not cancelled, not told of it, or twice"
        if message.occasion == WITHDRAWN:
            return "" if before and len(same) < acts.count("removed") else "not removed, or not told of it"
        return self._why_not_owed(place, moment, before, acts)

    def _why_not_owed(self, place: int, moment: Moment, before: list, acts: list[str]) -> str:
        message, now = moment.message, moment.place
        assert message is not None
        same = [one for one in before if one.occasion == message.occasion]
        if not now.holds(moment.today):
            return f"the reason did not hold: {now}"
        if message.occasion == STARTED:
            return "" if len(same) < acts.count("given") and self._was_decided(place) else "twice, or never decided"
        if now.due_on != message.due_on:
            return f"it is due on {now.due_on}, not {message.due_on}"
        if message.occasion == MOVED:
            return "" if len(same) < acts.count("moved") and self._was_decided(place) else "more often than it moved"
        return self._why_no_reminder(place, moment, [one for one in before if one.occasion in REMINDERS])

    def _why_no_reminder(self, place: int, moment: Moment, before: list) -> str:
        message = moment.message
        assert message is not None
        due = self._at(days_after(message.due_on, -REMINDERS[message.occasion]), time(8))
        if self._day(message.made_at) in [self._day(one.made_at) for one in before]:
            return "a second reminder on one day"
        if (message.occasion, message.due_on) in [(one.occasion, one.due_on) for one in before]:
            return "a second time"
        in_time = [
            run
            for run in self._runs(0, place)
            if self.moments[run].at >= due
            and self.moments[run].place.due_on == message.due_on
            and self.moments[run].place.due_set_at <= due
            and self._tells(run)
        ]
        return "" if in_time else "the moment had not come, or had passed when the day was set"

    # ── the history

    def _at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, tzinfo=ZoneInfo(self.zone))

    def _runs(self, after: int, before: int | None = None) -> list[int]:
        """Where the loop decided."""
        within = range(after, len(self.moments) if before is None else before)
        return [place for place in within if self.moments[place].what == "decided"]

    def _tells(self, run: int, *, even_excused: bool = False) -> bool:
        """Whether the loop found the person to be told by this channel."""
        seen = self.moments[run]
        holds = seen.place.holds(seen.today) or (even_excused and seen.place.would_hold(seen.today))
        return holds and self.channel in seen.place.channels

    def _was_decided(self, place: int) -> bool:
        return any(self._tells(run) for run in self._runs(0, place + 1))

    def _was_told(self, run: int) -> bool:
        return any(moment.what == self.channel for moment in self.moments[:run])

    def _was_reminded(self, run: int) -> bool:
        """Whether a reminder of that day had arrived before: there is at most one a day (A-11)."""
        before = [moment.message for place, moment in self.arrived() if place < run]
        today = self.moments[run].today
        return any(one.occasion in REMINDERS and self._day(one.made_at) == today for one in before)

    def _day(self, instant: datetime) -> date:
        return instant.astimezone(ZoneInfo(self.zone)).date()

    def _sent(self, run: int, *, unless: tuple[str, ...] = ()) -> Moment | None:
        """When what was decided was sent, under the bell at once; None when it was not, or `unless` came first."""
        if self.channel is Channel.DASHBOARD:
            return self.moments[run]
        for moment in self.moments[run + 1 :]:
            if moment.what == "sent" or moment.what in unless:
                return moment if moment.what == "sent" else None
        return None

    def _due_days(self) -> list[tuple[date, datetime]]:
        return list(dict.fromkeys((moment.place.due_on, moment.place.due_set_at) for moment in self.moments))


def _line(one: Moment) -> str:
    told = f": {one.message.occasion} of {one.message.due_on}" if one.message else ""
    held = "holds" if one.place.holds(one.today) else "does not hold"
    by = "+".join(sorted(one.place.channels))
    return f"  {one.at:%a %d %b %H:%M} {one.what}{told} (due {one.place.due_on}, {held}, by {by or 'nothing'})"
