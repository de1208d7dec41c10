"""“Extend” gives chosen people a later due date, on record, and after the lock with a reason (A-26)."""

from datetime import date, timedelta

import pytest
from sqlmodel import select
from support import places
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.assignments import places as listed
from training_app.assignments.acts import excusing, extending, withdrawing
from training_app.assignments.acts.extending import Extended, LeftOut
from training_app.assignments.acts.locking import Locked
from training_app.assignments.attempts import results
from training_app.assignments.attempts.results import Result
from training_app.assignments.filters import PlaceFilter
from training_app.assignments.records import Extension
from training_app.assignments.rules import StatusTab
from training_app.catalog.model import Training
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed, NotFound
from training_app.core.events import Event
from training_app.core.tables import known
from training_app.people import actions as people
from training_app.people.model import Person

TODAY = date(2027, 3, 1)
DUE = date(2027, 3, 11)
LATER = date(2027, 3, 20)


@pytest.fixture
def made(cast: Cast, build: Builder) -> int:
    """Six people in one assignment that is due in ten days, of a training accredited until the end of April."""
    return build.assign(build.course(accredited_through=date(2027, 4, 30)), due=DUE).assignment_id


@pytest.fixture
def extend(cast: Cast, session, now, made):
    def act(*persons: Person, by=None, due_on=LATER, reason="", at=now) -> Extended:
        ids = places.ids_of(session, made, *persons) if persons else None
        actor = by or cast.actor(cast.ada)
        return extending.extend(
            session, actor, assignment_id=made, assignee_ids=ids, due_on=due_on, reason=reason, now=at
        )

    return act


def due_days(session, made, *persons: Person) -> list[date]:
    return [places.place_of(session, made, person).due_on for person in persons]


@pytest.mark.rule("A-26", "Extend: a later due date for those chosen, and for nobody else")
def test_those_chosen_are_due_later(cast: Cast, session, made, extend):
    assert extend(cast.lea, cast.noa) == Extended(2, LeftOut())
    assert due_days(session, made, cast.lea, cast.noa, cast.max) == [LATER, LATER, DUE]


@pytest.mark.rule("A-26", "each extension is a record: from when to when, by whom, when and why")
def test_an_extension_is_on_record(cast: Cast, session, made, extend, now):
    extend(cast.lea, reason="  Out of town ")
    (row,) = session.exec(select(Extension)).all()
    assert row.assignee_id == places.place_of(session, made, cast.lea).id
    assert (row.due_before, row.due_on, row.by_id, row.at, row.why) == (DUE, LATER, cast.ada.id, now, "Out of town")


@pytest.mark.rule("A-26", "the row says that it was extended and by whom, as long as that day holds")
def test_the_row_says_by_whom_it_was_extended(cast: Cast, session, made, extend):
    extend(cast.lea)

    def remarks():
        rows = listed.places(session, SYSTEM, assignment_id=made, wanted=PlaceFilter(), today=TODAY).rows
        return {row.name: row.remark.extended_by for row in rows if row.remark.is_extended}

    assert remarks() == {"Lea Learner": "Ada Admin"}
    extend(cast.lea, by=cast.actor(cast.sam), due_on=LATER + timedelta(days=1))
    assert remarks() == {"Lea Learner": "Sam Super"}


@pytest.mark.rule("A-26", "those extended are told, by one fact")
def test_the_move_is_one_fact(cast: Cast, session, made, extend):
    extend(cast.lea, cast.noa)
    (fact,) = session.exec(select(Event).where(Event.act == "DueDatesMoved")).all()
    assert fact.payload == {"assignment_id": made, "assignee_ids": places.ids_of(session, made, cast.lea, cast.noa)}


@pytest.mark.rule("A-26", "complete, withdrawn, failed and excused ones keep their due date, and it says how many")
def test_who_does_not_owe_it_is_left_out_and_counted(cast: Cast, session, build, made, extend, now):
    ada = cast.actor(cast.ada)
    results.record(session, SYSTEM, enrollment_ids=[known(places.attempt_of(session, cast.noa).id)],
                   result=Result.FAILED, now=now)  # fmt: skip
    build.complete(cast.lea, session.get_one(Training, places.attempt_of(session, cast.lea).training_id))
    withdrawing.withdraw(session, assignment_id=made, assignee_ids=places.ids_of(session, made, cast.max),
                         by_id=None, why="", now=now)  # fmt: skip
    excusing.excuse(session, ada, assignment_id=made, assignee_ids=places.ids_of(session, made, cast.tess),
                    reason="Leave", until=TODAY, now=now)  # fmt: skip
    out = LeftOut(complete=1, withdrawn=1, failed=1, excused=1)
    said = extending.account(session, ada, assignment_id=made, assignee_ids=None, today=TODAY)
    assert (said.people, said.left_out, said.latest, said.last_day) == (2, out, "2027-03-11", "2027-04-30")
    assert extend() == Extended(2, out)
    assert due_days(session, made, cast.sam, cast.ada) == [LATER, LATER]
    assert due_days(session, made, cast.lea, cast.max, cast.noa, cast.tess) == [DUE] * 4
    assert extend(cast.lea) == Extended(0, LeftOut(complete=1))


def test_a_deactivated_person_is_due_later_for_when_they_come_back(cast: Cast, session, made, extend, now):
    people.deactivate(session, SYSTEM, person_id=known(cast.max.id), now=now)
    assert extend(cast.max).people == 1
    assert due_days(session, made, cast.max) == [LATER]


