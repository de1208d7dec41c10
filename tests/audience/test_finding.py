"""Finding people by what is known of them, and the address that carries it."""

from datetime import date, timedelta
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.audience import queries
from training_app.audience.filters import PeopleFilter
from training_app.audience.rules import FIELDS, Criterion, PeopleSort
from training_app.certifications import actions as certifications
from training_app.certifications.actions import NewAward, NewCertification
from training_app.core.paging import Page
from training_app.core.tables import known
from training_app.people import actions as people
from training_app.people import memberships
from training_app.people.model import Group, Tag, Team

TODAY = date(2027, 3, 1)


@pytest.fixture
def roster(build: Builder):
    """Four people who differ in everything that can be filtered on."""
    battalion = build.branch("Battalion 1")
    build.branch("Station 4", below=battalion)
    ann = build.person("Ann", "Archer", branch="Station 4", level="ALS", shift="A", title="Paramedic",
                       hired_on=date(2020, 1, 1))  # fmt: skip
    bo = build.person("Bo", "Berg", branch="Battalion 1", level="BLS", shift="B", title="Captain",
                      hired_on=date(2024, 6, 1), manager_id=ann.id)  # fmt: skip
    cy = build.person("Cy", "Cole", branch="Station 7", shift="A", title="Driver, acting")
    di = build.person("Đi", "Dương", branch="Station 7", level="ALS", shift="C", title="Paramedic")
    memberships.join_team(build.session, SYSTEM, person_id=known(ann.id), team="Medic", leads=True, now=build.now)
    memberships.join_group(build.session, SYSTEM, person_id=known(bo.id), group="Instructors", now=build.now)
    memberships.tag(build.session, SYSTEM, person_id=known(cy.id), word="=HYPERLINK(1)", now=build.now)
    people.deactivate(build.session, SYSTEM, person_id=known(di.id), now=build.now)
    return {"ann": ann, "bo": bo, "cy": cy, "di": di}


_fields = st.sampled_from([*FIELDS, "attribute.1", "attribute.", "q", "page"])


def _address(pairs: list[tuple[str, str]]) -> str:
    return "&".join(f"{field}={quote(value, errors='replace')}" for field, value in pairs)


def names(session: Session, query: str, **said) -> list[str]:
    wanted = PeopleFilter.from_query(query)
    found = queries.find(session, SYSTEM, wanted=wanted, today=TODAY, **said)
    assert found.total == queries.count(session, SYSTEM, wanted=wanted, today=TODAY)
    return [row.name.split()[0] for row in found.rows]


@pytest.mark.rule("P-01", "every attribute of a person can be filtered on")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("level=ALS", ["Ann", "Đi"]),
        ("level=none", ["Cy"]),
        ("level=BLS&level=none", ["Bo", "Cy"]),
        ("shift=A", ["Ann", "Cy"]),
        ("title=Driver%2C+acting", ["Cy"]),
        ("level=ALS&shift=A", ["Ann"]),
        ("hired=2020-01-01..2020-12-31", ["Ann"]),
        ("hired=2024-01-01..", ["Bo"]),
        ("state=active", ["Ann", "Bo", "Cy"]),
        ("state=deactivated", ["Đi"]),
        ("q=duong", ["Đi"]),
        ("q=ann+archer", ["Ann"]),
        ("q=100%25", []),
    ],
)
def test_people_are_found_by_what_is_known_of_them(session, roster, query, found):
    assert names(session, query) == found


@pytest.mark.rule("A-07", "the filter finds people by branch, those below it included")
@pytest.mark.rule("P-01", "people are filtered on their branch")
@pytest.mark.rule("P-02", "filtering by a branch includes the branches below it")
def test_a_branch_includes_the_branches_below_it(session, roster, build: Builder):
    assert names(session, f"branch={build.branches['Battalion 1']}") == ["Ann", "Bo"]
    assert names(session, f"branch={build.branches['Station 4']}") == ["Ann"]


