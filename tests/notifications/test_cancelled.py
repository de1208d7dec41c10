"""A cancelled assignment: who is told of it, and what is never sent (A-25)."""

import pytest
from sqlmodel import select
from support.smtp import Sink
from support.story import Story

from training_app.core import db
from training_app.core.events import Event
from training_app.notifications.sending import delivery

STARTED, CANCELLED, IN_7, TODAY = "assignment started", "assignment cancelled", "due in 7 days", "due today"
WHY = "The assignment was cancelled."


@pytest.mark.rule("A-25", "tells those who had been told, once; completed ones are not told")
def test_whoever_had_been_told_is_told_that_it_was_cancelled(story: Story, sink: Sink):
    lea, noa, done = story.person("Lea"), story.person("Noa"), story.person("Dee")
    made = story.assign(lea, noa, done, due="2027-03-20")
    story.loop()
    story.complete(done)
    story.cancel(made)
    story.loop()
    for person in (lea, noa):
        assert [story.told(person, channel) for channel in ("email", "dashboard")] == [[STARTED, CANCELLED]] * 2
    assert story.told(done) == [STARTED]
    sent = sink.to(lea.email)[-1]
    assert sent.subject == "Cancelled: Lifting safely"
    assert "that was due on Saturday, 20 March 2027 was cancelled. You need not complete it any more." in sent.text
    bell = story.messages(lea, channel="dashboard")[-1]
    assert (bell.subject, bell.text, bell.link) == (sent.subject, "You need not complete it any more.", "")


@pytest.mark.rule("A-25", "nobody is reminded of a cancelled assignment")
def test_nobody_is_reminded_of_what_was_cancelled(story: Story):
    lea = story.person("Lea")
    made = story.assign(lea, due="2027-03-20")
    story.loop()
    story.cancel(made)
    for day in ("13", "20"):
        story.at(f"2027-03-{day} 08:00")
        story.loop()
    assert story.told(lea) == [STARTED, CANCELLED]


@pytest.mark.rule("A-25", "cancelled while upcoming nobody had been told, so nobody is")
def test_cancelled_before_its_start_nobody_hears_of_it(story: Story):
    lea = story.person("Lea")
    made = story.assign(lea, start="2027-03-05", due="2027-03-20")
    story.loop()
    story.cancel(made)
    for local in ("2027-03-01 10:00", "2027-03-05 00:00", "2027-03-13 08:00", "2027-03-20 08:00"):
        story.at(local)
        story.loop()
    assert story.messages(lea) == []


@pytest.mark.rule("A-25", "suppresses what was not sent")
def test_what_was_not_sent_is_suppressed_at_once_and_only_the_bell_takes_back_what_it_said(story: Story, sink: Sink):
    lea = story.person("Lea")
    made = story.assign(lea, due="2027-03-20")
    story.decide()
    story.cancel(made)
    story.decide()
    assert (story.email(lea).status, story.email(lea).why) == ("suppressed", WHY)
    story.loop()
    assert sink.mails == []
    assert story.told(lea, "dashboard") == [STARTED, CANCELLED]


@pytest.mark.rule("A-25", "told by the channels by which they had been told")
def test_whoever_was_told_by_mail_alone_is_told_by_mail_alone(story: Story):
    lea = story.person("Lea")
    made = story.assign(lea, due="2027-03-20", dashboard_notifications=False)
    story.loop()
    story.cancel(made)
    story.loop()
    assert story.told(lea) == [STARTED, CANCELLED]
    assert story.messages(lea, channel="dashboard") == []


@pytest.mark.rule("A-25", "a mail on its way when it was cancelled is asked again, and only what it told is taken back")
def test_a_mail_that_was_claimed_when_it_was_cancelled_is_not_sent_and_not_taken_back(story: Story, sink: Sink):
    lea = story.person("Lea")
    made = story.assign(lea, due="2027-03-20")
    story.decide()
    delivery.claim(story.now, worker="gone:0")
    story.cancel(made)
    story.decide()
    story.wait(minutes=10)
    story.loop()
    assert sink.mails == []
    assert [(message.occasion, message.why) for message in story.messages(lea, channel="email")] == [
        (STARTED, WHY),
        (CANCELLED, "The person had not been told of the assignment."),
    ]


@pytest.mark.rule("A-25", "whoever has the same attempt by another assignment is told that it stays")
def test_whoever_still_owes_it_by_another_assignment_is_told_so_and_reminded(story: Story, sink: Sink):
    lea = story.person("Lea")
    first = story.assign(lea, due="2027-03-20")
    story.assign(lea, due="2027-03-20")
    story.loop()
    # ── 13 March: the one reminder of both waits, when the first is cancelled
    story.at("2027-03-13 08:00")
    story.decide()
    story.cancel(first)
    story.loop()
    assert sorted(story.told(lea)) == [CANCELLED, STARTED, STARTED, IN_7]
    said = next(mail.text for mail in sink.to(lea.email) if mail.subject.startswith("Cancelled"))
    assert "Another assignment still asks for it: it is due in 7 days (Saturday, 20 March 2027)." in said
    bell = story.messages(lea, channel="dashboard", occasion=CANCELLED)[0]
    assert bell.text == "It stays among your trainings: something else asks for it too."
    assert bell.link.startswith("/learn/")
    story.at("2027-03-20 08:00")
    story.loop()
    assert story.told(lea)[-1] == TODAY


@pytest.mark.rule("A-26", "excused gets no message, nor does a deactivated person, when it is cancelled")
def test_the_excused_and_the_deactivated_are_not_told(story: Story):
    lea, excused, gone = story.person("Lea"), story.person("Eve"), story.person("Gus")
    made = story.assign(lea, excused, gone, due="2027-03-20")
    story.loop()
    story.excuse(made, excused, until="2027-03-10")
    story.deactivate(gone)
    story.cancel(made)
    story.loop()
    assert [story.told(one)[1:] for one in (lea, excused, gone)] == [[CANCELLED], [], []]


@pytest.mark.rule("N-03", "cancelled twice, and the fact processed again, each person is told once")
def test_a_fact_that_is_processed_again_tells_nobody_twice(story: Story, sink: Sink):
    lea = story.person("Lea")
    made = story.assign(lea, due="2027-03-20")
    story.loop()
    story.cancel(made)
    story.cancel(made)
    story.loop()
    with db.write() as session:
        for event in session.exec(select(Event)):
            event.processed_at = None
    story.loop()
    assert len(sink.to(lea.email)) == 2
    assert len(story.messages(lea, channel="dashboard")) == 2
