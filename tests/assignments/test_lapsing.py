"""What is not complete by the last day of the accreditation closes as lapsed, and stays past due in reports (A-20)."""

from datetime import date, timedelta

import pytest
from sqlmodel import select
from support import places
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.assignments import report
from training_app.assignments.acts import excusing, lapsing, past_due, withdrawing
from training_app.assignments.attempts import learning, results
from training_app.assignments.attempts.results import Result
from training_app.assignments.filters import PlaceFilter
from training_app.assignments.records import Closing
from training_app.assignments.rules import StatusTab
from training_app.catalog.model import Training
from training_app.core.audit import AuditEntry
from training_app.core.tables import known
from training_app.people.model import Person

TODAY = date(2027, 3, 1)
LAST_DAY = date(2027, 3, 20)
AFTER = LAST_DAY + timedelta(days=1)


@pytest.fixture
def made(cast: Cast, build: Builder) -> int:
    """Lea and Noa in an assignment that is due on 11 March, of a training accredited through 20 March."""
    course = build.course("Airway", accredited_through=LAST_DAY)
    return build.assign(course, "active=yes", due=date(2027, 3, 11)).assignment_id


def lapse(session, today: date, now) -> int:
    return lapsing.lapse(session, today=today, now=now + (today - TODAY))


def home(session, cast: Cast, today: date) -> list[str]:
    return [row.title for row in learning.home(session, cast.actor(cast.lea), today=today).enrolled]


@pytest.mark.rule("A-20", "expired and not complete: visible and open through the last day of the accreditation")
@pytest.mark.rule("A-20", "after the last day of the accreditation it closes as lapsed")
@pytest.mark.parametrize(("today", "closed"), [(date(2027, 3, 12), 0), (LAST_DAY, 0), (AFTER, 6)])
def test_it_is_open_through_the_last_day_and_then_lapses(cast: Cast, session, made, now, today, closed):
    assert lapse(session, today, now) == closed
    assert places.attempt_of(session, cast.lea).closed_as == ("lapsed" if closed else None)
    assert home(session, cast, today) == ([] if closed else ["Airway"])


@pytest.mark.rule("A-20", "on its last day it can still be completed")
def test_whoever_completes_it_on_the_last_day_has_completed_it(cast: Cast, session, build, made, now):
    course = session.get_one(Training, places.attempt_of(session, cast.lea).training_id)
    build.complete(cast.lea, course, at=now + (LAST_DAY - TODAY))
    assert lapse(session, AFTER, now) == 5
    assert places.shown(session, made, StatusTab.EVALUATED, AFTER) == {"Lea": "evaluated"}


@pytest.mark.rule("A-20", "without an accreditation date it stays open")
def test_without_an_end_of_the_accreditation_it_stays_open(cast: Cast, session, build, now):
    build.assign(build.course("Lifting"), due=date(2027, 3, 11))
    assert lapse(session, date(2037, 1, 1), now) == 0
    assert home(session, cast, date(2037, 1, 1)) == ["Lifting"]


@pytest.mark.rule("A-20", "lapsed stays past due, on the page and in the report")
def test_lapsed_stays_past_due(cast: Cast, session, made, now):
    before = places.counts(session, made, AFTER)
    lapse(session, AFTER, now)
    assert places.counts(session, made, AFTER) == before
    assert before[StatusTab.PAST_DUE] == 6
    assert places.shown(session, made, StatusTab.PAST_DUE, AFTER)["Lea"] == "lapsed"
    wanted = PlaceFilter(tab=StatusTab.PAST_DUE)
    rows = report.report(session, SYSTEM, assignment_id=made, wanted=wanted, today=AFTER).rows
    assert {row.status for row in rows} == {"lapsed"}


@pytest.mark.rule("A-20", "nobody is notified of what has lapsed")
def test_who_has_lapsed_is_not_notified(cast: Cast, session, made, now):
    lapse(session, AFTER, now)
    said = past_due.account(session, SYSTEM, assignment_id=made, now=now + (AFTER - TODAY))
    assert (said.people, said.closed) == (0, 6)


