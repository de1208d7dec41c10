"""The filter bar of people: what its menu offers, and how each choice narrows or widens the list (A-07)."""

import pytest
from support.build import SYSTEM, Builder
from support.filtering import chips, follow, names, said

from training_app.certifications import actions as certifications
from training_app.certifications.actions import NewCertification
from training_app.core import clock, db
from training_app.core.tables import known
from training_app.web.shared.people_filter import PeopleFilterBar as Bar

ALS, BLS = {"field": "level", "value": "ALS"}, {"field": "level", "value": "BLS"}


@pytest.fixture
async def ada_s(house, tab):
    """A tab in which an admin looks at everybody."""
    tab.come_as(house.sign_in(house.cast.ada))
    await tab.open("/people")
    return tab


@pytest.mark.rule("A-07", "values of one field widen, another field narrows; each field is one chip")
async def test_values_of_one_field_are_one_chip_and_another_field_narrows(ada_s):
    for criterion in (ALS, BLS, {"field": "shift", "value": "B"}):
        await ada_s.send(Bar.choose, criterion)
        await follow(ada_s)
    assert await chips(ada_s) == ["Level is ALS or BLS", "Shift is B"]
    assert await names(ada_s) == ["Noa Nearby"]
    await ada_s.send(Bar.drop, {"field": "shift"})
    await follow(ada_s)
    assert await chips(ada_s) == ["Level is ALS or BLS"]
    assert await names(ada_s) == ["Lea Learner", "Max Manager", "Noa Nearby"]


async def test_a_value_that_is_chosen_again_is_taken_out(ada_s):
    await ada_s.send(Bar.choose, ALS)
    await ada_s.send(Bar.choose, BLS)
    await ada_s.send(Bar.choose, ALS)
    assert said(ada_s) == [("level", "BLS")]


async def test_clear_all_empties_the_search_too(ada_s):
    await ada_s.go("/people?q=noa&level=BLS&sort=-name")
    await ada_s.send(Bar.clear)
    assert said(ada_s) == [("sort", "-name")]


@pytest.mark.rule("A-07", "the menu offers the fields, then the values of one with how many people have each")
async def test_the_menu_leads_from_the_fields_to_the_values_with_their_counts(ada_s):
    await ada_s.send(Bar.offer_fields)
    bar = await ada_s.state(Bar)
    offered = [row.label for row in bar.fields]
    assert {"Certification", "Licence", "Licence expires", "Level", "Tag", "Shift", "Branch", "Team", "Group",
            "Reports to", "Title", "Hired"} <= set(offered)  # fmt: skip
    await ada_s.send(Bar.open_field, {"field": "level"})
    assert [(one.label, one.people) for one in bar.values if one.people] == [("ALS", 2), ("BLS", 1), ("No level", 3)]
    assert not bar.is_searched


async def test_a_chosen_value_is_marked_in_the_menu(ada_s):
    await ada_s.send(Bar.choose, ALS)
    await ada_s.send(Bar.open_field, {"field": "level"})
    assert [one.label for one in (await ada_s.state(Bar)).values if one.is_chosen] == ["ALS"]


async def test_many_values_are_searched(ada_s):
    with db.write() as session:
        build = Builder(session, clock.now())
        for number in range(12):
            build.person(branch=f"Station {number + 10}")
    await ada_s.send(Bar.open_field, {"field": "branch"})
    bar = await ada_s.state(Bar)
    assert bar.is_searched
    assert len(bar.values) > 12
    await ada_s.send(Bar.find_value, {"text": "station 17"})
    assert [one.label for one in bar.values] == ["Station 17"]


@pytest.mark.rule("A-07", "a range of days is chosen by its first and its last, either of which may be open")
@pytest.mark.parametrize(
    ("first", "last", "value"),
    [("2020-01-01", "2020-12-31", "2020-01-01..2020-12-31"), ("", "2020-12-31", "..2020-12-31"),
     ("2020-01-01", "", "2020-01-01..")],
)  # fmt: skip
async def test_a_range_of_days_is_chosen(ada_s, first, last, value):
    await ada_s.send(Bar.choose_days, {"form": {"field": "hired", "first": first, "last": last}})
    assert said(ada_s) == [("hired", value)]


async def test_what_is_no_field_narrows_nothing(ada_s):
    await ada_s.send(Bar.choose, {"field": "password", "value": "x"})
    await ada_s.send(Bar.choose_days, {"form": {"field": "page", "first": "2"}})
    assert ada_s.led_to() == ""


async def test_no_days_at_all_choose_nothing(ada_s):
    await ada_s.send(Bar.choose_days, {"form": {"field": "hired", "first": "", "last": ""}})
    assert ada_s.led_to() == ""


@pytest.mark.rule("A-07", "a certification is chosen, and then the state in which it is wanted")
async def test_a_certification_is_chosen_with_its_state(ada_s):
    with db.write() as session:
        pals = certifications.add_certification(
            session, SYSTEM, new=NewCertification(name="PALS", code="PALS"), now=clock.now()
        )
        number = str(known(pals.id))
    await ada_s.send(Bar.open_field, {"field": "certification"})
    await ada_s.send(Bar.open_certification, {"field": "certification", "value": number})
    assert (await ada_s.state(Bar)).certification.label == "PALS"
    await ada_s.send(Bar.choose_expiring, {"form": {"value": number, "days": "60"}})
    assert said(ada_s) == [("certification", f"{number}:expiring:60")]
    await follow(ada_s)
    assert await chips(ada_s) == ["Certification PALS, expires within 60 days"]
    await ada_s.send(Bar.drop, {"field": "certification"})
    await ada_s.send(Bar.choose, {"field": "certification", "value": f"{number}:missing"})
    await follow(ada_s)
    assert await chips(ada_s) == ["Certification PALS, missing"]
    assert len(await names(ada_s)) == 6


@pytest.mark.rule("A-07", "a value that no longer exists finds nobody, says so, and can be taken out")
async def test_a_value_that_no_longer_exists_says_so(ada_s):
    await ada_s.go("/people?branch=98765&attribute.55=x")
    assert await names(ada_s) == []
    assert [chip for chip in await chips(ada_s) if "no longer exists" in chip]
    for field in ("branch", "attribute.55"):
        await ada_s.send(Bar.drop, {"field": field})
    await follow(ada_s)
    assert len(await names(ada_s)) == 6


async def test_a_field_that_does_not_exist_is_not_opened(ada_s):
    await ada_s.send(Bar.open_field, {"field": "password"})
    bar = await ada_s.state(Bar)
    assert (bar.field.field, bar.values) == ("", [])


@pytest.mark.parametrize("form", [None, 5, "text", [], {"first": 5}, {"first": {}}, {"first": "x", "field": 5}])
async def test_a_form_that_came_from_no_page_of_ours_is_refused(house, ada_s, refusals, form):
    await ada_s.send(Bar.choose_days, {"form": form})
    assert ada_s.led_to() == ""
    assert refusals() == {(house.cast.ada.id, "choose_days"): 1}
