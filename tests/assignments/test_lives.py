"""Whole lives of assignments over a calendar: how everybody stands, and what they were told."""

from datetime import date

import pytest
from support.build import Builder
from support.editing.in_story import edit
from support.failing import fail
from support.story import Story

from training_app.access.actor import Actor
from training_app.access.rules import Role
from training_app.accounts import actions as accounts
from training_app.assignments import places
from training_app.assignments.acts import past_due, reenrolling
from training_app.assignments.acts.locking import Locked
from training_app.assignments.attempts import learning
from training_app.assignments.filters import PlaceFilter
from training_app.assignments.making import editing
from training_app.assignments.places import Progress
from training_app.catalog.model import Training
from training_app.core import db
from training_app.core.tables import known

SYSTEM = Actor.system()
STARTED, IN_7, TODAY, MOVED = "assignment started", "due in 7 days", "due today", "due date moved"
OUT = "withdrawn"


@pytest.fixture
def story(database) -> Story:
    return Story()


def tabs(story: Story, assignment_id: int) -> dict[str, int]:
    """The tabs under which anybody stands."""
    with db.read() as session:
        counts = places.place_tabs(
            session, SYSTEM, assignment_id=assignment_id, wanted=PlaceFilter(), today=story.today
        )
    return {one.label: one.number for one in counts if one.number}


def progress(story: Story, assignment_id: int) -> Progress:
    with db.read() as session:
        return places.progress(session, SYSTEM, assignment_id=assignment_id, today=story.today)


def owed(story: Story, person) -> list[str]:
    """What stands on the person's dashboard as to be done."""
    actor = Actor(person.id, person.name(), frozenset(), SYSTEM.scope)
    with db.read() as session:
        return [row.title for row in learning.home(session, actor, today=story.today).enrolled]


def _admin(session, story: Story) -> Actor:
    build = Builder(session, story.now)
    ada = build.person("Ada")
    accounts.give_role(session, SYSTEM, person_id=known(ada.id), role=Role.ADMIN, now=story.now)
    return build.actor(ada)


@pytest.mark.rule("A-18", "an assignment from its start to its end: each stands under the tabs of their status")
def test_one_that_goes_as_it_should(story: Story):
    lea, noa = story.person("Lea"), story.person("Noa")
    made = story.assign(lea, noa, due="2027-04-15")
    story.loop()
    assert tabs(story, made) == {"All": 2, "Enrolled": 2}
    # ── 16 March: due within 30 days
    story.at("2027-03-16 09:00")
    assert tabs(story, made) == {"All": 2, "Due within 30 days": 2, "Enrolled": 2}
    story.complete(lea)
    assert tabs(story, made) == {"All": 2, "Evaluated (Completed)": 1, "Due within 30 days": 1, "Enrolled": 1}
    # ── 8 and 15 April: reminders, to Noa alone
    story.loop_until("2027-04-15 12:00", hours=12)
    assert (story.told(lea), story.told(noa)) == ([STARTED], [STARTED, IN_7, TODAY])
    # ── 16 April: past due
    story.at("2027-04-16 09:00")
    assert tabs(story, made) == {"All": 2, "Evaluated (Completed)": 1, "Past Due": 1, "Enrolled": 1}
    with db.write() as session:
        assert past_due.notify(session, SYSTEM, assignment_id=made, after=0, now=story.now).people == 1
    story.loop()
    assert story.told(noa)[-1] == "past due"


@pytest.mark.rule("A-19", "edited twice, then locked: people come and go, dates move, and then nothing more")
def test_one_that_is_edited_twice_and_locked(story: Story):
    lea, noa, kit = (story.person(name) for name in ("Lea", "Noa", "Kit"))
    made = story.assign(lea, noa, due="2027-03-20")
    story.loop()
    # ── 5 March: Kit comes, Noa goes
    story.at("2027-03-05 10:00")
    edit(story, made, add=[kit], remove=[noa])
    story.loop()
    assert tabs(story, made) == {"All": 2, "Due within 30 days": 2, "Enrolled": 2}
    assert (story.told(kit), owed(story, noa)) == ([STARTED], [])
    # ── 12 March: Noa is back, and it is due later
    story.at("2027-03-12 10:00")
    edit(story, made, add=[noa], due="2027-03-30")
    story.loop()
    assert owed(story, noa) == ["Lifting safely"]
    assert (story.told(lea), story.told(noa)) == ([STARTED, MOVED], [STARTED, OUT, STARTED])
    # ── 13 March was the reminder of the first due date, 23 March is that of the second
    story.loop_until("2027-03-23 12:00", hours=12)
    assert story.told(lea) == [STARTED, MOVED, IN_7]
    # ── 27 March: locked
    story.at("2027-03-27 00:00")
    with pytest.raises(Locked), db.write() as session:
        editing.begin(session, _admin(session, story), assignment_id=made, now=story.now)
    assert tabs(story, made)["All"] == 3


