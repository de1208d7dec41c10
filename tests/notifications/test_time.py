"""Stories of time: what is said at which instant, over changes of the clock, a leap day, and a long standstill."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.clocks import (
    APIA,
    BERLIN,
    IN_7,
    KOLKATA,
    NEW_YORK,
    SECOND,
    STARTED,
    TODAY,
    Told,
    arrived,
    change,
    go_on,
    live,
    told,
)
from support.database import Database, Maker, pointed_to
from support.smtp import Sink
from support.story import Story

HOUR = timedelta(hours=1)


@pytest.fixture
def database(sqlite_copies: Maker, tmp_path: Path) -> Iterator[Database]:
    """On SQLite alone: what is told of instants here, Python reckons."""
    with sqlite_copies(tmp_path) as url, pointed_to(url, tmp_path / "data") as database:
        yield database


@dataclass(frozen=True)
class Course:
    """Something assigned: the local time at which it is, its days, and at which instants the person is told of what."""

    at: str
    start: str
    due: str
    hour: int
    told: Told


CALENDARS: dict[str, tuple[str, tuple[Course, ...]]] = {
    "Berlin on 28 March, which has no 02:00": (BERLIN, (
        Course("2027-03-20 12:00", "2027-03-21", "2027-03-28", 2, [
            (STARTED, "2027-03-20 23:00"), (IN_7, "2027-03-21 01:00"), (TODAY, "2027-03-28 01:00")]),
        Course("2027-03-28 12:00", "2027-03-29", "2027-04-05", 2, [
            (STARTED, "2027-03-28 22:00"), (IN_7, "2027-03-29 00:00"), (TODAY, "2027-04-05 00:00")]),
    )),
    "Berlin on 31 October, which has two": (BERLIN, (
        Course("2027-10-23 12:00", "2027-10-24", "2027-10-31", 2, [
            (STARTED, "2027-10-23 22:00"), (IN_7, "2027-10-24 00:00"), (TODAY, "2027-10-31 00:00")]),
        Course("2027-10-31 12:00", "2027-11-01", "2027-11-08", 2, [
            (STARTED, "2027-10-31 23:00"), (IN_7, "2027-11-01 01:00"), (TODAY, "2027-11-08 01:00")]),
    )),
    "New York on 14 March, which has no 02:00": (NEW_YORK, (
        Course("2027-03-06 12:00", "2027-03-07", "2027-03-14", 2, [
            (STARTED, "2027-03-07 05:00"), (IN_7, "2027-03-07 07:00"), (TODAY, "2027-03-14 07:00")]),
        Course("2027-03-14 12:00", "2027-03-15", "2027-03-22", 2, [
            (STARTED, "2027-03-15 04:00"), (IN_7, "2027-03-15 06:00"), (TODAY, "2027-03-22 06:00")]),
    )),
    "New York on 7 November, which has two of 01:00": (NEW_YORK, (
        Course("2027-10-30 12:00", "2027-10-31", "2027-11-07", 1, [
            (STARTED, "2027-10-31 04:00"), (IN_7, "2027-10-31 05:00"), (TODAY, "2027-11-07 05:00")]),
    )),
    "Kolkata, half an hour beside the others": (KOLKATA, (
        Course("2027-06-08 12:00", "2027-06-09", "2027-06-16", 8, [
            (STARTED, "2027-06-08 18:30"), (IN_7, "2027-06-09 02:30"), (TODAY, "2027-06-16 02:30")]),
    )),
    "Apia, a day ahead": (APIA, (
        Course("2027-12-30 12:00", "2027-12-31", "2028-01-07", 8, [
            (STARTED, "2027-12-30 11:00"), (IN_7, "2027-12-30 19:00"), (TODAY, "2028-01-06 19:00")]),
    )),
    "29 February: due on it, assigned a year before; and due a week after it": (BERLIN, (
        Course("2027-02-28 12:00", "2028-02-22", "2028-02-29", 8, [
            (STARTED, "2028-02-21 23:00"), (IN_7, "2028-02-22 07:00"), (TODAY, "2028-02-29 07:00")]),
        Course("2028-02-23 12:00", "2028-02-29", "2028-03-07", 8, [
            (STARTED, "2028-02-28 23:00"), (IN_7, "2028-02-29 07:00"), (TODAY, "2028-03-07 07:00")]),
    )),
}  # fmt: skip


@pytest.mark.rule(
    "N-05", "Berlin, New York, Kolkata, Apia and 29 February: each message at its instant, to the second, once"
)
@pytest.mark.rule("A-16", "a reminder hour that the clocks skip or show twice: reminded once, when it first comes")
@pytest.mark.parametrize(("zone", "courses"), CALENDARS.values(), ids=CALENDARS.keys())
def test_each_message_is_made_at_its_instant(story: Story, sink: Sink, zone: str, courses: tuple[Course, ...]):
    change(story, zone=zone)
    persons = [story.person(f"Person{number}") for number, _ in enumerate(courses)]
    begins = {_instant(story, one.at): (person, one) for person, one in zip(persons, courses, strict=True)}
    for instant in sorted({*begins, *_around(courses)}):
        go_on(story, instant)
        if instant in begins:
            person, one = begins[instant]
            change(story, reminder_hour=one.hour)
            story.assign(person, start=one.start, due=one.due)
        else:
            story.loop()
    assert [told(story, person) for person in persons] == [one.told for one in courses]
    assert arrived(sink, persons) == {person.first_name: 3 for person in persons}


@pytest.mark.rule(
    "N-05",
    "nine days of standstill over a change of the clock: starts once, the latest reminder, none that is pointless",
)
@pytest.mark.rule("N-05", "the machine's clock set back and forward again: no day is decided twice")
def test_nine_days_of_standstill_over_a_change_of_the_clock(story: Story, sink: Sink):
    story.at("2027-03-20 09:00")
    names = ("Lea", "Noa", "Kim", "Max", "Ada", "Ivo", "Sam", "Tess")
    lea, noa, kim, max_, ada, ivo, sam, tess = persons = [story.person(name) for name in names]
    story.loop()
    story.assign(lea, due="2027-03-30")
    story.assign(noa, due="2027-04-02")
    story.assign(kim, start="2027-03-28", due="2027-04-04")
    story.assign(max_, ada, due="2027-03-28")
    gone = story.assign(ivo, sam, due="2027-03-28")
    cancelled = story.assign(tess, start="2027-03-25", due="2027-04-30")
    story.loop()
    now = "2027-03-20 08:00"
    # ── nothing runs from 22 March, 09:00, but the pages do
    live(story, "2027-03-21 08:00", "2027-03-22 09:00")
    seven = "2027-03-21 07:00"
    assert told(story, max_) == told(story, ivo) == [(STARTED, now), (IN_7, seven)]
    story.at("2027-03-26 12:00")
    story.complete(ada)
    story.withdraw(gone, ivo)
    story.deactivate(sam)
    story.cancel(cancelled)
    # ── 31 March, 09:00: it runs again, an hour nearer to UTC
    story.at("2027-03-31 09:00")
    story.loop()
    back = "2027-03-31 07:00"
    assert told(story, lea) == [(STARTED, now), (TODAY, back)]
    assert story.email(lea).subject == "Lifting safely was due on Tuesday, 30 March 2027"
    assert told(story, noa) == [(STARTED, now), (IN_7, back)]
    assert sorted(told(story, kim)) == [(STARTED, back), (IN_7, back)]
    assert told(story, max_) == [(STARTED, now), (IN_7, seven), (TODAY, back)]
    assert told(story, ada) == told(story, ivo) == told(story, sam) == [(STARTED, now), (IN_7, seven)]
    assert told(story, tess) == []
    # ── the machine's clock is set back by two days, and forward again
    live(story, "2027-03-29 08:00", "2027-03-31 08:00", "2027-03-31 10:00")
    assert arrived(sink, persons) == dict(zip(names, (2, 2, 2, 3, 2, 2, 2, 0), strict=True))
    # ── and goes on as ever
    live(story, "2027-04-01 08:00", "2027-04-02 08:00", "2027-04-04 08:00", "2027-04-05 08:00")
    assert told(story, noa)[2:] == [(TODAY, "2027-04-02 06:00")]
    assert arrived(sink, persons) == dict(zip(names, (2, 3, 3, 3, 2, 2, 2, 0), strict=True))


def _around(courses: tuple[Course, ...]) -> set[datetime]:
    """A second before each instant at which something is told, that instant, and where the clocks show it once more."""
    instants = [datetime.fromisoformat(at).replace(tzinfo=UTC) for one in courses for _, at in one.told]
    return {around for at in instants for around in (at - SECOND, at, at + HOUR)}


def _instant(story: Story, local: str) -> datetime:
    story.at(local)
    return story.now.astimezone(UTC)
