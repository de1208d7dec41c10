"""Adding people to an assignment and removing them (A-19)."""

import pytest
from sqlmodel import col, select
from support.editing.steps import Edits

from training_app.assignments.making import drafting, drafts
from training_app.assignments.model import Assignee, Enrollment
from training_app.assignments.records import Closing, Withdrawal
from training_app.core.audit import AuditEntry
from training_app.core.events import Event


def facts(session, act: str) -> list[dict]:
    return [fact.payload for fact in session.exec(select(Event).where(Event.act == act).order_by(col(Event.id)))]


@pytest.mark.rule("A-19", "an edit adds people")
def test_who_is_added_is_enrolled(build, edits):
    eve = build.person("Eve")
    saved = edits.begin().add(eve).save()
    assert (saved.added, edits.people()) == (1, ["Ann", "Bob", "Cid", "Dee", "Eve"])
    assert (edits.attempt(eve).status, edits.place(eve).due_on) == ("enrolled", edits.assignment.due_on)


@pytest.mark.rule("A-19", "an edit removes people")
def test_who_is_removed_is_withdrawn(session, edits, people):
    saved = edits.begin().remove(people[0], people[1]).save()
    assert (saved.removed, edits.people()) == (2, ["Cid", "Dee"])
    assert edits.attempt(people[0]).closed_as == "withdrawn"
    assert len(session.exec(select(Withdrawal)).all()) == 2


@pytest.mark.rule("A-19", "who is complete is not removed")
def test_who_is_complete_stays(build, edits, people, course):
    build.complete(people[0], course)
    edit = edits.begin().remove(people[0], people[1])
    assert (edit.account().removed, edit.account().kept) == (1, 1)
    assert edit.save().removed == 1
    assert edits.people() == ["Ann", "Cid", "Dee"]
    assert edits.attempt(people[0]).closed_as is None


@pytest.mark.rule("A-19", "a removed person added again goes on with the same attempt")
def test_who_comes_back_goes_on_with_the_same_attempt(session, build, edits, people, course):
    build.finish_parts(people[0], course, 1)
    before = edits.place(people[0]).enrollment_id
    edits.begin().remove(people[0]).save()
    edit = edits.begin().add(people[0])
    assert (edit.account().returning, edit.account().added) == (1, 0)
    edit.save()
    place = edits.place(people[0])
    assert (place.enrollment_id, place.withdrawn_at, place.occasion) == (before, None, 2)
    assert edits.attempt(people[0]).is_open()
    assert session.exec(select(Closing)).all() == []


@pytest.mark.rule("A-19", "removing withdraws only from this assignment: what another one asks for goes on")
def test_an_attempt_that_another_assignment_asks_for_stays_open(build, edits, people, course):
    build.assign(course, f"q={people[0].username}")
    edits.begin().remove(people[0]).save()
    assert edits.attempt(people[0]).is_open()


@pytest.mark.rule("A-19", "who came back after beginning another attempt goes on with that one")
def test_who_comes_back_joins_the_attempt_that_is_open_now(session, build, edits, people, course):
    edits.begin().remove(people[0]).save()
    build.assign(course, f"q={people[0].username}")
    edits.begin().add(people[0]).save()
    attempts = session.exec(select(Enrollment).where(Enrollment.person_id == people[0].id)).all()
    assert [(one.number, one.closed_as) for one in attempts] == [(1, "withdrawn"), (2, None)]
    assert edits.place(people[0]).enrollment_id == attempts[1].id


@pytest.mark.rule("A-19", "those added and those come back are told, and nobody else")
def test_only_who_is_new_is_told(session, build, edits, people):
    edits.begin().remove(people[0]).save()
    eve = build.person("Eve")
    edits.begin().add(eve, people[0]).save()
    told = facts(session, "UsersAssigned")[-1]
    assert told["assignee_ids"] == sorted(edits.place(one).id for one in (eve, people[0]))


@pytest.mark.rule("A-11", "who completed it in this period is not added by an edit either")
def test_who_completed_it_is_skipped(build, edits, course):
    eve = build.person("Eve")
    build.assign(course, f"q={eve.username}")
    build.complete(eve, course)
    edit = edits.begin().add(eve)
    assert (edit.account().added, edit.account().skipped, edit.account().nothing) == (0, 1, True)
    edit.save()
    assert "Eve" not in edits.people()


@pytest.mark.rule("A-11", "an edit may allow duplicates")
def test_with_duplicates_allowed_who_completed_it_is_added(build, edits, course):
    eve = build.person("Eve")
    build.assign(course, f"q={eve.username}")
    build.complete(eve, course)
    edits.begin().options(allow_duplicates=True).add(eve).save()
    assert edits.attempt(eve).number == 2


