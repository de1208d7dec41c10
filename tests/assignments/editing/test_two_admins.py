"""Two admins edit the same assignment and do not overwrite each other (A-24)."""

from datetime import date

import pytest

from training_app.assignments.making import editing
from training_app.core.errors import Invalid, NotAllowed, NotFound


@pytest.mark.rule("A-24", "additions and removals of people merge")
def test_what_both_do_to_people_merges(build, edits, other, people):
    eve, fay = build.person("Eve"), build.person("Fay")
    mine, theirs = edits.begin().add(eve).remove(people[0]), other.begin().add(fay).remove(people[1])
    theirs.save()
    mine.save()
    assert edits.people() == ["Cid", "Dee", "Eve", "Fay"]


@pytest.mark.rule("A-24", "who was removed by the other is not brought back by an edit that did not touch them")
def test_whom_the_other_removed_stays_removed(build, edits, other, people):
    mine = edits.begin().add(build.person("Eve"))
    other.begin().remove(people[0]).save()
    mine.save()
    assert edits.people() == ["Bob", "Cid", "Dee", "Eve"]


@pytest.mark.rule("A-24", "who was added by the other is not removed by an edit that never saw them")
def test_whom_the_other_added_stays(build, edits, other, people):
    mine = edits.begin().remove(people[0])
    other.begin().add(build.person("Fay")).save()
    assert mine.save().removed == 1
    assert edits.people() == ["Bob", "Cid", "Dee", "Fay"]


@pytest.mark.rule("A-24", "whom the other removed and added again is not removed a second time")
def test_whom_the_other_brought_back_stays(edits, other, people):
    other.begin().remove(people[0]).save()
    mine = edits.begin().remove(people[1])
    other.begin().add(people[0]).save()
    mine.save()
    assert edits.people() == ["Ann", "Cid", "Dee"]


@pytest.mark.rule("A-24", "a field changed by one of them is as that one made it")
def test_different_fields_merge(edits, other):
    mine = edits.begin().dates(due=date(2027, 4, 15))
    other.begin().options(emails=False).save()
    theirs = mine.account().theirs
    assert [(one.label, one.before, one.after, one.by) for one in theirs] == [("E-mails", "on", "off", "Sam Super")]
    mine.save()
    assert (edits.assignment.due_on, edits.assignment.emails) == (date(2027, 4, 15), False)


@pytest.mark.rule("A-24", "a field changed by both is refused with what the other one did, and nothing is saved")
def test_a_field_that_both_changed_is_refused(edits, other, people):
    mine = edits.begin().dates(due=date(2027, 4, 15)).remove(people[0])
    other.begin().dates(due=date(2027, 4, 20)).save()
    with pytest.raises(Invalid) as refused:
        mine.save()
    (problem,) = refused.value.problems
    assert problem.field == "due_on"
    assert "Sam Super changed “Due date” to 20 Apr 2027" in problem.text
    assert (edits.assignment.due_on, len(edits.people())) == (date(2027, 4, 20), 4)


@pytest.mark.rule("A-24", "after a conflict one takes what the other did, and the rest is saved")
def test_taking_theirs_settles_a_conflict(edits, other, people):
    mine = edits.begin().dates(due=date(2027, 4, 15)).remove(people[0])
    other.begin().dates(due=date(2027, 4, 20)).save()
    mine.take_theirs("due_on")
    assert mine.account().conflicts == ()
    mine.save()
    assert (edits.assignment.due_on, edits.people()) == (date(2027, 4, 20), ["Bob", "Cid", "Dee"])


@pytest.mark.rule("A-24", "the same change by both is no conflict")
def test_the_same_change_is_no_conflict(edits, other):
    mine = edits.begin().options(emails=False)
    other.begin().options(emails=False).save()
    assert (mine.account().conflicts, mine.account().nothing) == ((), True)


@pytest.mark.rule("P-06", "an edit needs “Manage Assignments”")
def test_a_coordinator_edits_nothing(session, cast, edits, now):
    with pytest.raises(NotAllowed):
        editing.begin(session, cast.actor(cast.tess), assignment_id=edits.assignment_id, now=now)


@pytest.mark.rule("P-06", "an edit is its maker's own")
def test_somebody_elses_edit_is_not_found(session, cast, edits, now):
    edit = edits.begin()
    with pytest.raises(NotFound):
        editing.save(session, cast.actor(cast.sam), draft_id=edit.id, now=now)
    with pytest.raises(NotFound):
        editing.changes(session, cast.actor(cast.sam), draft_id=edit.id, now=now)


def test_there_is_no_edit_of_an_assignment_that_there_is_not(session, ada, now):
    with pytest.raises(NotFound):
        editing.begin(session, ada, assignment_id=999, now=now)
