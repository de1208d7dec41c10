"""Whom somebody sees (P-02, P-04, P-05): the SQL against a walk in Python, over roots, loops and leavers."""

from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select
from support.build import Builder
from support.cast import Cast

from training_app.access.actor import Actor, Scope
from training_app.core.tables import known
from training_app.people import actions as people
from training_app.people import memberships, queries
from training_app.people.model import Branch, Person, TeamMember

PEOPLE, BRANCHES, TEAMS = 7, 4, 3


@dataclass
class Company:
    """A random organization: for each person a manager, a branch, memberships; for each branch the one above."""

    managers: list[int | None]
    branch_of: list[int]
    above: list[int | None]
    members: set[tuple[int, int]]
    leads: set[tuple[int, int]]
    left: set[int]
    ids: list[int] = field(default_factory=list)
    branch_ids: list[int] = field(default_factory=list)
    team_ids: list[int] = field(default_factory=list)

    def reports(self, manager: int) -> set[int]:
        found: set[int] = set()
        waiting = [manager]
        while waiting:
            boss = waiting.pop()
            fresh = {one for one in range(PEOPLE) if self.managers[one] == boss} - found
            found |= fresh
            waiting += fresh
        return found - {manager}

    def led(self, leader: int) -> set[int]:
        teams = {team for team, one in self.leads if one == leader}
        return {one for team, one in self.members | self.leads if team in teams} - {leader}

    def below(self, branches: frozenset[int]) -> set[int]:
        found = set(branches)
        while fresh := {one for one in range(BRANCHES) if self.above[one] in found} - found:
            found |= fresh
        return found

    def seen(self, manager: int | None, branches: frozenset[int], teams: frozenset[int]) -> set[int]:
        mine = set() if manager is None else self.reports(manager) | self.led(manager)
        there = {one for one in range(PEOPLE) if self.branch_of[one] in self.below(branches)}
        together = {one for team, one in self.members | self.leads if team in teams}
        return mine | there | together


places = st.sets(st.tuples(st.integers(0, TEAMS - 1), st.integers(0, PEOPLE - 1)), max_size=6)
companies = st.builds(
    Company,
    managers=st.lists(st.none() | st.integers(0, PEOPLE - 1), min_size=PEOPLE, max_size=PEOPLE),
    branch_of=st.lists(st.integers(0, BRANCHES - 1), min_size=PEOPLE, max_size=PEOPLE),
    above=st.tuples(*(st.none() | st.integers(0, number - 1) if number else st.none() for number in range(BRANCHES))),
    members=places,
    leads=places,
    left=st.sets(st.integers(0, PEOPLE - 1), max_size=3),
)
scopes = st.tuples(
    st.none() | st.integers(0, PEOPLE - 1),
    st.frozensets(st.integers(0, BRANCHES - 1), max_size=2),
    st.frozensets(st.integers(0, TEAMS - 1), max_size=2),
)


def store(session: Session, build: Builder, company: Company) -> None:
    session.rollback()
    build.branches.clear()
    for number, above in enumerate(company.above):
        company.branch_ids.append(build.branch(f"B{number}", None if above is None else company.branch_ids[above]))
    rows = [build.person(branch=f"B{branch}") for branch in company.branch_of]
    company.ids = [known(row.id) for row in rows]
    for row, manager in zip(rows, company.managers, strict=True):
        row.manager_id = None if manager is None else company.ids[manager]  # loops, which the action refuses
    for team in range(TEAMS):
        told = {"team": f"T{team}", "now": build.now}
        memberships.join_team(session, Actor.system(), person_id=company.ids[0], **told)
        place = session.exec(select(TeamMember).order_by(TeamMember.team_id.desc())).first()
        company.team_ids.append(place.team_id)
        memberships.leave_team(session, Actor.system(), person_id=company.ids[0], **told)
        for place, one in sorted(company.members | company.leads):
            if place == team:
                leads = (team, one) in company.leads
                memberships.join_team(session, Actor.system(), person_id=company.ids[one], leads=leads, **told)
    for one in company.left:
        people.deactivate(session, Actor.system(), person_id=company.ids[one], now=build.now)
    session.flush()


def seen_by(session: Session, scope: Scope) -> set[int]:
    actor = Actor(None, "Somebody", frozenset(), scope)
    return set(session.exec(select(Person.id).where(queries.visible(actor))))


@pytest.mark.rule("P-04", "reports directly or through others and led teams, also past deactivated managers and loops")
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(company=companies, scope=scopes)
def test_visible_is_what_a_walk_through_the_organization_finds(
    session: Session, build: Builder, company: Company, scope: tuple[int | None, frozenset[int], frozenset[int]]
):
    manager, branches, teams = scope
    store(session, build, company)
    asked = Scope(
        manager_id=None if manager is None else company.ids[manager],
        branch_ids=frozenset(company.branch_ids[one] for one in branches),
        team_ids=frozenset(company.team_ids[one] for one in teams),
    )
    assert seen_by(session, asked) == {company.ids[one] for one in company.seen(manager, branches, teams)}


@pytest.mark.rule("P-04", "a deactivated manager's people are seen by the manager above")
def test_people_of_a_deactivated_manager_are_seen_from_above(cast: Cast, build: Builder, session: Session):
    captain = build.person("Cap", manager_id=cast.max.id)
    medic = build.person("Med", manager_id=captain.id)
    people.deactivate(session, Actor.system(), person_id=known(captain.id), now=build.now)
    assert {cast.lea.id, captain.id, medic.id} == seen_by(session, cast.actor(cast.max).scope)


@pytest.mark.rule("P-04", "a manager sees nobody else")
def test_a_manager_does_not_see_a_stranger_nor_the_people_above(cast: Cast, session: Session):
    assert seen_by(session, cast.actor(cast.max).scope) == {cast.lea.id}


@pytest.mark.rule("P-05", "a learner sees nobody")
def test_a_learner_sees_nobody_in_the_roster(cast: Cast, session: Session):
    assert seen_by(session, cast.actor(cast.lea).scope) == set()


@pytest.mark.rule("P-02", "a branch includes the branches below it, and no other that begins with the same digits")
def test_below_a_branch_is_its_own_subtree(build: Builder, session: Session):
    top = build.branch("East")
    others = [build.branch(f"Other {number}") for number in range(12)]
    station = build.branch("Station East", top)
    bay = build.branch("Bay", station)
    below = set(session.exec(queries.below_branches(frozenset({top}))).scalars())
    assert below == {top, station, bay}
    assert not below & set(others)
    assert session.get_one(Branch, bay).path == f"/{top}/{station}/{bay}/"
