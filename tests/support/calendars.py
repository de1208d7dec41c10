"""A calendar of acts in one organization, what is known of each place at every moment, and what arrived.

What is known is kept here in plain Python, from the acts alone; nothing of it is read from the database.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import col, select
from support.dying import Killed, dying
from support.editing.in_story import edit
from support.moments import Moment, Place
from support.smtp import Sink
from support.story import Story

from training_app.assignments.model import Assignee
from training_app.catalog.model import Training
from training_app.core import db
from training_app.notifications.model import Message
from training_app.notifications.rules import Channel
from training_app.notifications.sending import delivery
from training_app.notifications.sending.letters import message_id_of
from training_app.people.model import Person

FOR_GOOD = date.max


@dataclass
class Assignment:
    """One assignment as its acts left it."""

    number: int
    training: Training
    starts_on: date
    due_on: date
    channels: frozenset[str]
    is_cancelled: bool = False


@dataclass
class Calendar:
    """One organization over some weeks: two people, some assignments, and the history of each place."""

    story: Story
    sink: Sink
    people: list[Person] = field(default_factory=list)
    active: list[bool] = field(default_factory=list)
    made: list[Assignment] = field(default_factory=list)
    places: dict[tuple[int, int], Place] = field(default_factory=dict)
    history: dict[tuple[int, int], list[Moment]] = field(default_factory=dict)
    cut_off: int = 0
    repeated: int = 0
    _mails: int = 0
    _bells: int = 0

    @property
    def today(self) -> date:
        return self.story.today

    def wait(self, hours: int) -> None:
        zone = ZoneInfo(self.story.zone)
        self.story.now = (self.story.now.astimezone(UTC) + timedelta(hours=hours)).astimezone(zone)

    # ── acts. One that is refused changes nothing, here as there.

    def assign(self, starts_in: int, days: int, channels: frozenset[str]) -> None:
        training = self.story.course(f"Course {len(self.made)}")
        here = [one for one, is_active in enumerate(self.active) if is_active]
        starts_on = self.today + timedelta(starts_in)
        due_on = starts_on + timedelta(days)
        if not here:
            return
        number = self.story.assign(*(self.people[one] for one in here), training=training, start=str(starts_on),
                                   due=str(due_on), **_switches(channels))  # fmt: skip
        self.made.append(Assignment(number, training, starts_on, due_on, channels))
        for one in here:
            self._give(len(self.made) - 1, one)

    def move(self, which: int, days: int) -> None:
        """Edit the due date of everybody."""
        made = self.made[which]
        due_on = max(self.today, made.starts_on) + timedelta(days)
        if made.is_cancelled or due_on == made.due_on:
            return
        edit(self.story, made.number, due=str(due_on))
        for key, place in self._of(which):
            follows = place.due_on in (due_on, made.due_on) or place.due_on < due_on
            if place.is_in and not place.is_done and follows and place.due_on != due_on:
                self._note("moved", key, due_on=due_on, due_set_at=self.story.now)
        made.due_on = due_on

    def extend(self, which: int, who: int, days: int) -> None:
        place = self.places.get((which, who))
        if place is None or not place.is_in or place.is_done or place.is_excused(self.today) or place.is_cancelled:
            return
        due_on = max(self.today, place.due_on) + timedelta(days + 1)
        self.story.extend(self.made[which].number, self.people[who], due=str(due_on))
        self._note("moved", (which, who), due_on=due_on, due_set_at=self.story.now)

    def switch(self, which: int, channels: frozenset[str]) -> None:
        made = self.made[which]
        if made.is_cancelled or made.channels == channels:
            return
        edit(self.story, made.number, **_switches(channels))
        made.channels = channels
        for key, _ in self._of(which):
            self._note("switched", key, channels=channels)

    def remove(self, which: int, who: int) -> None:
        place = self.places.get((which, who))
        others = [key for key, other in self._of(which) if other.is_in and key[1] != who]
        if place is None or not place.is_in or place.is_done or place.is_cancelled or not others or not place.is_active:
            return
        edit(self.story, self.made[which].number, remove=[self.people[who]])
        self._note("removed", (which, who), is_in=False)

    def add(self, which: int, who: int) -> None:
        place, made = self.places.get((which, who)), self.made[which]
        if (place is not None and (place.is_in or place.is_done)) or made.is_cancelled or not self.active[who]:
            return
        edit(self.story, made.number, add=[self.people[who]])
        if place is None:
            self._give(which, who)
        else:
            self._note("given", (which, who), is_in=True, occasion=place.occasion + 1, due_on=made.due_on,
                       due_set_at=self.story.now, excused_until=None)  # fmt: skip

    def complete(self, which: int, who: int) -> None:
        place = self.places.get((which, who))
        if place is None or not place.holds(self.today):
            return
        self.story.complete(self.people[who], self.made[which].training)
        self._note("done", (which, who), is_done=True)

    def excuse(self, which: int, who: int, days: int | None) -> None:
        place = self.places.get((which, who))
        if place is None or not place.is_in or place.is_done or place.is_cancelled:
            return
        until = None if days is None else self.today + timedelta(days)
        self.story.excuse(self.made[which].number, self.people[who], until=str(until) if until else None)
        self._note("excused", (which, who), excused_until=until or FOR_GOOD)

    def end_excuse(self, which: int, who: int) -> None:
        place = self.places.get((which, who))
        if place is None or not place.is_in or place.is_cancelled or not place.is_excused(self.today):
            return
        self.story.end_excuse(self.made[which].number, self.people[who])
        self._note("excuse ended", (which, who), excused_until=None)

    def cancel(self, which: int) -> None:
        made = self.made[which]
        if made.is_cancelled:
            return
        self.story.cancel(made.number)
        made.is_cancelled = True
        for key, place in self._of(which):
            self._note("cancelled" if place.is_in and not place.is_done else "called off", key, is_cancelled=True)

    def turn(self, who: int) -> None:
        """Deactivate or reactivate."""
        (self.story.deactivate if self.active[who] else self.story.reactivate)(self.people[who])
        self.active[who] = not self.active[who]
        for key in self.places:
            if key[1] == who:
                self._note("turned", key, is_active=self.active[who])

    # ── the loop

    def decide(self, *, at_once: int = 1) -> None:
        """So many copies of the loop decide at the same time, and once more afterwards."""
        with ThreadPoolExecutor(at_once) as copies:
            for copy in [copies.submit(self.story.decide) for _ in range(at_once)]:
                copy.result()
        self._saw("decided")
        self.story.decide()
        self._arrived(self._new_bells())

    def send(self) -> None:
        while delivery.process_waiting_mail(self.story.now):
            pass
        self._saw("sent")
        self._arrived(self._new_mails())

    def killed(self, run: Callable[[], None], commits: int) -> None:
        """The process dies when a run comes to its so-manieth commit; it starts again, and does it again."""
        try:
            with dying(commits):
                run()
        except Killed:
            self.cut_off += run == self.send
            delivery.free_claims(self.story.now, worker="")
            run()

    # ── what is known

    def _of(self, which: int) -> list[tuple[tuple[int, int], Place]]:
        return [(key, place) for key, place in self.places.items() if key[0] == which]

    def _give(self, which: int, who: int) -> None:
        made = self.made[which]
        self.places[which, who] = Place(made.due_on, self.story.now, made.starts_on, channels=made.channels)
        self.history[which, who] = []
        self._note("given", (which, who))

    def _note(self, what: str, key: tuple[int, int], **change: Any) -> None:
        self.places[key] = replace(self.places[key], **change)
        self.history[key].append(Moment(what, self.story.now, self.today, self.places[key]))

    def _saw(self, what: str) -> None:
        for key in self.places:
            self._note(what, key)

    def _arrived(self, messages: list[Message]) -> None:
        with db.read() as session:
            of = {row.id: (row.assignment_id, row.person_id) for row in session.exec(select(Assignee))}
        numbers, ids = [made.number for made in self.made], [person.id for person in self.people]
        for message in messages:
            assignment_id, person_id = of[message.assignee_id]
            key = numbers.index(assignment_id), ids.index(person_id)
            self.history[key].append(Moment(message.channel, self.story.now, self.today, self.places[key], message))

    def _new_mails(self) -> list[Message]:
        """The messages whose mails have arrived since; one that is not in the table is an error."""
        with db.read() as session:
            rows = session.exec(select(Message).where(col(Message.channel) == Channel.EMAIL)).all()
        of = {message_id_of(row.key, row.channel, row.made_at): row for row in rows}
        before = {mail.message["Message-ID"] for mail in self.sink.mails[: self._mails]}
        new = [mail.message["Message-ID"] for mail in self.sink.mails[self._mails :]]
        self._mails = len(self.sink.mails)
        self.repeated += len(new) - len(set(new) - before)
        return [of[one] for one in dict.fromkeys(new) if one not in before]

    def _new_bells(self) -> list[Message]:
        newer = (col(Message.channel) == Channel.DASHBOARD, col(Message.id) > self._bells)
        with db.read() as session:
            rows = session.exec(select(Message).where(*newer).order_by(col(Message.id))).all()
        self._bells = max((row.id or 0 for row in rows), default=self._bells)
        return list(rows)


def _switches(channels: frozenset[str]) -> dict[str, bool]:
    return {"emails": Channel.EMAIL in channels, "dashboard_notifications": Channel.DASHBOARD in channels}
