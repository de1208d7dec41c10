"""What the review says will be sent, beside what the loop then makes (A-13, A-15, A-16)."""

import os
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session
from support.build import SYSTEM
from support.cast import Cast
from support.database import spread
from support.editing.in_story import edit
from support.story import Story

from training_app.core import db
from training_app.core.errors import NotAllowed
from training_app.core.organization import OrganizationRow
from training_app.notifications.deciding.planned import (
    AT_ONCE,
    NOT_TOLD_YET,
    PASSED,
    PlannedMessage,
    planned,
    planned_edit,
)

OCCASIONS = {
    "Assigned to you": "assignment started",
    "Due in 7 days": "due in 7 days",
    "Due today": "due today",
    "New due date": "due date moved",
}
Told = set[tuple[str, str]]
"""Moments in local time, and occasions."""

# When it is made, when it starts, when it is due; Berlin's clocks change on 28 March and 31 October.
CALENDAR = {
    "today, due in two weeks": ("2027-03-01 09:00", "2027-03-01", "2027-03-15"),
    "today, due today, before the hour": ("2027-03-01 07:59", "2027-03-01", "2027-03-01"),
    "today, due today, at the hour": ("2027-03-01 08:00", "2027-03-01", "2027-03-01"),
    "today, due today, after the hour": ("2027-03-01 09:00", "2027-03-01", "2027-03-01"),
    "today, due in 3 days": ("2027-03-01 09:00", "2027-03-01", "2027-03-04"),
    "today, due in 7 days, before the hour": ("2027-03-01 06:30", "2027-03-01", "2027-03-08"),
    "today, due in 7 days, after the hour": ("2027-03-01 09:00", "2027-03-01", "2027-03-08"),
    "today, due in 8 days": ("2027-03-01 09:00", "2027-03-01", "2027-03-09"),
    "tomorrow, due in two weeks": ("2027-03-01 23:59", "2027-03-02", "2027-03-16"),
    "in a week, due on the day it starts": ("2027-03-01 09:00", "2027-03-08", "2027-03-08"),
    "in a week, due 3 days later": ("2027-03-01 09:00", "2027-03-08", "2027-03-11"),
    "in a week, due 7 days later": ("2027-03-01 09:00", "2027-03-08", "2027-03-15"),
    "on the day the clocks go forward": ("2027-03-26 09:00", "2027-03-28", "2027-04-04"),
    "due on the day the clocks go forward": ("2027-03-20 09:00", "2027-03-21", "2027-03-28"),
    "on the day the clocks go back": ("2027-10-29 09:00", "2027-10-31", "2027-11-07"),
    "due on the day the clocks go back": ("2027-10-23 09:00", "2027-10-24", "2027-10-31"),
}
HOURS = range(24) if os.environ.get("MUSTER_PROVE") else (0, 1, 3, 7, 8, 9)
EDITS = {
    "later": ("2027-03-03 09:00", None, "2027-03-25"),
    "sooner, within seven days": ("2027-03-03 09:00", None, "2027-03-08"),
    "while upcoming": ("2027-02-26 09:00", "2027-03-02", "2027-03-12"),
}


def plan(story: Story, start: str, due: str, *, people: int = 1, dashboard: bool = True, emails: bool = True):
    with db.read() as session:
        return planned(session, SYSTEM, starts_on=date.fromisoformat(start), due_on=date.fromisoformat(due),
                       dashboard=dashboard, emails=emails, people=people, now=story.now)  # fmt: skip


def plan_edit(story: Story, start: str, due: str, **said) -> tuple[PlannedMessage, ...]:
    usual = {"moved": 0, "added": 0, "dashboard": True, "emails": True}
    days = {"starts_on": date.fromisoformat(start), "due_on": date.fromisoformat(due)}
    with db.read() as session:
        return planned_edit(session, SYSTEM, **days, **usual | said, now=story.now)


