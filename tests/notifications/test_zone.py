"""The organization changes its zone or its reminder hour: nothing twice, nothing lost, each at its moment (X-06)."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select
from support.clocks import (
    APIA,
    BERLIN,
    IN_7,
    KOLKATA,
    NEW_YORK,
    STARTED,
    TODAY,
    arrived,
    change,
    live,
    settled,
    told,
)
from support.database import Database, Maker, pointed_to
from support.smtp import Sink
from support.story import Story

from training_app.assignments.model import Assignee, Assignment
from training_app.core import db


@pytest.fixture
def database(request: pytest.FixtureRequest, sqlite_copies: Maker, tmp_path: Path) -> Iterator[Database]:
    """On SQLite, but for the stories that ask for both: what the others prove is the same arithmetic."""
    copies = request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_copies")
    with copies(tmp_path) as url, pointed_to(url, tmp_path / "data") as database:
        yield database


on_both = pytest.mark.parametrize("database", ["sqlite", "postgres"], indirect=True)


@on_both
@pytest.mark.rule(
    "X-06", "west over the date line: stored days stay, and nobody is told again of a day that was decided"
)
@pytest.mark.rule("X-06", "west over the date line: what is assigned for a day that was decided is told when it comes")
def test_west_over_the_date_line(story: Story, sink: Sink):
    settled(story, APIA, "2027-05-04 12:00")
    lea, noa, kim, max_ = (story.person(name) for name in ("Lea", "Noa", "Kim", "Max"))
    courses = [story.course(f"Course {number}") for number in range(2)]
    story.assign(lea, start="2027-05-05", due="2027-05-05")
    story.assign(noa, due="2027-05-12")
    story.loop()
    before = _days()
    live(story, "2027-05-05 00:00", "2027-05-05 08:00")
    of_lea = [(STARTED, "2027-05-04 11:00"), (TODAY, "2027-05-04 19:00")]
    assert told(story, lea) == of_lea
    # ── 5 May, 10:00 in Apia is 4 May, 17:00 in New York
    story.at("2027-05-05 10:00")
    change(story, zone=NEW_YORK)
    assert f"{story.now:%d %H:%M}" == "04 17:00"
    assert _days() == before
    # ── one is assigned what starts tomorrow, which was decided, and one what is due tomorrow
    story.assign(kim, start="2027-05-05", due="2027-05-20", training=courses[0])
    story.assign(max_, due="2027-05-05", training=courses[1])
    story.loop()
    assert told(story, kim) == []
    assert told(story, max_) == [(STARTED, "2027-05-04 21:00")]
    live(story, "2027-05-05 00:00", "2027-05-05 08:00", "2027-05-06 00:00", "2027-05-06 08:00")
    assert told(story, kim) == [(STARTED, "2027-05-05 04:00")]
    assert told(story, max_) == [(STARTED, "2027-05-04 21:00"), (TODAY, "2027-05-05 12:00")]
    live(story, "2027-05-12 00:00", "2027-05-12 08:00", "2027-05-13 08:00")
    assert told(story, noa) == [(STARTED, "2027-05-03 23:00"), (IN_7, "2027-05-04 19:00"), (TODAY, "2027-05-12 12:00")]
    assert told(story, lea) == of_lea
    assert arrived(sink, (lea, noa, kim, max_)) == {"Lea": 2, "Noa": 3, "Kim": 2, "Max": 2}


@pytest.mark.rule(
    "X-06", "east over the date line: the day that was skipped is caught up at once, its reminders at their hour"
)
def test_east_over_the_date_line_before_the_hour(story: Story, sink: Sink):
    settled(story, NEW_YORK, "2027-05-03 12:00")
    lea, noa = story.person("Lea"), story.person("Noa")
    story.assign(lea, start="2027-05-05", due="2027-05-12")
    story.assign(noa, due="2027-05-05")
    story.loop()
    live(story, "2027-05-04 00:00", "2027-05-04 08:00")
    assert told(story, lea) == []
    # ── 4 May, noon in New York is 5 May, 05:00 in Apia
    story.at("2027-05-04 12:00")
    change(story, zone=APIA)
    story.loop()
    live(story, "2027-05-05 08:00", "2027-05-06 00:00", "2027-05-06 08:00")
    assert told(story, lea) == [(STARTED, "2027-05-04 16:00"), (IN_7, "2027-05-04 19:00")]
    assert told(story, noa) == [(STARTED, "2027-05-03 16:00"), (TODAY, "2027-05-04 19:00")]
    live(story, "2027-05-12 08:00", "2027-05-13 08:00")
    assert told(story, lea)[2:] == [(TODAY, "2027-05-11 19:00")]
    assert arrived(sink, (lea, noa)) == {"Lea": 3, "Noa": 2}


@pytest.mark.rule(
    "X-06", "east over the date line after the hour: midnight and hour are caught up, also for what was set between"
)
def test_east_over_the_date_line_after_the_hour(story: Story, sink: Sink):
    settled(story, NEW_YORK, "2027-05-03 12:00")
    lea, noa, kim = (story.person(name) for name in ("Lea", "Noa", "Kim"))
    story.assign(lea, start="2027-05-05", due="2027-05-12")
    live(story, "2027-05-04 00:00", "2027-05-04 08:00")
    # ── 4 May, 17:00: Apia's hour of the 5th was two hours ago, New York's is to come
    story.at("2027-05-04 17:00")
    story.assign(noa, due="2027-05-05")
    story.loop()
    # ── 4 May, 20:00 in New York is 5 May, 13:00 in Apia
    story.at("2027-05-04 20:00")
    change(story, zone=APIA)
    story.loop()
    now = "2027-05-05 00:00"
    assert told(story, lea) == [(STARTED, now), (IN_7, now)]
    assert told(story, noa) == [(STARTED, "2027-05-04 21:00"), (TODAY, now)]
    # ── what is assigned now has missed the hour, and is not made up for
    story.wait(minutes=5)
    story.assign(kim, due="2027-05-05", training=story.course("Radio"))
    story.loop()
    live(story, "2027-05-06 00:00", "2027-05-06 08:00")
    assert told(story, kim) == [(STARTED, "2027-05-05 00:05")]
    assert arrived(sink, (lea, noa, kim)) == {"Lea": 2, "Noa": 2, "Kim": 1}


@pytest.mark.rule(
    "X-06", "west over midnight, and back again: each day is decided once, whatever the clocks show meanwhile"
)
def test_west_over_midnight_and_back(story: Story, sink: Sink):
    settled(story, BERLIN, "2027-06-08 12:00")
    lea = story.person("Lea")
    story.assign(lea, start="2027-06-09", due="2027-06-16")
    live(story, "2027-06-09 00:00")
    for zone in (NEW_YORK, KOLKATA, NEW_YORK, BERLIN):
        story.wait(minutes=20)
        change(story, zone=zone)
        story.loop()
    live(story, "2027-06-09 08:00", "2027-06-10 08:00", "2027-06-16 08:00")
    assert told(story, lea) == [
        (STARTED, "2027-06-08 22:00"),
        (IN_7, "2027-06-09 06:00"),
        (TODAY, "2027-06-16 06:00"),
    ]
    assert arrived(sink, (lea,)) == {"Lea": 3}


@on_both
@pytest.mark.rule(
    "X-06", "an e-mail that was waiting when its day was over the date line again goes when the day comes"
)
def test_what_was_waiting_when_the_zone_moved_west_is_not_lost(story: Story, sink: Sink):
    settled(story, APIA, "2027-05-04 12:00")
    lea = story.person("Lea")
    story.assign(lea, start="2027-05-05", due="2027-05-05")
    # ── the mail server is down while Apia's 5th begins, and has its hour
    sink.refuse()
    live(story, "2027-05-05 00:00", "2027-05-05 08:00")
    sink.accept()
    story.at("2027-05-05 12:00")
    change(story, zone=NEW_YORK)
    story.loop()
    waiting = story.messages(lea, channel="email")
    assert [row.status for row in waiting] == ["suppressed", "suppressed"]
    assert waiting[0].why == "The assignment starts on Wednesday, 5 May 2027."
    # ── the day begins in New York, and has its hour
    live(story, "2027-05-05 00:00")
    assert arrived(sink, (lea,)) == {"Lea": 1}
    live(story, "2027-05-05 08:00", "2027-05-06 08:00")
    assert [row.status for row in story.messages(lea, channel="email")] == ["sent", "sent"]
    assert arrived(sink, (lea,)) == {"Lea": 2}


@pytest.mark.rule(
    "X-06", "the reminder hour moved later: who was reminded is not reminded again, who came since is, at the new one"
)
@pytest.mark.rule(
    "X-06", "the reminder hour moved earlier than now: the day is decided at once, also for what was set between"
)
def test_the_reminder_hour_moves(story: Story, sink: Sink):
    settled(story, BERLIN, "2027-06-08 12:00")
    lea, noa, kim, max_ = (story.person(name) for name in ("Lea", "Noa", "Kim", "Max"))
    courses = [story.course(f"Course {number}") for number in range(3)]
    story.assign(lea, due="2027-06-09")
    story.loop()
    live(story, "2027-06-09 08:00")
    # ── 9 June: 08:00 has been, now it is 17:00 that counts
    story.at("2027-06-09 10:00")
    change(story, reminder_hour=17)
    story.assign(noa, due="2027-06-09", training=courses[0])
    story.loop()
    live(story, "2027-06-09 17:00", "2027-06-09 18:00")
    assert told(story, lea) == [(STARTED, "2027-06-08 10:00"), (TODAY, "2027-06-09 06:00")]
    assert told(story, noa) == [(STARTED, "2027-06-09 08:00"), (TODAY, "2027-06-09 15:00")]
    # ── 10 June, 11:00: before 17:00, and 06:00 has been
    story.at("2027-06-10 09:00")
    story.assign(kim, due="2027-06-10", training=courses[1])
    story.loop()
    story.at("2027-06-10 11:00")
    change(story, reminder_hour=6)
    story.loop()
    assert told(story, kim) == [(STARTED, "2027-06-10 07:00"), (TODAY, "2027-06-10 09:00")]
    story.assign(max_, due="2027-06-11", training=courses[2])
    live(story, "2027-06-10 17:00", "2027-06-11 06:00", "2027-06-11 17:00")
    assert told(story, max_)[1:] == [(TODAY, "2027-06-11 04:00")]
    assert len(told(story, kim)) == 2
    assert arrived(sink, (lea, noa, kim, max_)) == {"Lea": 2, "Noa": 2, "Kim": 2, "Max": 2}


@pytest.mark.rule(
    "X-06", "a change within a standstill: what was missed is told once, what had passed before is not made up for"
)
def test_a_zone_that_changes_while_nothing_runs(story: Story, sink: Sink):
    settled(story, BERLIN, "2027-06-01 12:00")
    lea, noa = story.person("Lea"), story.person("Noa")
    story.assign(lea, start="2027-06-03", due="2027-06-11")
    # ── the loop stands still, pages do not: on the 4th, after the hour, something due within seven days is assigned
    story.at("2027-06-04 10:00")
    story.assign(noa, due="2027-06-11")
    story.at("2027-06-09 22:00")
    change(story, zone=KOLKATA)
    story.at("2027-06-10 05:00")
    story.loop()
    assert told(story, lea) == [(STARTED, "2027-06-09 23:30"), (IN_7, "2027-06-09 23:30")]
    assert told(story, noa) == [(STARTED, "2027-06-09 23:30")]
    live(story, "2027-06-11 08:00", "2027-06-12 08:00")
    assert told(story, lea)[2:] == told(story, noa)[1:] == [(TODAY, "2027-06-11 02:30")]
    assert arrived(sink, (lea, noa)) == {"Lea": 3, "Noa": 2}


def _days() -> list[tuple[date, date]]:
    with db.read() as session:
        places = select(Assignment.starts_on, Assignee.due_on).where(Assignment.id == Assignee.assignment_id)
        return sorted(map(tuple, session.exec(places)))
