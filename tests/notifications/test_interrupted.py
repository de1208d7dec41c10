"""E-mails that the server refuses, or whose sending was cut off; and those without a server."""

from datetime import timedelta

import pytest
from sqlmodel import select
from support.build import SYSTEM
from support.database import Database, forget
from support.smtp import DROP, Sink
from support.story import Story, mails

from training_app.core import db, mail
from training_app.notifications import actions, log
from training_app.notifications.filters import MessageFilter, MessageTab
from training_app.notifications.model import Message
from training_app.notifications.sending import delivery
from training_app.people.model import Person

FAILED = MessageFilter(MessageTab.FAILED)

# ── what the server says


@pytest.mark.rule("N-03", "refused for good: failed at once, with the server's answer, and the others are sent")
def test_a_refusal_for_good_fails_at_once_with_the_answer(story: Story, sink: Sink, decided):
    lea, noa, _ = decided
    sink.refusals[lea.email] = "550 No such mailbox here"
    story.loop()
    assert sink.recipients() == [noa.email]
    assert story.email(lea).status == "failed"
    assert story.email(lea).answer == "550 No such mailbox here"
    story.wait(days=2)
    story.loop()
    assert sink.refused[lea.email] == 1


@pytest.mark.rule("N-03", "tried again 8 times in 24 hours, then failed")
def test_a_refusal_for_now_is_tried_eight_times_within_a_day(story: Story, sink: Sink, decided):
    lea, noa, _ = decided
    sink.refusals[lea.email] = "451 Try later"
    began = story.now
    while story.email(lea).status != "failed":
        story.loop()
        story.now = max(story.email(lea).next_try_at, story.now)
    assert sink.refused[lea.email] == story.email(lea).attempts == 8
    assert timedelta(hours=18) < story.now - began <= timedelta(hours=24)
    assert story.email(lea).answer == "451 Try later"
    assert sink.recipients() == [noa.email]


@pytest.mark.rule("N-03", "sent when the server takes it after all")
@pytest.mark.parametrize("refusal", ["451 Try later", DROP])
def test_a_mail_that_was_not_taken_is_sent_later_with_the_same_id(story: Story, sink: Sink, decided, refusal):
    lea, noa, _ = decided
    sink.refusals[lea.email] = refusal
    story.loop()
    assert sink.recipients() == [noa.email]
    assert story.email(lea).status == "pending"
    assert story.email(lea).answer
    sink.refusals.clear()
    story.wait(seconds=59)
    story.loop()
    assert len(sink.received) == 1
    story.wait(seconds=20)
    story.loop()
    assert sorted(sink.recipients()) == sorted([lea.email, noa.email])
    assert story.email(lea).attempts == 2


@pytest.mark.rule("N-03", "a server that is away loses nothing")
def test_a_server_that_is_away_loses_nothing(story: Story, sink: Sink, decided, monkeypatch):
    lea, noa, _ = decided
    with monkeypatch.context() as away:
        away.setenv("MUSTER_SMTP_PORT", "1")
        forget()
        story.loop()
    forget()
    assert {story.email(one).status for one in (lea, noa)} == {"pending"}
    assert "refused" in story.email(lea).answer
    story.wait(minutes=2)
    story.loop()
    assert sorted(sink.recipients()) == sorted([lea.email, noa.email])


@pytest.mark.rule("N-03", "one bad address never stops the rest")
def test_an_address_that_is_none_fails_alone(story: Story, sink: Sink, decided):
    lea, noa, _ = decided
    with db.write() as session:
        session.get_one(Person, lea.id).email = "lea@@county<test"
    story.loop()
    assert sink.recipients() == [noa.email]
    assert story.email(lea).status == "failed"
    assert "lea@@county<test" in story.email(lea).answer


@pytest.mark.rule("N-03", "a message that cannot be written never stops the rest, and waits")
def test_a_message_of_unknown_kind_waits_alone(story: Story, sink: Sink, decided):
    lea, noa, _ = decided
    with db.write() as session:
        session.exec(
            select(Message).where(Message.person_id == lea.id, Message.channel == "email")
        ).one().occasion = "?"
    story.loop()
    assert sink.recipients() == [noa.email]
    assert story.email(lea).status == "pending"
    assert "reference" in story.email(lea).answer


@pytest.mark.rule("N-03", "a failed e-mail can be sent again by an admin")
def test_a_failed_mail_is_listed_and_can_be_sent_again(story: Story, sink: Sink, decided):
    lea, *_ = decided
    sink.refusals[lea.email] = "550 No such mailbox here"
    story.loop()
    with db.write() as session:
        (row,) = log.messages(session, SYSTEM, wanted=FAILED).found.rows
        assert (row.email, row.answer, row.attempts) == (lea.email, "550 No such mailbox here", 1)
        actions.send_again(session, SYSTEM, message_id=row.id, now=story.now)
    sink.refusals.clear()
    story.loop()
    assert lea.email in sink.recipients()
    with db.read() as session:
        assert log.messages(session, SYSTEM, wanted=FAILED).found.total == 0


# ── interrupted


@pytest.mark.rule("N-03", "an interrupted e-mail is tried again after ten minutes with the same Message-ID")
def test_a_claim_whose_owner_is_silent_is_void_after_ten_minutes(story: Story, sink: Sink, decided):
    delivery.claim(story.now, worker="gone:0")
    story.wait(minutes=9, seconds=59)
    story.loop()
    assert sink.received == []
    story.wait(seconds=1)
    story.loop()
    assert len(sink.received) == 2


@pytest.mark.rule("N-03", "a worker frees its own claims when it starts")
def test_a_worker_that_starts_gives_back_only_its_own_claims(story: Story, sink: Sink, decided):
    delivery.claim(story.now, worker="here:0")
    assert delivery.free_claims(story.now, worker="here:1") == 0
    story.loop()
    assert sink.received == []
    assert delivery.free_claims(story.now, worker="here:0") == 2
    story.loop()
    assert len(sink.received) == 2


@pytest.mark.rule("N-03", "the Message-ID is the message's own, at every try")
def test_the_message_id_is_the_same_at_every_try(story: Story, database: Database, decided):
    story.loop()
    first = {one["To"]: one["Message-ID"] for one in mails()}
    with db.write() as session:
        for message in session.exec(select(Message).where(Message.channel == "email")):
            message.status = "pending"
    story.wait(days=1)
    story.loop()
    assert {one["To"]: one["Message-ID"] for one in mails()} == first
    assert len(set(first.values())) == 2


# ── the mailbox folder


@pytest.mark.rule("N-06", "without SMTP settings messages are written to a mailbox folder, and it can be told")
def test_without_a_server_mails_lie_in_the_mailbox(story: Story, decided):
    lea, noa, _ = decided
    assert mail.is_mailbox()
    story.loop()
    assert sorted(one["To"].addresses[0].addr_spec for one in mails()) == sorted([lea.email, noa.email])
    assert story.email(lea).status == "sent"
    assert sorted(file.suffix for file in mail.mailbox().iterdir()) == [".eml", ".eml"]


def test_with_a_server_there_is_no_mailbox(sink: Sink):
    assert not mail.is_mailbox()