@pytest.mark.rule("A-20", "failed ones stay failed, and what was closed before stays closed as it was")
def test_what_is_not_open_is_left_as_it_is(cast: Cast, session, made, now):
    ids = [known(places.attempt_of(session, cast.noa).id)]
    results.record(session, SYSTEM, enrollment_ids=ids, result=Result.FAILED, now=now)
    withdrawing.withdraw(session, assignment_id=made, assignee_ids=places.ids_of(session, made, cast.max),
                         by_id=None, why="", now=now)  # fmt: skip
    excusing.excuse(session, SYSTEM, assignment_id=made, assignee_ids=places.ids_of(session, made, cast.tess),
                    reason="Leave", until=None, now=now)  # fmt: skip
    assert lapse(session, AFTER, now) == 3
    found = [places.attempt_of(session, person).closed_as for person in (cast.noa, cast.max, cast.tess)]
    assert found == [None, "withdrawn", "excused"]


@pytest.mark.rule("A-20", "run again it closes nothing more")
def test_run_again_it_closes_nothing(session, made, now):
    assert [lapse(session, AFTER, now), lapse(session, AFTER, now), lapse(session, date(2027, 4, 1), now)] == [6, 0, 0]


@pytest.mark.rule("A-20", "who was excused and is asked again after the accreditation ended has lapsed, too")
def test_what_is_opened_again_afterwards_lapses(cast: Cast, session, made, now):
    asked = {"assignment_id": made, "assignee_ids": places.ids_of(session, made, cast.lea)}
    excusing.excuse(session, SYSTEM, **asked, reason="Leave", until=None, now=now)
    lapse(session, AFTER, now)
    excusing.end(session, SYSTEM, **asked, reason="Back", now=now + timedelta(days=21))
    assert lapse(session, AFTER + timedelta(days=1), now) == 1
    assert places.attempt_of(session, cast.lea).closed_as == "lapsed"


@pytest.mark.rule("A-20", "somebody lapsed can still be excused, and counts in no percentage then")
def test_somebody_lapsed_is_excused(cast: Cast, session, made, now):
    lapse(session, AFTER, now)
    asked = {"assignment_id": made, "assignee_ids": places.ids_of(session, made, cast.lea)}
    excusing.excuse(session, SYSTEM, **asked, reason="Leave", until=None, now=now + timedelta(days=21))
    assert places.shown(session, made, StatusTab.ALL, AFTER)["Lea"] == "excused"
    assert places.counts(session, made, AFTER)[StatusTab.PAST_DUE] == 5
    excusing.end(session, SYSTEM, **asked, reason="Back", now=now + timedelta(days=22))
    assert places.shown(session, made, StatusTab.PAST_DUE, AFTER)["Lea"] == "lapsed"


def test_it_is_one_entry_in_the_audit(session, made, now):
    lapse(session, LAST_DAY, now)
    assert session.exec(select(AuditEntry).where(AuditEntry.act == "enrollments lapsed")).all() == []
    lapse(session, AFTER, now)
    entry = session.exec(select(AuditEntry).where(AuditEntry.act == "enrollments lapsed")).one()
    assert (entry.actor_id, entry.after) == (None, {"enrollments": 6, "accredited_before": "2027-03-21"})
    whys = {row.why for row in session.exec(select(Closing)).all()}
    assert whys == {"The accreditation of the training has ended."}


# ── learning paths


def complete(build: Builder, person: Person, course: Training) -> None:
    ids = [known(build.attempt(person, course).id)]
    results.record(build.session, SYSTEM, enrollment_ids=ids, result=Result.PASSED, now=build.now)


@pytest.fixture
def path(cast: Cast, build: Builder):
    """A path of a course that expires and one that does not, assigned to everybody."""
    airway = build.course("Airway", accredited_through=LAST_DAY)
    lifting = build.course("Lifting")
    path = build.path("Basics", airway, lifting)
    build.assign(path, due=date(2027, 3, 11))
    return airway, lifting, path


@pytest.mark.rule("A-20", "a learning path lapses with a course of it that is not complete")
def test_a_path_lapses_with_its_course(cast: Cast, session, build, path, now):
    assert lapse(session, LAST_DAY, now) == 0
    lapse(session, AFTER, now)
    found = [build.attempt(cast.lea, training).closed_as for training in path]
    assert found == ["lapsed", "lapsed", "lapsed"]
    assert home(session, cast, AFTER) == []


@pytest.mark.rule("A-20", "a path goes on whose course was completed before its accreditation ended")
def test_a_path_goes_on_where_the_course_is_complete(cast: Cast, session, build, path, now):
    airway, lifting, whole = path
    complete(build, cast.lea, airway)
    lapse(session, AFTER, now)
    assert [build.attempt(cast.lea, training).closed_as for training in (lifting, whole)] == [None, None]
    complete(build, cast.lea, lifting)
    assert build.attempt(cast.lea, whole).status == "evaluated"
    assert build.attempt(cast.noa, whole).closed_as == "lapsed"
