"""One by one, and by pasted addresses (A-10)."""

import pytest
from support.drafts import chosen, crowd, number_chosen

from training_app.assignments.rules import Part
from training_app.web.admin.new_assignment.people.acts import AssignUsers
from training_app.web.admin.new_assignment.people.reading import ChosenPeople
from training_app.web.admin.new_assignment.people.removing import FIELD as REMOVE
from training_app.web.admin.new_assignment.people.removing import LONGEST, SHOWN, TOO_LONG, RemoveUsers
from training_app.web.admin.new_assignment.wizard import Wizard


async def test_one_is_taken_out_and_the_account_follows(house, ada, draft):
    for person in (house.cast.lea, house.cast.noa):
        await ada.send(AssignUsers.add, {"person_id": person.id})
    assert (await ada.state(Wizard)).counts[Part.CHOSEN] == 2
    await ada.send(AssignUsers.remove, {"person_id": house.cast.lea.id})
    assert (await ada.state(Wizard)).counts[Part.CHOSEN] == 1
    assert [row.name for row in (await ada.state(ChosenPeople)).rows] == ["Noa Nearby"]


@pytest.mark.rule("A-10", "takes the people with these addresses out, pasted in any usual separation")
@pytest.mark.parametrize(
    "text",
    [
        "lea@muster.test\nnoa@muster.test\r\nmax@muster.test",
        "LEA@muster.test, noa@Muster.test;max@muster.test",
        "Lea Learner <lea@muster.test>; Noa Nearby <noa@muster.test>\tmailto:max@muster.test",
    ],
)
async def test_pasted_addresses_are_taken_out(house, ada, draft, text):
    await ada.send(AssignUsers.ask_everyone)
    await ada.send(RemoveUsers.remove, {"form": {REMOVE: text}})
    assert await ada.notice() == "3 people removed."
    assert chosen(draft, house.cast.ada) == ["ada@muster.test", "sam@muster.test", "tess@muster.test"]
    assert (await ada.state(Wizard)).counts[Part.CHOSEN] == 3


@pytest.mark.rule("A-10", "addresses not in the set, and what is no address, are named back and stay in the box")
async def test_what_could_not_be_removed_is_named_back(house, ada, draft):
    await ada.send(AssignUsers.add, {"person_id": house.cast.lea.id})
    text = "lea@muster.test, Noa@muster.test, nobody@else.where, not-an-address"
    await ada.send(RemoveUsers.remove, {"form": {REMOVE: text}})
    state = await ada.state(RemoveUsers)
    assert await ada.notice() == "1 person removed."
    assert state.not_chosen == ["Noa@muster.test", "nobody@else.where"]
    assert state.malformed == ["not-an-address"]
    (rest,) = [one.payload["value"] for update in ada.heard for one in update.events if one.name == "_set_value"]
    assert rest == "Noa@muster.test\nnobody@else.where\nnot-an-address"


@pytest.mark.rule("A-10", "5,000 pasted addresses, a third of them unknown, are worked off; the first are named back")
async def test_five_thousand_addresses_are_worked_off(house, ada, draft):
    people = crowd(3_334)
    await ada.send(AssignUsers.ask_everyone)
    await ada.send(AssignUsers.add_everyone)
    unknown = [f"unknown.{number}@muster.test" for number in range(1_666)]
    text = "\n".join([*(person.email for person in people), *unknown])
    await ada.send(RemoveUsers.remove, {"form": {REMOVE: text}})
    state = await ada.state(RemoveUsers)
    assert await ada.notice() == "3,334 people removed."
    assert number_chosen(draft, house.cast.ada) == 6
    assert (state.not_chosen_number, len(state.not_chosen)) == (1_666, SHOWN)
    (rest,) = [one.payload["value"] for update in ada.heard for one in update.events if one.name == "_set_value"]
    assert rest.splitlines() == unknown


@pytest.mark.rule("A-10", "more text than can be sent at once removes nobody and says so")
async def test_too_much_text_is_refused_whole(house, ada, draft):
    await ada.send(AssignUsers.add, {"person_id": house.cast.lea.id})
    await ada.send(RemoveUsers.remove, {"form": {REMOVE: "lea@muster.test\n" + "x" * LONGEST}})
    assert (await ada.state(RemoveUsers)).problem == TOO_LONG
    assert chosen(draft, house.cast.ada) == ["lea@muster.test"]
    await ada.send(RemoveUsers.remove, {"form": {REMOVE: "lea@muster.test"}})
    assert (await ada.state(RemoveUsers)).problem == ""
    assert chosen(draft, house.cast.ada) == []


async def test_nothing_entered_is_named(ada):
    await ada.send(RemoveUsers.remove, {"form": {REMOVE: "  \n"}})
    assert "at least one" in (await ada.state(RemoveUsers)).problem
