"""“Cancel Assignment” takes everybody out who is not complete, once, and the lock does not hold for it (A-25)."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select
from support import places
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.assignments import actions, queries
from training_app.assignments.acts import cancelling, excusing, extending, past_due, reenrolling, withdrawing
from training_app.assignments.acts.cancelling import BeyondScope, CancelAccount, Cancelled
from training_app.assignments.acts.concerned import AlreadyCancelled, BeingCreated
from training_app.assignments.attempts import results
from training_app.assignments.attempts.results import Result
from training_app.assignments.filters import AssignmentFilter
from training_app.assignments.making.entry import NewAssignment
from training_app.assignments.model import Assignment
from training_app.assignments.records import Closing, Withdrawal
from training_app.assignments.rules import StatusTab
from training_app.audience.filters import PeopleFilter
from training_app.core.audit import AuditEntry, ranges
from training_app.core.errors import NotAllowed, NotFound
from training_app.core.events import Event
from training_app.core.tables import known
from training_app.people import actions as people

TODAY = date(2027, 3, 1)


@pytest.fixture
def made(cast: Cast, build: Builder) -> int:
    """Six people in one assignment that is due in ten days; Lea is complete and Noa has failed."""
    course = build.course()
    made = build.assign(course, due=TODAY + timedelta(days=10)).assignment_id
    build.complete(cast.lea, course)
    attempts = [known(build.attempt(cast.noa, course).id)]
    results.record(build.session, SYSTEM, enrollment_ids=attempts, result=Result.FAILED, now=build.now)
    return made


@pytest.fixture
def cancel(cast: Cast, session, now):
    def act(made: int, *, by=None, at=now) -> Cancelled:
        return cancelling.cancel(session, by or cast.actor(cast.ada), assignment_id=made, now=at)

    return act


@pytest.mark.rule("A-25", "everybody not complete is withdrawn, failed ones too; completed ones stay")
def test_whoever_is_not_complete_is_withdrawn(cast: Cast, session, made, cancel):
    assert cancel(made) == Cancelled(withdrawn=5, complete=1)
    assert places.shown(session, made, StatusTab.ALL, TODAY) == {"Lea": "evaluated"}
    assert places.attempt_of(session, cast.noa).closed_as == places.attempt_of(session, cast.max).closed_as
    assert places.attempt_of(session, cast.max).closed_as == "withdrawn"


@pytest.mark.rule("V-01", "to withdraw is to ask no longer: progress and history stay, and who, when and why is kept")
def test_withdrawn_attempts_keep_what_they_were(cast: Cast, session, made, cancel, now):
    before = places.attempt_of(session, cast.noa).model_dump(exclude={"closed_as"})
    cancel(made)
    attempt = places.attempt_of(session, cast.noa)
    assert attempt.model_dump(exclude={"closed_as"}) == before
    closing = session.get_one(Closing, attempt.id)
    assert (closing.by_id, closing.at, closing.why) == (cast.ada.id, now, "The assignment was cancelled.")
    gone = session.exec(select(Withdrawal)).all()
    assert {(one.by_id, one.at) for one in gone} == {(cast.ada.id, now)}
    assert len(gone) == 5


@pytest.mark.rule("V-01", "the question says how many are withdrawn and how many stay")
def test_the_question_says_what_cancelling_would_do(cast: Cast, session, made, cancel):
    said = cancelling.account(session, cast.actor(cast.ada), assignment_id=made)
    assert said == CancelAccount(withdrawn=5, complete=1)
    done = cancel(made)
    assert (done.withdrawn, done.complete) == (said.withdrawn, said.complete)


@pytest.mark.rule("A-25", "cancelled twice is cancelled once")
def test_cancelled_again_nothing_more_happens(cast: Cast, session, made, cancel, now):
    cancel(made)
    assert cancel(made, by=cast.actor(cast.sam), at=now + timedelta(hours=1)) == Cancelled(0, 1, again=True)
    row = session.get_one(Assignment, made)
    assert (row.cancelled_at, row.cancelled_by_id) == (now, cast.ada.id)
    assert len(session.exec(select(Event).where(Event.act == "AssignmentCancelled")).all()) == 1


@pytest.mark.rule("A-25", "what else asks for the same attempt keeps it")
def test_an_attempt_that_another_assignment_asks_for_goes_on(cast: Cast, session, build, cancel):
    course = build.course()
    first, second = (build.assign(course, f"q={cast.lea.username}").assignment_id for _ in range(2))
    cancel(first)
    assert places.attempt_of(session, cast.lea).closed_as is None
    cancel(second)
    assert places.attempt_of(session, cast.lea).closed_as == "withdrawn"


@pytest.mark.rule("A-25", "upcoming, active, locked and expired ones are cancelled alike")
@pytest.mark.parametrize("days", [-3, 0, 8, 30])
def test_the_lock_does_not_hold_for_it(cast: Cast, session, build, cancel, now, days):
    starts = TODAY + timedelta(days=max(-days, 0))
    made = build.assign(build.course(), starts=starts, due=TODAY + timedelta(days=10)).assignment_id
    assert cancel(made, at=now + timedelta(days=max(days, 0))).withdrawn == 6


@pytest.mark.rule("A-25", "the list and the page say that it is cancelled, when and by whom")
def test_the_list_and_the_page_say_so(cast: Cast, session, made, cancel, now):
    ada = cast.actor(cast.ada)
    cancel(made)
    detail = queries.assignment(session, ada, assignment_id=made, today=TODAY)
    assert (detail.cancelled_at, detail.cancelled_by) == (now.isoformat(), "Ada Admin")
    (row,) = queries.assignments(session, ada, wanted=AssignmentFilter(), today=TODAY).rows
    assert (row.is_cancelled, row.people, row.percent_complete) == (True, 1, 100)


@pytest.mark.rule("A-25", "of a cancelled one nobody is past due, failed, extended or excused any more")
def test_nothing_can_be_done_to_a_cancelled_one(cast: Cast, session, made, cancel, now):
    ada, later = cast.actor(cast.ada), now + timedelta(days=20)
    ids = places.ids_of(session, made, cast.max)
    cancel(made)
    assert past_due.account(session, ada, assignment_id=made, now=later).people == 0
    assert reenrolling.account(session, ada, assignment_id=made, today=later.date()).people == 0
    with pytest.raises(AlreadyCancelled):
        extending.extend(session, ada, assignment_id=made, assignee_ids=ids, due_on=later.date(), now=now)
    with pytest.raises(AlreadyCancelled):
        excusing.excuse(session, ada, assignment_id=made, assignee_ids=ids, reason="Leave", until=None, now=now)


def test_one_with_everybody_withdrawn_is_cancelled_too(cast: Cast, session, build, cancel):
    made = build.assign(build.course(), f"q={cast.lea.username}").assignment_id
    cancel(build.assign(build.course(), f"q={cast.lea.username}").assignment_id)
    withdrawing.withdraw(session, assignment_id=made, assignee_ids=None, by_id=None, why="", now=build.now)
    assert cancel(made) == Cancelled(0, 0)
    assert session.get_one(Assignment, made).cancelled_at is not None


def test_one_that_is_being_created_cannot_be_cancelled(cast: Cast, session, build, cancel):
    build.people(101)
    ada = cast.actor(cast.ada)
    new = NewAssignment(key="form", training_id=build.course().id, starts_on=TODAY, due_on=TODAY)
    made = actions.assign(session, ada, new=new, whom=PeopleFilter(), now=build.now)
    assert made.job_key
    with pytest.raises(BeingCreated):
        cancel(made.assignment_id)


def test_it_is_in_the_audit(cast: Cast, session, made, cancel):
    gone = places.ids_of(session, made, cast.sam, cast.ada, cast.tess, cast.max, cast.noa)
    cancel(made)
    entry = session.exec(select(AuditEntry).where(AuditEntry.act == "assignment cancelled")).one()
    assert (entry.actor_id, entry.subject_id, entry.after) == (cast.ada.id, made, {"withdrawn": 5, "complete": 1})
    assert entry.rows == ranges(gone)


def test_a_deactivated_person_is_withdrawn_too(cast: Cast, session, build, made, cancel):
    people.deactivate(session, SYSTEM, person_id=cast.max.id or 0, now=build.now)
    assert cancel(made).withdrawn == 5
    assert places.place_of(session, made, cast.max).withdrawn_at == build.now


# ── who may


@pytest.mark.rule("P-05", "an assignment with people beyond one's teams is not cancelled by halves")
def test_whoever_does_not_see_everybody_in_it_cannot_cancel_it(session, build, made, cancel):
    with pytest.raises(BeyondScope):
        cancel(made, by=places.narrow(build.branch("Station 1")))
    assert session.get_one(Assignment, made).cancelled_at is None


def test_whoever_sees_everybody_in_it_can(cast: Cast, build, cancel):
    made = build.assign(build.course(), f"q={cast.lea.username}").assignment_id
    assert cancel(made, by=places.narrow(build.branch("Station 1"))).withdrawn == 1


def test_a_made_up_one_is_not_found(cast: Cast, cancel):
    with pytest.raises(NotFound):
        cancel(987654)


@pytest.mark.parametrize("who", ["tess", "max", "lea"])
def test_somebody_without_the_right_cancels_nothing(cast: Cast, session, made, cancel, who):
    with pytest.raises(NotAllowed, match="Manage Assignments"):
        cancel(made, by=cast.actor(getattr(cast, who)))
    assert session.exec(select(Assignment).where(col(Assignment.cancelled_at).is_not(None))).all() == []
