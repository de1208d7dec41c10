"""The address of the people step, two tabs, somebody else's draft, and who has no right."""

import re

import pytest
from support.build import SYSTEM
from support.drafts import begin, chosen, crowd, step
from support.tab import ours

from training_app.accounts import queries as accounts
from training_app.assignments.making import drafting
from training_app.audience.filters import PeopleFilter
from training_app.core import clock, db
from training_app.core.errors import NotFound
from training_app.people import actions as people
from training_app.web.admin.new_assignment.people.acts import AssignUsers
from training_app.web.admin.new_assignment.people.by_name import ByName
from training_app.web.admin.new_assignment.people.reading import ChosenPeople, FoundPeople
from training_app.web.admin.new_assignment.people.removing import FIELD as REMOVE
from training_app.web.admin.new_assignment.people.removing import RemoveUsers
from training_app.web.admin.new_assignment.wizard import Wizard
from training_app.web.shared.people_filter import PeopleFilterBar

MODULE = "training_app.web.admin.new_assignment.people."


@pytest.mark.rule("M-04", "the address of the people step carries filter, order, pages and the search of those chosen")
async def test_the_address_carries_everything(house, ada, draft):
    crowd(60, shift="C")
    await ada.go(step(draft, "shift=C"))
    await ada.send(AssignUsers.add_found)
    await ada.go(step(draft, "shift=C&sort=-name&page=2&chosen=kim&chosen_page=2"))
    found, there = await ada.state(FoundPeople), await ada.state(ChosenPeople)
    assert (found.foot.text, found.sort) == ("21\N{EN DASH}40 of 60", "-name")
    assert found.links["level"] == step(draft, "shift=C&sort=level&chosen=kim&chosen_page=2")
    assert found.foot.before == step(draft, "shift=C&sort=-name&chosen=kim&chosen_page=2")
    assert (there.q, there.foot.text) == ("kim", "8\N{EN DASH}14 of 60")
    assert there.foot.after == step(draft, "shift=C&sort=-name&page=2&chosen=kim&chosen_page=3")
    await ada.send(ChosenPeople.search, {"text": "lea"})
    assert ada.led_to() == step(draft, "shift=C&sort=-name&page=2&chosen=lea")


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "page=99999999999", "sort=password", "chosen_page=7"])
async def test_an_address_that_makes_no_sense_shows_what_there_is(house, ada, draft, query):
    await ada.send(AssignUsers.add, {"person_id": house.cast.lea.id})
    await ada.go(step(draft, query))
    assert len((await ada.state(FoundPeople)).rows) == 7
    assert (await ada.state(FoundPeople)).sort == "name"
    assert [row.name for row in (await ada.state(ChosenPeople)).rows] == ["Lea Learner"]


@pytest.mark.rule("A-08", "the draft remembers the filter: who comes back to the step without one is led to it")
async def test_the_draft_remembers_the_filter(house, ada, draft):
    await ada.go(step(draft, "level=ALS&page=2"))
    await ada.go(f"/assignments/new/{draft}/dates")
    await ada.go(step(draft, "chosen=lea"))
    assert ada.led_to() == step(draft, "level=ALS&chosen=lea")
    await ada.go(ada.led_to())
    assert (await ada.state(FoundPeople)).total == 2


async def test_a_filter_that_was_emptied_stays_empty(house, ada, draft):
    await ada.go(step(draft, "level=ALS"))
    await ada.send(PeopleFilterBar.clear)
    await ada.go(ada.led_to())
    assert (await ada.state(FoundPeople)).total == 7
    ada.heard.clear()
    await ada.go(f"/assignments/new/{draft}/dates")
    await ada.go(step(draft))
    assert ada.led_to() == ""


# ── two tabs, somebody else's draft, no right


async def test_what_another_tab_added_is_seen_after_the_next_act(house, ada, draft):
    with db.write() as session:
        actor = accounts.actor_of(session, person_id=house.cast.ada.id)
        drafting.add_found(session, actor, draft_id=draft, whom=PeopleFilter(q="noa"), now=clock.now())
    await ada.send(AssignUsers.add, {"person_id": house.cast.noa.id})
    assert await ada.notice() == "0 people added; 1 was chosen already."
    await ada.send(AssignUsers.add, {"person_id": house.cast.lea.id})
    assert [row.name for row in (await ada.state(ChosenPeople)).rows] == ["Lea Learner", "Noa Nearby"]


async def test_somebody_deactivated_since_the_page_was_read_is_left_out(house, ada, draft):
    with db.write() as session:
        people.deactivate(session, SYSTEM, person_id=house.cast.noa.id, now=clock.now())
    await ada.send(AssignUsers.add, {"person_id": house.cast.noa.id})
    assert await ada.notice() == "0 people added; 1 deactivated person left out."
    assert chosen(draft, house.cast.ada) == []


ACTS = [
    (AssignUsers.add, lambda house: {"person_id": house.cast.lea.id}),
    (AssignUsers.remove, lambda house: {"person_id": house.cast.lea.id}),
    (AssignUsers.add_found, lambda _house: {}),
    (AssignUsers.add_everyone, lambda _house: {}),
    (ByName.pick, lambda house: {"person_id": house.cast.lea.id}),
    (RemoveUsers.remove, lambda _house: {"form": {REMOVE: "noa@muster.test"}}),
]


@pytest.mark.rule("A-03", "somebody else's draft is not found by any act of the people step")
@pytest.mark.parametrize(("act", "payload"), ACTS)
async def test_a_draft_of_somebody_else_is_not_found(house, tab, kept, act, payload):
    theirs = begin(house.cast.sam)
    with db.write() as session:
        sam = accounts.actor_of(session, person_id=house.cast.sam.id)
        drafting.add_person(session, sam, draft_id=theirs, person_id=house.cast.noa.id, now=clock.now())
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open(step(theirs))
    assert (await tab.state(Wizard)).is_missing
    assert (await tab.state(FoundPeople)).rows == []
    assert (await tab.state(ChosenPeople)).rows == []
    before = kept()
    await tab.send(act, payload(house))
    assert await tab.notice() == NotFound().message
    assert kept() == before


@pytest.mark.parametrize("who", ["tess", "max", "lea"])
async def test_nobody_without_the_right_gets_anywhere(house, tab, kept, refusals, draft, who):
    tab.come_as(house.sign_in(getattr(house.cast, who)))
    names = [name for name, one in ours().items() if one.handler.fn.__module__.startswith(MODULE)]
    assert len(names) >= 14
    before = kept()
    tab.address = step(draft)
    for name in names:
        await tab.send(name)
    assert kept() == before
    assert sum(refusals().values()) == len(names)


@pytest.mark.parametrize("odd", [None, "1' OR 1=1", -1, 1.5, True, [], {}, "9" * 30])
async def test_an_odd_person_is_refused(house, ada, draft, kept, odd):
    before = kept()
    for act in (AssignUsers.add, AssignUsers.remove, ByName.pick):
        await ada.send(act, {"person_id": odd})
        assert re.search("makes no sense", await ada.notice())
    for act in (ByName.enter, RemoveUsers.remove):
        await ada.send(act, {"form": odd})
        assert re.search("makes no sense", await ada.notice())
    assert kept() == before
