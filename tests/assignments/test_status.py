"""Statuses are spelled once in Python and once in SQL, and the tabs of an assignment come from them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, select
from support.build import Builder
from support.cast import Cast

from training_app.assignments import places, queries
from training_app.assignments.filters import AssignmentFilter, PlaceFilter, tab_sql
from training_app.assignments.model import Assignee, Assignment, Enrollment
from training_app.assignments.rules import AssignmentTab, ClosedAs, Status, StatusTab, tab_of_assignment
from training_app.core.errors import NotAllowed, NotFound

TODAY = date(2027, 3, 1)
DAYS = (-400, -31, -1, 0, 1, 29, 30, 31, 400)


def test_the_status_tabs_mean_the_same_in_python_and_in_sql(session: Session, build: Builder, now):
    """Every combination of what the two read, in rows of their own, is compared."""
    course = build.course()
    made = build.assign(course) if build.people(1) else None
    assert made is not None
    place = session.exec(select(Assignee)).one()
    attempt = session.exec(select(Enrollment)).one()
    for tab in StatusTab:
        for status in Status:
            for closed in (None, *ClosedAs):
                for days in DAYS:
                    for gone, excused in ((None, None), (now, None), (None, now)):
                        attempt.status, attempt.closed_as = status, closed
                        place.due_on = TODAY + timedelta(days=days)
                        place.withdrawn_at, place.excused_at = gone, excused
                        session.flush()
                        joined = select(Assignee.id).join(Enrollment, col(Enrollment.id) == col(Assignee.enrollment_id))
                        found = session.exec(joined.where(Assignee.is_in_sql(tab, TODAY))).all()
                        assert bool(found) == place.is_in(tab, attempt, TODAY)


@given(starts=st.integers(-40, 40), lasts=st.integers(0, 40))
def test_every_assignment_stands_under_exactly_one_tab(starts: int, lasts: int):
    first = TODAY + timedelta(days=starts)
    tab = tab_of_assignment(first, first + timedelta(days=lasts), TODAY)
    assert (tab is AssignmentTab.EXPIRED) == (starts + lasts < 0)
    assert (tab is AssignmentTab.UPCOMING) == (starts > 0)


@pytest.mark.parametrize(("starts", "due"), [(s, d) for s in (-2, -1, 0, 1) for d in (-1, 0, 1, 2) if d >= s])
def test_the_tab_of_an_assignment_means_the_same_in_sql(session: Session, build: Builder, now, starts, due):
    build.person()
    made = build.assign(build.course())
    row = session.get_one(Assignment, made.assignment_id)
    row.starts_on, row.due_on = TODAY + timedelta(days=starts), TODAY + timedelta(days=due)
    session.flush()
    told = tab_of_assignment(row.starts_on, row.due_on, TODAY)
    found = [tab for tab in AssignmentTab if session.exec(select(Assignment.id).where(tab_sql(tab, TODAY))).all()]
    assert found == [told]


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


def test_names_are_searched_without_accents(session, build: Builder, cast: Cast):
    build.person("Đặng", "Nguyễn")
    made = build.assign(build.course())
    wanted = PlaceFilter(q="dang nguyen")
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


@pytest.mark.parametrize("sort", ["title", "due", "-starts", "people", "complete", "-past_due", "level", "bogus"])
def test_the_list_says_how_far_each_assignment_is(cast: Cast, session, page, sort):
    wanted = AssignmentFilter.from_query(f"sort={sort}")
    found = queries.assignments(session, cast.actor(cast.ada), wanted=wanted, today=TODAY)
    (row,) = found.rows
    assert (row.people, row.percent_complete, row.past_due, row.due_on) == (6, 16, 0, "2027-03-11")


def test_the_tabs_of_the_list_count_with_the_same_search(cast: Cast, session, page, build: Builder):
    build.assign(build.course("Pediatric airway"), starts=TODAY + timedelta(days=3))
    ada = cast.actor(cast.ada)

    def found(q: str) -> list[int]:
        tabs = queries.assignment_tabs(session, ada, wanted=AssignmentFilter(q=q), today=TODAY)
        return [tab.number for tab in tabs]

    assert found("") == [1, 1, 0]
    assert found("airway") == [1, 0, 0]
    assert found("nothing") == [0, 0, 0]


def test_a_filter_reads_back_from_its_own_address():
    wanted = PlaceFilter(tab=StatusTab.PAST_DUE, q="Đặng & co", sort="-due", page=3)
    assert PlaceFilter.from_query(wanted.query()) == wanted
    chosen = AssignmentFilter(tab=AssignmentTab.EXPIRED, q="50%", sort="title", page=2)
    assert AssignmentFilter.from_query(chosen.query()) == chosen


@given(st.text(max_size=200))
def test_no_address_makes_a_filter_fail(query: str):
    assert PlaceFilter.from_query(query).page >= 1
    assert AssignmentFilter.from_query(query).page >= 1