@pytest.mark.rule("A-11", "who has it open joins an edited assignment with that attempt")
def test_who_has_it_open_joins(build, edits, course):
    eve = build.person("Eve")
    build.assign(course, f"q={eve.username}")
    edit = edits.begin().add(eve)
    assert (edit.account().added, edit.account().joining) == (0, 1)
    edit.save()
    assert edits.attempt(eve).number == 1


@pytest.mark.rule("P-09", "somebody deactivated is neither added nor brought back, and stays where they are")
def test_deactivated_people_stay_as_they_are(build, edits, people):
    gone, back = people[0], people[1]
    edits.begin().remove(back).save()
    build.deactivate(gone)
    build.deactivate(back)
    edit = edits.begin().add(back)
    assert edit.account().nothing
    edit.save()
    assert edits.people() == ["Ann", "Cid", "Dee"]


@pytest.mark.rule("A-04", "of an edit people of another level are removed among those added, not among those in it")
def test_only_newcomers_of_another_level_are_taken_out(session, build, now, ada):
    course, old = build.course("For ALS", level="ALS"), build.person("Old", level="BLS")
    edits = Edits(build, build.assign(course, f"q={old.username}").assignment_id, ada)
    edit = edits.begin().add(build.person("New", level="BLS"), build.person("Als", level="ALS"))
    assert drafting.remove_other_level(session, ada, draft_id=edit.id, now=now) == 1
    edit.save()
    assert edits.people() == ["Als", "Old"]


@pytest.mark.rule("A-19", "everybody can be removed")
def test_an_assignment_with_everybody_withdrawn(edits, people):
    assert edits.begin().remove(*people).save().removed == 4
    assert edits.people() == []
    assert edits.begin().account().nothing


@pytest.mark.rule("X-02", "withdrawing a path withdraws only the course attempts that nothing else asks for")
def test_courses_of_a_path_that_are_assigned_besides_stay_open(build, ada, edits, people):
    airway, breathing = build.course("Airway"), build.course("Breathing")
    path = build.path("ALS", airway, breathing)
    build.assign(airway, f"q={people[0].username}")
    of_path = Edits(build, build.assign(path, f"q={people[0].username}").assignment_id, ada)
    of_path.begin().remove(people[0]).save()
    assert build.attempt(people[0], path).closed_as == "withdrawn"
    assert build.attempt(people[0], airway).is_open()
    assert build.attempt(people[0], breathing).closed_as == "withdrawn"
    of_path.begin().add(people[0]).save()
    assert build.attempt(people[0], path).is_open()
    assert build.attempt(people[0], breathing).is_open()


@pytest.mark.rule("P-10", "an edit is one audit entry with who came and went")
def test_an_edit_is_audited(session, build, edits, people, ada):
    edits.begin().remove(people[0]).add(build.person("Eve")).options(emails=False).save()
    entry = session.exec(select(AuditEntry).where(AuditEntry.act == "assignment edited")).one()
    assert (entry.actor_id, entry.before) == (ada.person_id, {"emails": True})
    assert entry.after == {"emails": False, "added": 1, "removed": 1, "moved": 0}
    assert len([one for first, last in entry.rows for one in range(first, last + 1)]) == 2


@pytest.mark.rule("A-19", "the same edit saved twice is saved once")
def test_saving_twice_is_once(session, build, edits, people):
    edit = edits.begin().remove(people[0])
    first, second = edit.save(), edit.save()
    assert (first.removed, second.removed, second.assignment_id) == (1, 0, edits.assignment_id)
    assert len(session.exec(select(Withdrawal)).all()) == 1


def test_beginning_an_edit_takes_up_the_one_in_which_something_was_entered(edits, people):
    edit = edits.begin()
    edit.now = edit.now.replace(minute=1)
    edit.remove(people[0])
    assert edits.begin().id == edit.id


def test_an_edit_that_was_only_looked_at_begins_anew(edits, other):
    edits.begin()
    other.begin().options(emails=False).save()
    assert edits.begin().account().nothing


def test_to_look_for_people_is_no_change(session, ada, edits):
    edit = edits.begin()
    drafting.remember(session, ada, draft_id=edit.id, audience="level=ALS", now=edit.now.replace(minute=1))
    assert drafts.drafts(session, ada) == []


def test_an_edit_keeps_nothing_of_itself_when_nothing_was_changed(session, edits):
    edits.begin().save()
    assert session.exec(select(AuditEntry).where(AuditEntry.act == "assignment edited")).all() == []
    assert {place.joined_in for place in session.exec(select(Assignee))} == {1}
