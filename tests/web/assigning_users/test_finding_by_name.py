"""“Find by name or email”: what is suggested, and whom Enter and a click add (A-06)."""

import asyncio

import pytest
from support.drafts import chosen, crowd

from training_app.web.admin.new_assignment.people.acts import AssignUsers
from training_app.web.admin.new_assignment.people.by_name import FIELD as FIND
from training_app.web.admin.new_assignment.people.by_name import ByName


@pytest.mark.rule("A-06", "people are suggested by name or email, eight at most, each saying whether already chosen")
async def test_people_are_suggested_by_name_and_by_email(house, ada, draft):
    await ada.send(AssignUsers.add, {"person_id": house.cast.lea.id})
    await ada.send(ByName.find, {"text": "lea"})
    (one,) = (await ada.state(ByName)).suggestions
    assert (one.name, one.email, one.about, one.is_chosen) == (
        "Lea Learner", "lea@muster.test", "ALS · Station 1", True)  # fmt: skip
    await ada.send(ByName.find, {"text": "noa@muster"})
    assert [(one.name, one.is_chosen) for one in (await ada.state(ByName)).suggestions] == [("Noa Nearby", False)]
    crowd(20)
    await ada.send(ByName.find, {"text": "kim"})
    assert len((await ada.state(ByName)).suggestions) == 8


async def test_nobody_who_is_deactivated_is_suggested(house, ada):
    await ada.send(ByName.find, {"text": "ivo"})
    state = await ada.state(ByName)
    assert (state.is_open, state.suggestions) == (True, [])


@pytest.mark.rule("A-06", "arrow keys mark a suggestion and Enter adds it; the field is emptied")
async def test_the_marked_suggestion_is_added_by_enter(house, ada, draft):
    await ada.send(ByName.find, {"text": "muster.test"})
    second = (await ada.state(ByName)).suggestions[1]
    for by in (1, 1, -1):
        await ada.send(ByName.mark, {"by": by})
    assert (await ada.state(ByName)).marked == 1
    await ada.send(ByName.enter, {"form": {FIND: "muster.test"}})
    assert chosen(draft, house.cast.ada) == [second.email]
    after = await ada.state(ByName)
    assert (after.q, after.suggestions, after.is_open) == ("", [], False)
    assert await ada.notice() == f"{second.name}: 1 person added."
    emptied = [one.payload for update in ada.heard for one in update.events if one.name == "_set_value"]
    assert [one["value"] for one in emptied] == [""]


async def test_the_mark_goes_round_both_ends(ada):
    await ada.send(ByName.find, {"text": "muster.test"})
    last = len((await ada.state(ByName)).suggestions) - 1
    await ada.send(ByName.mark, {"by": -1})
    assert (await ada.state(ByName)).marked == last
    await ada.send(ByName.mark, {"by": 1})
    assert (await ada.state(ByName)).marked == 0


async def test_escape_puts_the_suggestions_away_and_an_arrow_brings_them_back(ada):
    await ada.send(ByName.find, {"text": "lea"})
    await ada.send(ByName.close)
    assert (await ada.state(ByName)).is_open is False
    await ada.send(ByName.mark, {"by": 1})
    assert ((await ada.state(ByName)).is_open, (await ada.state(ByName)).marked) == (True, 0)


async def test_enter_before_the_answer_is_there_adds_nobody_of_an_older_answer(house, ada, draft):
    await ada.send(ByName.find, {"text": "n"})
    assert len((await ada.state(ByName)).suggestions) > 1
    await ada.send(ByName.enter, {"form": {FIND: "noa"}})
    assert chosen(draft, house.cast.ada) == ["noa@muster.test"]
    # What the box sends a moment later was typed before; it brings the list not back.
    await ada.send(ByName.find, {"text": "noa"})
    assert (await ada.state(ByName)).is_open is False
    await ada.send(ByName.find, {"text": "noa"})
    assert (await ada.state(ByName)).is_open is True


async def test_enter_on_words_that_several_answer_to_only_shows_them(house, ada, draft):
    await ada.send(ByName.enter, {"form": {FIND: "muster.test"}})
    assert chosen(draft, house.cast.ada) == []
    assert len((await ada.state(ByName)).suggestions) > 1


@pytest.mark.rule("A-06", "typing in the name search never shows an older answer over a newer one")
async def test_the_answer_that_stays_is_the_one_to_what_was_typed_last(ada):
    words = ["l", "le", "lea", "", "no", "noa"]
    # The questions that a newer one overtakes are given up.
    await asyncio.gather(*(ada.send(ByName.find, {"text": text}) for text in words), return_exceptions=True)
    state = await ada.state(ByName)
    assert (state.q, [one.name for one in state.suggestions]) == ("noa", ["Noa Nearby"])
    # Nor in between: whatever the browser was told came in the order in which it was typed.
    name = f"{ByName.get_full_name()}"
    told = [update.delta[name]["q_rx_state_"] for update in ada.heard if "q_rx_state_" in update.delta.get(name, {})]
    asked = iter(words)
    assert all(text in asked for text in told), told
    assert told[-1] == "noa"


@pytest.mark.rule("A-06", "somebody found by name who is in already is not added twice, and that is said")
async def test_somebody_chosen_already_is_not_added_twice(house, ada, draft):
    for _ in range(2):
        await ada.send(ByName.find, {"text": "lea"})
        await ada.send(ByName.pick, {"person_id": house.cast.lea.id})
    assert await ada.notice() == "Lea Learner: 0 people added; 1 was chosen already."
    assert chosen(draft, house.cast.ada) == ["lea@muster.test"]
