"""The list of people: who sees whom, and that its address carries everything it is narrowed and sorted by."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from support.build import Builder

from training_app.core import clock, db
from training_app.web.admin.people import PeopleList
from training_app.web.shared.expiry import SOON, expiry
from training_app.web.shared.people_filter import PeopleFilterBar

TODAY = date(2027, 3, 1)
EVERYBODY = ["Ada Admin", "Lea Learner", "Max Manager", "Noa Nearby", "Sam Super", "Tess Trainer"]
MORE = 60


@pytest.fixture
def more(house) -> None:
    """Sixty people more, so that the list has a second page."""
    with db.write() as session:
        build = Builder(session, clock.now())
        for number in range(MORE):
            build.person(
                "Kim", f"Zett{number:02}", branch="Station 7", level="BLS", shift="C", employee_number=f"E{number:03}"
            )


async def opened(tab, key: str, address: str) -> PeopleList:
    tab.come_as(key)
    await tab.open(address)
    return await tab.state(PeopleList)


def names(shown: PeopleList) -> list[str]:
    return [row.person.name for row in shown.rows]


# ── who sees whom


@pytest.mark.rule("P-04", "the list of people shows a manager only who reports to them or is in a team they lead")
@pytest.mark.parametrize("address", ["/people", "/people?q=noa", "/people?level=BLS", "/people?state=deactivated"])
async def test_a_manager_meets_only_their_people_whatever_the_address_asks(house, tab, address):
    shown = await opened(tab, house.sign_in(house.cast.max), address)
    assert names(shown) == (["Lea Learner"] if address == "/people" else [])
    assert shown.total == len(shown.rows)


@pytest.mark.rule("P-04", "the counts in the filter of a manager are of their people alone")
async def test_a_manager_s_menu_counts_only_their_people(house, tab):
    await opened(tab, house.sign_in(house.cast.max), "/people")
    await tab.send(PeopleFilterBar.open_field, {"field": "level"})
    values = (await tab.state(PeopleFilterBar)).values
    assert {one.label: one.people for one in values if one.people} == {"ALS": 1}


@pytest.mark.rule("P-05", "a learner gets no list of people, and the try is recorded")
async def test_a_learner_gets_no_list_of_people(house, tab, refusals):
    shown = await opened(tab, house.sign_in(house.cast.lea), "/people")
    assert (shown.rows, shown.total, shown.is_loaded) == ([], 0, False)
    assert refusals() == {(house.cast.lea.id, "load"): 2}


@pytest.mark.parametrize("who", ["sam", "ada", "tess"])
async def test_whoever_manages_people_or_sees_reports_meets_everybody(house, tab, who):
    shown = await opened(tab, house.sign_in(getattr(house.cast, who)), "/people")
    assert names(shown) == EVERYBODY


async def test_the_list_is_of_active_people_and_says_so(house, tab):
    shown = await opened(tab, house.sign_in(house.cast.ada), "/people")
    assert (shown.total, shown.sentence) == (6, "are active")
    await tab.go("/people?state=deactivated")
    assert names(shown) == ["Ivo Inactive"]
    assert not shown.rows[0].person.active
    await tab.go("/people?state=deactivated&state=active")
    assert names(shown) == sorted([*EVERYBODY, "Ivo Inactive"], key=lambda name: name.split()[1])


@pytest.mark.rule("P-01", "on the list of people everybody is found by name, email, username and number")
@pytest.mark.parametrize("q", ["zett07", "kim+zett07", "E007"])
async def test_people_are_found_by_what_is_typed(house, tab, more, q):
    shown = await opened(tab, house.sign_in(house.cast.ada), f"/people?q={q}")
    assert names(shown) == ["Kim Zett07"]
    assert shown.sentence == f"is active, matching “{q.replace('+', ' ')}”"


# ── the address


@pytest.mark.rule("M-04", "the list of people: a link shows the same rows to somebody else, filter, sort and page")
async def test_a_link_shows_the_same_rows(house, tab, more):
    address = "/people?state=active&sort=-name&page=2"
    shown = await opened(tab, house.sign_in(house.cast.ada), address)
    seen = names(shown)
    assert len(seen) == MORE + 6 - 50
    assert seen[-1] == "Ada Admin"
    tab.token = "another-tab"
    assert names(await opened(tab, house.sign_in(house.cast.sam), address)) == seen


@pytest.mark.rule("M-04", "the list of people is sorted by each column's header, and turned round by the next click")
@pytest.mark.parametrize("by", ["name", "email", "title", "branch", "level", "shift"])
async def test_the_columns_sort(house, tab, by):
    def read() -> list[str]:
        return [row.person.name.split()[1] if by == "name" else getattr(row.person, by) for row in shown.rows]

    shown = await opened(tab, house.sign_in(house.cast.ada), "/people?level=ALS&level=BLS&level=none&sort=hired&page=1")
    await tab.go(shown.links[by])
    assert tab.address == f"/people?level=ALS&level=BLS&level=none{'' if by == 'name' else f'&sort={by}'}"
    assert read() == sorted(read())
    assert shown.sort == by
    await tab.go(shown.links[by])
    assert read() == sorted(read(), reverse=True)
    assert shown.sort == f"-{by}"


async def test_on_a_phone_the_sort_is_chosen_and_the_filter_stays(house, tab):
    shown = await opened(tab, house.sign_in(house.cast.ada), "/people?level=ALS&page=1")
    await tab.send(PeopleList.sort_by, {"sort": "-email"})
    assert tab.led_to() == "/people?level=ALS&sort=-email"
    await tab.go(tab.led_to())
    assert names(shown) == ["Max Manager", "Lea Learner"]
    await tab.send(PeopleList.sort_by, {"sort": "password_hash"})
    assert tab.led_to() == "/people?level=ALS"


@pytest.mark.rule("M-04", "the pages of the list of people are links that keep the filter and the sort")
async def test_the_foot_leads_to_the_next_page_and_back(house, tab, more):
    shown = await opened(tab, house.sign_in(house.cast.ada), "/people?branch=nonsense&sort=email")
    assert (shown.rows, shown.foot.after) == ([], "")
    await tab.go("/people?shift=C&sort=-email")
    assert shown.foot.text.endswith("50 of 60")
    await tab.go(shown.foot.after)
    assert tab.address == "/people?shift=C&sort=-email&page=2"
    assert shown.foot.text.startswith("51")
    assert len(shown.rows) == 10
    await tab.go(shown.foot.before)
    assert tab.address == "/people?shift=C&sort=-email"


@pytest.mark.parametrize("query", ["page=999", "page=0", "page=x", "sort=password_hash", "sort=--name", "page=2&sort="])
async def test_an_address_that_makes_no_sense_still_shows_people(house, tab, query):
    assert sorted(names(await opened(tab, house.sign_in(house.cast.ada), f"/people?{query}"))) == sorted(EVERYBODY)


@contextmanager
def counting() -> Iterator[list[str]]:
    """Every question to the database."""
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_more: object) -> None:
        asked.append(statement)

    sa.event.listen(db.read_engine(), "before_cursor_execute", note)
    try:
        yield asked
    finally:
        sa.event.remove(db.read_engine(), "before_cursor_execute", note)


@pytest.mark.rule("M-04", "the list of people asks the database as often for sixty as for six, and never for all rows")
async def test_more_people_are_not_more_questions(house, tab):
    await opened(tab, house.sign_in(house.cast.ada), "/people?level=BLS")
    with counting() as few:
        await tab.go("/people?level=BLS")
    with db.write() as session:
        build = Builder(session, clock.now())
        build.people(MORE, level="BLS")
    with counting() as many:
        await tab.go("/people?level=BLS")
    assert len((await tab.state(PeopleList)).rows) == 50
    assert len(few) == len(many)
    lists = [one for one in many if "ORDER BY person.last_name" in one]
    assert ["LIMIT" in one for one in lists] == [True]


# ── how a licence stands


@pytest.mark.parametrize(
    ("days", "state", "text"),
    [
        (-1, "expired", "Expired"), (0, "expiring", "Today"), (1, "expiring", "Tomorrow"),
        (SOON, "expiring", f"In {SOON} days"), (SOON + 1, "valid", "Valid"),
    ],
)  # fmt: skip
def test_an_expiry_is_said_by_its_distance(days, state, text):
    shown = expiry("EMT licence", (TODAY + timedelta(days=days)).isoformat(), TODAY)
    assert (shown.state, shown.text) == (state, text)


def test_an_award_without_a_last_day_is_always_valid_and_no_award_is_nothing():
    assert expiry("EMT licence", "", TODAY).text == "Always valid"
    assert expiry("", "", TODAY).state == ""
