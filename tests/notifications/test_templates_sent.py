"""Edited texts on their way: into the mail, under the bell, and what happens to one that cannot be used (N-01)."""

import threading
from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlmodel import select
from support.build import SYSTEM
from support.database import Database
from support.smtp import Sink
from support.story import Story

from training_app.core import db
from training_app.core.errors import Invalid
from training_app.notifications.model import Message, MessageTemplate
from training_app.notifications.rules import Occasion
from training_app.notifications.wording import editing, templates
from training_app.notifications.wording.texts import TEXTS

OURS = TEXTS[Occasion.STARTED]


def edit(story: Story, **parts) -> None:
    with db.write() as session:
        base = templates.template(session, SYSTEM, occasion=Occasion.STARTED).wording
        editing.save(session, SYSTEM, occasion=Occasion.STARTED, base=base, new=replace(base, **parts), now=story.now)


def bells(story: Story) -> list[str]:
    with db.read() as session:
        return list(session.exec(select(Message.subject).where(Message.channel == "dashboard").order_by("id")).all())


@pytest.mark.rule("N-01", "what an admin wrote is what arrives, with every name escaped")
@pytest.mark.rule("N-01", "a broken template is noted when a message is sent, once, and holds no message back")
def test_what_an_admin_wrote_is_sent_until_it_breaks(story: Story, sink: Sink):
    edit(story, subject="{{ first_name }}: {{ training }}", html="<h1>{{ training }} for {{ first_name }}</h1>")
    # ── 1 March: Lea is assigned something
    lea = story.person("<b>Lea</b>", email="lea@county.test", username="lea")
    story.assign(lea, due="2027-03-20", training=story.course("Cuts & burns"))
    story.loop()
    (sent,) = sink.received
    assert sent["Subject"] == "<b>Lea</b>: Cuts & burns"
    assert "<h1>Cuts &amp; burns for &lt;b&gt;Lea&lt;/b&gt;</h1>" in sent.get_body(("html",)).get_content()
    assert bells(story) == ["<b>Lea</b>: Cuts & burns"]

    # ── 2 March: an upgrade has taken a field away
    story.at("2027-03-02 09:00")
    with db.write() as session:
        session.connection().execute(sa.update(MessageTemplate).values(html="{{ shoe_size }}"))
    story.assign(lea, story.person("Noa"), due="2027-03-20", training=story.course("Radio"))
    story.loop()
    assert [one["Subject"] for one in sink.received[1:]] == ["New training: Radio"] * 2
    assert bells(story)[1:] == ["New training: Radio"] * 2
    with db.read() as session:
        (noted,) = session.exec(select(MessageTemplate)).all()
    assert (noted.broken_at, noted.broken_why) == (story.now, "HTML: Line 1: this message has no field “shoe_size”.")


@pytest.mark.rule(
    "A-24", "two who edit a message for the first time at the same moment: both are kept, or the second is told"
)
def test_two_first_edits_at_the_same_moment(database: Database):
    story = Story()
    ready, refused = threading.Barrier(3), []

    def one(**parts: str) -> None:
        ready.wait()
        try:
            with db.write() as session:
                new = replace(OURS, **parts)
                editing.save(session, SYSTEM, occasion=Occasion.STARTED, base=OURS, new=new, now=story.now)
        except Invalid as told:
            refused.append(told.message)

    parts = ({"subject": "One"}, {"subject": "Two"}, {"text": "Three"})
    going = [threading.Thread(target=one, kwargs=part) for part in parts]
    for thread in going:
        thread.start()
    for thread in going:
        thread.join(60)
    with db.read() as session:
        stored = session.exec(select(MessageTemplate)).one()
    assert (stored.text, stored.html, stored.version) == ("Three\n", OURS.html, 2)
    assert stored.subject in {"One", "Two"}
    assert refused == [f"Somebody else changed “Subject” meanwhile. It is now: “{stored.subject}”."]
