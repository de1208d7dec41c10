"""Lapsing by the loop: at the beginning of an organization day, recorded as decided, caught up, never twice (A-20)."""

import threading
from datetime import date

import pytest
from sqlmodel import select
from support import places
from support.database import Database
from support.story import Story

from training_app.core import db
from training_app.core.audit import AuditEntry
from training_app.notifications.model import DecidedDay
from training_app.notifications.rules import Moment
from training_app.worker import loop


@pytest.fixture
def story(database: Database) -> Story:
    return Story()


@pytest.fixture
def lea(story: Story):
    """Lea has to do until 10 March what is accredited through the last day of summer time's eve, 27 March."""
    return story.person("Lea")


def assign(story: Story, lea, last_day: str = "2027-03-27") -> int:
    with db.write() as session:
        story.training.accredited_through = date.fromisoformat(last_day)
        session.add(story.training)
    return story.assign(lea, due="2027-03-10")


def closed(lea) -> str | None:
    with db.read() as session:
        return places.attempt_of(session, lea).closed_as


def lapses() -> int:
    with db.read() as session:
        return len(session.exec(select(AuditEntry).where(AuditEntry.act == "enrollments lapsed")).all())


@pytest.mark.rule("A-20", "lapses as the first organization day after the accreditation begins, summer time or not")
@pytest.mark.parametrize("last_day", ["2027-03-20", "2027-03-27", "2027-03-28"])
def test_it_lapses_at_midnight_after_the_last_day(story: Story, lea, last_day):
    assign(story, lea, last_day)
    story.loop()
    # ── the last minute of the last day, and the first of the next; the clocks go forward on 28 March
    story.at(f"{last_day} 23:59")
    story.loop()
    assert closed(lea) is None
    story.at(f"{date.fromordinal(date.fromisoformat(last_day).toordinal() + 1)} 00:00")
    story.loop()
    assert closed(lea) == "lapsed"


@pytest.mark.rule("A-20", "no reminders, and no start notice, of what has lapsed")
def test_nobody_is_reminded_of_what_has_lapsed(story: Story, lea):
    with db.write() as session:
        story.training.accredited_through = date(2027, 3, 12)
        session.add(story.training)
    story.assign(lea, due="2027-03-12")
    for moment in ("2027-03-01 09:00", "2027-03-05 08:00", "2027-03-12 08:00"):
        story.at(moment)
        story.loop()
    told = story.told(lea)
    # ── lapsed: a midnight, and the reminder hours that follow
    for moment in ("2027-03-13 00:00", "2027-03-13 08:00", "2027-03-19 08:00"):
        story.at(moment)
        story.loop()
    assert closed(lea) == "lapsed"
    assert story.told(lea) == told == ["assignment started", "due in 7 days", "due today"]


@pytest.mark.rule("A-20", "caught up after a standstill, and decided once for each day")
def test_a_standstill_is_caught_up(story: Story, lea):
    assign(story, lea)
    story.loop()
    story.at("2027-04-05 15:00")
    story.loop()
    assert (closed(lea), lapses()) == ("lapsed", 1)
    with db.read() as session:
        decided = select(DecidedDay.day).where(DecidedDay.moment == Moment.ACCREDITATIONS_END)
        days = sorted(session.exec(decided))
    assert (days[0], days[-1]) == (date(2027, 2, 28), date(2027, 4, 5))
    assert len(days) == (days[-1] - days[0]).days + 1


def test_two_loops_at_the_same_moment_lapse_once(story: Story, lea):
    assign(story, lea)
    story.loop()
    story.at("2027-03-28 00:00")
    ready = threading.Barrier(3)

    def one() -> None:
        ready.wait()
        loop.tick(story.now)

    going = [threading.Thread(target=one) for _ in range(3)]
    for thread in going:
        thread.start()
    for thread in going:
        thread.join(60)
    assert (closed(lea), lapses()) == ("lapsed", 1)
