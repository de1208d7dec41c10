"""Roles and single permissions, how far they reach, and refused calls (P-03, P-06)."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app import wiring
from training_app.access.actor import Actor
from training_app.access.rules import DEFAULTS, Permission, Role
from training_app.accounts import actions as accounts
from training_app.accounts import queries
from training_app.accounts.actions import LastSuperadmin
from training_app.accounts.model import Refusal
from training_app.accounts.reach import MoreThanOwn
from training_app.core import events
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed, NotFound
from training_app.core.tables import known
from training_app.people import actions as people
from training_app.people import memberships
from training_app.people import queries as roster
from training_app.people.model import Person


def give(cast: Cast, actor: Actor, person: Person, role: Role, **limits: frozenset[int]) -> Actor:
    told = {"person_id": known(person.id), "role": role, "now": cast.build.now}
    accounts.give_role(cast.build.session, actor, **told, **limits)
    cast.build.session.flush()
    return cast.actor(person)


def give_single(cast: Cast, actor: Actor, person: Person, permission: Permission, *, given: bool = True) -> Actor:
    told = {"person_id": known(person.id), "permission": permission, "now": cast.build.now}
    accounts.set_permission(cast.build.session, actor, given=given, **told)
    cast.build.session.flush()
    return cast.actor(person)


def entries(session: Session, *acts: str) -> list[AuditEntry]:
    return list(session.exec(select(AuditEntry).where(col(AuditEntry.act).in_(acts)).order_by(col(AuditEntry.id))))


def sees(cast: Cast, actor: Actor, *people: Person) -> list[bool]:
    found = set(cast.build.session.exec(select(Person.id).where(roster.visible(actor))))
    return [person.id in found for person in people]


@pytest.mark.rule("P-03", "the defaults of each role; everyone is a learner")
@pytest.mark.parametrize(
    ("name", "role"),
    [("sam", Role.SUPERADMIN), ("ada", Role.ADMIN), ("tess", Role.COORDINATOR), ("max", Role.MANAGER),
     ("lea", Role.LEARNER)],
)  # fmt: skip
def test_each_role_begins_with_its_permissions(cast: Cast, name: str, role: Role):
    actor = cast.actor(getattr(cast, name))
    assert actor.permissions == DEFAULTS[role]
    assert Role.LEARNER in actor.roles


@pytest.mark.rule("P-03", "a superadmin gives and takes roles")
def test_a_superadmin_gives_a_role_and_takes_it(cast: Cast, session: Session):
    sam = cast.actor(cast.sam)
    assert give(cast, sam, cast.lea, Role.ADMIN).can(Permission.MANAGE_PEOPLE)
    accounts.take_role(session, sam, person_id=known(cast.lea.id), role=Role.ADMIN, now=cast.build.now)
    accounts.take_role(session, sam, person_id=known(cast.lea.id), role=Role.ADMIN, now=cast.build.now)
    assert cast.actor(cast.lea).permissions == frozenset()
    session.flush()
    mine = [entry for entry in entries(session, "role given", "role taken") if entry.subject_id == cast.lea.id]
    said = {"role": "admin", "branches": [], "teams": []}
    assert [(entry.actor_id, entry.before, entry.after) for entry in mine] == [
        (cast.sam.id, None, said),
        (cast.sam.id, said, None),
    ]


@pytest.mark.rule("P-03", "Manage roles is superadmin unless given")
@pytest.mark.parametrize("name", ["ada", "tess", "max", "lea"])
def test_nobody_else_gives_or_takes_anything(cast: Cast, name: str):
    actor = cast.actor(getattr(cast, name))
    told = {"person_id": known(cast.lea.id), "now": cast.build.now}
    calls = (
        (accounts.give_role, {"role": Role.LEARNER} | told),
        (accounts.take_role, {"role": Role.LEARNER} | told),
        (accounts.set_permission, {"permission": Permission.VIEW_REPORTS, "given": True} | told),
        (queries.rights, {"person_id": known(cast.lea.id)}),
    )
    for verb, said in calls:
        with pytest.raises(NotAllowed):
            verb(cast.build.session, actor, **said)
    with pytest.raises(NotAllowed):
        accounts.set_role_permission(cast.build.session, actor, role=Role.LEARNER, given=True, now=cast.build.now,
                                     permission=Permission.VIEW_REPORTS)  # fmt: skip


def test_a_manager_with_the_right_gives_roles_to_their_own_people_only(cast: Cast):
    boss = give_single(cast, SYSTEM, cast.max, Permission.MANAGE_ROLES)
    assert give(cast, boss, cast.lea, Role.MANAGER).can(Permission.REASSIGN)
    with pytest.raises(NotFound):
        give(cast, boss, cast.noa, Role.MANAGER)
    with pytest.raises(NotFound):
        give_single(cast, boss, cast.noa, Permission.REASSIGN)


@pytest.mark.rule("P-03", "nobody gives more than they have")
def test_an_admin_with_the_right_gives_no_right_that_they_lack(cast: Cast):
    ada = give_single(cast, SYSTEM, cast.ada, Permission.MANAGE_ROLES)
    assert give_single(cast, ada, cast.lea, Permission.REMOVE_RECORDS).can(Permission.REMOVE_RECORDS)
    for refused in (Role.SUPERADMIN, Role.MANAGER):
        with pytest.raises(MoreThanOwn):
            give(cast, ada, cast.ada, refused)
    with pytest.raises(MoreThanOwn):
        give_single(cast, ada, cast.ada, Permission.RESTORE_RECORDS)
    with pytest.raises(MoreThanOwn):
        accounts.take_role(cast.build.session, ada, person_id=known(cast.sam.id), role=Role.SUPERADMIN,
                           now=cast.build.now)  # fmt: skip


def test_a_limited_coordinator_with_the_right_gives_no_wider_limits(cast: Cast, build: Builder):
    mine, other = build.branch("Station 1"), build.branch("Station 2")
    bay = build.branch("Bay", mine)
    give(cast, SYSTEM, cast.tess, Role.COORDINATOR, branch_ids=frozenset({mine}))
    tess = give_single(cast, SYSTEM, cast.tess, Permission.MANAGE_ROLES)
    assert give(cast, tess, cast.lea, Role.COORDINATOR, branch_ids=frozenset({bay})).scope.branch_ids == {bay}
    for wider in (frozenset(), frozenset({other}), frozenset({mine, other})):
        with pytest.raises(MoreThanOwn):
            give(cast, tess, cast.lea, Role.COORDINATOR, branch_ids=wider)


@pytest.mark.rule("P-03", "single permissions can be added or taken")
def test_a_single_permission_is_added_and_taken_beside_the_roles(cast: Cast, session: Session):
    sam = cast.actor(cast.sam)
    assert give_single(cast, sam, cast.tess, Permission.AWARD_CERTIFICATIONS).can(Permission.AWARD_CERTIFICATIONS)
    give_single(cast, sam, cast.tess, Permission.VIEW_REPORTS, given=False)
    tess = give_single(cast, sam, cast.tess, Permission.VIEW_REPORTS, given=False)
    assert not tess.can(Permission.VIEW_REPORTS)
    rights = queries.rights(session, sam, person_id=known(cast.tess.id))
    assert (rights.given, rights.taken) == ({Permission.AWARD_CERTIFICATIONS}, {Permission.VIEW_REPORTS})
    assert rights.permissions == tess.permissions
    assert [role.role for role in rights.roles] == [Role.COORDINATOR]
    assert not rights.may_sign_in
    [taken] = entries(session, "permission taken")
    assert taken.after == {"permission": "View reports", "given": False}


@pytest.mark.rule("P-03", "a role is a set of permissions that the organization changes")
def test_a_permission_added_to_a_role_counts_for_everybody_who_has_it(cast: Cast, session: Session):
    sam = cast.actor(cast.sam)
    told = {"role": Role.COORDINATOR, "permission": Permission.AWARD_CERTIFICATIONS, "now": cast.build.now}
    for given in (True, False):
        for _ in range(2):
            accounts.set_role_permission(session, sam, given=given, **told)
        assert cast.actor(cast.tess).can(Permission.AWARD_CERTIFICATIONS) is given
    assert len(entries(session, "permission added to role", "permission taken from role")) == 2


def test_a_superadmin_keeps_every_permission(cast: Cast, session: Session):
    told = {"role": Role.SUPERADMIN, "permission": Permission.MANAGE_ROLES, "given": False, "now": cast.build.now}
    with pytest.raises(Invalid):
        accounts.set_role_permission(session, cast.actor(cast.sam), **told)


def test_the_last_superadmin_keeps_the_role(cast: Cast, session: Session):
    told = {"role": Role.SUPERADMIN, "now": cast.build.now}
    with pytest.raises(LastSuperadmin):
        accounts.take_role(session, cast.actor(cast.sam), person_id=known(cast.sam.id), **told)
    give(cast, cast.actor(cast.sam), cast.ada, Role.SUPERADMIN)
    accounts.take_role(session, cast.actor(cast.ada), person_id=known(cast.sam.id), **told)
    assert not cast.actor(cast.sam).can(Permission.MANAGE_ROLES)


@pytest.mark.rule("P-03", "training coordinator for all, or for named branches or teams")
def test_a_coordinator_is_limited_to_named_branches_and_teams(cast: Cast, session: Session, build: Builder):
    assert sees(cast, cast.actor(cast.tess), cast.lea, cast.noa, cast.sam) == [True, True, True]
    told = {"person_id": known(cast.noa.id), "now": build.now}
    memberships.join_team(session, SYSTEM, team="Rope", **told)
    team = roster.get(session, SYSTEM, person_id=known(cast.noa.id)).teams[0].id
    station = frozenset({build.branch("Station 1")})
    tess = give(cast, SYSTEM, cast.tess, Role.COORDINATOR, branch_ids=station)
    assert sees(cast, tess, cast.lea, cast.noa, cast.sam) == [True, False, False]
    tess = give(cast, SYSTEM, cast.tess, Role.COORDINATOR, branch_ids=station, team_ids=frozenset({team}))
    assert sees(cast, tess, cast.lea, cast.noa, cast.sam) == [True, True, False]
    [first, *_, last] = [entry for entry in entries(session, "role given") if entry.subject_id == cast.tess.id]
    assert (first.before, last.before) == (None, {"role": Role.COORDINATOR, "branches": [*station], "teams": []})


@pytest.mark.parametrize("limits", [{"branch_ids": frozenset({999})}, {"team_ids": frozenset({999})}])
def test_limits_that_do_not_exist_or_fit_no_role_are_refused(cast: Cast, limits):
    with pytest.raises(Invalid, match="does not exist"):
        give(cast, SYSTEM, cast.tess, Role.COORDINATOR, **limits)
    with pytest.raises(Invalid, match="cannot be limited"):
        give(cast, SYSTEM, cast.tess, Role.MANAGER, **limits)


def test_an_admin_moves_no_mail_of_a_superadmin(cast: Cast, session: Session, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(events, "_subscribers", {})
    wiring.bind()

    def change(actor: Actor, person: Person, **said: str) -> None:
        new = people.NewPerson(**vars(people.entered(person)) | said)
        told = {"person_id": known(person.id), "version": person.version, "entered": new, "now": cast.build.now}
        people.change_person(session, actor, **told)

    ada = cast.actor(cast.ada)
    change(ada, cast.sam, title="Chief")
    change(ada, cast.lea, email="lea@elsewhere.test")
    change(ada, cast.ada, email="ada@elsewhere.test")
    with pytest.raises(MoreThanOwn):
        change(ada, cast.sam, email="sam@elsewhere.test")


@pytest.mark.rule("P-06", "refusals are recorded once a minute for each person and handler, with a count")
def test_refused_calls_are_counted_by_person_handler_and_minute(cast: Cast, session: Session):
    lea, noa, now = cast.actor(cast.lea), cast.actor(cast.noa), cast.build.now
    for actor, handler, seconds in (
        (lea, "delete", 0), (lea, "delete", 20), (lea, "delete", 59), (lea, "delete", 60),
        (lea, "assign", 0), (noa, "delete", 0), (None, "delete", 0), (None, "delete", 1),
    ):  # fmt: skip
        accounts.record_refusal(session, actor, handler, now + timedelta(seconds=seconds))
    session.flush()
    rows = session.exec(select(Refusal)).all()
    assert {(row.person_id, row.handler, (row.minute - now).seconds): row.count for row in rows} == {
        (lea.person_id, "delete", 0): 3,
        (lea.person_id, "delete", 60): 1,
        (lea.person_id, "assign", 0): 1,
        (noa.person_id, "delete", 0): 1,
        (0, "delete", 0): 2,
    }


def test_a_made_up_handler_of_any_length_is_recorded_short(cast: Cast, session: Session):
    accounts.record_refusal(session, None, "x" * 100_000, cast.build.now)
    assert [len(row.handler) for row in session.exec(select(Refusal))] == [200]
