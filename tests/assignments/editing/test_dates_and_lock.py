"""Moving dates, the lock, and overriding it (A-19)."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select
from support.editing.steps import Edits

from training_app.assignments.acts import reenrolling
from training_app.assignments.acts.locking import Locked
from training_app.assignments.attempts import results
from training_app.assignments.attempts.results import Result
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid
from training_app.core.events import Event
from training_app.core.tables import known

DAY = timedelta(days=1)
SOON = date(2027, 4, 15)


def moved(session) -> list[list[int]]:
    facts = session.exec(select(Event).where(Event.act == "DueDatesMoved").order_by(col(Event.id)))
    return [fact.payload["assignee_ids"] for fact in facts]


@pytest.mark.rule("A-19", "moving the due date moves it for everybody, who are told at once")
def test_everybody_gets_the_new_due_date(session, edits, people):
    edit = edits.begin().dates(due=SOON)
    assert (edit.account().moved, edit.account().told) == (4, 4)
    edit.save()
    assert {edits.place(one).due_on for one in people} == {SOON}
    assert moved(session) == [sorted(edits.place(one).id for one in people)]


@pytest.mark.rule("A-19", "who has completed it is not told of a moved due date, and keeps theirs")
def test_who_is_complete_keeps_the_due_date(session, build, edits, people, course):
    build.complete(people[0], course)
    edit = edits.begin().dates(due=SOON)
    assert edit.account().moved == 3
    edit.save()
    assert edits.place(people[0]).due_on == date(2027, 3, 31)


@pytest.mark.rule("A-19", "a later due date of their own stays, an earlier one gives way")
def test_a_later_day_of_ones_own_stays(session, build, now, edits, people, course, cast):
    after = now + 31 * DAY
    for person, due in ((people[0], date(2027, 4, 10)), (people[1], date(2027, 5, 1))):
        attempt = edits.place(person).enrollment_id
        results.record(session, cast.actor(cast.sam), enrollment_ids=[attempt], result=Result.FAILED, now=now)
        reenrolling.reenroll(session, edits.actor, assignment_id=edits.assignment_id, due_on=due, now=after,
                             assignee_ids=[known(edits.place(person).id)])  # fmt: skip
    edits = Edits(build, edits.assignment_id, cast.actor(cast.sam))
    edits.begin(now=after).dates(due=SOON).reason("The instructor was ill").save()
    assert [edits.place(one).due_on for one in people[:2]] == [SOON, date(2027, 5, 1)]


@pytest.mark.rule("A-19", "the start moves while the assignment is upcoming")
def test_the_start_of_an_upcoming_assignment_moves(build, ada, people):
    course = build.course("Later")
    made = build.assign(course, "q=assigned", starts=date(2027, 3, 10), due=date(2027, 4, 10))
    edits = Edits(build, made.assignment_id, ada)
    edits.begin().dates(starts=date(2027, 3, 20)).save()
    assert edits.assignment.starts_on == date(2027, 3, 20)


@pytest.mark.rule("A-19", "the start of what has started stays")
def test_the_start_does_not_move_any_more(edits):
    edit = edits.begin().dates(starts=date(2027, 3, 2))
    with pytest.raises(Invalid) as refused:
        edit.save()
    assert [one.field for one in refused.value.problems] == ["starts_on"]
    assert edits.assignment.starts_on == date(2027, 3, 1)


@pytest.mark.rule("A-15", "a start that is moved to today is told at once")
def test_a_start_moved_to_today_tells_everybody(session, build, ada, people):
    made = build.assign(build.course("Later"), "q=assigned", starts=date(2027, 3, 10), due=date(2027, 4, 10))
    Edits(build, made.assignment_id, ada).begin().dates(starts=date(2027, 3, 1)).save()
    facts = session.exec(select(Event).where(Event.act == "UsersAssigned").order_by(col(Event.id))).all()
    assert facts[-1].payload == {"assignment_id": made.assignment_id, "assignee_ids": None}


@pytest.mark.rule("A-19", "nobody of an upcoming assignment is told of a moved due date before it starts")
def test_an_upcoming_assignment_tells_nobody(build, ada, people):
    made = build.assign(build.course("Later"), "q=assigned", starts=date(2027, 3, 10), due=date(2027, 4, 10))
    account = Edits(build, made.assignment_id, ada).begin().dates(due=date(2027, 4, 20)).account()
    assert (account.moved, account.told) == (4, 0)


@pytest.mark.rule("A-12", "with both switches off nobody is told of a moved date")
def test_with_both_switches_off_nobody_is_told(edits):
    edit = edits.begin().options(dashboard_notifications=False, emails=False).dates(due=SOON)
    assert (edit.account().moved, edit.account().told) == (4, 0)


@pytest.mark.rule("A-19", "a due date in the past, before the start, or missing is refused and nothing is saved")
@pytest.mark.parametrize("due", [date(2027, 2, 28), date(2026, 3, 1)])
def test_a_due_date_in_the_past_is_refused(edits, people, due):
    edit = edits.begin().remove(people[0]).dates(due=due)
    with pytest.raises(Invalid) as refused:
        edit.save()
    assert [one.field for one in refused.value.problems] == ["due_on"]
    assert edits.people() == ["Ann", "Bob", "Cid", "Dee"]


@pytest.mark.rule("A-05", "an edit lets nothing be due after the accreditation ends")
def test_no_due_date_after_the_accreditation(build, ada, people):
    course = build.course("Accredited", accredited_through=date(2027, 4, 1))
    edits = Edits(build, build.assign(course, "q=assigned", due=date(2027, 3, 31)).assignment_id, ada)
    with pytest.raises(Invalid, match="accreditation"):
        edits.begin().dates(due=date(2027, 4, 2)).save()


@pytest.mark.rule("A-19", "the options change")
def test_options_change(edits):
    edits.begin().options(emails=False).save()
    assert (edits.assignment.emails, edits.assignment.dashboard_notifications) == (False, True)


@pytest.mark.rule("A-19", "it can be edited until 4 days before the due date")
def test_on_the_fourth_day_before_it_can_be_edited(edits, people, late):
    assert edits.begin(now=late - DAY).remove(people[0]).save().removed == 1


@pytest.mark.rule("A-19", "from midnight of the third day before the due date on it is locked, and says since when")
def test_on_the_third_day_before_it_is_locked(edits, late):
    with pytest.raises(Locked, match="Locked since Sunday, 28 March 2027"):
        edits.begin(now=late)


@pytest.mark.rule("A-19", "what was begun before the lock is refused when it is saved within it, and is not lost")
def test_an_edit_begun_before_the_lock_is_refused_within_it(edits, people, late):
    edit = edits.begin(now=late - DAY).remove(people[0])
    with pytest.raises(Locked):
        edit.save(now=late)
    assert edits.people() == ["Ann", "Bob", "Cid", "Dee"]
    assert edit.account().removed == 1


@pytest.mark.rule("A-19", "an assignment made inside the lock is locked from the start")
def test_one_that_is_due_in_three_days_is_locked_from_the_start(build, ada, people):
    made = build.assign(build.course("Urgent"), "q=assigned", due=date(2027, 3, 4))
    with pytest.raises(Locked):
        Edits(build, made.assignment_id, ada).begin()


@pytest.mark.rule("A-19", "“Override the lock” edits with a reason, which is audited")
def test_who_may_override_the_lock_says_why(session, build, edits, people, late, may_override):
    over = Edits(build, edits.assignment_id, may_override)
    over.begin(now=late).remove(people[0]).reason("He left the service").save()
    entry = session.exec(select(AuditEntry).where(AuditEntry.act == "assignment edited")).one()
    assert (over.people(), entry.after["reason"]) == (["Bob", "Cid", "Dee"], "He left the service")


@pytest.mark.rule("A-19", "overriding the lock without a reason is refused")
def test_overriding_without_a_reason_is_refused(build, edits, people, late, may_override):
    edit = Edits(build, edits.assignment_id, may_override).begin(now=late).remove(people[0])
    with pytest.raises(Invalid) as refused:
        edit.save()
    assert [one.field for one in refused.value.problems] == ["reason"]
