"""The chosen set of a draft: it grows without anybody twice, and people are taken out of it."""

from dataclasses import replace

import pytest
from sqlmodel import select
from support.build import SYSTEM
from support.cast import Cast
from support.draft import TODAY, detail, filled, names

from training_app.assignments.making import drafting, drafts
from training_app.assignments.model import Assignee
from training_app.audience.filters import PeopleFilter
from training_app.core.errors import NotFound
from training_app.core.tables import known
from training_app.people import actions as people


@pytest.mark.rule("A-08", "adds everyone whom the filter finds, on all its pages")
def test_everyone_whom_the_filter_finds_is_added(session, ada, now, build, draft_id):
    build.people(70, branch="Station 7")
    whom = PeopleFilter.from_query(f"branch={build.branch('Station 7')}")
    added = drafting.add_found(session, ada, draft_id=draft_id, whom=whom, now=now)
    assert added == drafting.Added(added=70, already=0, deactivated=0, chosen=70)


@pytest.mark.rule(
    "A-08", "returning with other criteria the set grows, nobody is in it twice, and it says how many were in"
)
def test_the_set_grows_and_nobody_is_in_it_twice(session, ada, now, draft_id):
    def add(query: str) -> drafting.Added:
        return drafting.add_found(session, ada, draft_id=draft_id, whom=PeopleFilter.from_query(query), now=now)

    assert add("level=ALS") == drafting.Added(added=2, already=0, deactivated=0, chosen=2)
    assert add("level=ALS&level=BLS") == drafting.Added(added=1, already=2, deactivated=1, chosen=3)
    assert names(session, ada, draft_id) == ["Lea", "Max", "Noa"]


@pytest.mark.rule("A-09", "adds every active person")
def test_every_active_person_is_added(cast: Cast, session, ada, now, draft_id):
    drafting.add_person(session, ada, draft_id=draft_id, person_id=known(cast.lea.id), now=now)
    drafting.remember(session, ada, draft_id=draft_id, audience="level=ALS", now=now)
    added = drafting.add_everyone(session, ada, draft_id=draft_id, now=now)
    assert added == drafting.Added(added=5, already=1, deactivated=0, chosen=6)
    assert "Ivo" not in names(session, ada, draft_id)
    assert detail(session, ada, draft_id).audience == ""


@pytest.mark.rule("A-06", "a person found by name or email is added, once")
def test_one_person_is_added_once(cast: Cast, session, ada, now, draft_id):
    said = {"draft_id": draft_id, "person_id": known(cast.lea.id), "now": now}
    assert drafting.add_person(session, ada, **said).added == 1
    assert drafting.add_person(session, ada, **said) == drafting.Added(added=0, already=1, deactivated=0, chosen=1)
    gone = drafting.add_person(session, ada, draft_id=draft_id, person_id=known(cast.ivo.id), now=now)
    assert (gone.deactivated, gone.chosen) == (1, 1)


def test_somebody_with_a_narrower_scope_adds_only_people_they_see(cast: Cast, session, now):
    boss = replace(cast.actor(cast.max), permissions=cast.actor(cast.ada).permissions)
    mine = drafting.begin(session, boss, now=now)
    assert drafting.add_everyone(session, boss, draft_id=mine, now=now).chosen == 1
    with pytest.raises(NotFound):
        drafting.add_person(session, boss, draft_id=mine, person_id=known(cast.noa.id), now=now)


def test_whoever_went_out_of_sight_after_being_chosen_is_not_assigned(cast: Cast, session, build, now):
    boss = replace(cast.actor(cast.max), permissions=cast.actor(cast.ada).permissions)
    mine = drafting.begin(session, boss, now=now)
    filled(session, boss, mine, build, now)
    kim = build.person("Kim", manager_id=cast.max.id)
    drafting.add_person(session, boss, draft_id=mine, person_id=known(kim.id), now=now)
    alone = replace(people.entered(kim), manager_id=None)
    people.change_person(session, SYSTEM, person_id=known(kim.id), entered=alone, version=kim.version, now=now)
    made = drafting.create(session, boss, draft_id=mine, now=now)
    assert session.exec(select(Assignee.person_id).where(Assignee.assignment_id == made.assignment_id)).all() == [
        cast.lea.id
    ]


def test_the_chosen_set_is_searched_and_cut_into_pages(cast: Cast, session, ada, now, build, draft_id):
    build.people(60, branch="Station 7")
    drafting.add_everyone(session, ada, draft_id=draft_id, now=now)
    assert drafts.chosen(session, ada, draft_id=draft_id).total == 66
    assert len(drafts.chosen(session, ada, draft_id=draft_id).rows) == 50
    found = drafts.chosen(session, ada, draft_id=draft_id, q="lea lear")
    assert [row.email for row in found.rows] == ["lea@muster.test"]
    drafting.remove_person(session, ada, draft_id=draft_id, person_id=known(cast.lea.id), now=now)
    assert drafts.chosen(session, ada, draft_id=draft_id, q="lea lear").total == 0
    among = drafts.chosen_among(session, ada, draft_id=draft_id, person_ids=[known(cast.lea.id), known(cast.noa.id)])
    assert among == {cast.noa.id}
    whom = PeopleFilter.from_query("level=ALS")
    assert drafts.already(session, ada, draft_id=draft_id, whom=whom, today=TODAY) == 1


@pytest.mark.rule("A-10", "takes the people of those addresses out of the set; addresses not in the set are named back")
def test_people_are_taken_out_by_address_and_the_others_are_named_back(session, ada, now, draft_id):
    drafting.add_everyone(session, ada, draft_id=draft_id, now=now)
    text = (
        "LEA@muster.test, Noa Nearby <noa@muster.test>; ivo@muster.test\nghost@muster.test\nlea@muster.test no-address"
    )
    removed = drafting.remove_addresses(session, ada, draft_id=draft_id, text=text, now=now)
    assert removed == drafting.Removed(
        removed=["LEA@muster.test", "noa@muster.test"],
        not_chosen=["ivo@muster.test", "ghost@muster.test"],
        malformed=["no-address"],
        chosen=4,
    )
    assert names(session, ada, draft_id) == ["Ada", "Max", "Sam", "Tess"]


@pytest.mark.rule("A-10", "hundreds of addresses at once, a third of them unknown")
def test_hundreds_of_pasted_addresses_a_third_unknown(session, ada, now, build, draft_id):
    here = build.people(300)
    drafting.add_everyone(session, ada, draft_id=draft_id, now=now)
    known_ones, unknown = [person.email for person in here], [f"ghost{one}@muster.test" for one in range(200)]
    text = "\n".join(word for pair in zip(known_ones, [*unknown, *[""] * 100], strict=True) for word in pair)
    removed = drafting.remove_addresses(session, ada, draft_id=draft_id, text=text, now=now)
    assert (removed.removed, removed.not_chosen, removed.chosen) == (known_ones, unknown, 6)


@pytest.mark.rule("A-04", "removes people of another level, and of none")
def test_people_of_another_level_are_removed(session, ada, now, build, draft_id):
    filled(session, ada, draft_id, build, now)
    assert drafting.remove_other_level(session, ada, draft_id=draft_id, now=now) == 4
    assert names(session, ada, draft_id) == ["Lea", "Max"]


def test_a_course_without_a_level_suits_everybody(session, ada, now, build, draft_id):
    filled(session, ada, draft_id, build, now)
    anything = known(build.course("For everybody").id)
    drafting.choose_training(session, ada, draft_id=draft_id, training_id=anything, now=now)
    assert drafting.remove_other_level(session, ada, draft_id=draft_id, now=now) == 0
