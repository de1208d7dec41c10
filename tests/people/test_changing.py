"""Changing people: who may, what is refused, what is written down (P-01, P-10)."""

from dataclasses import replace

import pytest
from sqlmodel import Session, col, select
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.access.actor import Actor
from training_app.access.rules import Permission, Role
from training_app.accounts import actions as accounts
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed, NotFound
from training_app.core.events import Event
from training_app.core.tables import known
from training_app.people import actions as people
from training_app.people import memberships, queries
from training_app.people.actions import ChangedMeanwhile, NewPerson, OutOfSight, PersonChanged, Taken, entered
from training_app.people.model import Branch, Person


@pytest.fixture
def boss(cast: Cast, build: Builder) -> Actor:
    """Max, who may manage his own people."""
    told = {"permission": Permission.MANAGE_PEOPLE, "given": True, "now": build.now}
    accounts.set_permission(build.session, SYSTEM, person_id=known(cast.max.id), **told)
    build.session.flush()
    return cast.actor(cast.max)


def change(cast: Cast, actor: Actor, person: Person, **said) -> PersonChanged:
    new = replace(entered(person), **said)
    told = {"person_id": known(person.id), "version": person.version, "entered": new, "now": cast.build.now}
    return people.change_person(cast.build.session, actor, **told)


def entries(session: Session, act: str) -> list[AuditEntry]:
    return list(session.exec(select(AuditEntry).where(AuditEntry.act == act).order_by(col(AuditEntry.id))))


def test_an_admin_changes_what_is_known_of_somebody(cast: Cast, session: Session):
    changed = change(cast, cast.actor(cast.ada), cast.lea, title=" Medic ", last_name="Lernen")
    assert changed == PersonChanged(known(cast.lea.id), ("last_name", "title"))
    assert (cast.lea.title, cast.lea.version) == ("Medic", 2)
    assert [row.name for row in queries.find(session, SYSTEM, q="lernen").rows] == ["Lea Lernen"]


def test_a_manager_with_the_right_changes_their_own_people(cast: Cast, boss: Actor):
    assert change(cast, boss, cast.lea, shift="C").fields == ("shift",)


def test_a_manager_with_the_right_does_not_find_a_stranger(cast: Cast, boss: Actor):
    with pytest.raises(NotFound):
        change(cast, boss, cast.noa, shift="C")


@pytest.mark.rule("P-05", "a learner changes nothing, not even of themselves")
def test_somebody_without_the_right_changes_nobody(cast: Cast, session: Session):
    for actor in (cast.max, cast.tess, cast.lea):
        with pytest.raises(NotAllowed):
            change(cast, cast.actor(actor), cast.lea, shift="C")
    assert entries(session, "person changed") == []


@pytest.mark.rule("P-10", "who, when, what, before and after of what differs only")
def test_a_change_of_a_person_is_written_down_with_what_differs(cast: Cast, session: Session, build: Builder):
    change(cast, cast.actor(cast.ada), cast.lea, shift="C", email="LEA@muster.test")
    session.flush()
    [entry] = entries(session, "person changed")
    assert (entry.actor_id, entry.at, entry.subject_id) == (cast.ada.id, build.now, cast.lea.id)
    assert (entry.before, entry.after) == (
        {"email": "lea@muster.test", "shift": "A"},
        {"email": "LEA@muster.test", "shift": "C"},
    )


def test_a_change_that_changes_nothing_leaves_no_trace(cast: Cast, session: Session):
    assert change(cast, cast.actor(cast.ada), cast.lea).fields == ()
    session.flush()
    assert cast.lea.version == 1
    assert entries(session, "person changed") == []


def test_the_fact_of_a_change_names_fields_and_no_values(cast: Cast, session: Session):
    change(cast, cast.actor(cast.ada), cast.lea, title="Secretary")
    session.flush()
    [fact] = session.exec(select(Event).where(Event.act == "PersonChanged"))
    assert fact.payload == {"person_id": cast.lea.id, "fields": ["title"]}


def test_a_change_of_an_old_version_is_refused_and_names_what_others_changed(cast: Cast, session: Session):
    ada = cast.actor(cast.ada)
    seen = entered(cast.lea)
    change(cast, ada, cast.lea, shift="C")
    change(cast, SYSTEM, cast.lea, manager_id=None)
    session.flush()
    told = {"person_id": known(cast.lea.id), "version": 1, "entered": replace(seen, title="Medic")}
    with pytest.raises(ChangedMeanwhile, match="Ada Admin and Muster changed this in the meantime: manager, shift"):
        people.change_person(session, ada, now=cast.build.now, **told)
    assert cast.lea.title == ""


