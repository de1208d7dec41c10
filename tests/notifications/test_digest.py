"""The reminders of a day in one mail, for who asked for it; none by e-mail, for who asked for that (N-08)."""

from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from support.build import SYSTEM, Builder
from support.editing.in_story import edit
from support.smtp import Sink
from support.story import Story

from training_app.catalog.model import Training
from training_app.core import db
from training_app.notifications import actions, preferences
from training_app.notifications.deciding import days
from training_app.notifications.rules import ReminderMails
from training_app.notifications.sending import delivery
from training_app.people.model import Person

# What the databases do differently is in `test_digest_at_once`.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

TOGETHER = "Your reminders of today"
DUE, SOON = "Lifting safely is due today", "Radio is due in 7 days"


@dataclass
class Told:
    """Lea has been told of two trainings: one is due on 20 March, the other a week later. She wants one mail a day."""

    story: Story
    lea: Person
    radio: Training
    lifting_made: int
    radio_made: int

    def said(self, status: str) -> list[str]:
        """The subjects of her e-mails of that day in this status."""
        return [one.subject for one in self.mails() if one.status == status]

    def late(self) -> None:
        """Something is decided after the reminders of the day that was assigned before them."""
        self.story.decide()
        self.story.at("2027-03-20 07:00")
        self.story.assign(self.lea, due="2027-03-20", training=self.story.course("Driving"))
        self.story.at("2027-03-20 08:05")

    def mails(self):
        return [one for one in self.story.messages(self.lea, channel="email") if one.occasion != "assignment started"]


def prefer(story: Story, *persons: Person, reminders: ReminderMails = ReminderMails.DIGEST) -> None:
    """These people choose how their reminders come."""
    with db.write() as session:
        for person in persons:
            preferences.choose(session, Builder(session, story.now).actor(person), reminders=reminders, now=story.now)


@pytest.fixture
def told(story: Story) -> Told:
    lea, radio = story.person("Lea"), story.course("Radio")
    made = story.assign(lea, due="2027-03-20"), story.assign(lea, due="2027-03-27", training=radio)
    prefer(story, lea)
    story.loop()
    story.at("2027-03-20 08:00")
    return Told(story, lea, radio, *made)


# ── what comes


@pytest.mark.rule("N-08", "who wants that gets the reminders of one day in one mail, the most urgent first")
def test_the_reminders_of_a_day_come_in_one_mail_the_most_urgent_first(told: Told, sink: Sink):
    told.story.loop()
    (mail,) = sink.mails
    assert mail.subject == TOGETHER
    first, second = "- Lifting safely is due today (Saturday, 20", "- Radio is due in 7 days (Saturday, 27"
    assert mail.text.index(first) < mail.text.index(second)
    assert mail.text.count("http://localhost:3000/learn/") == 2


@pytest.mark.rule("N-08", "what a digest says is sent with it, and so shown to admins")
def test_what_a_digest_says_is_sent_with_it(told: Told, sink: Sink):
    told.story.loop()
    due, soon, digest = sorted(told.mails(), key=lambda one: one.occasion)
    assert {one.status for one in (due, soon, digest)} == {"sent"}
    assert due.carried_by_id == soon.carried_by_id == digest.id
    assert due.sent_at == soon.sent_at == digest.sent_at
    assert due.answer == digest.answer == "250 Kept"
    assert sorted(told.story.told(told.lea, "dashboard")[-2:]) == ["due in 7 days", "due today"]


@pytest.mark.rule("N-08", "a digest of one reminder is that reminder, in its own words")
def test_a_digest_of_one_reminder_is_that_reminder(told: Told, sink: Sink):
    told.story.complete(told.lea, told.radio)
    told.story.loop()
    assert [mail.subject for mail in sink.mails] == [DUE]
    assert told.said("sent") == [DUE, DUE]


@pytest.mark.rule("N-08", "the first notice of an assignment, and what is no reminder, cannot be switched off")
@pytest.mark.parametrize("reminders", [ReminderMails.DIGEST, ReminderMails.NONE])
def test_what_is_no_reminder_cannot_be_switched_off(story: Story, sink: Sink, reminders):
    lea = story.person("Lea")
    prefer(story, lea, reminders=reminders)
    made = story.assign(lea, due="2027-03-20")
    story.loop()
    story.extend(made, lea, due="2027-03-25")
    story.loop()
    subjects = [mail.subject for mail in sink.to(lea.email)]
    assert subjects == ["New training: Lifting safely", "New due date: Lifting safely"]


@pytest.mark.rule("N-08", "who wants no reminders by e-mail has them under the bell only")
def test_who_wants_none_is_reminded_under_the_bell_only(told: Told, sink: Sink):
    story = told.story
    prefer(story, told.lea, reminders=ReminderMails.NONE)
    story.loop()
    assert sink.mails == []
    assert told.mails() == []
    assert story.told(told.lea, "dashboard")[-2:] == ["due today", "due in 7 days"]


# ── asked again when it goes


