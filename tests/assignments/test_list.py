"""The list of assignments: tabs by their days, search, sort, pages (A-01)."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select
from support.build import SYSTEM, Builder
from support.cast import Cast
from support.places import ids_of

from training_app.assignments import queries
from training_app.assignments.acts import excusing
from training_app.assignments.filters import AssignmentFilter, tab_sql
from training_app.assignments.model import Assignment
from training_app.assignments.rules import AssignmentTab, tab_of_assignment
from training_app.core.paging import Paged
from training_app.people import actions as people

TODAY = date(2027, 3, 1)


@pytest.fixture
def page(cast: Cast, build: Builder):
    """Six people in one assignment that is due in ten days; Lea is complete."""
    course = build.course()
    made = build.assign(course, due=TODAY + timedelta(days=10))
    build.complete(cast.lea, course)
    return made.assignment_id


def listed(session: Session, cast: Cast, query: str, today: date = TODAY) -> Paged[queries.AssignmentRow]:
    wanted = AssignmentFilter.from_query(query)
    return queries.assignments(session, cast.actor(cast.ada), wanted=wanted, today=today)


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


@pytest.mark.rule("A-01", "“Upcoming” starts after today")
@pytest.mark.rule("A-01", "“Active” has started and is due today or later")
@pytest.mark.rule("A-01", "“Expired” was due before today")
@pytest.mark.parametrize(
    ("after", "tab"), [(-1, "upcoming"), (0, "active"), (10, "active"), (11, "expired"), (400, "expired")]
)
def test_an_assignment_stands_under_the_tab_of_its_days(cast: Cast, session, build, after, tab):
    build.assign(build.course(), starts=TODAY, due=TODAY + timedelta(days=10))
    day = TODAY + timedelta(days=after)
    found = {name: listed(session, cast, f"tab={name}", day).total for name in ("upcoming", "active", "expired")}
    assert found == {"upcoming": 0, "active": 0, "expired": 0} | {tab: 1}


@pytest.mark.rule("A-01", "with training, level, start, due, people, % complete, past due")
def test_a_row_says_everything_of_an_assignment(cast: Cast, session, build):
    course = build.course("Airway", level="ALS")
    build.assign(course, due=TODAY + timedelta(days=10))
    build.complete(cast.lea, course)
    (row,) = listed(session, cast, "tab=expired", TODAY + timedelta(days=11)).rows
    assert (row.title, row.level, row.starts_on, row.due_on) == ("Airway", "ALS", "2027-03-01", "2027-03-11")
    assert (row.people, row.percent_complete, row.past_due) == (6, 16, 5)


@pytest.mark.rule("P-09", "a deactivated person is left out of the percentage of an assignment")
def test_who_is_excused_or_deactivated_counts_in_no_percentage(cast: Cast, session, page, now):
    excused = {"assignee_ids": ids_of(session, page, cast.sam), "reason": "Leave", "until": None, "now": now}
    excusing.excuse(session, SYSTEM, assignment_id=page, **excused)
    people.deactivate(session, SYSTEM, person_id=cast.max.id or 0, now=now)
    session.flush()
    (row,) = listed(session, cast, "").rows
    assert (row.people, row.percent_complete) == (6, 25)


@pytest.fixture
def many(cast: Cast, build: Builder):
    """Sixty assignments of the same day, and one of another training."""
    course = build.course("Airway")
    for number in range(60):
        build.assign(course, f"q={cast.lea.username}", due=TODAY + timedelta(days=number % 7))
    build.assign(build.course("Zebra crossing", level="BLS"), due=TODAY + timedelta(days=90))


@pytest.mark.rule("A-01", "server-side pages: each assignment once, the size as the address says")
def test_the_pages_have_each_assignment_once(cast: Cast, session, many):
    for query, sizes in {"": [50, 11, 0], "size=25": [25, 25, 11, 0], "size=7": [50, 11]}.items():
        pages = [listed(session, cast, f"{query}&page={number}") for number in range(1, len(sizes) + 1)]
        assert [len(page.rows) for page in pages] == sizes
        assert len({row.id for page in pages for row in page.rows}) == pages[0].total == 61


@pytest.mark.rule("A-01", "search by title")
def test_a_title_is_searched_by_parts_of_its_words(cast: Cast, session, many):
    for q, number in {"zebra": 1, "ZEB cross": 1, "airway": 60, "100%": 0}.items():
        wanted = AssignmentFilter(q=q)
        found = queries.assignments(session, cast.actor(cast.ada), wanted=wanted, today=TODAY)
        tabs = queries.assignment_tabs(session, cast.actor(cast.ada), wanted=wanted, today=TODAY)
        assert found.total == next(tab.number for tab in tabs if tab.label == "Active") == number, q


@pytest.mark.rule("A-01", "sortable: by every column, both ways, over all pages")
def test_every_column_sorts_both_ways(cast: Cast, session, many):
    values = {
        "title": lambda row: row.title, "level": lambda row: row.level, "starts": lambda row: row.starts_on,
        "due": lambda row: row.due_on, "people": lambda row: row.people, "complete": lambda row: row.percent_complete,
        "past_due": lambda row: row.past_due,
    }  # fmt: skip
    for (name, value), turned in product(values.items(), (False, True)):
        sort = f"-{name}" if turned else name
        rows = [row for page in (1, 2) for row in listed(session, cast, f"sort={sort}&page={page}").rows]
        said = [value(row) for row in rows]
        # Where a training has no level, the two databases put it at opposite ends.
        said = [one for one in said if one != ""]
        assert said == sorted(said, reverse=turned), sort
