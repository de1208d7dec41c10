"""Stories in which the organization's clocks matter: another zone, another hour, and what arrived at which instant."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from support.build import SYSTEM
from support.smtp import Sink
from support.story import Story

from training_app.core import db
from training_app.people import settings
from training_app.people.model import Person

STARTED, IN_7, TODAY = "assignment started", "due in 7 days", "due today"
APIA, NEW_YORK, BERLIN, KOLKATA = "Pacific/Apia", "America/New_York", "Europe/Berlin", "Asia/Kolkata"
SECOND = timedelta(seconds=1)
Told = list[tuple[str, str]]
"""Occasions and instants, as UTC shows them: `("due today", "2027-03-28 06:00")`."""


def change(story: Story, **said) -> None:
    """An admin changes the settings."""
    with db.write() as session:
        base = settings.entered(session, SYSTEM)
        settings.change(session, SYSTEM, base=base, new=replace(base, **said), now=story.now)
    if "zone" in said:
        story.zone = said["zone"]
        story.now = story.now.astimezone(ZoneInfo(story.zone))


def settled(story: Story, zone: str, local: str, **said) -> None:
    """The organization has been living in this zone, and its loop goes round."""
    change(story, zone=zone, **said)
    story.at(local)
    story.loop()


def live(story: Story, *local: str) -> None:
    """The loop goes round a second before each of these local times, and at it until it finds nothing more."""
    for moment in local:
        instant = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(story.zone)).astimezone(UTC)
        for now in (instant - SECOND, instant):
            go_on(story, now)
            story.loop()


def go_on(story: Story, instant: datetime) -> None:
    """It is now this instant."""
    story.now = instant.astimezone(ZoneInfo(story.zone))


def told(story: Story, person: Person, channel: str = "") -> Told:
    """Of what the person was told, and when it was made; the bell and e-mail say the same unless one is asked for."""
    by = {each: _told(story, person, each) for each in ("email", "dashboard")}
    if not channel:
        assert by["email"] == by["dashboard"]
    return by[channel or "email"]


def arrived(sink: Sink, persons: Iterable[Person]) -> dict[str, int]:
    """How many mails each of these people has got."""
    return {person.first_name: sink.recipients().count(person.email) for person in persons}


def _told(story: Story, person: Person, channel: str) -> Told:
    rows = story.messages(person, channel=channel, status="sent")
    return [(row.occasion, f"{row.made_at.astimezone(UTC):%Y-%m-%d %H:%M}") for row in rows]