def said(messages: tuple[PlannedMessage, ...], now: datetime) -> Told:
    """What will be sent, at local minutes."""
    return {
        (f"{now:%Y-%m-%d %H:%M}" if one.time == AT_ONCE else f"{one.day} {one.time}", OCCASIONS[one.what])
        for one in messages
        if one.people
    }


def made(story: Story, channel: str) -> Told:
    """What the loop made, at local minutes."""
    zone = ZoneInfo(story.zone)
    return {(f"{row.made_at.astimezone(zone):%Y-%m-%d %H:%M}", row.occasion) for row in story.messages(channel=channel)}


def live_through(story: Story, due: str) -> None:
    """The loop goes round on the hour, as moments are, until the day after the due day: about those, and at night."""
    zone = ZoneInfo(story.zone)
    end = datetime.fromisoformat(due).replace(tzinfo=zone) + timedelta(days=1)
    story.loop()
    instant = story.now.astimezone(ZoneInfo("UTC")).replace(minute=0) + timedelta(hours=1)
    while instant <= end:
        story.now = instant.astimezone(zone)
        if story.now.hour in HOURS:
            story.decide()
        instant += timedelta(hours=1)


@pytest.mark.rule("A-13", "every notification that the review names is made, at that moment, and no other")
@pytest.mark.parametrize(("database", "now", "start", "due"), spread(CALENDAR), indirect=["database"])
def test_what_is_planned_is_what_the_loop_makes(story: Story, now: str, start: str, due: str):
    story.at(now)
    story.loop()
    lea = story.person("Lea")
    told = said(plan(story, start, due), story.now)
    story.assign(lea, start=start, due=due)
    live_through(story, due)
    assert made(story, "email") == told
    assert made(story, "dashboard") == told


@pytest.mark.rule("A-13", "what the review says of another hour and zone is what the loop makes")
@pytest.mark.parametrize(
    ("zone", "hour", "day"), [("Europe/Berlin", 2, "2027-03-28"), ("America/Santiago", 0, "2027-09-05")]
)
def test_an_hour_that_the_clocks_skip_is_planned_as_it_comes(story: Story, zone: str, hour: int, day: str):
    with db.write() as session:
        row = session.get_one(OrganizationRow, 1)
        row.zone, row.reminder_hour = zone, hour
    story.zone = zone
    before = (date.fromisoformat(day) - timedelta(days=2)).isoformat()
    story.at(f"{before} 12:00")
    story.loop()
    lea = story.person("Lea")
    told = said(plan(story, day, day), story.now)
    story.assign(lea, start=day, due=day)
    live_through(story, day)
    assert len(told) == 2
    assert made(story, "email") == told


@pytest.mark.rule("A-15", "the review says: at once when it starts today")
def test_what_starts_today_is_told_at_once_to_everybody(story: Story):
    start = plan(story, "2027-03-01", "2027-04-01", people=214)[0]
    assert start == PlannedMessage("2027-03-01", AT_ONCE, "Assigned to you", 214, at_most=False,
                                   channels="bell and e-mail", note="")  # fmt: skip


@pytest.mark.rule("A-15", "the review says: at midnight of a start day in the future")
def test_what_starts_later_is_told_at_midnight(story: Story):
    start = plan(story, "2027-03-22", "2027-04-30", people=214)[0]
    assert (start.day, start.time, start.people) == ("2027-03-22", "00:00", 214)


@pytest.mark.rule("A-16", "the review names both reminders, to those who are not complete by then")
def test_the_reminders_are_planned_at_the_organization_s_hour(story: Story):
    _, week, due = plan(story, "2027-03-22", "2027-04-30", people=214)
    assert week == PlannedMessage("2027-04-23", "08:00", "Due in 7 days", 214, at_most=True,
                                  channels="bell and e-mail", note="")  # fmt: skip
    assert (due.day, due.time, due.what, due.at_most) == ("2027-04-30", "08:00", "Due today", True)


