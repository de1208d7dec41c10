from dataclasses import replace

import pytest
from sqlmodel import select
from support.build import Builder
from support.cast import Cast
from support.imports import Desk, reasons, roster, verdicts

from training_app.access.actor import Actor, Scope
from training_app.access.rules import Permission
from training_app.core.audit import AuditEntry
from training_app.core.errors import NotAllowed
from training_app.core.tables import known
from training_app.imports.drafts import Verdict

NEW = "New,Body,new@x.test,Station 2"


@pytest.fixture
def near(cast: Cast, build: Builder) -> Actor:
    """Tess, who may manage people, but only those of Station 2."""
    tess = cast.actor(cast.tess)
    permissions = tess.permissions | {Permission.MANAGE_PEOPLE}
    return replace(tess, permissions=permissions, scope=Scope(branch_ids=frozenset({build.branch("Station 2")})))


@pytest.mark.rule("P-08", "importing needs the right to manage people")
def test_who_may_manage_people_may_import_and_nobody_else(desk: Desk, cast: Cast):
    plan = desk.plan(roster(NEW), actor=cast.actor(cast.ada))
    before = desk.headcount()
    for person in (cast.tess, cast.max, cast.lea):
        with pytest.raises(NotAllowed):
            desk.plan(roster(NEW), actor=cast.actor(person))
        with pytest.raises(NotAllowed):
            desk.apply(plan, actor=cast.actor(person))
    assert desk.headcount() == before
    assert desk.apply(plan, actor=cast.actor(cast.ada)).created == 1


def test_licences_need_the_right_to_track_certifications(desk: Desk, cast: Cast):
    ada = cast.actor(cast.ada)
    less = replace(ada, permissions=ada.permissions - {Permission.TRACK_CERTIFICATIONS})
    text = roster(f"{NEW},EMT,2028-01-01", more=",License type,License expires")
    with pytest.raises(NotAllowed, match="Track certifications"):
        desk.plan(text, actor=less)
    assert desk.apply(desk.plan(text, actor=ada), actor=ada).awards == 1


@pytest.mark.rule("P-04", "who looks after some branches imports people of these branches only")
def test_who_looks_after_one_branch_imports_its_people_only(desk: Desk, near: Actor):
    lines = (NEW, "Two,Body,two@x.test,Station 1", "Three,Body,three@x.test,Elsewhere")
    plan = desk.plan(roster(*lines), actor=near)
    assert verdicts(plan)[2] is Verdict.CREATE
    assert {row: "not among the branches" in why[0] for row, why in reasons(plan).items()} == {3: True, 4: True}
    assert desk.apply(plan, actor=near).created == 1


def test_a_stranger_is_neither_changed_nor_moved_in_nor_named(desk: Desk, near: Actor):
    plan = desk.plan(roster("Lea,Learner,lea@muster.test,Station 2", NEW), actor=near)
    assert "do not look after" in reasons(plan)[2][0]
    taken = desk.plan(roster(f"{NEW},lea", more=",Username"), actor=near)
    assert reasons(taken)[2] == ["Username “lea” belongs to somebody else."]


def test_own_people_are_changed_and_stay_in_sight(desk: Desk, near: Actor, cast: Cast):
    plan = desk.plan(roster("Noa,Nearby,noa@muster.test,Station 2,Captain", more=",Title"), actor=near)
    assert desk.apply(plan, actor=near).changed == 1
    away = desk.plan(roster("Noa,Nearby,noa@muster.test,Station 1"), actor=near)
    assert verdicts(away) == {2: Verdict.REFUSE}


def test_a_supervisor_out_of_sight_is_nobody(desk: Desk, near: Actor, cast: Cast):
    lines = (f"{NEW},max@muster.test", "Two,Body,two@x.test,Station 2,noa@muster.test")
    stranger = "Max,Manager,max@muster.test,Station 1,"
    plan = desk.plan(roster(*lines, stranger, more=",Supervisor"), actor=near)
    assert sorted(reasons(plan)) == [2, 4]
    desk.apply(plan, actor=near)
    assert desk.person("two@x.test").manager_id == cast.noa.id


def test_nobody_deactivates_themselves_by_an_import(desk: Desk, cast: Cast):
    line = "Ada,Admin,ada@muster.test,Headquarters,Inactive"
    plan = desk.plan(roster(line, more=",Status"), actor=cast.actor(cast.ada))
    assert "would deactivate yourself" in reasons(plan)[2][0]
    assert verdicts(desk.plan(roster(line, more=",Status"), actor=cast.actor(cast.sam))) == {2: Verdict.CHANGE}


def test_the_entry_names_who_imported(desk: Desk, cast: Cast):
    desk.apply(desk.plan(roster(NEW), actor=cast.actor(cast.ada)), actor=cast.actor(cast.ada))
    entry = desk.session.exec(select(AuditEntry).where(AuditEntry.act == "people imported")).one()
    assert entry.actor_id == known(cast.ada.id)
