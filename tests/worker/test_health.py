"""How the loop fares: seen by its ticks, by what waits, fails, was set aside or missed (N-10)."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session
from support.build import SYSTEM
from support.cast import Cast
from support.database import Database
from support.smtp import connected
from support.story import Story

from training_app.core import db
from training_app.core.errors import NotAllowed
from training_app.core.events import Event
from training_app.notifications import queries
from training_app.notifications.queries import Failing, Health
from training_app.notifications.rules import is_behind
from training_app.worker import loop
from training_app.worker.loop import Step

NOW = datetime.fromisoformat("2027-03-01T09:00+00:00")


@pytest.fixture
def story(database: Database) -> Story:
    return Story()


def health(now: datetime) -> Health:
    with db.read() as session:
        return queries.health(session, SYSTEM, now=now)


def tick(story: Story, *steps: Step) -> None:
    loop.sign_of_life("here:0", list(steps)).run(story.now)


@pytest.mark.rule("N-10", "the loop is behind after a minute without a tick, or when an e-mail waits for 15 minutes")
@pytest.mark.parametrize(
    ("silent_for", "waits_for", "behind"),
    [(60, None, False), (61, None, True), (None, None, True), (0, 900, False), (0, 901, True)],
)
def test_what_is_behind(silent_for, waits_for, behind):
    last, oldest = (None if one is None else NOW - timedelta(seconds=one) for one in (silent_for, waits_for))
    assert is_behind(last, oldest, NOW) == behind


@pytest.mark.rule("N-10", "health: last tick, waiting, failing e-mails, days missed")
def test_health_follows_what_happens(story: Story):
    assert (health(story.now).last_tick, health(story.now).is_behind) == (None, True)
    lea, noa = story.person("Lea"), story.person("Noa")
    with connected() as sink:
        sink.refusals |= {lea.email: "550 No such mailbox here", noa.email: "451 Try later"}
        story.assign(lea, noa, story.person("Kim"), due="2027-03-20")
        story.decide()
        tick(story)
        assert health(story.now) == Health(story.now, False, 3, story.now, 0, 0, (), 0, 0)  # noqa: FBT003  # as it is read
        began = story.now
        story.loop()
    found = health(story.now)
    assert (found.waiting, found.oldest_waiting, found.failed) == (1, began, 1)
    # ── nobody sends: Noa's waits longer than 15 minutes
    story.wait(minutes=16)
    tick(story)
    assert (health(story.now).last_tick, health(story.now).is_behind) == (story.now, True)
    # ── nobody decides for two days
    story.at("2027-03-03 08:00")
    assert health(story.now).undecided_days == 2
    story.wait(minutes=2)
    assert health(story.now).undecided_days == 2
    story.decide()
    assert health(story.now).undecided_days == 0


@pytest.mark.rule("N-10", "a failing step is named with its reference, until it works again")
def test_a_step_that_fails_is_named_until_it_works_again(story: Story, caplog):
    is_broken = True

    def work(_now) -> bool:
        if is_broken:
            message = "something about somebody"
            raise RuntimeError(message)
        return True

    step = Step("reminders", work)
    step.run(story.now)
    tick(story, step, Step("others", work))
    ((name, what),) = ((one.step, one.what) for one in health(story.now).failing)
    assert name == "reminders"
    reference = caplog.text.partition("reference ")[2][:8]
    assert what == f"reference {reference}, RuntimeError"
    is_broken, step.not_before = False, 0.0
    step.run(story.now)
    tick(story, step)
    assert health(story.now).failing == ()


def test_what_a_copy_that_has_ended_said_last_counts_no_more(story: Story):
    broken = Step("e-mails", lambda _now: True, failing="reference 12345678, OSError")
    loop.sign_of_life("there:0", [broken]).run(story.now)
    assert health(story.now).failing == (Failing("e-mails", "reference 12345678, OSError"),)
    story.wait(minutes=2)
    tick(story)
    assert health(story.now).failing == ()


@pytest.mark.rule("N-10", "facts that could not be made into messages are counted until they are")
def test_what_was_set_aside_is_counted(story: Story):
    with db.write() as session:
        session.add(Event(act="UsersAssigned", payload={}, at=story.now))
    story.decide()
    assert health(story.now).set_aside == 1


@pytest.mark.rule("N-10", "the health of the loop is for who manages the settings")
@pytest.mark.parametrize("who", ["tess", "max", "lea"])
def test_others_are_refused(cast: Cast, session: Session, now, who):
    with pytest.raises(NotAllowed):
        queries.health(session, cast.actor(getattr(cast, who)), now=now)
    assert queries.health(session, cast.actor(cast.ada), now=now).waiting == 0
