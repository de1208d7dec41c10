"""A worker so slow that its claim ran out: somebody else has the message, and what the slow one knows is void."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from support.database import forget
from support.smtp import Sink
from support.story import Story

from training_app.notifications.rules import CLAIM
from training_app.notifications.sending import delivery


class Overtaking(Sink):
    """While it takes a mail, the claim runs out and another worker makes the message its own."""

    story: Story

    async def handle_DATA(self, *said: Any) -> str:  # noqa: N802 - the name by which the SMTP server calls it
        later = self.story.now + CLAIM + timedelta(seconds=1)
        await asyncio.to_thread(delivery.claim, later, worker="other:0")
        return await super().handle_DATA(*said)


@pytest.mark.rule("N-03", "whoever lost a claim notes nothing over the one that has the message now")
def test_whoever_lost_a_claim_notes_nothing(story: Story, monkeypatch: pytest.MonkeyPatch):
    lea = story.person("Lea")
    story.assign(lea, due="2027-03-20")
    story.decide()
    sink = Overtaking()
    sink.story = story
    sink.start()
    for name, value in sink.environment().items():
        monkeypatch.setenv(name, value)
    forget()
    try:
        delivery.process_waiting_mail(story.now, worker="slow:0")
    finally:
        sink.stop()
    assert len(sink.mails) == 1
    message = story.email(lea)
    assert (message.status, message.claimed_by, message.sent_at) == ("sending", "other:0", None)
