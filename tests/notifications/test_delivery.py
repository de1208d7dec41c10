"""What an e-mail says, to whom it goes, and who no longer gets it."""

import pytest
from support.build import Builder
from support.evaluating import QUESTIONS
from support.smtp import Sink
from support.story import Story

from training_app.core import db
from training_app.people.model import Person

# ── what is sent


@pytest.mark.rule("N-06", "e-mail goes through SMTP")
def test_a_notice_arrives_at_the_mail_server(story: Story, sink: Sink, decided):
    lea, noa, _ = decided
    story.loop()
    assert sorted(sink.recipients()) == sorted([lea.email, noa.email])
    assert sink.connections == 1
    assert story.email(lea).status == "sent"
    assert story.email(lea).answer == "250 Kept"
    assert story.email(lea).attempts == 1


@pytest.mark.rule("N-01", "a message has subject, text and HTML, from the registered sender")
def test_a_notice_says_who_what_and_when_and_where(story: Story, sink: Sink, decided):
    story.loop()
    sent = next(one for one in sink.received if "Lea" in str(one["To"]))
    assert sent["Subject"] == "New training: Lifting safely"
    assert sent["From"].addresses[0].addr_spec == "training@county.test"
    assert sent["From"].addresses[0].display_name == "County Fire & Rescue"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["Date"].datetime == story.now.replace(microsecond=0)
    text = sent.get_body(("plain",)).get_content()
    assert "Hello Lea," in text
    assert "Saturday, 20 March 2027" in text
    assert "Europe/Berlin" in text
    assert "http://localhost:3000/learn/" in text
    assert "http://localhost:3000/learn/" in sent.get_body(("html",)).get_content()
    assert story.email(decided[0]).text.replace("\r\n", "\n") == text.replace("\r\n", "\n")


@pytest.mark.rule("N-01", "names are escaped, and add no header")
def test_a_name_is_neither_markup_nor_a_header(story: Story, sink: Sink):
    sly = story.person("<b>Lea</b>\r\nBcc: all@county.test", email="lea@county.test", username="lea")
    story.assign(sly, due="2027-03-20", training=story.course("A & B\r\nX-Sly: yes"))
    story.loop()
    (sent,) = sink.received
    assert sent["Bcc"] is None
    assert sent["X-Sly"] is None
    assert sent["Subject"] == "New training: A & B X-Sly: yes"
    assert "&lt;b&gt;Lea&lt;/b&gt;" in sent.get_body(("html",)).get_content()
    assert "<b>Lea" in sent.get_body(("plain",)).get_content()


@pytest.mark.rule("X-07", "an e-mail address changed before sending: the new one")
def test_a_mail_goes_to_the_address_of_the_moment_of_sending(story: Story, sink: Sink, decided):
    lea, *_ = decided
    with db.write() as session:
        session.get_one(Person, lea.id).email = "new@county.test"
    story.loop()
    assert "new@county.test" in sink.recipients()
    assert lea.email not in sink.recipients()


# ── the reason is asked again


@pytest.mark.rule("N-04", "nobody is reminded of what they completed")
def test_whoever_completed_in_the_meantime_gets_no_mail(story: Story, sink: Sink, decided):
    lea, noa, _ = decided
    story.complete(lea)
    story.loop()
    assert sink.recipients() == [noa.email]
    assert story.email(lea).status == "suppressed"
    assert story.email(lea).why == "It was completed on Monday, 1 March 2027."


@pytest.mark.rule("N-04", "whoever passed and owes the evaluation is reminded, of the evaluation")
def test_a_passed_course_is_due_until_it_is_evaluated(story: Story, sink: Sink):
    with db.write() as session:
        course = Builder(session, story.now).course("Radio", evaluation=QUESTIONS)
    lea = story.person("Lea")
    story.assign(lea, due="2027-03-20", training=course)
    story.loop()
    story.complete(lea, course)
    story.at("2027-03-13 12:00")
    story.loop()
    assert sink.received[-1]["Subject"] == "Radio is passed, but an evaluation is due in 7 days"


@pytest.mark.rule("N-04", "nobody is told of what they were withdrawn or excused from")
@pytest.mark.parametrize(
    ("take_out", "why"),
    [(Story.withdraw, "The person is no longer in this assignment."), (Story.excuse, "The person was excused.")],
)
def test_whoever_was_taken_out_in_the_meantime_gets_no_mail(story: Story, sink: Sink, decided, take_out, why):
    lea, noa, made = decided
    take_out(story, made, lea)
    story.loop()
    assert sink.recipients() == [noa.email]
    assert (story.email(lea).status, story.email(lea).why) == ("suppressed", why)


@pytest.mark.rule("N-04", "a deactivated person is not sent what waits")
def test_whoever_was_deactivated_in_the_meantime_gets_no_mail(story: Story, sink: Sink, decided):
    lea, noa, _ = decided
    story.deactivate(lea)
    story.loop()
    assert sink.recipients() == [noa.email]
    assert story.email(lea).why == "The person was deactivated."


@pytest.mark.rule("N-04", "nobody is reminded of what was moved")
def test_whoever_has_more_time_in_the_meantime_is_not_reminded(story: Story, sink: Sink, decided):
    lea, noa, made = decided
    story.loop()
    story.at("2027-03-20 08:00")
    story.decide()
    story.extend(made, lea, due="2027-03-25")
    sink.mails.clear()
    story.loop()
    assert [mail.subject for mail in sink.to(noa.email)] == ["Lifting safely is due today"]
    assert [mail.subject for mail in sink.to(lea.email)] == ["New due date: Lifting safely"]
    (suppressed,) = story.messages(lea, status="suppressed")
    assert suppressed.why == "The due date is Thursday, 25 March 2027 now."


@pytest.mark.rule("N-04", "a reminder stays when another assignment asks for the same training on that day")
def test_a_reminder_is_sent_while_another_assignment_still_asks(story: Story, sink: Sink):
    lea = story.person("Lea")
    first = story.assign(lea, due="2027-03-20")
    story.assign(lea, due="2027-03-20")
    story.loop()
    story.at("2027-03-20 08:00")
    story.decide()
    story.withdraw(first, lea)
    story.loop()
    assert story.told(lea)[-1] == "due today"
