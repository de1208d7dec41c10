"""Reminders that are gathered for one mail by several loops at the same moment, and taken up by workers meanwhile."""

import threading
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select
from support.build import Builder
from support.smtp import Sink
from support.story import Story

from training_app.core import db
from training_app.notifications import keys, preferences
from training_app.notifications.deciding import digests
from training_app.notifications.model import Message
from training_app.notifications.rules import Occasion, ReminderMails
from training_app.notifications.sending import delivery
from training_app.people.model import Person

NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def people(story: Story) -> list[Person]:
    """Three people who want one mail a day."""
    found = [story.person() for _ in range(3)]
    with db.write() as session:
        for person in found:
            actor = Builder(session, NOW).actor(person)
            preferences.choose(session, actor, reminders=ReminderMails.DIGEST, now=NOW)
    return found


def remind(session: Session, people: list[Person], *, training: int) -> None:
    """Make a reminder of this training for each and gather it, as deciding does."""
    for person in people:
        key = keys.key(keys.REMINDER, training=training, person=person.id, day=date(2027, 3, 1))
        session.add(Message(key=key, channel="email", occasion=Occasion.DUE_TODAY, person_id=person.id, made_at=NOW,
                            next_try_at=NOW))  # fmt: skip
    session.flush()
    digests.gather(session, occasions=[Occasion.DUE_TODAY], made_at=NOW, now=NOW)


def made() -> list[tuple[int, str, bool]]:
    """Of every reminder whose it is, where it stands, and whether that person's digest carries it."""
    digest = sa.orm.aliased(Message)
    carried = (col(Message.carried_by_id) == digest.id) & (col(Message.person_id) == digest.person_id)
    with db.read() as session:
        rows = session.exec(
            select(Message.person_id, Message.status, digest.id)
            .outerjoin(digest, carried)
            .where(Message.occasion == Occasion.DUE_TODAY)
        )
        return sorted((person, status, digest_id is not None) for person, status, digest_id in rows)


@pytest.mark.rule("N-08", "two loops that gather at once make one mail a person, which carries what both made")
def test_two_loops_that_gather_at_once_make_one_digest(story: Story, people: list[Person]):
    ready = threading.Barrier(2)

    def one_loop(training: int) -> None:
        ready.wait()
        with db.write() as session:
            remind(session, people, training=training)

    loops = [threading.Thread(target=one_loop, args=(training,)) for training in (1, 2)]
    for thread in loops:
        thread.start()
    for thread in loops:
        thread.join(60)
    assert len(story.messages(occasion=Occasion.DIGEST)) == len(people)
    assert made() == sorted((person.id, "gathered", True) for person in people for _ in range(2))


@pytest.mark.rule("N-08", "a reminder made after the mail of the day was taken up goes alone")
@pytest.mark.parametrize("is_given_back", [False, True])
def test_what_comes_after_a_worker_took_the_digest_goes_alone(story: Story, people: list[Person], *, is_given_back):
    with db.write() as session:
        remind(session, people, training=1)
    assert len(delivery.claim(NOW, worker="here:0")) == len(people)
    if is_given_back:
        assert delivery.free_claims(NOW, worker="here:0") == len(people)
    with db.write() as session:
        remind(session, people, training=2)
    alone = [(person.id, "pending", False) for person in people]
    assert made() == sorted([(person.id, "gathered", True) for person in people] + alone)


@pytest.mark.rule("N-08", "no worker takes a digest up while something joins it")
@pytest.mark.parametrize("database", ["postgres"], indirect=True)
def test_a_worker_passes_over_a_digest_that_something_is_joining(story: Story, people: list[Person]):
    with db.write() as session:
        remind(session, people[:2], training=1)
    with db.write() as session:
        remind(session, people[1:], training=2)
        taken = delivery.claim(NOW, worker="here:0")
        of = [message.person_id for message in story.messages() if message.id in taken]
        assert of == [people[0].id]
    assert len(delivery.claim(NOW, worker="here:0")) == 2
    assert made() == sorted((person.id, "gathered", True) for person in [*people, people[1]])


@pytest.mark.rule("N-03", "a worker that is stopped gives back what it has claimed")
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_worker_that_is_stopped_frees_its_claims(story: Story, sink: Sink, decided):
    stop = threading.Event()
    stop.set()
    assert delivery.process_waiting_mail(story.now, worker="here:0", stop=stop) is False
    assert sink.mails == []
    assert {message.status for message in story.messages(channel="email")} == {"pending"}
    assert delivery.process_waiting_mail(story.now, worker="here:1")
    assert len(sink.mails) == 2
