"""The sessions of a course, made and changed as their pages call it (T-03)."""

from dataclasses import replace

import pytest
from support import sessions as rooms
from support.build import Builder
from support.cast import find

from training_app.assignments.sessions import entry, making
from training_app.core import clock, db
from training_app.core.tables import known
from training_app.web.admin.catalog.course.sessions.ending import WHY, SessionEnding
from training_app.web.admin.catalog.course.sessions.form import SessionForm
from training_app.web.admin.catalog.course.sessions.joining import ADDRESSES, SessionPeople
from training_app.web.admin.catalog.course.sessions.one_state import SessionPage
from training_app.web.admin.catalog.course.sessions.state import SessionsPage

DAY = clock.days_after(clock.now().date(), 30)
FORM = {
    "day": DAY.isoformat(),
    "starts": "08:00",
    "ends": "12:00",
    "seats": "1",
    "sign_up": "everyone",
    "place": "Hall",
}


@pytest.fixture
def course(house) -> int:
    """A course of an instructor without any session."""
    with db.write() as session:
        build = Builder(session, clock.now())
        return known(rooms.room(session, build, find(build)).course.id)


@pytest.fixture
async def made(house, tab, course) -> tuple[int, int]:
    """A session that Tess, who makes no courses, has made on the page; the ids of the course and of it."""
    tab.come_as(house.sign_in(house.cast.tess))
    await tab.open(f"/courses/{course}/sessions")
    await tab.send(SessionForm.begin)
    await tab.send(SessionForm.save, {"form": FORM | {"times": "1"}})
    await tab.send(SessionForm.save, {"form": FORM | {"times": "1"}})  # the other half of a double click
    assert await tab.notice() == "The session is made."
    (row,) = (await tab.state(SessionsPage)).rows
    assert (row.when, row.seats, row.place) == (f"{DAY:%a %-d %b %Y}, 08:00 to 12:00", "0 of 1", "Hall")
    return course, row.id


async def test_what_is_refused_stays_open_with_its_fields_named(house, tab, course):
    tab.come_as(house.sign_in(house.cast.tess))
    await tab.open(f"/courses/{course}/sessions")
    await tab.send(SessionForm.save, {"form": FORM})
    assert await tab.notice() == "The connection was lost for a while. Open the form again."
    await tab.send(SessionForm.begin)
    for said, field in (({"day": ""}, "day"), ({"times": "²"}, "times"), ({"day": "2001-01-01"}, "day")):
        await tab.send(SessionForm.save, {"form": FORM | said})
        form = await tab.state(SessionForm)
        assert (form.is_open, list(form.wrong)) == (True, [field])


async def test_people_are_signed_up_taken_out_and_the_session_cancelled(house, tab, made):
    course, number = made
    cast = house.cast
    await tab.open(f"/courses/{course}/sessions/{number}")
    await tab.send(SessionPeople.add, {"person_id": cast.lea.id})
    await tab.send(SessionPeople.paste, {"form": {ADDRESSES: "noa@muster.test ivo@muster.test x@y.test"}})
    assert await tab.notice() == "1 wait for one, 2 left out."
    assert (await tab.state(SessionPeople)).left == [
        "x@y.test is nobody whom you see in the roster", "Ivo Inactive is deactivated",
    ]  # fmt: skip
    await tab.send(SessionPeople.seat, {"person_id": cast.noa.id})
    assert await tab.notice() == "All seats are taken. Raise their number, or take somebody out first."
    await tab.send(SessionPeople.take_out, {"person_id": cast.lea.id})
    assert [one.name for one in (await tab.state(SessionPage)).people] == ["Noa Nearby"]
    await tab.send(SessionEnding.delete)
    assert (await tab.notice()).startswith("2 people have signed up")
    await tab.send(SessionEnding.ask, {"what": "cancel"})
    await tab.send(SessionEnding.cancel, {"form": {}})
    assert (await tab.state(SessionEnding)).wrong.startswith("Say why")
    await tab.send(SessionEnding.cancel, {"form": {WHY: "Flooded"}})
    assert (await tab.state(SessionPage)).cancelled == "Flooded"


async def test_of_a_field_changed_by_two_the_other_s_is_taken_or_replaced(house, tab, made):
    course, number = made
    await tab.open(f"/courses/{course}/sessions/{number}")
    await tab.send(SessionForm.edit)
    with db.write() as session:
        base = entry.typed(FORM)
        new = replace(base, place="Gym")
        ada = Builder(session, clock.now()).actor(house.cast.ada)
        making.edit(session, ada, session_id=number, base=base, new=new, now=clock.now())
    await tab.send(SessionForm.save, {"form": FORM | {"place": "Pool", "times": None}})  # it has no such box
    form = await tab.state(SessionForm)
    assert form.wrong == {"place": "Ada Admin changed “Place” meanwhile. It is now: “Gym”."}
    await tab.send(SessionForm.take_theirs, {"field": "place"})
    form = await tab.state(SessionForm)
    assert (form.said["place"], form.wrong, form.clashes) == ("Gym", {}, {})
    await tab.send(SessionForm.save, {"form": FORM | {"place": "Pool"}})
    assert [one.value for one in (await tab.state(SessionPage)).known if one.label == "Place"] == ["Pool"]