@pytest.mark.rule("A-16", "the review says of a moment that has passed that it is not made up for")
def test_a_moment_that_has_passed_is_named_as_not_sent(story: Story):
    _, week, due = plan(story, "2027-03-01", "2027-03-04", people=214)
    assert (week.day, week.people, week.note) == ("2027-02-25", 0, PASSED)
    assert (due.day, due.people, due.note) == ("2027-03-04", 214, "")


def test_a_reminder_before_the_start_is_named_as_not_sent(story: Story):
    _, week, _ = plan(story, "2027-03-08", "2027-03-11", people=214)
    assert (week.day, week.people) == ("2027-03-04", 0)
    assert week.note == "Not sent: the assignment starts on Monday, 8 March 2027."


@pytest.mark.rule("A-12", "a channel that is switched off is planned for nobody; with both off nothing is")
def test_the_switches_say_which_channels_are_planned(story: Story):
    assert {one.channels for one in plan(story, "2027-03-01", "2027-04-01", emails=False)} == {"bell"}
    assert {one.channels for one in plan(story, "2027-03-01", "2027-04-01", dashboard=False)} == {"e-mail"}
    assert plan(story, "2027-03-01", "2027-04-01", dashboard=False, emails=False) == ()


@pytest.mark.rule("A-19", "what the edit says will be sent is what the loop makes, for those moved and those added")
@pytest.mark.parametrize(("database", "now", "start", "due"), spread(EDITS), indirect=["database"])
def test_what_is_planned_of_an_edit_is_what_the_loop_makes(story: Story, now: str, start: str | None, due: str):
    story.at("2027-02-25 12:00")
    lea, noa = story.person("Lea"), story.person("Noa")
    made_id = story.assign(lea, start="2027-03-01", due="2027-03-20")
    story.loop_until(now, hours=12)
    story.loop()
    before = len(story.messages())
    restarted = {"restarted": 1} if start else {}
    told = plan_edit(story, start or "2027-03-01", due, moved=1, added=1, **restarted)
    edit(story, made_id, add=[noa], start=start, due=due)
    live_through(story, due)
    zone = ZoneInfo(story.zone)
    new = [row for row in story.messages()[before:] if row.channel == "email"]
    assert {(f"{row.made_at.astimezone(zone):%Y-%m-%d %H:%M}", row.occasion) for row in new} == said(
        told, datetime.fromisoformat(now)
    )


@pytest.mark.rule("A-19", "an edit names who is told of the new date, who is added, and who is reminded anew")
def test_an_edit_plans_for_those_moved_and_those_added(story: Story):
    planned = plan_edit(story, "2027-03-01", "2027-03-04", moved=200, added=14)
    assert [(one.what, one.time, one.people, one.note) for one in planned] == [
        ("New due date", AT_ONCE, 200, ""),
        ("Assigned to you", AT_ONCE, 14, ""),
        ("Due in 7 days", "08:00", 0, PASSED),
        ("Due today", "08:00", 214, ""),
    ]


def test_an_edit_of_an_upcoming_assignment_tells_nobody_of_the_new_date(story: Story):
    first, *_ = plan_edit(story, "2027-03-05", "2027-03-20", moved=200)
    assert (first.what, first.people, first.note) == ("New due date", 0, NOT_TOLD_YET)


def test_an_edit_that_moves_and_adds_nobody_brings_nothing(story: Story):
    assert plan_edit(story, "2027-03-01", "2027-03-20") == ()


@pytest.mark.rule("A-12", "with both switches off an edit brings nothing")
def test_an_edit_with_both_switches_off_brings_nothing(story: Story):
    assert plan_edit(story, "2027-03-01", "2027-03-20", moved=2, added=2, dashboard=False, emails=False) == ()


def test_who_may_not_assign_is_told_nothing_of_it(session: Session, cast: Cast, now: datetime):
    day = now.date()
    asked = {"starts_on": day, "due_on": day, "dashboard": True, "emails": True, "people": 1, "now": now}
    assert planned(session, cast.actor(cast.ada), **asked)
    for person in (cast.tess, cast.max, cast.lea):
        with pytest.raises(NotAllowed):
            planned(session, cast.actor(person), **asked)
