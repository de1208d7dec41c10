"""How many would be told of a cancel is said before it, and is how many are told after it (A-25)."""

import pytest
from support import places
from support.build import SYSTEM
from support.story import Story

from training_app.access.actor import Actor, Scope
from training_app.access.rules import DEFAULTS, Role
from training_app.core import db
from training_app.core.errors import NotAllowed
from training_app.notifications.deciding import told
from training_app.notifications.rules import Occasion


def asked(story: Story, made: int, actor: Actor = SYSTEM) -> int:
    with db.read() as session:
        return told.people_told(session, actor, assignment_id=made, today=story.today)


@pytest.mark.rule("A-25", "the question says how many had been told, and those are told")
def test_as_many_are_told_as_was_said(story: Story):
    people = {name: story.person(name) for name in ("Lea", "Noa", "Done", "Gone", "Excused", "Left")}
    made = story.assign(*people.values(), start="2027-03-05", due="2027-03-30")
    story.loop()
    assert asked(story, made) == 0
    # ── 5 March: it starts
    story.at("2027-03-05 09:00")
    story.loop()
    assert asked(story, made) == 6
    story.complete(people["Done"])
    story.deactivate(people["Gone"])
    story.excuse(made, people["Excused"])
    story.withdraw(made, people["Left"])
    assert asked(story, made) == 2
    story.cancel(made)
    story.loop()
    hear = [name for name, person in people.items() if Occasion.CANCELLED in story.told(person)]
    assert hear == ["Lea", "Noa"]
    assert asked(story, made) == 0


def test_only_the_people_whom_the_actor_sees_are_counted(story: Story):
    made = story.assign(story.person("Lea"), due="2027-03-30")
    story.loop()
    assert asked(story, made, places.narrow(987654)) == 0


def test_somebody_without_the_right_is_not_answered(story: Story):
    with pytest.raises(NotAllowed):
        asked(story, 1, Actor(None, "No", DEFAULTS[Role.COORDINATOR], Scope(everybody=True)))
