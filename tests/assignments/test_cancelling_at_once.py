"""Two admins who cancel an assignment at the same moment cancel it once (A-25)."""

import threading

import pytest
from sqlmodel import select
from support.build import SYSTEM
from support.database import Database
from support.story import Story

from training_app.assignments.acts import cancelling
from training_app.core import db
from training_app.core.events import Event


@pytest.mark.rule("A-25", "cancelled by several at the same moment it is cancelled once, and told once")
def test_at_the_same_moment_it_is_cancelled_once(database: Database):
    story = Story()
    made = story.assign(story.person("Lea"), story.person("Noa"), due="2027-03-30")
    ready, answers = threading.Barrier(3), []

    def one() -> None:
        ready.wait()
        with db.write() as session:
            answers.append(cancelling.cancel(session, SYSTEM, assignment_id=made, now=story.now))

    going = [threading.Thread(target=one) for _ in range(3)]
    for thread in going:
        thread.start()
    for thread in going:
        thread.join(60)
    assert sorted((done.withdrawn, done.again) for done in answers) == [(0, True), (0, True), (2, False)]
    with db.read() as session:
        assert len(session.exec(select(Event).where(Event.act == "AssignmentCancelled")).all()) == 1