@pytest.mark.rule("A-26", "past due people are extended, and are past due no more")
def test_somebody_past_due_is_extended(cast: Cast, session, made, extend, now):
    at = now + timedelta(days=12)
    assert places.counts(session, made, at.date())[StatusTab.PAST_DUE] == 6
    extend(cast.lea, by=cast.actor(cast.sam), reason="Out of town", at=at)
    assert places.counts(session, made, at.date())[StatusTab.PAST_DUE] == 5
    assert places.counts(session, made, at.date())[StatusTab.DUE_SOON] == 1


@pytest.mark.rule("A-26", "the new day is later than each one's own, not past, and within the accreditation")
@pytest.mark.parametrize(
    ("due_on", "after", "said"),
    [
        (DUE, 0, "is not later than the due date that 2 of them have, 11 Mar 2027"),
        (DUE - timedelta(days=1), 0, "is not later than"),
        (date(2027, 3, 12), 12, "is before today, 13 Mar 2027"),
        (date(2027, 5, 1), 0, "after the accreditation ends, 30 Apr 2027"),
        (None, 0, "Due date is missing"),
    ],
)
def test_a_day_that_makes_no_sense_is_refused(cast: Cast, session, made, extend, now, due_on, after, said):
    at = now + timedelta(days=after)
    with pytest.raises(Invalid, match=said) as refused:
        extend(cast.lea, cast.noa, by=cast.actor(cast.sam), due_on=due_on, reason="Leave", at=at)
    assert [problem.field for problem in refused.value.problems] == ["due_on"]
    assert due_days(session, made, cast.lea, cast.noa) == [DUE, DUE]


@pytest.mark.parametrize(
    ("due_on", "after"), [(date(2027, 4, 30), 0), (date(2027, 3, 13), 12), (DUE + timedelta(1), 0)]
)
def test_the_first_and_the_last_day_that_make_sense_are_taken(cast: Cast, extend, now, due_on, after):
    at = now + timedelta(days=after)
    assert extend(cast.lea, by=cast.actor(cast.sam), due_on=due_on, reason="Leave", at=at).people == 1


@pytest.mark.rule("A-26", "said twice, people are extended once")
def test_said_again_it_is_refused(cast: Cast, session, extend):
    extend(cast.lea)
    with pytest.raises(Invalid, match="not later than the due date they have"):
        extend(cast.lea)
    assert len(session.exec(select(Extension)).all()) == 1


@pytest.mark.rule("A-26", "Extend: after the lock it needs “Override the lock”")
@pytest.mark.parametrize(("after", "is_locked"), [(6, False), (7, True), (30, True)])
def test_after_the_lock_it_is_refused_without_the_right(cast: Cast, session, made, extend, now, after, is_locked):
    at, due_on = now + timedelta(days=after), date(2027, 4, 20)
    ada = cast.actor(cast.ada)
    if is_locked:
        with pytest.raises(Locked, match="Locked since Monday, 8 March 2027"):
            extending.account(session, ada, assignment_id=made, assignee_ids=None, today=at.date())
        with pytest.raises(Locked):
            extend(cast.lea, due_on=due_on, reason="Leave", at=at)
    else:
        assert extend(cast.lea, due_on=due_on, at=at).people == 1


@pytest.mark.rule("A-26", "Extend: overriding the lock needs a reason, which is kept")
def test_overriding_the_lock_needs_a_reason(cast: Cast, session, made, extend, now):
    at, sam = now + timedelta(days=8), cast.actor(cast.sam)
    assert extending.account(session, sam, assignment_id=made, assignee_ids=None, today=at.date()).is_locked
    with pytest.raises(Invalid) as refused:
        extend(cast.lea, by=sam, due_on=None, reason=" ", at=at)
    assert [problem.field for problem in refused.value.problems] == ["due_on", "reason"]
    extend(cast.lea, by=sam, reason="Flood at the station", at=at)
    entry = session.exec(select(AuditEntry).where(AuditEntry.act == "due date extended")).one()
    assert entry.before == {"due_on": ["2027-03-11"]}
    assert entry.after == {"due_on": "2027-03-20", "people": 1, "reason": "Flood at the station"}
    assert (entry.actor_id, entry.subject_id) == (cast.sam.id, made)


# ── who may


def test_whom_the_actor_does_not_see_is_not_found(cast: Cast, session, build, made, extend):
    nan = places.narrow(build.branch("Station 1"))
    with pytest.raises(NotFound):
        extend(cast.lea, cast.noa, by=nan)
    assert extend(cast.lea, by=nan).people == 1
    assert extend(by=nan, due_on=LATER + timedelta(days=1)).people == 2
    assert due_days(session, made, cast.noa) == [DUE]


def test_a_place_of_another_assignment_is_not_found(cast: Cast, session, build, made):
    other = build.assign(build.course()).assignment_id
    with pytest.raises(NotFound):
        extending.extend(session, SYSTEM, assignment_id=made, assignee_ids=places.ids_of(session, other, cast.lea),
                         due_on=LATER, now=build.now)  # fmt: skip


@pytest.mark.parametrize("who", ["tess", "max", "lea"])
def test_somebody_without_the_right_extends_nobody(cast: Cast, extend, who):
    with pytest.raises(NotAllowed, match="Manage Assignments"):
        extend(cast.lea, by=cast.actor(getattr(cast, who)))
