"""Statuses are spelled once in Python and once in SQL, and the tabs of an assignment come from them."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, select
from support.build import SYSTEM, Builder
from support.cast import Cast
from support.places import ids_of, shown

from training_app.assignments import places, queries, report
from training_app.assignments.acts import excusing, withdrawing
from training_app.assignments.attempts import closing, results
from training_app.assignments.attempts.results import Result
from training_app.assignments.filters import AssignmentFilter, PlaceFilter
from training_app.assignments.model import Assignee, Enrollment
from training_app.assignments.places import Progress
from training_app.assignments.rules import AssignmentTab, ClosedAs, Status, StatusTab
from training_app.core.errors import NotAllowed, NotFound
from training_app.people import actions as people

TODAY = date(2027, 3, 1)
DAYS = (-400, -31, -1, 0, 1, 29, 30, 31, 400)


@pytest.mark.rule("A-18", "one person and everybody: the same tabs over every combination")
def test_the_status_tabs_mean_the_same_in_python_and_in_sql(session: Session, build: Builder, now):
    """Every combination of what the two read, in rows of their own, is compared."""
    (person,) = build.people(1)
    build.assign(build.course())
    place, attempt = session.exec(select(Assignee)).one(), session.exec(select(Enrollment)).one()
    asked = sa.select(*(Assignee.is_in_sql(tab, TODAY) for tab in StatusTab)).select_from(Assignee)
    asked = asked.join(Enrollment, col(Enrollment.id) == col(Assignee.enrollment_id))
    here = ((None, None, None), (now, None, None), (None, now, None), (None, None, now))
    seen = set()
    for status, closed, days, (gone, excused, left) in product(Status, (None, *ClosedAs), DAYS, here):
        attempt.status, attempt.closed_as, person.deactivated_at = status, closed, left
        place.due_on, place.withdrawn_at, place.excused_at = TODAY + timedelta(days=days), gone, excused
        session.flush()
        found = [bool(one) for one in session.connection().execute(asked).one()]
        assert found == [place.is_in(tab, attempt, TODAY) for tab in StatusTab], (status, closed, days, gone, excused)
        seen.add(tuple(found))
    assert len(seen) > len(StatusTab)


@pytest.fixture
def page(cast: Cast, build: Builder):
    """Five people in one assignment that is due in ten days; Lea is complete and Noa has begun."""
    course = build.course()
    made = build.assign(course, due=TODAY + timedelta(days=10))
    build.complete(cast.lea, course)
    return made.assignment_id


def counts(session, actor, page, today, **said) -> dict[str, int]:
    found = places.place_tabs(session, actor, assignment_id=page, wanted=PlaceFilter(**said), today=today)
    return {tab.label: tab.number for tab in found}


@pytest.mark.rule("A-18", "All: every assignee not withdrawn; Evaluated and Enrolled by the status of the attempt")
def test_the_tabs_count_people_by_their_status(cast: Cast, session, page):
    found = counts(session, cast.actor(cast.ada), page, TODAY)
    assert found == {"All": 6, "Evaluated (Completed)": 1, "Due within 30 days": 5, "Past Due": 0, "Enrolled": 5,
                     "Passed": 0, "Failed": 0}  # fmt: skip


def enter(session, build: Builder, person, *, result=Result.FAILED) -> None:
    attempt = session.exec(select(Enrollment.id).where(Enrollment.person_id == person.id)).one()
    results.record(session, SYSTEM, enrollment_ids=[attempt], result=result, score=Decimal("55.5"), now=build.now)


@pytest.mark.rule("A-18", "Failed: by the status of the attempt, and past due once its day has passed")
@pytest.mark.parametrize(("days", "expected"), [(10, (1, 5, 0)), (11, (1, 0, 5))])
def test_somebody_failed_stands_under_failed_and_is_owed(cast: Cast, session, build, page, days, expected):
    enter(session, build, cast.noa)
    found = counts(session, cast.actor(cast.ada), page, TODAY + timedelta(days=days))
    assert (found["Failed"], found["Due within 30 days"], found["Past Due"]) == expected
    assert found["Enrolled"] == 4


@pytest.mark.rule("A-18", "Passed: by the status of the attempt, with its evaluation owed")
def test_somebody_passed_stands_under_passed_and_still_owes(cast: Cast, session, build, page):
    session.exec(select(Enrollment).where(Enrollment.person_id == cast.noa.id)).one().status = Status.PASSED
    session.flush()
    found = counts(session, cast.actor(cast.ada), page, TODAY)
    assert (found["Passed"], found["Due within 30 days"], found["Enrolled"]) == (1, 5, 4)


@pytest.mark.rule("A-18", "Excused stand under All only, until a day as for good")
@pytest.mark.parametrize("until", [None, TODAY + timedelta(days=20)])
def test_excused_stand_under_all_only(cast: Cast, session, page, now, until):
    excused = {"assignee_ids": ids_of(session, page, cast.noa), "reason": "Leave", "until": until, "now": now}
    excusing.excuse(session, SYSTEM, assignment_id=page, **excused)
    ada, late = cast.actor(cast.ada), TODAY + timedelta(days=11)
    assert [counts(session, ada, page, day)["All"] for day in (TODAY, late)] == [6, 6]
    assert counts(session, ada, page, TODAY)["Due within 30 days"] == 4
    assert counts(session, ada, page, late)["Past Due"] == 4
    assert counts(session, ada, page, TODAY)["Enrolled"] == 4


@pytest.mark.rule("A-18", "Superseded stand under All only")
def test_superseded_stand_under_all_only(cast: Cast, session, page, now):
    attempt = session.exec(select(Enrollment.id).where(Enrollment.person_id == cast.noa.id)).one()
    closing.close(session, enrollment_ids=[attempt], closed_as=ClosedAs.SUPERSEDED, by_id=None, now=now,
                  unasked_only=False)  # fmt: skip
    late = TODAY + timedelta(days=11)
    found = [{tab for tab in StatusTab if "Noa" in shown(session, page, tab, day)} for day in (TODAY, late)]
    assert found == [{StatusTab.ALL}, {StatusTab.ALL}]


@pytest.mark.rule("A-18", "a withdrawn person stands under no tab")
def test_a_withdrawn_person_stands_under_no_tab(cast: Cast, session, page, now):
    gone = {"assignee_ids": ids_of(session, page, cast.noa), "by_id": None, "why": "", "now": now}
    withdrawing.withdraw(session, assignment_id=page, **gone)
    found = counts(session, cast.actor(cast.ada), page, TODAY)
    assert (found["All"], found["Enrolled"], found["Due within 30 days"]) == (5, 4, 4)


@pytest.mark.rule("A-18", "one with everybody withdrawn has nobody under any tab, and says so without an error")
def test_one_with_everybody_withdrawn_has_nobody(cast: Cast, session, build, now):
    made = build.assign(build.course(), due=TODAY + timedelta(days=10)).assignment_id
    withdrawing.withdraw(session, assignment_id=made, assignee_ids=None, by_id=None, why="", now=now)
    ada = cast.actor(cast.ada)
    assert set(counts(session, ada, made, TODAY).values()) == {0}
    far = places.progress(session, ada, assignment_id=made, today=TODAY)
    assert far == Progress(people=0, counted=0, evaluated=0, passed=0, enrolled=0, past_due=0, failed=0)
    row = queries.assignments(session, ada, wanted=AssignmentFilter(), today=TODAY).rows[0]
    assert (row.people, row.percent_complete, row.past_due) == (0, 0, 0)


@pytest.mark.rule("A-18", "Due within 30 days: not evaluated, due from today through today + 30")
@pytest.mark.parametrize(("before", "number"), [(31, 0), (30, 5), (0, 5), (-1, 0)])
def test_due_within_30_days_includes_both_ends(cast: Cast, session, page, before, number):
    today = TODAY + timedelta(days=10 - before)
    assert counts(session, cast.actor(cast.ada), page, today)["Due within 30 days"] == number


@pytest.mark.rule("A-18", "Past Due: not evaluated, due before today")
@pytest.mark.parametrize(("after", "number"), [(0, 0), (1, 5), (400, 5)])
def test_past_due_begins_the_day_after_the_due_day(cast: Cast, session, page, after, number):
    today = TODAY + timedelta(days=10 + after)
    assert counts(session, cast.actor(cast.ada), page, today)["Past Due"] == number


@pytest.mark.rule("A-17", "each tab has its count, of those whom the search finds")
def test_each_tab_lists_as_many_people_as_it_counts(cast: Cast, session, page):
    ada = cast.actor(cast.ada)
    for q in ("", "le", "nobody"):
        for tab in StatusTab:
            wanted = PlaceFilter(tab=tab, q=q)
            listed = places.places(session, ada, assignment_id=page, wanted=wanted, today=TODAY)
            assert listed.total == len(listed.rows) == counts(session, ada, page, TODAY, q=q)[tab.value]


def test_a_row_says_who_until_when_and_what_became_of_it(cast: Cast, session, page):
    wanted = PlaceFilter(tab=StatusTab.EVALUATED)
    (row,) = places.places(session, cast.actor(cast.ada), assignment_id=page, wanted=wanted, today=TODAY).rows
    assert (row.name, row.email, row.status) == ("Lea Learner", "lea@muster.test", "evaluated")
    assert (row.due_on, row.days, row.attempts, row.completed_on) == ("2027-03-11", 10, 1, "2027-03-01")


@pytest.mark.rule("A-17", "“Search By Name” finds without accents and without case")
@pytest.mark.parametrize("typed", ["dang nguyen", "ĐẶNG", "Nguyễn", "NGUYEN"])
def test_names_are_searched_without_accents(session, build: Builder, cast: Cast, typed):
    build.person("Đặng", "Nguyễn")
    made = build.assign(build.course())
    wanted = PlaceFilter(q=typed)
    found = places.places(session, cast.actor(cast.ada), assignment_id=made.assignment_id, wanted=wanted, today=TODAY)
    assert [row.name for row in found.rows] == ["Đặng Nguyễn"]


@pytest.mark.parametrize("sort", ["name", "-name", "status", "-due", "email", "branch", "completed", "nonsense; drop"])
def test_every_sort_gives_everybody(cast: Cast, session, page, sort):
    wanted = PlaceFilter.from_query(f"sort={sort}")
    found = places.places(session, cast.actor(cast.ada), assignment_id=page, wanted=wanted, today=TODAY)
    assert len({row.id for row in found.rows}) == 6


@pytest.mark.parametrize("who", ["tess", "max", "lea"])
def test_only_who_manages_assignments_reads_them(cast: Cast, session, page, who):
    actor = cast.actor(getattr(cast, who))
    with pytest.raises(NotAllowed):
        queries.assignment(session, actor, assignment_id=page, today=TODAY)
    with pytest.raises(NotAllowed):
        places.places(session, actor, assignment_id=page, wanted=PlaceFilter(), today=TODAY)
    with pytest.raises(NotAllowed):
        queries.assignments(session, actor, wanted=AssignmentFilter(), today=TODAY)


def test_a_made_up_assignment_is_not_found(cast: Cast, session):
    with pytest.raises(NotFound):
        queries.assignment(session, cast.actor(cast.ada), assignment_id=987654, today=TODAY)


@pytest.fixture
def statements():
    """What is asked of the database while the test runs it."""
    heard: list[str] = []

    def note(_connection, _cursor, statement, _values, _context, _many) -> None:
        heard.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield heard
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


@pytest.mark.rule("A-17", "the seven counts are one query, and a page is three, however many people there are")
@pytest.mark.parametrize("number", [0, 60])
def test_the_number_of_queries_does_not_grow_with_the_people(cast: Cast, session, build, statements, number):
    build.people(number)
    made = build.assign(build.course()).assignment_id
    ada = cast.actor(cast.ada)
    asked = {"assignment_id": made, "today": TODAY}
    session.flush()
    heard = []
    for read in (
        lambda: places.place_tabs(session, ada, wanted=PlaceFilter(), **asked),
        lambda: places.places(session, ada, wanted=PlaceFilter(), **asked),
        lambda: places.progress(session, ada, **asked),
        lambda: report.report(session, ada, wanted=PlaceFilter(), **asked),
        lambda: queries.assignments(session, ada, wanted=AssignmentFilter(), today=TODAY),
        lambda: queries.assignment_tabs(session, ada, wanted=AssignmentFilter(), today=TODAY),
    ):
        statements.clear()
        read()
        heard.append(len(statements))
    assert heard == [1, 3, 1, 2, 3, 1]


@pytest.mark.rule("A-17", "the head says how far it is: each person once, excused and deactivated not counted")
def test_the_progress_counts_each_person_once(cast: Cast, session, build, page, now):
    enter(session, build, cast.noa)
    excused = {"assignee_ids": ids_of(session, page, cast.sam), "reason": "Leave", "until": None, "now": now}
    excusing.excuse(session, SYSTEM, assignment_id=page, **excused)
    people.deactivate(session, SYSTEM, person_id=cast.max.id or 0, now=now)
    session.flush()
    ada = cast.actor(cast.ada)
    early = places.progress(session, ada, assignment_id=page, today=TODAY)
    late = places.progress(session, ada, assignment_id=page, today=TODAY + timedelta(days=11))
    assert early == Progress(people=6, counted=4, evaluated=1, passed=0, enrolled=2, past_due=0, failed=1)
    assert late == Progress(people=6, counted=4, evaluated=1, passed=0, enrolled=0, past_due=2, failed=1)


@pytest.mark.rule("A-19", "the page says since when it is locked: midnight of the third day before the due date")
@pytest.mark.parametrize(("before", "is_locked"), [(4, False), (3, True), (0, True), (-5, True)])
def test_the_head_says_since_when_it_is_locked(cast: Cast, session, page, before, is_locked):
    today = TODAY + timedelta(days=10 - before)
    detail = queries.assignment(session, cast.actor(cast.ada), assignment_id=page, today=today)
    assert (detail.is_locked, detail.locked_from) == (is_locked, "2027-03-08")


def test_a_page_has_as_many_people_as_the_address_asks_for(cast: Cast, session, build):
    build.people(30)
    made = build.assign(build.course()).assignment_id
    seen = []
    for number in range(1, 5):
        wanted = PlaceFilter.from_query(f"size=10&page={number}")
        asked = {"assignment_id": made, "wanted": wanted, "today": TODAY}
        found = places.places(session, cast.actor(cast.ada), **asked)
        seen.append([row.id for row in found.rows])
    assert [len(rows) for rows in seen] == [10, 10, 10, 6]
    assert len({row for rows in seen for row in rows}) == found.total == 36


@pytest.mark.parametrize("size", ["1000", "-1", "0", "ten", ""])
def test_a_size_that_makes_no_sense_is_the_usual_one(size):
    assert PlaceFilter.from_query(f"size={size}").size == AssignmentFilter.from_query(f"size={size}").size == 50


def test_a_filter_reads_back_from_its_own_address():
    wanted = PlaceFilter(tab=StatusTab.PAST_DUE, q="Đặng & co", sort="-due", page=3, size=10)
    assert PlaceFilter.from_query(wanted.query()) == wanted
    chosen = AssignmentFilter(tab=AssignmentTab.EXPIRED, q="50%", sort="title", page=2)
    assert AssignmentFilter.from_query(chosen.query()) == chosen


@given(st.text(max_size=200))
def test_no_address_makes_a_filter_fail(query: str):
    assert PlaceFilter.from_query(query).page >= 1
    assert AssignmentFilter.from_query(query).page >= 1