@pytest.mark.rule("A-25", "a cancelled assignment asks nobody for anything more, and what is complete stays")
def test_one_that_is_cancelled(story: Story):
    lea, noa = story.person("Lea"), story.person("Noa")
    made = story.assign(lea, noa, due="2027-03-20")
    story.loop()
    story.complete(lea)
    story.at("2027-03-05 10:00")
    story.cancel(made)
    story.loop()
    assert tabs(story, made) == {"All": 1, "Evaluated (Completed)": 1}
    assert (owed(story, noa), len(story.told(noa)), story.told(lea)) == ([], 2, [STARTED])
    # ── neither reminder day brings anything
    story.loop_until("2027-03-21 12:00", hours=12)
    assert len(story.told(noa)) == 2
    assert progress(story, made).counted == 1


@pytest.mark.rule("A-20", "an expired assignment with stragglers: open until the accreditation ends, then lapsed")
def test_one_that_expires_with_stragglers_and_lapses(story: Story):
    lea, noa = story.person("Lea"), story.person("Noa")
    with db.write() as session:
        course = session.get_one(Training, story.training.id)
        course.accredited_through = date(2027, 4, 30)
    made = story.assign(lea, noa, due="2027-03-20")
    # ── 25 April: expired, past due, and still open to both
    story.loop_until("2027-04-25 12:00", hours=12)
    assert tabs(story, made) == {"All": 2, "Past Due": 2, "Enrolled": 2}
    assert (owed(story, lea), owed(story, noa)) == (["Lifting safely"], ["Lifting safely"])
    story.complete(lea)
    # ── 30 April: the last day
    story.at("2027-04-30 23:59")
    story.loop()
    assert owed(story, noa) == ["Lifting safely"]
    # ── 1 May: closed as lapsed, past due in reports
    story.at("2027-05-01 00:00")
    story.loop()
    assert owed(story, noa) == []
    assert tabs(story, made) == {"All": 2, "Evaluated (Completed)": 1, "Past Due": 1, "Enrolled": 1}
    told = story.told(noa)
    story.loop_until("2027-05-20 12:00", hours=24)
    assert story.told(noa) == told == [STARTED, IN_7, TODAY]


@pytest.mark.rule("A-22", "failed, re-enrolled with a new due date, and completed: the failed attempt stays in history")
def test_one_that_is_failed_and_re_enrolled(story: Story):
    lea = story.person("Lea")
    made = story.assign(lea, due="2027-03-20")
    story.loop()
    story.at("2027-03-22 10:00")
    fail(story, lea)
    assert tabs(story, made) == {"All": 1, "Past Due": 1, "Failed": 1}
    with db.write() as session:
        reenrolling.reenroll(session, SYSTEM, assignment_id=made, due_on=date(2027, 4, 5), now=story.now)
    story.loop()
    assert tabs(story, made) == {"All": 1, "Due within 30 days": 1, "Enrolled": 1}
    story.loop_until("2027-03-29 12:00", hours=12)
    assert story.told(lea)[-2:] == ["re-enrolled", IN_7]
    with db.read() as session:
        (row,) = places.places(session, SYSTEM, assignment_id=made, wanted=PlaceFilter(), today=story.today).rows
    assert (row.attempts, row.status) == (2, "enrolled")


@pytest.mark.rule("A-11", "two assignments share an attempt: it stands in both, and one completion completes both")
def test_two_assignments_that_share_an_attempt(story: Story):
    lea = story.person("Lea")
    first, second = story.assign(lea, due="2027-03-20"), story.assign(lea, due="2027-03-20")
    story.loop()
    # ── 13 March: both would remind; one does
    story.loop_until("2027-03-13 12:00", hours=12)
    assert story.told(lea) == [STARTED, STARTED, IN_7]
    story.cancel(first)
    assert (tabs(story, first), owed(story, lea)) == ({}, ["Lifting safely"])
    story.complete(lea)
    assert tabs(story, second) == {"All": 1, "Evaluated (Completed)": 1}


@pytest.mark.rule("A-22", "who fails a learning path twice is told of each new attempt")
def test_a_path_that_is_failed_twice(story: Story):
    lea = story.person("Lea")
    with db.write() as session:
        path = Builder(session, story.now).path("New hires", session.get_one(Training, story.training.id))
    made = story.assign(lea, due="2027-04-20", training=path)
    story.loop()
    for day in ("2027-03-05 10:00", "2027-03-09 10:00"):
        story.at(day)
        fail(story, lea)
        assert tabs(story, made)["Failed"] == 1
        with db.write() as session:
            reenrolling.reenroll(session, SYSTEM, assignment_id=made, now=story.now)
        story.loop()
        assert owed(story, lea) == ["New hires"]
    assert story.told(lea) == [STARTED, "re-enrolled", "re-enrolled"]
