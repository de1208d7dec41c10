"""Finding and reading people, within what the actor sees (P-01)."""

from datetime import date

import pytest
from sqlmodel import Session
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.access.actor import Actor, Scope
from training_app.core.errors import NotFound
from training_app.core.paging import Page
from training_app.core.tables import known
from training_app.people import choices, memberships, queries
from training_app.people.queries import AttributeValue, Choice, Membership


def names(session: Session, actor: Actor, q: str) -> list[str]:
    return [row.name for row in queries.find(session, actor, q=q).rows]


@pytest.mark.rule("P-01", "found by parts of first and last name, email, username and number")
@pytest.mark.parametrize("typed", ["Thu", "duong", "DƯƠNG thu", "td@else", "tduong", "E-77", "  thu  duo "])
def test_somebody_is_found_by_any_part_of_name_email_username_or_number(session: Session, build: Builder, typed: str):
    build.person("Thu", "Dương", email="td@elsewhere.test", username="tduong", employee_number="E-7701")
    build.person("Other", "Person")
    session.flush()
    assert names(session, SYSTEM, typed) == ["Thu Dương"]


def test_a_percent_sign_finds_only_itself(session: Session, build: Builder):
    build.person("Ann", "Lee", employee_number="50%")
    build.person("Bob", "Lee")
    assert names(session, SYSTEM, "%") == ["Ann Lee"]
    assert names(session, SYSTEM, "_") == []


def test_a_page_is_cut_by_the_database_and_knows_the_total(session: Session, build: Builder):
    build.people(5)
    session.flush()
    paged = queries.find(session, SYSTEM, q="", page=Page(2, 2))
    assert (len(paged.rows), paged.total, paged.pages()) == (2, 5, 3)


def test_finding_shows_a_manager_their_people_only(session: Session, cast: Cast):
    assert names(session, cast.actor(cast.max), "") == ["Lea Learner"]
    assert names(session, cast.actor(cast.max), "Noa") == []
    assert names(session, cast.actor(cast.lea), "") == []


def test_a_row_says_branch_manager_and_activity(session: Session, cast: Cast):
    [lea] = queries.find(session, SYSTEM, q="lea@").rows
    [ivo] = queries.find(session, SYSTEM, q="Ivo").rows
    assert (lea.branch, lea.manager, lea.level, lea.shift, lea.active) == ("Station 1", "Max Manager", "ALS", "A", True)
    assert (ivo.manager, ivo.active) == ("", False)


@pytest.mark.rule("P-01", "title, level, shift, hire date, branch, teams with leads, groups, tags, manager, attributes")
def test_a_person_is_read_with_all_that_is_known_of_them(session: Session, cast: Cast, build: Builder):
    kim = build.person("Kim", "Known", title="Medic", level="BLS", shift="C", hired_on=date(2020, 2, 29),
                       manager_id=cast.max.id, employee_number="K-1")  # fmt: skip
    told = {"person_id": known(kim.id), "now": build.now}
    memberships.join_team(session, SYSTEM, team="Boat", leads=True, **told)
    memberships.join_group(session, SYSTEM, group="Instructors", **told)
    memberships.tag(session, SYSTEM, word="bilingual", **told)
    memberships.set_attribute(session, SYSTEM, name="Radio", value="R-12", **told)
    session.flush()
    detail = queries.get(session, cast.actor(cast.max), person_id=known(kim.id))
    assert (detail.name, detail.title, detail.level, detail.shift) == ("Kim Known", "Medic", "BLS", "C")
    assert (detail.hired_on, detail.branch, detail.manager) == (date(2020, 2, 29), "Station 1", "Max Manager")
    assert [(team.name, team.leads) for team in detail.teams] == [("Boat", True)]
    assert [type(one) for one in (*detail.teams, *detail.groups)] == [Membership, Choice]
    assert [group.name for group in detail.groups] == ["Instructors"]
    assert [tag.name for tag in detail.tags] == ["bilingual"]
    assert detail.attributes == (AttributeValue(detail.attributes[0].id, "Radio", "R-12"),)
    assert detail.version == 1


@pytest.mark.rule("P-05", "a learner sees their own data, and nobody else's")
def test_a_learner_reads_themselves_and_is_told_of_nobody_else(session: Session, cast: Cast):
    lea = cast.actor(cast.lea)
    assert queries.get(session, lea, person_id=known(cast.lea.id)).name == "Lea Learner"
    for other in (cast.max, cast.noa):
        with pytest.raises(NotFound):
            queries.get(session, lea, person_id=known(other.id))


def test_a_made_up_id_is_not_found(session: Session, cast: Cast):
    with pytest.raises(NotFound):
        queries.get(session, cast.actor(cast.ada), person_id=999_999)


def test_choices_are_those_of_the_people_one_sees(session: Session, cast: Cast, build: Builder):
    for person, word in ((cast.lea, "Boat"), (cast.noa, "Rope")):
        told = {"person_id": known(person.id), "now": build.now}
        memberships.join_team(session, SYSTEM, team=word, **told)
        memberships.join_group(session, SYSTEM, group=word, **told)
        memberships.tag(session, SYSTEM, word=word, **told)
    memberships.set_attribute(session, SYSTEM, person_id=known(cast.noa.id), name="Radio", value="1", now=build.now)
    session.flush()
    offered = (choices.teams, choices.groups, choices.tags)
    boss, admin, lea = (cast.actor(one) for one in (cast.max, cast.ada, cast.lea))
    assert [[choice.name for choice in offer(session, boss)] for offer in offered] == [["Boat"]] * 3
    assert [[choice.name for choice in offer(session, admin)] for offer in offered] == [["Boat", "Rope"]] * 3
    assert [offer(session, lea) for offer in offered] == [[], [], []]
    assert [choices.shifts(session, one) for one in (boss, admin, lea)] == [["A"], ["A", "B"], []]
    assert [choice.name for choice in choices.attributes(session, admin)] == ["Radio"]
    assert choices.attributes(session, lea) == []
    assert [choice.name for choice in choices.managers(session, boss)] == ["Lea Learner"]
    assert "Ivo Inactive" not in [choice.name for choice in choices.managers(session, admin)]


def test_titles_are_each_offered_once(session: Session, build: Builder):
    for title in ("Medic", "Captain", "Medic", ""):
        build.person(title=title)
    session.flush()
    assert choices.titles(session, SYSTEM) == ["Captain", "Medic"]


def test_branches_are_offered_by_their_full_name_within_the_scope(session: Session, cast: Cast, build: Builder):
    bay = build.branch("Bay", build.branch("Station 1"))
    session.flush()
    coordinator = Actor(None, "T", frozenset(), Scope(branch_ids=frozenset({build.branch("Station 1")})))
    assert choices.branches(session, coordinator)[1] == Choice(bay, "Station 1 / Bay")
    assert [choice.name for choice in choices.branches(session, cast.actor(cast.max))] == ["Station 1"]
    every = [choice.name for choice in choices.branches(session, SYSTEM)]
    assert every == ["Headquarters", "Station 1", "Station 1 / Bay", "Station 2"]
