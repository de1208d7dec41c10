"""Zones and reminder hours that follow each other at random, and whoever is assigned something meanwhile (X-06)."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from support.clocks import APIA, BERLIN, KOLKATA, NEW_YORK, STARTED, TODAY, change, go_on, told
from support.database import Database, Maker, pointed_to
from support.smtp import Sink
from support.story import Story

from training_app.core import db, organization
from training_app.people.model import Person

SEEDS = range(150) if os.environ.get("MUSTER_PROVE") else (32,)
ZONES = (APIA, "Pacific/Kiritimati", "Pacific/Pago_Pago", KOLKATA, BERLIN, NEW_YORK)


@pytest.fixture
def database(sqlite_copies: Maker, tmp_path: Path) -> Iterator[Database]:
    """On SQLite alone: what both databases are asked for, `test_zone` asks of both."""
    with sqlite_copies(tmp_path) as url, pointed_to(url, tmp_path / "data") as database:
        yield database


@pytest.mark.rule(
    "X-06", "whatever zones and hours follow each other: each start and each due day is told of once, when it comes"
)
@pytest.mark.parametrize("seed", SEEDS)
def test_any_zones_and_hours_follow_each_other(story: Story, sink: Sink, seed: int):
    life = Life(story, Random(seed))  # noqa: S311 - nothing is kept secret by it
    life.lived()
    for place in life.places:
        by = told(story, place.person)
        begun = life.first(lambda one, on=place.starts_on: one.day >= on, since=place.at)
        assert [instant for what, instant in by if what == STARTED] == [begun], place
        reminded = life.first(lambda one, on=place.due_on: one.reminded >= on, since=place.at)
        of_due_day = [instant for what, instant in by if what == TODAY]
        if place.is_to_come:
            assert of_due_day == [reminded], place
        else:  # its hour had come before by some clocks, and may come again by others
            assert len(of_due_day) <= 1, place
    assert sum(sink.ids().values()) == len(sink.ids()) == len(story.messages(channel="email", status="sent"))


@dataclass(frozen=True)
class Round:
    """The loop went round: when, which day it was by the clocks then in force, and the last day whose hour had come."""

    at: datetime
    day: date
    reminded: date


@dataclass(frozen=True)
class Given:
    """Something assigned to somebody: its days, at which instant, and whether its due day's hour was still to come."""

    person: Person
    starts_on: date
    due_on: date
    at: datetime
    is_to_come: bool


@dataclass
class Life:
    """Six days of an organization that moves about, with people who are assigned something at any time."""

    story: Story
    chance: Random
    places: list[Given] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)

    def lived(self) -> None:
        now = datetime(2027, 3, 24, 12, tzinfo=UTC)
        change(self.story, zone=self.chance.choice(ZONES))
        go_on(self.story, now)
        self.round()
        end = now + timedelta(days=6)
        while now < end:
            now += timedelta(minutes=self.chance.randint(60, 600))
            go_on(self.story, now)
            if now < end - timedelta(days=3):
                self.chance.choice((self.assign, self.assign, self.move, self.round))()
            self.round()

    def round(self) -> None:
        self.story.loop()
        self.rounds.append(self.looked())

    def looked(self) -> Round:
        with db.read() as session:
            of, now = organization.of(session), self.story.now.astimezone(UTC)
        return Round(now, of.today(now), of.last_reminded(now))

    def move(self) -> None:
        # As it is: the loop goes round each second, so also just before.
        self.round()
        change(self.story, zone=self.chance.choice(ZONES), reminder_hour=self.chance.choice((0, 2, 8, 17, 23)))

    def assign(self) -> None:
        person = self.story.person()
        start = self.story.today + timedelta(days=self.chance.randint(0, 1))
        due = start + timedelta(days=self.chance.randint(0, 1))
        is_to_come = all(one.reminded < due for one in (*self.rounds, self.looked()))
        self.places.append(Given(person, start, due, self.story.now.astimezone(UTC), is_to_come))
        self.story.assign(person, start=start.isoformat(), due=due.isoformat())

    def first(self, is_so: Callable[[Round], bool], *, since: datetime) -> str:
        """When the loop went round first and found it so."""
        return next(f"{one.at:%Y-%m-%d %H:%M}" for one in self.rounds if one.at >= since and is_so(one))