@pytest.mark.parametrize("above", ["lea", "max"])
def test_a_manager_who_reports_to_the_person_is_refused(cast: Cast, above: str):
    manager_id = known({"lea": cast.lea, "max": cast.max}[above].id)
    with pytest.raises(Invalid, match="reports to this person"):
        change(cast, SYSTEM, cast.max, manager_id=manager_id)
    assert change(cast, SYSTEM, cast.max, manager_id=cast.ada.id).fields == ("manager_id",)


@pytest.mark.rule("P-01", "email and username unique, compared without case")
@pytest.mark.parametrize("said", [{"email": "NOA@Muster.Test"}, {"username": " Noa "}, {"employee_number": "N-1"}])
def test_what_somebody_else_has_is_refused(cast: Cast, said: dict[str, str]):
    change(cast, SYSTEM, cast.noa, employee_number="N-1")
    with pytest.raises(Taken):
        change(cast, SYSTEM, cast.lea, **said)
    new = NewPerson("A", "B", "a@b.test", "ab", branch_id=cast.noa.branch_id)
    with pytest.raises(Taken):
        people.add_person(cast.build.session, SYSTEM, new=replace(new, **said), now=cast.build.now)


def test_every_faulty_field_is_named_at_once(cast: Cast):
    wrong = {"first_name": " ", "last_name": "", "username": "", "email": "no address", "level": "XLS"}
    with pytest.raises(Invalid) as refused:
        change(cast, SYSTEM, cast.lea, **wrong, branch_id=999_999, manager_id=999_999)
    fields = [problem.field for problem in refused.value.problems]
    assert sorted(fields) == sorted([*wrong, "branch_id", "manager_id"])


def test_a_manager_hands_nobody_over_to_where_they_no_longer_see_them(cast: Cast, boss: Actor):
    with pytest.raises(OutOfSight):
        change(cast, boss, cast.lea, manager_id=None)


def test_a_manager_adds_people_only_among_their_own(cast: Cast, boss: Actor, session: Session):
    new = NewPerson("New", "Medic", "new@muster.test", "new", branch_id=cast.max.branch_id)
    with pytest.raises(OutOfSight):
        people.add_person(session, boss, new=new, now=cast.build.now)
    session.rollback()


def test_a_manager_adds_somebody_who_reports_to_them(cast: Cast, boss: Actor, session: Session):
    new = NewPerson("New", "Medic", "new@muster.test", "new", branch_id=cast.max.branch_id, manager_id=cast.max.id)
    assert people.add_person(session, boss, new=new, now=cast.build.now).id


@pytest.mark.parametrize("verb", [people.deactivate, people.reactivate])
def test_only_who_may_manage_people_changes_whether_somebody_is_active(cast: Cast, boss: Actor, verb):
    told = {"now": cast.build.now}
    verb(cast.build.session, boss, person_id=known(cast.lea.id), **told)
    with pytest.raises(NotFound):
        verb(cast.build.session, boss, person_id=known(cast.ivo.id), **told)
    with pytest.raises(NotAllowed):
        verb(cast.build.session, cast.actor(cast.tess), person_id=known(cast.ivo.id), **told)


@pytest.mark.rule("P-10", "an entry for each time somebody is deactivated or reactivated, and none for nothing")
def test_deactivating_twice_is_written_down_once(cast: Cast, session: Session):
    told = {"person_id": known(cast.lea.id), "now": cast.build.now}
    people.deactivate(session, cast.actor(cast.ada), **told)
    people.deactivate(session, cast.actor(cast.ada), **told)
    people.reactivate(session, cast.actor(cast.ada), **told)
    session.flush()
    mine = [entry for act in ("person deactivated", "person reactivated") for entry in entries(session, act)]
    assert [(entry.before, entry.after) for entry in mine if entry.subject_id == cast.lea.id] == [
        ({"active": True}, {"active": False}),
        ({"active": False}, {"active": True}),
    ]


