"""Everyone whom the filter finds, and everybody there is (A-08, A-09)."""

import pytest
from support.drafts import chosen, crowd, number_chosen, step

from training_app.web.admin.new_assignment.people.acts import AssignUsers
from training_app.web.admin.new_assignment.people.reading import FoundPeople
from training_app.web.shared.people_filter import PeopleFilterBar


@pytest.mark.rule("A-08", "adds everyone whom the filter finds, all pages of it, and says how many")
async def test_everybody_on_all_pages_is_added(house, ada, draft):
    crowd(120, level="BLS", shift="C")
    await ada.go(step(draft, "shift=C"))
    found = await ada.state(FoundPeople)
    assert (found.total, len(found.rows), found.already) == (120, 20, 0)
    await ada.send(AssignUsers.add_found)
    assert await ada.notice() == "120 people added."
    assert number_chosen(draft, house.cast.ada) == 120
    found = await ada.state(FoundPeople)
    assert found.already == 120
    assert all(row.is_chosen for row in found.rows)


@pytest.mark.rule("A-08", "says how many were in already, and how many deactivated were left out")
async def test_it_is_said_how_many_were_in_and_who_was_left_out(house, ada, draft):
    await ada.send(AssignUsers.add, {"person_id": house.cast.noa.id})
    await ada.go(step(draft, "level=BLS"))
    await ada.send(AssignUsers.add_found)
    assert await ada.notice() == "0 people added; 1 was chosen already; 1 deactivated person left out."
    assert chosen(draft, house.cast.ada) == ["noa@muster.test"]


@pytest.mark.rule("A-08", "returned to with other criteria the set grows, and nobody is in it twice")
async def test_the_set_grows_with_other_criteria(house, ada, draft):
    crowd(4, level="ALS", shift="A", branch="Station 9")
    await ada.go(step(draft, "level=ALS"))
    await ada.send(AssignUsers.add_found)
    first = number_chosen(draft, house.cast.ada)
    await ada.go(step(draft, "shift=A&shift=B"))
    await ada.send(AssignUsers.add_found)
    assert await ada.notice() == "1 person added; 5 were chosen already."
    assert number_chosen(draft, house.cast.ada) == first + 1


async def test_what_is_added_is_what_the_table_shows_and_not_what_a_click_since_has_asked_for(house, ada, draft):
    await ada.go(step(draft, "level=BLS"))
    await ada.send(PeopleFilterBar.clear)
    assert (await ada.state(FoundPeople)).total == 2
    await ada.send(AssignUsers.add_found)
    assert chosen(draft, house.cast.ada) == ["noa@muster.test"]


@pytest.mark.rule("A-08", "a value of the filter that no longer exists finds nobody and adds nobody")
@pytest.mark.parametrize("query", ["branch=999", "tag=999", "certification=999:valid", "level=XYZ", "attribute.999=x"])
async def test_a_value_that_no_longer_exists_finds_nobody(house, ada, draft, query):
    await ada.go(step(draft, query))
    found = await ada.state(FoundPeople)
    assert (found.total, found.rows) == (0, [])
    await ada.send(AssignUsers.add_found)
    assert await ada.notice() == "0 people added."
    assert chosen(draft, house.cast.ada) == []


@pytest.mark.rule("A-09", "empties the filter and adds every active person")
async def test_clearing_the_form_assigns_everybody_active(house, ada, draft):
    await ada.go(step(draft, "level=BLS&sort=-name&chosen=lea"))
    await ada.send(AssignUsers.ask_everyone)
    assert (await ada.state(AssignUsers)).is_asking is False
    assert number_chosen(draft, house.cast.ada) == 6
    assert "ivo@muster.test" not in chosen(draft, house.cast.ada)
    assert ada.led_to() == step(draft, "sort=-name&chosen=lea")
    assert await ada.notice() == "6 people added."


@pytest.mark.rule("A-09", "asks first, naming the number, when it is more than a page shows")
async def test_more_than_a_page_is_asked_about_first(house, ada, draft):
    crowd(60)
    await ada.send(AssignUsers.ask_everyone)
    asked = await ada.state(AssignUsers)
    assert (asked.is_asking, asked.everyone) == (True, 66)
    await ada.send(AssignUsers.cancel)
    assert (await ada.state(AssignUsers)).is_asking is False
    assert number_chosen(draft, house.cast.ada) == 0
    await ada.send(AssignUsers.ask_everyone)
    await ada.send(AssignUsers.add_everyone)
    assert number_chosen(draft, house.cast.ada) == 66