def test_teams_groups_tags_and_managers_are_found_by_their_ids(session, roster):
    team, tag = (session.exec(select(table.id)).one() for table in (Team, Tag))
    assert names(session, f"team={team}") == ["Ann"]
    assert names(session, f"tag={tag}") == ["Cy"]
    assert names(session, f"manager={roster['ann'].id}") == ["Bo"]
    group = session.exec(select(Group.id).where(Group.name == "Instructors")).one()
    assert names(session, f"group={group}") == ["Bo"]


@pytest.mark.parametrize("field", sorted(FIELDS - {Criterion.SHIFT, Criterion.TITLE, Criterion.STATE}))
def test_a_value_that_means_nothing_finds_nobody(session, roster, field):
    for value in ("abc", "1;drop", "9" * 30, "-1", "²", "..", "1:bogus"):
        assert names(session, f"{field}={value}") == []


def test_an_attribute_that_is_no_number_finds_nobody(session, roster):
    assert names(session, "attribute.x=1") == []


@pytest.mark.rule("P-04", "a manager finds only the people who report to them")
def test_a_manager_finds_only_their_own_people(cast: Cast, session):
    found = queries.find(session, cast.actor(cast.max), wanted=PeopleFilter(), today=TODAY)
    assert [row.name for row in found.rows] == ["Lea Learner"]


@pytest.mark.rule("P-05", "a learner finds nobody")
def test_a_learner_finds_nobody(cast: Cast, session):
    assert queries.find(session, cast.actor(cast.lea), wanted=PeopleFilter(), today=TODAY).total == 0


def test_pages_are_cut_by_the_database_and_hold_everybody_once(session, build: Builder):
    build.people(7)
    pages = [
        queries.find(session, SYSTEM, wanted=PeopleFilter(), today=TODAY, page=Page(number, 3)) for number in (1, 2, 3)
    ]
    assert [len(page.rows) for page in pages] == [3, 3, 1]
    assert len({row.id for page in pages for row in page.rows}) == 7


@pytest.mark.parametrize("sort", [*PeopleSort, *(f"-{sort}" for sort in PeopleSort), "nonsense"])
def test_every_sort_gives_everybody(session, roster, sort):
    assert sorted(names(session, "", sort=sort)) == ["Ann", "Bo", "Cy", "Đi"]


@pytest.mark.parametrize(("sort", "found"), [("", "Bo Ann Cy"), ("-", "Ann Bo Cy")])
def test_people_are_sorted_by_the_day_their_licence_expires_and_those_without_come_last(session, build, sort, found):
    new = NewCertification(name="EMT", code="EMT", is_licence=True)
    emt = known(certifications.add_certification(session, SYSTEM, new=new, now=build.now).id)
    for name, days in (("Cy", ()), ("Ann", ("2026-01-31", "2028-01-31")), ("Bo", ("2027-12-31",))):
        person = known(build.person(name).id)
        for day in days:
            award = NewAward(person, emt, issued_on=date(2025, 1, 1), expires_on=date.fromisoformat(day))
            certifications.award(session, SYSTEM, new=award, now=build.now)
    assert names(session, "", sort=f"{sort}licence_expires") == found.split()


def test_criteria_are_added_and_taken_one_by_one():
    wanted = PeopleFilter(q="ann").with_("level", "ALS").with_("level", "ALS").with_("shift", "A")
    assert wanted.query() == "q=ann&level=ALS&shift=A"
    assert wanted.without("level", "ALS") == PeopleFilter(q="ann", criteria=(("shift", "A"),))


@pytest.mark.rule("M-04", "the filter of people travels in the address and reads back as the same")
@given(
    st.text(st.characters(), max_size=300) | st.builds(_address, st.lists(st.tuples(_fields, st.text(st.characters()))))
)
def test_no_address_makes_the_filter_fail_and_it_reads_back(query: str):
    wanted = PeopleFilter.from_query(query)
    assert PeopleFilter.from_query(wanted.query()) == wanted


def test_a_range_of_days_includes_both_ends(session, roster):
    assert names(session, "hired=2020-01-01..2020-01-01") == ["Ann"]
    day = date(2020, 1, 1) + timedelta(days=1)
    assert names(session, f"hired={day}..{day}") == []