MEMBERSHIPS = [
    (memberships.join_team, {"team": "Boat"}),
    (memberships.leave_team, {"team": "Boat"}),
    (memberships.join_group, {"group": "Boat"}),
    (memberships.leave_group, {"group": "Boat"}),
    (memberships.tag, {"word": "Boat"}),
    (memberships.untag, {"word": "Boat"}),
    (memberships.set_attribute, {"name": "Radio", "value": "1"}),
]


@pytest.mark.parametrize(("verb", "said"), MEMBERSHIPS)
def test_memberships_are_changed_by_who_may_for_whom_they_see(cast: Cast, boss: Actor, verb, said):
    told = said | {"now": cast.build.now}
    verb(cast.build.session, cast.actor(cast.ada), person_id=known(cast.noa.id), **told)
    verb(cast.build.session, boss, person_id=known(cast.lea.id), **told)
    with pytest.raises(NotFound):
        verb(cast.build.session, boss, person_id=known(cast.noa.id), **told)
    with pytest.raises(NotAllowed):
        verb(cast.build.session, cast.actor(cast.tess), person_id=known(cast.lea.id), **told)


@pytest.mark.rule(
    "P-10", "memberships, marks and attributes with before and after, and nothing for what was so already"
)
def test_each_change_of_a_membership_is_written_down_once(cast: Cast, session: Session):
    told = {"person_id": known(cast.lea.id), "now": cast.build.now}
    for _ in range(2):
        memberships.join_team(session, SYSTEM, team=" Boat ", **told)
        memberships.join_group(session, SYSTEM, group="Boat", **told)
        memberships.tag(session, SYSTEM, word="Boat", **told)
        memberships.set_attribute(session, SYSTEM, name="Radio", value="1", **told)
    memberships.join_team(session, SYSTEM, team="Boat", leads=True, **told)
    for _ in range(2):
        memberships.leave_team(session, SYSTEM, team="Boat", **told)
        memberships.leave_group(session, SYSTEM, group="Boat", **told)
        memberships.untag(session, SYSTEM, word="Boat", **told)
        memberships.set_attribute(session, SYSTEM, name="Radio", value="", **told)
    session.flush()
    mine = session.exec(select(AuditEntry).where(AuditEntry.subject_id == cast.lea.id).order_by(col(AuditEntry.id)))
    assert [(entry.act, entry.before, entry.after) for entry in mine if entry.act != "person added"] == [
        ("team joined", None, {"team": "Boat", "leads": False}),
        ("group joined", None, {"group": "Boat"}),
        ("tagged", None, {"tag": "Boat"}),
        ("attribute set", {"Radio": ""}, {"Radio": "1"}),
        ("team joined", {"team": "Boat", "leads": False}, {"team": "Boat", "leads": True}),
        ("team left", {"team": "Boat", "leads": True}, None),
        ("group left", {"group": "Boat"}, None),
        ("untagged", {"tag": "Boat"}, None),
        ("attribute set", {"Radio": "1"}, {"Radio": ""}),
    ]


@pytest.mark.rule("P-02", "branches are made below branches that one has")
def test_a_branch_is_made_below_ones_own_only(cast: Cast, session: Session, build: Builder):
    mine, other = build.branch("Station 1"), build.branch("Station 2")
    told = {"person_id": known(cast.tess.id), "now": build.now}
    accounts.give_role(session, SYSTEM, role=Role.COORDINATOR, branch_ids=frozenset({mine}), **told)
    accounts.set_permission(session, SYSTEM, permission=Permission.MANAGE_PEOPLE, given=True, **told)
    session.flush()
    tess = cast.actor(cast.tess)
    assert people.add_branch(session, tess, name="Bay", parent_id=mine, now=build.now).path.startswith(f"/{mine}/")
    for stranger in (other, None, 999_999):
        with pytest.raises(NotFound):
            people.add_branch(session, tess, name="Bay", parent_id=stranger, now=build.now)
    with pytest.raises(NotAllowed):
        people.add_branch(session, cast.actor(cast.lea), name="Bay", parent_id=mine, now=build.now)


def test_two_branches_beside_each_other_have_different_names(session: Session, build: Builder):
    top = build.branch("East")
    for parent_id in (None, top):
        people.add_branch(session, SYSTEM, name="West", parent_id=parent_id, now=build.now)
        with pytest.raises(people.BranchTaken):
            people.add_branch(session, SYSTEM, name=" West ", parent_id=parent_id, now=build.now)
    assert len(session.exec(select(Branch)).all()) == 3
