"""What a filter offers to choose: every field, and the values of the opened one with the people who have them."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.audience import queries
from training_app.audience.choices import FieldRow, fields, of_field
from training_app.audience.filters import PeopleFilter
from training_app.audience.rules import Criterion, Kind
from training_app.certifications import actions as certifications
from training_app.certifications.actions import NewAward, NewCertification
from training_app.certifications.model import Certification
from training_app.core import db
from training_app.core.tables import known
from training_app.people import actions as people
from training_app.people import memberships

TODAY = date(2027, 3, 1)


def offered(session: Session, field: str, q: str = "", actor=SYSTEM) -> list[tuple[str, int]]:
    return [(one.label, one.people) for one in of_field(session, actor, field=field, q=q, today=TODAY)]


@pytest.fixture
def roster(session: Session, build: Builder) -> dict[str, int]:
    """Ann leads and is in all; Bo and Cy report to her; Di has left."""
    battalion = build.branch("Battalion 1")
    for number in (4, 10):
        build.branch(f"Station {number}", below=battalion)
    ann = build.person("Ann", "Archer", branch="Battalion 1", level="ALS", shift="A", title="Captain")
    bo = build.person("Bo", "Berg", branch="Station 4", level="ALS", shift="B", title="Medic", manager_id=ann.id)
    cy = build.person("Cy", "Cole", branch="Station 10", shift="B", title="Médecin", manager_id=bo.id)
    di = build.person("Di", "Dee", branch="Station 10", level="BLS", shift="C", title="Driver", manager_id=ann.id)
    for one in (ann, bo, di):
        said = {"person_id": known(one.id), "now": build.now}
        memberships.join_team(session, SYSTEM, team="Rescue", leads=one is ann, **said)
        memberships.join_group(session, SYSTEM, group="Instructors", **said)
        memberships.tag(session, SYSTEM, word="hazmat 100%", **said)
        memberships.set_attribute(session, SYSTEM, name="Shirt size", value="XL" if one is ann else "L", **said)
    for name in ("EMT licence", "Old licence", "CPR"):
        new = NewCertification(name, name, is_licence=name.endswith("licence"), always_valid_allowed=True)
        kind = known(certifications.add_certification(session, SYSTEM, new=new, now=build.now).id)
        days = [(ann, 0), (bo, -1), (di, 100)] if name == "EMT licence" else []
        for one, left in days:
            for more in (0, 5):
                new_award = NewAward(known(one.id), kind, expires_on=TODAY + timedelta(days=left - more))
                certifications.award(session, SYSTEM, new=new_award, now=build.now)
    session.exec(sa.update(Certification).values(archived_at=build.now).where(Certification.name == "Old licence"))
    people.deactivate(session, SYSTEM, person_id=known(di.id), now=build.now)
    return {"ann": known(ann.id), "bo": known(bo.id), "cy": known(cy.id)}


@pytest.mark.rule("A-07", "every criterion can be chosen: from values, as days, or as a certification and its state")
@pytest.mark.rule("P-01", "every field that is known of people, further attributes among them, is offered to filter on")
def test_every_field_is_offered_with_the_way_to_choose(session, roster):
    rows = fields(session, SYSTEM)
    assert [row.field for row in rows[:-1]] == list(Criterion)
    assert {row.field for row in rows if row.kind == Kind.DAYS} == {"hired", "licence_expires"}
    assert [row.field for row in rows if row.kind == Kind.CERTIFICATION] == ["certification"]
    assert rows[0] == FieldRow("level", "Level", "values")
    assert rows[-1].field.startswith("attribute.")
    assert (rows[-1].label, rows[-1].kind) == ("Shirt size", "values")


@pytest.mark.rule(
    "A-07", "each value is offered with the number of active people who have it, those that nobody has last"
)
@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("level", [("ALS", 2), ("No level", 1), ("BLS", 0)]),
        ("title", [("Captain", 1), ("Medic", 1), ("Médecin", 1)]),
        ("shift", [("A", 1), ("B", 2)]),
        ("branch", [("Battalion 1", 3), ("Battalion 1 / Station 4", 1), ("Battalion 1 / Station 10", 1)]),
        ("team", [("Rescue", 2)]),
        ("leads", [("Any team", 1), ("Rescue", 1)]),
        ("group", [("Instructors", 2)]),
        ("tag", [("hazmat 100%", 2)]),
        ("manager", [("Ann Archer", 1), ("Bo Berg", 1)]),
        ("licence", [("EMT licence", 1)]),
        ("certification", [("EMT licence", 1), ("CPR", 0)]),
        ("state", [("Active", 3), ("Deactivated", 1)]),
        ("hired", []),
        ("licence_expires", []),
        ("nonsense", []),
        ("attribute.9999", []),
        ("attribute.x", []),
    ],
)
def test_the_values_of_a_field_are_offered_with_their_people(session, roster, field: str, values):
    assert offered(session, field) == values


def test_the_values_of_a_further_attribute_are_offered(session, roster):
    assert offered(session, fields(session, SYSTEM)[-1].field) == [("L", 1), ("XL", 1)]


@pytest.mark.rule("A-07", "choosing a value finds as many active people as it was offered with")
def test_a_chosen_value_finds_whom_it_counted(session, roster):
    for row in fields(session, SYSTEM):
        for one in of_field(session, SYSTEM, field=row.field, today=TODAY):
            wanted = PeopleFilter(criteria=((row.field, one.value), ("state", "active")))
            wanted = wanted if row.field != "state" else PeopleFilter(criteria=((row.field, one.value),))
            assert queries.count(session, SYSTEM, wanted=wanted, today=TODAY) == one.people, one


@pytest.mark.parametrize(
    ("field", "q", "labels"),
    [
        ("level", "als", ["ALS"]),
        ("level", "no level", ["No level"]),
        ("title", "CAP", ["Captain"]),
        ("title", "éd", ["Médecin"]),
        ("branch", "battalion 10", ["Battalion 1 / Station 10"]),
        ("manager", "berg bo", ["Bo Berg"]),
        ("tag", "100%", ["hazmat 100%"]),
        ("tag", "100%%", []),
        ("tag", "_", []),
        ("certification", "cp", ["CPR"]),
        ("leads", "resc", ["Rescue"]),
        ("state", "deac", ["Deactivated"]),
        ("title", "\0\ud800", []),
        ("title", "x" * 5_000, []),
    ],
)
def test_values_are_searched_by_their_label(session, roster, field: str, q: str, labels: list[str]):
    assert [label for label, _people in offered(session, field, q)] == labels


def test_of_many_values_those_with_the_most_people_are_offered(session, build: Builder):
    for number in range(1, 61):
        build.person(shift=f"S{number}")
    build.person(shift="S60")
    labels = [label for label, _people in offered(session, "shift")]
    assert len(labels) == 50
    assert "S60" in labels
    assert labels.index("S9" if "S9" in labels else "S11") < labels.index("S60")
    assert offered(session, "shift", "S59") == [("S59", 1)]


@pytest.mark.rule("P-04", "values are counted over, and offered from, the people whom one sees")
def test_a_manager_is_offered_the_values_of_their_own_people(cast: Cast, session):
    boss = cast.actor(cast.max)
    assert offered(session, "shift", actor=boss) == [("A", 1)]
    assert offered(session, "level", actor=boss) == [("ALS", 1), ("BLS", 0), ("No level", 0)]
    assert offered(session, "branch", actor=boss) == [("Station 1", 1)]
    assert offered(session, "manager", actor=boss) == [("Max Manager", 1)]
    assert offered(session, "state", actor=boss) == [("Active", 1), ("Deactivated", 0)]


@pytest.mark.rule("P-05", "a learner is offered no value that anybody has")
def test_a_learner_is_offered_nobodys_values(cast: Cast, session):
    lea = cast.actor(cast.lea)
    for field in Criterion:
        assert sum(people for _label, people in offered(session, field, actor=lea)) == 0


def test_only_the_opened_field_is_asked(session, roster):
    asked: list[str] = []
    sa.event.listen(db.write_engine(), "before_cursor_execute", lambda *said: asked.append(said[2]))
    offered(session, "shift")
    assert len(asked) == 1