@pytest.mark.rule("N-04", "of the reminders in a digest only those are said that still have their reason")
def test_what_has_no_reason_any_more_is_left_out_of_the_digest(told: Told, sink: Sink):
    story = told.story
    told.late()
    story.decide()
    story.complete(told.lea)
    story.loop()
    (text,) = [mail.text for mail in sink.mails if mail.subject == TOGETHER]
    assert "Driving is due today" in text
    assert "Radio is due in 7 days" in text
    assert "Lifting" not in text
    (left_out,) = [one for one in told.mails() if one.status == "suppressed"]
    assert (left_out.subject, left_out.why) == (DUE, "It was completed on Saturday, 20 March 2027.")


@pytest.mark.rule("N-04", "a digest with nothing left to say is not sent")
def test_a_digest_with_nothing_left_is_suppressed(told: Told, sink: Sink):
    story = told.story
    story.decide()
    story.complete(told.lea)
    story.complete(told.lea, told.radio)
    story.loop()
    assert sink.mails == []
    assert {one.occasion: one.why for one in told.mails()} == {
        "due today": "It was completed on Saturday, 20 March 2027.",
        "due in 7 days": "It was completed on Saturday, 20 March 2027.",
        "reminders of the day": "None of the reminders in it had a reason any more.",
    }


@pytest.mark.rule("A-25", "what is gathered for a digest is called off with its assignment")
def test_a_cancelled_assignment_calls_off_what_was_gathered(told: Told, sink: Sink):
    story = told.story
    story.decide()
    story.cancel(told.radio_made)
    story.decide()
    assert told.said("suppressed") == [SOON]
    sink.mails.clear()
    story.loop()
    assert sorted(mail.subject for mail in sink.to(told.lea.email)) == ["Cancelled: Radio", DUE]


@pytest.mark.rule("N-08", "what was called off while the digest was on its way is on record as sent")
def test_what_was_said_stays_sent_though_it_was_called_off_on_the_way(told: Told, sink: Sink, monkeypatch):
    story, keep = told.story, sink.handle_DATA

    async def cancel_meanwhile(*args: Any) -> str:
        story.cancel(told.radio_made)
        story.decide()
        return await keep(*args)

    story.decide()
    monkeypatch.setattr(sink, "handle_DATA", cancel_meanwhile)
    delivery.process_waiting_mail(story.now)
    assert SOON in told.said("sent")


@pytest.mark.rule("X-05", "a due date moved away and back the same day: said in the digest if that waits, else alone")
@pytest.mark.parametrize("is_gone", [False, True])
def test_a_reminder_whose_reason_came_back_is_said(told: Told, sink: Sink, *, is_gone):
    story = told.story
    story.decide()
    edit(story, told.radio_made, due="2027-03-28")
    story.decide()
    if is_gone:
        story.loop()
        assert SOON in told.said("suppressed")
    sink.mails.clear()
    edit(story, told.radio_made, due="2027-03-27")
    story.loop()
    assert (SOON if is_gone else TOGETHER) in [mail.subject for mail in sink.mails]
    assert SOON in told.said("sent")


# ── whatever the server says


@pytest.mark.rule("N-03", "a digest that was not taken is sent later, and says no more than it did")
def test_a_digest_that_is_tried_again_says_what_it_said_and_later_reminders_go_alone(told: Told, sink: Sink):
    story = told.story
    sink.refusals[told.lea.email] = "451 Try later"
    story.loop()
    assert sorted(told.said("gathered")) == [DUE, SOON]
    told.late()
    sink.refusals.clear()
    story.loop()
    by_subject = {mail.subject: mail.text for mail in sink.mails}
    assert set(by_subject) == {"New training: Driving", "Driving is due today", TOGETHER}
    assert "Driving" not in by_subject[TOGETHER]
    assert by_subject[TOGETHER].count(" is due ") == 2


@pytest.mark.rule("N-03", "a digest that failed can be sent again, with everything in it")
def test_a_failed_digest_is_sent_again_with_everything_in_it(told: Told, sink: Sink):
    story = told.story
    sink.refusals[told.lea.email] = "550 No such mailbox here"
    story.loop()
    assert told.said("failed") == [TOGETHER]
    assert sorted(told.said("gathered")) == [DUE, SOON]
    sink.refusals.clear()
    (failed,) = [one for one in told.mails() if one.status == "failed"]
    with db.write() as session:
        actions.send_again(session, SYSTEM, message_id=failed.id, now=story.now)
    story.loop()
    assert sink.to(told.lea.email)[-1].text.count(" is due ") == 2
    assert sorted(told.said("sent")) == sorted([DUE, SOON, TOGETHER])


# ── at any size


@pytest.mark.rule("N-08", "gathering takes as many statements for many people as for one")
def test_gathering_asks_the_database_no_more_often_for_many(story: Story):
    statements: list[str] = []

    def decided_for(*persons: Person) -> int:
        """How many statements the reminder hour of the next week takes, with these people wanting one mail."""
        story.assign(*persons, due=(story.today).replace(day=story.today.day + 7).isoformat())
        prefer(story, *persons)
        story.decide()
        story.wait(days=7)
        statements.clear()
        assert days.process_reminder_hour(story.now)
        return len(statements)

    def note(_connection, _cursor, statement, _values, _context, _many) -> None:
        statements.append(statement)

    story.decide()
    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        assert decided_for(story.person("Lea")) == decided_for(*(story.person() for _ in range(4)))
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    assert {one.status for one in story.messages(occasion="reminders of the day")} == {"pending"}
    assert len(story.messages(status="gathered")) == 5
