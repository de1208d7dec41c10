"""“Excuse” lets people off until a day or for good, with a reason, and can be taken back (A-26)."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select
from support import places
from support.build import SYSTEM, Builder
from support.cast import Cast
from support.story import Story

from training_app.assignments import places as listed
from training_app.assignments.acts import excusing, withdrawing
from training_app.assignments.acts.excusing import ExcuseAccount
from training_app.assignments.acts.locking import Locked
from training_app.assignments.attempts import learning, results
from training_app.assignments.attempts.results import Result
from training_app.assignments.filters import PlaceFilter
from training_app.assignments.records import Closing, Excuse
from training_app.assignments.rules import StatusTab
from training_app.catalog.model import Training
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed, NotFound
from training_app.core.tables import known
from training_app.people import actions as people
from training_app.people.model import Person

TODAY = date(2027, 3, 1)
UNTIL = date(2027, 3, 5)


@pytest.fixture
def made(cast: Cast, build: Builder) -> int:
    """Six people in one assignment that is due in ten days."""
    return build.assign(build.course(), due=TODAY + timedelta(days=10)).assignment_id


@pytest.fixture
def excuse(cast: Cast, session, now, made):
    def act(*persons: Person, by=None, reason="Parental leave", until=None, at=now) -> int:
        ids = places.ids_of(session, made, *persons) if persons else None
        said = {"assignment_id": made, "assignee_ids": ids, "reason": reason, "until": until, "now": at}
        return excusing.excuse(session, by or cast.actor(cast.ada), **said).people

    return act


@pytest.fixture
def end(cast: Cast, session, now, made):
    def act(*persons: Person, by=None, reason="", at=now) -> int:
        ids = places.ids_of(session, made, *persons) if persons else None
        said = {"assignment_id": made, "assignee_ids": ids, "reason": reason, "now": at}
        return excusing.end(session, by or cast.actor(cast.ada), **said).people

    return act


def learns(session, cast: Cast, person, today: date = TODAY) -> bool:
    """Whether the person sees it among what they have to do."""
    return bool(learning.home(session, cast.actor(person), today=today).enrolled)


@pytest.mark.rule("A-26", "Excuse for good: it closes as excused, stands under All only, and is no longer asked")
def test_excused_for_good_it_is_asked_no_longer(cast: Cast, session, made, excuse):
    assert excuse(cast.lea, cast.noa) == 2
    assert places.attempt_of(session, cast.lea).closed_as == "excused"
    assert places.shown(session, made, StatusTab.ALL, TODAY)["Lea"] == "excused"
    found = places.counts(session, made, TODAY)
    assert (found[StatusTab.ALL], found[StatusTab.ENROLLED], found[StatusTab.DUE_SOON]) == (6, 4, 4)
    assert (learns(session, cast, cast.lea), learns(session, cast, cast.max)) == (False, True)


@pytest.mark.rule("A-26", "Excuse until a day: open meanwhile, and counted again from the next day on by itself")
@pytest.mark.parametrize(("day", "is_excused"), [(0, True), (4, True), (5, False)])
def test_excused_until_a_day_it_counts_again_by_itself(cast: Cast, session, made, excuse, day, is_excused):
    excuse(cast.lea, until=UNTIL)
    today = TODAY + timedelta(days=day)
    assert places.attempt_of(session, cast.lea).closed_as is None
    assert places.shown(session, made, StatusTab.ALL, today)["Lea"] == ("excused" if is_excused else "enrolled")
    assert places.counts(session, made, today)[StatusTab.ENROLLED] == (5 if is_excused else 6)
    assert learns(session, cast, cast.lea, today)


@pytest.mark.rule("A-26", "excused counts in no percentage")
@pytest.mark.parametrize("until", [None, UNTIL])
def test_excused_counts_in_no_percentage(cast: Cast, session, made, excuse, until):
    excuse(cast.lea, until=until)
    far = listed.progress(session, SYSTEM, assignment_id=made, today=TODAY)
    assert (far.people, far.counted, far.enrolled) == (6, 5, 5)


@pytest.mark.rule("A-26", "an attempt that another assignment asks for stays open")
def test_an_attempt_that_another_assignment_asks_for_goes_on(cast: Cast, session, build, made, excuse):
    training = session.get_one(Training, places.attempt_of(session, cast.lea).training_id)
    build.assign(training, f"q={cast.lea.username}")
    excuse(cast.lea)
    assert places.attempt_of(session, cast.lea).closed_as is None
    assert places.shown(session, made, StatusTab.ALL, TODAY)["Lea"] == "excused"
    assert learns(session, cast, cast.lea)


@pytest.mark.rule("A-26", "each excuse is a record: reason, until when, by whom and when")
def test_an_excuse_is_on_record(cast: Cast, session, made, excuse, now):
    excuse(cast.lea, reason="  Parental leave ", until=UNTIL)
    (row,) = session.exec(select(Excuse)).all()
    assert (row.why, row.until, row.by_id, row.at, row.ended_at) == (
        "Parental leave", UNTIL, cast.ada.id, now, None,
    )  # fmt: skip
    rows = listed.places(session, SYSTEM, assignment_id=made, wanted=PlaceFilter(), today=TODAY).rows
    (remark,) = [one.remark for one in rows if one.remark.excused_why]
    assert (remark.excused_by, remark.excused_why, remark.excused_until) == (
        "Ada Admin", "Parental leave", "2027-03-05",
    )  # fmt: skip
    entry = session.exec(select(AuditEntry).where(AuditEntry.act == "people excused")).one()
    assert entry.after == {"people": 1, "until": "2027-03-05", "reason": "Parental leave"}


@pytest.mark.rule("A-26", "an excuse has a reason, and its last day is not past")
@pytest.mark.parametrize(
    ("said", "field"),
    [({"reason": ""}, "reason"), ({"reason": "  "}, "reason"), ({"until": TODAY - timedelta(days=1)}, "until")],
)
def test_an_excuse_that_makes_no_sense_is_refused(cast: Cast, session, excuse, said, field):
    with pytest.raises(Invalid) as refused:
        excuse(cast.lea, **said)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert session.exec(select(Excuse)).all() == []


@pytest.mark.rule("A-26", "complete, withdrawn and superseded ones are not excused; failed ones are")
def test_who_does_not_owe_it_is_left_out_and_counted(cast: Cast, session, build, made, excuse, now):
    ids = [known(places.attempt_of(session, cast.noa).id)]
    results.record(session, SYSTEM, enrollment_ids=ids, result=Result.FAILED, now=now)
    build.complete(cast.lea, session.get_one(Training, places.attempt_of(session, cast.lea).training_id))
    withdrawing.withdraw(session, assignment_id=made, assignee_ids=places.ids_of(session, made, cast.max),
                         by_id=None, why="", now=now)  # fmt: skip
    ada = cast.actor(cast.ada)
    said = excusing.account(session, ada, assignment_id=made, assignee_ids=None, today=TODAY)
    assert said == ExcuseAccount(people=4, excused=0, complete=1, withdrawn=1, closed=0, is_locked=False)
    assert excuse() == 4
    assert places.shown(session, made, StatusTab.ALL, TODAY)["Noa"] == "excused"
    assert places.counts(session, made, TODAY)[StatusTab.FAILED] == 0
    assert excuse(cast.lea, cast.max) == 0


@pytest.mark.rule("A-26", "“End excuse” takes it back: for good, the attempt is open again as it was")
@pytest.mark.parametrize("until", [None, UNTIL])
def test_an_excuse_is_taken_back(cast: Cast, session, made, excuse, end, now, until):
    before = places.attempt_of(session, cast.lea).model_dump()
    excuse(cast.lea, until=until)
    later = now + timedelta(days=2)
    assert end(cast.lea, at=later) == 1
    assert places.attempt_of(session, cast.lea).model_dump() == before
    assert places.shown(session, made, StatusTab.ENROLLED, TODAY)["Lea"] == "enrolled"
    (row,) = session.exec(select(Excuse)).all()
    assert (row.ended_at, row.ended_by_id) == (later, cast.ada.id)
    assert session.exec(select(Closing)).all() == []
    assert end(cast.lea, at=later) == 0


def test_a_failed_attempt_that_was_excused_is_failed_again(cast: Cast, session, made, excuse, end, now):
    ids = [known(places.attempt_of(session, cast.noa).id)]
    results.record(session, SYSTEM, enrollment_ids=ids, result=Result.FAILED, now=now)
    excuse(cast.noa)
    end(cast.noa)
    assert places.shown(session, made, StatusTab.FAILED, TODAY) == {"Noa": "failed"}


@pytest.mark.rule("A-26", "excused again, the new excuse replaces the one before")
@pytest.mark.parametrize(("first", "then", "closed"), [(None, UNTIL, None), (UNTIL, None, "excused")])
def test_excused_again_the_new_one_holds(cast: Cast, session, made, excuse, now, first, then, closed):
    excuse(cast.lea, reason="One", until=first)
    later = now + timedelta(hours=1)
    assert excuse(cast.lea, reason="Two", until=then, at=later) == 1
    rows = session.exec(select(Excuse).order_by(col(Excuse.id))).all()
    assert [(row.why, row.ended_at) for row in rows] == [("One", later), ("Two", None)]
    assert places.attempt_of(session, cast.lea).closed_as == closed
    assert places.place_of(session, made, cast.lea).excused_until == then


def test_the_account_says_who_is_excused_already(cast: Cast, session, made, excuse):
    excuse(cast.lea, until=UNTIL)
    ids = places.ids_of(session, made, cast.lea, cast.noa)
    asked = {"assignment_id": made, "assignee_ids": ids}
    assert excusing.account(session, cast.actor(cast.ada), **asked, today=UNTIL).excused == 1
    assert excusing.account(session, cast.actor(cast.ada), **asked, today=UNTIL + timedelta(days=1)).excused == 0


def test_a_deactivated_person_can_be_excused(cast: Cast, session, made, excuse, now):
    people.deactivate(session, SYSTEM, person_id=known(cast.max.id), now=now)
    assert excuse(cast.max) == 1
    assert places.attempt_of(session, cast.max).closed_as == "excused"


@pytest.mark.rule("A-26", "Excuse: after the lock it needs “Override the lock”, and so does taking it back")
def test_after_the_lock_it_is_refused_without_the_right(cast: Cast, session, made, excuse, end, now):
    at = now + timedelta(days=7)
    with pytest.raises(Locked):
        excusing.account(session, cast.actor(cast.ada), assignment_id=made, assignee_ids=None, today=at.date())
    with pytest.raises(Locked):
        excuse(cast.lea, at=at)
    assert excuse(cast.lea, at=now + timedelta(days=6)) == 1
    with pytest.raises(Locked):
        end(cast.lea, at=at)


@pytest.mark.rule("A-26", "Excuse: overriding the lock needs a reason, which is kept")
def test_overriding_the_lock_needs_a_reason(cast: Cast, session, excuse, end, now):
    at, sam = now + timedelta(days=8), cast.actor(cast.sam)
    with pytest.raises(Invalid, match="Reason is missing"):
        excuse(cast.lea, by=sam, reason=" ", at=at)
    assert excuse(cast.lea, by=sam, at=at) == 1
    with pytest.raises(Invalid, match="Say why you override the lock"):
        end(cast.lea, by=sam, at=at)
    assert end(cast.lea, by=sam, reason="Back from leave", at=at) == 1
    entry = session.exec(select(AuditEntry).where(AuditEntry.act == "excuse ended")).one()
    assert (entry.actor_id, entry.after) == (cast.sam.id, {"people": 1, "reason": "Back from leave"})


# ── who may


def test_whom_the_actor_does_not_see_is_not_found(cast: Cast, session, build, made, excuse, end):
    nan = places.narrow(build.branch("Station 1"))
    with pytest.raises(NotFound):
        excuse(cast.lea, cast.noa, by=nan)
    assert excuse(by=nan) == 2
    with pytest.raises(NotFound):
        end(cast.noa, by=nan)
    assert places.shown(session, made, StatusTab.ALL, TODAY)["Noa"] == "enrolled"


@pytest.mark.parametrize("who", ["tess", "max", "lea"])
def test_somebody_without_the_right_excuses_nobody(cast: Cast, excuse, end, who):
    for act in (excuse, end):
        with pytest.raises(NotAllowed, match="Manage Assignments"):
            act(cast.lea, by=cast.actor(getattr(cast, who)))


@pytest.mark.rule("A-26", "whose excuse ends after the start hears of the assignment then, once")
def test_who_was_excused_over_the_start_is_told_when_it_ends(database):
    story = Story()
    lea = story.person("Lea")
    made = story.assign(lea, start="2027-03-05", due="2027-04-20")
    story.excuse(made, lea)
    story.loop_until("2027-03-06 12:00", hours=12)
    assert story.told(lea) == []
    story.end_excuse(made, lea)
    story.loop()
    story.excuse(made, lea)
    story.end_excuse(made, lea)
    story.loop()
    assert story.told(lea) == ["assignment started"]
