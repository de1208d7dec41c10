"""Mails with a link that opens an account."""

import pytest
from sqlmodel import select
from support.build import SYSTEM
from support.smtp import Sink
from support.story import Story

from training_app.accounts import actions as accounts
from training_app.core import db
from training_app.core.events import Event
from training_app.notifications.model import Message

# ── links that open an account


@pytest.mark.rule("P-07", "an invitation is mailed, and its token is nowhere kept once it was sent")
def test_an_invitation_carries_its_link_and_leaves_no_token_behind(story: Story, sink: Sink):
    lea = story.person("Lea")
    with db.write() as session:
        token = accounts.invite(session, SYSTEM, person_id=lea.id, now=story.now)
    story.loop()
    (sent,) = sink.received
    assert f"http://localhost:3000/invitation/{token}" in sent.get_body(("plain",)).get_content()
    with db.read() as session:
        kept = [repr(event.payload) for event in session.exec(select(Event))]
        kept += [repr(message.model_dump()) for message in session.exec(select(Message))]
    assert kept
    assert token not in " ".join(kept)


@pytest.mark.rule("P-07", "a forgotten password is answered by a reset link")
def test_a_reset_carries_its_link(story: Story, sink: Sink):
    lea = story.person("Lea")
    with db.write() as session:
        accounts.request_reset(session, name=lea.email, now=story.now)
    story.loop()
    (sent,) = sink.received
    assert "http://localhost:3000/reset/" in sent.get_body(("plain",)).get_content()


@pytest.mark.rule("N-04", "a link that was used in the meantime is not mailed")
def test_a_link_that_is_over_is_not_mailed(story: Story, sink: Sink):
    lea = story.person("Lea")
    with db.write() as session:
        first = accounts.invite(session, SYSTEM, person_id=lea.id, now=story.now)
        second = accounts.invite(session, SYSTEM, person_id=lea.id, now=story.now)
    story.loop()
    assert [second in one.as_string() for one in sink.received] == [True]
    assert first not in repr(story.messages(lea))
    assert [message.status for message in story.messages(lea)] == ["suppressed", "sent"]
