"""The calendar event that goes with the messages of a due date: put in, moved, taken out (N-09)."""

from datetime import date, datetime
from email.message import EmailMessage

import pytest
from icalendar import Calendar, Event
from support.build import SYSTEM, Builder
from support.editing.in_story import edit
from support.smtp import Sink
from support.story import Story

from training_app.assignments.acts import past_due
from training_app.core import db
from training_app.core.tables import known
from training_app.notifications.calendar import address, private
from training_app.notifications.model import NotificationPreference
from training_app.notifications.rules import ReminderMails
from training_app.people.model import Person


def calendars(mail: EmailMessage) -> list[Calendar]:
    return [Calendar.from_ical(part.get_payload(decode=True)) for part in mail.iter_attachments()
            if part.get_content_type() == "text/calendar"]  # fmt: skip


def sent(sink: Sink, person: Person, *, mails: int | None = None) -> list[tuple[str, str, Event]]:
    """Of each mail to somebody its subject, and of its one event what is to be done, and the event."""
    found = []
    for mail in sink.received[:mails]:
        if person.email in mail["To"]:
            ((calendar, part),) = zip(calendars(mail), mail.iter_attachments(), strict=True)
            (event,) = calendar.events
            assert part.get_param("method") == calendar["METHOD"]
            found.append((str(mail["Subject"]).partition(":")[0], str(calendar["METHOD"]), event))
    return found


@pytest.mark.rule("N-09", "messages of a due date carry an .ics event: start, reminders, moved, past due")
@pytest.mark.rule("N-09", "the UID is stable: a moved date updates the event, a withdrawal cancels it")
def test_one_event_goes_from_the_start_to_the_end(story: Story, sink: Sink):
    lea, noa = story.person("Lea"), story.person("Noa")
    made = story.assign(lea, noa, due="2027-03-20")
    story.loop()
    # ── 3 March: it is due two days later; 15 and 22 March: the reminders; 23 March: she is past due
    story.at("2027-03-03 10:00")
    edit(story, made, due="2027-03-22")
    story.loop()
    with db.write() as session:
        secret = address.make(session, Builder(session, story.now).actor(lea), now=story.now)
        (listed,) = Calendar.from_ical(private.calendar(session, token=secret, now=story.now)).events
    for day in ("2027-03-15 08:00", "2027-03-22 08:00", "2027-03-23 09:00"):
        story.at(day)
        story.loop()
    with db.write() as session:
        past_due.notify(session, SYSTEM, assignment_id=made, after=0, now=story.now)
    story.loop()
    # ── and taken out of it
    edit(story, made, remove=[lea])
    story.loop()
    mails = sent(sink, lea)
    assert [(subject, method, event.start) for subject, method, event in mails] == [
        ("New training", "PUBLISH", date(2027, 3, 20)),
        ("New due date", "PUBLISH", date(2027, 3, 22)),
        ("Lifting safely is due in 7 days", "PUBLISH", date(2027, 3, 22)),
        ("Lifting safely is due today", "PUBLISH", date(2027, 3, 22)),
        ("Past due", "PUBLISH", date(2027, 3, 22)),
        ("No longer asked of you", "CANCEL", date(2027, 3, 22)),
    ]
    events = [event for _, _, event in mails]
    assert {(event.uid, str(event["SUMMARY"])) for event in events} == {(events[0].uid, "Due: Lifting safely")}
    assert (listed.uid, listed.start, str(listed["SUMMARY"])) == (events[1].uid, events[1].start, events[1]["SUMMARY"])
    assert listed.sequence >= events[1].sequence
    sequences = [event.sequence for event in events]
    assert sequences == sorted(set(sequences))
    assert str(events[0]["URL"]) in sink.to(lea.email)[0].text
    assert str(events[0]["URL"]) in str(events[0]["DESCRIPTION"])
    assert sent(sink, noa)[0][2].uid != events[0].uid


@pytest.mark.rule("N-09", "an assignment that is cancelled takes its event out; a path is one event")
def test_a_cancelled_path_takes_its_one_event_out(story: Story, sink: Sink):
    lea = story.person("Lea")
    with db.write() as session:
        path = Builder(session, story.now).path("New hire")
    made = story.assign(lea, due="2027-03-20", training=path)
    story.loop()
    story.cancel(made)
    story.loop()
    (_, begun, event), (_, ended, gone) = sent(sink, lea)
    assert (begun, ended, str(event["SUMMARY"])) == ("PUBLISH", "CANCEL", "Due: New hire")
    assert (gone.uid, gone.start, gone["STATUS"]) == (event.uid, event.start, "CANCELLED")
    assert gone.sequence > event.sequence


@pytest.mark.rule("N-09", "two assignments of one training are two events, also where one reminder speaks of both")
def test_two_assignments_of_one_training_are_two_events(story: Story, sink: Sink):
    lea, noa = story.person("Lea"), story.person("Noa")
    first = story.assign(lea, noa, due="2027-03-20")
    story.assign(lea, due="2027-03-20")
    story.loop()
    # ── 13 March: the one reminder was made for the first, of which she is taken out
    story.at("2027-03-13 08:00")
    story.decide()
    edit(story, first, remove=[lea])
    story.loop()
    said = {}
    for subject, method, event in sent(sink, lea):
        said.setdefault(event.uid, []).append((subject.partition(" is due")[0], method))
    assert sorted(said.values()) == [
        [("New training", "PUBLISH"), ("Lifting safely", "PUBLISH")],
        [("New training", "PUBLISH"), ("No longer asked of you", "CANCEL")],
    ]


@pytest.mark.rule("N-09", "reminders of one day in one mail are events in one file")
def test_a_digest_has_the_events_of_all_that_it_says(story: Story, sink: Sink):
    lea = story.person("Lea")
    story.assign(lea, due="2027-03-20")
    story.assign(lea, due="2027-03-13", training=story.course("Größe, Last; Trage"))
    story.loop()
    prefer(lea, ReminderMails.DIGEST, story.now)
    story.at("2027-03-13 08:00")
    story.loop()
    (calendar,) = calendars(sink.received[-1])
    assert len(sink.to(lea.email)) == 3
    assert [(str(event["SUMMARY"]), event.start) for event in calendar.events] == [
        ("Due: Größe, Last; Trage", date(2027, 3, 13)),
        ("Due: Lifting safely", date(2027, 3, 20)),
    ]
    assert {event.uid for event in calendar.events} == {event.uid for _, _, event in sent(sink, lea, mails=2)}


def prefer(person: Person, reminders: ReminderMails, now: datetime) -> None:
    with db.write() as session:
        session.add(NotificationPreference(person_id=known(person.id), reminders=reminders, changed_at=now))
