"""Everything that is known of people can be searched and filtered on, at each edge; whatever is odd finds nobody."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select
from support.build import SYSTEM, Builder

from training_app.audience import queries
from training_app.audience.facts import known as known_of
from training_app.audience.filters import MOST_CRITERIA, MOST_FIELDS, PeopleFilter
from training_app.audience.matching import finds
from training_app.audience.rules import FIELDS
from training_app.audience.words import words
from training_app.certifications import actions as certifications
from training_app.certifications.actions import NewAward, NewCertification
from training_app.certifications.model import Award
from training_app.core.tables import known
from training_app.people import memberships
from training_app.people.model import Attribute, Group, Person, Tag, Team

TODAY = date(2027, 3, 1)


def day(distance: int) -> date:
    return TODAY + timedelta(days=distance)


def found(session: Session, query: str) -> str:
    """First names of whom the filter finds; everybody asked one by one says the same."""
    wanted = PeopleFilter.from_query(query)
    rows = queries.find(session, SYSTEM, wanted=wanted, today=TODAY).rows
    everybody = session.exec(select(Person).order_by(Person.last_name)).all()
    asked = [one for one in everybody if finds(wanted, known_of(session, SYSTEM, person_id=known(one.id)), TODAY)]
    assert [row.id for row in rows] == [one.id for one in asked]
    return " ".join(row.name.split()[0] for row in rows)


@pytest.fixture
def ann(build: Builder) -> Person:
    return build.person("Ann", "Archer", level="ALS", shift="A", title="Paramedic", employee_number="E-77",
                        email="Ann.Archer@county.test", username="aarcher", hired_on=date(2020, 1, 1))  # fmt: skip


@pytest.fixture
def bo(build: Builder, ann: Person) -> Person:
    return build.person("Bo", "Berg", level="BLS", shift="B", title="Captain", manager_id=ann.id)


@pytest.fixture
def kind(session: Session, build: Builder) -> int:
    """A licence that may be always valid."""
    new = NewCertification("EMT licence", "EMT", is_licence=True, always_valid_allowed=True)
    return known(certifications.add_certification(session, SYSTEM, new=new, now=build.now).id)


def award(build: Builder, person: Person, kind: int, issued: int | None = -700, expires: int | None = None) -> int:
    new = NewAward(known(person.id), kind, day(issued) if issued is not None else None,
                   day(expires) if expires is not None else None, always_valid=expires is None)  # fmt: skip
    return certifications.award(build.session, SYSTEM, new=new, now=build.now)


def id_of(session: Session, table, name: str) -> int:
    return session.exec(select(table.id).where(table.name == name)).one()


@pytest.mark.rule("P-01", "name, email, username and employee number are searched")
@pytest.mark.parametrize("q", ["ann", "ARCHER", "ann archer", "county.test", "aarch", "e-77", "archer 77"])
def test_somebody_is_searched_by_each_of_their_names(session, ann, bo, q: str):
    assert found(session, f"q={q}") == "Ann"


@pytest.mark.rule("P-01", "level, title, shift, hire date and being active are filtered on")
@pytest.mark.rule("A-07", "the filter finds people by level, title, shift and hire date")
@pytest.mark.parametrize("query", ["level=BLS", "title=Captain", "shift=B"])
def test_by_a_value_of_the_person(session, ann, bo, query: str):
    assert found(session, query) == "Bo"
    assert found(session, query + "Z") == ""


@pytest.mark.rule("A-07", "the filter finds people by level, those without one included")
def test_by_having_no_level(session, ann, build: Builder):
    build.person("Cy")
    assert found(session, "level=none") == "Cy"


@pytest.mark.rule("A-07", "the filter finds people by hire date")
@pytest.mark.parametrize(
    ("days", "names"),
    [
        ("2020-01-01..2020-01-01", "Ann"),
        ("2020-01-02..", ""),
        ("..2019-12-31", ""),
        ("2019-12-31..", "Ann"),
        ("..2020-01-01", "Ann"),
        ("2020-02-01..2020-01-01", ""),
        ("2019-01-01..soon", ""),
        ("soon..2021-01-01", ""),
        ("2020-01-01", ""),
        ("..", ""),
    ],
)
def test_by_the_day_of_hiring(session, ann, bo, days: str, names: str):
    assert found(session, f"hired={days}") == names


@pytest.mark.rule("P-01", "people are filtered on being active or not")
def test_by_being_active_or_not(session, ann, bo, build: Builder):
    bo.deactivated_at = build.now
    session.flush()
    assert found(session, "state=active") == "Ann"
    assert found(session, "state=deactivated") == "Bo"
    assert found(session, "state=active&state=deactivated") == "Ann Bo"
    assert found(session, "state=asleep") == ""


@pytest.mark.rule("P-01", "people are filtered on their reporting manager")
@pytest.mark.rule("A-07", "the filter finds people by manager")
def test_by_the_reporting_manager(session, ann, bo):
    assert found(session, f"manager={ann.id}") == "Bo"
    assert found(session, f"manager={bo.id}") == ""


@pytest.mark.rule("P-01", "people are filtered on the teams they are in and those they lead")
@pytest.mark.rule("A-07", "the filter finds people by team")
def test_by_the_teams_they_are_in_and_lead(session, ann, bo, build: Builder):
    for person, leads in ((ann, True), (bo, False)):
        memberships.join_team(session, SYSTEM, person_id=known(person.id), team="Medic", leads=leads, now=build.now)
    memberships.join_team(session, SYSTEM, person_id=known(bo.id), team="Dive", leads=True, now=build.now)
    medic, dive = id_of(session, Team, "Medic"), id_of(session, Team, "Dive")
    assert found(session, f"team={medic}") == "Ann Bo"
    assert found(session, f"leads={medic}") == "Ann"
    assert found(session, f"leads={dive}") == "Bo"
    assert found(session, f"leads={medic}&leads={dive}") == "Ann Bo"
    assert found(session, "leads=any") == "Ann Bo"
    memberships.join_team(session, SYSTEM, person_id=known(bo.id), team="Dive", leads=False, now=build.now)
    assert found(session, "leads=any") == "Ann"


@pytest.mark.rule("P-01", "people are filtered on their groups, tags and further attributes")
@pytest.mark.rule("A-07", "the filter finds people by group, tag and any further attribute")
def test_by_groups_tags_and_further_attributes(session, ann, bo, build: Builder):
    said = {"person_id": known(ann.id), "now": build.now}
    memberships.join_group(session, SYSTEM, group="Instructors", **said)
    memberships.tag(session, SYSTEM, word="hazmat", **said)
    memberships.set_attribute(session, SYSTEM, name="Shirt size", value="L", **said)
    memberships.set_attribute(session, SYSTEM, name="Shoe size", value="43", **said)
    size = id_of(session, Attribute, "Shirt size")
    assert found(session, f"group={id_of(session, Group, 'Instructors')}") == "Ann"
    assert found(session, f"tag={id_of(session, Tag, 'hazmat')}") == "Ann"
    assert found(session, f"attribute.{size}=L") == "Ann"
    assert found(session, f"attribute.{size}=43") == ""
    assert found(session, "attribute.9999=L") == ""


@pytest.mark.rule("A-07", "the filter finds people by the licence type they hold validly")
def test_by_the_type_of_licence(session, ann, bo, kind, build: Builder):
    card = NewCertification("CPR", "CPR")
    cpr = known(certifications.add_certification(session, SYSTEM, new=card, now=build.now).id)
    award(build, ann, kind, expires=0)
    award(build, bo, kind, expires=-1)
    award(build, bo, cpr, expires=100)
    assert found(session, f"licence={kind}") == "Ann"
    assert found(session, f"licence={cpr}") == ""


@pytest.mark.rule(
    "A-07", "the filter finds people by certification held: valid, expiring within N days, expired, missing"
)
@pytest.mark.rule("X-07", "issued in the future means not yet valid: such an award counts in no state")
@pytest.mark.parametrize(
    ("awards", "states"),
    [
        ((), {"missing"}),
        (((-700, 30),), {"valid", "expiring:30", "expiring:400"}),
        (((-700, 31),), {"valid", "expiring:400"}),
        (((-700, 0),), {"valid", "expiring:0", "expiring:30", "expiring:400"}),
        (((None, 30),), {"valid", "expiring:30", "expiring:400"}),
        (((-700, -1),), {"expired"}),
        (((-700, None),), {"valid"}),
        (((1, 700),), {"missing"}),
        (((0, 700),), {"valid"}),
        (((-700, 10), (-5, 700)), {"valid"}),
        (((-700, 10), (5, 700)), {"valid", "expiring:30", "expiring:400"}),
        (((-700, -10), (5, 700)), {"expired"}),
        (((-900, -300), (-200, 20)), {"valid", "expiring:30", "expiring:400"}),
        (((-900, 20), (-200, None)), {"valid"}),
    ],
)
def test_by_the_state_of_a_certification(session, ann, kind, build: Builder, awards, states):
    for issued, expires in awards:
        award(build, ann, kind, issued, expires)
    every = ("valid", "expiring:0", "expiring:30", "expiring:400", "expired", "missing")
    assert {state for state in every if found(session, f"certification={kind}:{state}")} == states
    assert bool(found(session, f"certification={kind}")) == ("valid" in states)


@pytest.mark.rule("A-07", "a revoked certification counts in no state")
def test_a_revoked_certification_is_missing(session, ann, kind, build: Builder):
    revoked = session.get_one(Award, award(build, ann, kind, expires=10))
    revoked.revoked_at = build.now
    session.flush()
    assert found(session, f"certification={kind}:missing") == "Ann"
    assert found(session, f"certification={kind}") == found(session, f"licence={kind}") == ""
    assert found(session, "licence_expires=2000-01-01..2100-01-01") == ""


@pytest.mark.rule("A-07", "the filter finds people by a range of days in which their current licence expires")
@pytest.mark.parametrize(
    ("days", "names"),
    [
        (f"{day(10)}..{day(10)}", "Ann"),
        (f"{day(11)}..", "Cy"),
        (f"..{day(9)}", "Bo"),
        (f"{day(-30)}..{day(10)}", "Ann Bo"),
        (f"{day(-30)}..", "Ann Bo Cy"),
        (f"{day(10)}..{day(-30)}", ""),
        (f"{day(-400)}..{day(-100)}", ""),
    ],
)
def test_by_the_expiry_of_the_current_licence(session, ann, bo, kind, build: Builder, days: str, names: str):
    award(build, ann, kind, -900, -200)
    award(build, ann, kind, expires=10)
    award(build, bo, kind, expires=-30)
    award(build, bo, kind, 5, 500)
    award(build, build.person("Cy", "Cole"), kind, expires=500)
    award(build, build.person("Di", "Dee"), kind)
    assert found(session, f"licence_expires={days}") == names


@pytest.mark.rule("A-07", "criteria combine with and between fields, with or within one")
def test_and_between_fields_or_within_one(session, ann, bo, kind, build: Builder):
    award(build, bo, kind, expires=10)
    assert found(session, "level=ALS&level=BLS") == "Ann Bo"
    assert found(session, "level=ALS&level=BLS&shift=B") == "Bo"
    assert found(session, f"certification={kind}:missing&certification={kind}:expiring:30") == "Ann Bo"
    assert found(session, f"certification={kind}:missing&certification={kind}:expired&level=BLS") == ""
    assert found(session, "hired=2020-01-01..2020-01-01&hired=2021-01-01..") == "Ann"


@pytest.mark.rule("A-07", "a criterion whose value no longer exists finds nobody")
@pytest.mark.parametrize("field", ["branch", "team", "leads", "group", "tag", "manager", "licence", "certification"])
def test_a_value_that_no_longer_exists_finds_nobody(session, ann, bo, field: str):
    for value in ("999", "2147483648", "999:missing", "999:expired"):
        assert found(session, f"{field}={value}") == ""


ODD = ("abc", "1;drop", "9" * 5_000, "-1", "²", "٣", "..", "0001-01-01..9999-12-31x", "1:bogus", "1:expiring", ":",
       "\0", "1:expiring:" + "9" * 5_000, "\ud800", "%", "'", "\U0001d7d9", "1:missing:", "\u202e", "\n")  # fmt: skip


@pytest.mark.rule("A-07", "a malformed value finds nobody and breaks nothing")
def test_more_fields_than_anybody_enters_find_nobody(session, build, ann):
    learnt = {f"Thing {number}": "yes" for number in range(MOST_FIELDS + 1)}
    for name, value in learnt.items():
        memberships.set_attribute(session, SYSTEM, person_id=known(ann.id), name=name, value=value, now=build.now)
    ids = session.exec(select(Attribute.id).order_by(col(Attribute.id))).all()
    everything = PeopleFilter(criteria=tuple((f"attribute.{one}", "yes") for one in ids))
    fewer = PeopleFilter(criteria=everything.criteria[1:])
    assert queries.count(session, SYSTEM, wanted=fewer, today=TODAY) == 1
    assert queries.count(session, SYSTEM, wanted=everything, today=TODAY) == 0
    person = known_of(session, SYSTEM, person_id=known(ann.id))
    assert finds(fewer, person, TODAY)
    assert not finds(everything, person, TODAY)


@pytest.mark.parametrize("field", sorted(FIELDS | {"attribute.1", "attribute.x", "attribute.", "attribute.\0"}))
def test_whatever_is_odd_finds_nobody(session, ann, field: str):
    for value in ODD:
        wanted = PeopleFilter().with_(field, value)
        assert queries.find(session, SYSTEM, wanted=wanted, today=TODAY).total == 0, value
        assert PeopleFilter.from_query(wanted.query()) == wanted
        assert queries.chips(session, SYSTEM, wanted=wanted)
        assert words(session, SYSTEM, wanted=wanted)


def test_an_odd_search_breaks_nothing(session, ann):
    for text in (*ODD[:-1], "x" * 5_000, "ann\0", "\ud800ann"):
        wanted = PeopleFilter(q=text)
        assert queries.find(session, SYSTEM, wanted=wanted, today=TODAY).total == 0, text
        assert PeopleFilter.from_query(wanted.query()) == wanted


@pytest.mark.parametrize("field", sorted(FIELDS | {"attribute.1", "attribute.{}"}))
def test_two_hundred_criteria_are_asked_for_and_no_more(session, ann, field: str):
    last = {"certification": "{}:missing", "licence_expires": "2027-01-01..2{:03}-01-02", "hired": "..2{:03}-01-02"}
    many = [(field.format(one), last.get(field, "{}").format(one)) for one in range(1, 300)]
    wanted = PeopleFilter(criteria=tuple(many))
    assert len(wanted.criteria) == MOST_CRITERIA
    assert queries.find(session, SYSTEM, wanted=wanted, today=TODAY).total in {0, 1}
    assert words(session, SYSTEM, wanted=wanted)
    assert len(queries.chips(session, SYSTEM, wanted=wanted)) == MOST_CRITERIA
