"""The sheet of a session, called as its page calls it, and as nobody should."""

import pytest
from support import attendance as rooms
from support.build import SYSTEM, Builder

from training_app.access.rules import Role
from training_app.accounts import actions as accounts
from training_app.core import clock, db
from training_app.core.tables import known
from training_app.web.admin.attendance.acts import AttendanceActs
from training_app.web.admin.attendance.adding import AddAttendees
from training_app.web.admin.attendance.state import AttendancePage


@pytest.fixture
def course(house) -> int:
    """A course of an instructor that Lea and Noa are enrolled in."""
    with db.write() as session:
        room = rooms.classroom(session, Builder(session, clock.now()), SYSTEM)
        room.build.assign(room.course, "q=lea")
        room.build.assign(room.course, "q=noa")
        return known(room.course.id)


@pytest.fixture
async def sheet(house, tab, course):
    tab.come_as(house.sign_in(house.cast.tess))
    await tab.open(f"/courses/{course}/attendance")
    return tab


async def rows(tab) -> dict[str, str]:
    return {row.name: row.recorded or row.mark for row in (await tab.state(AttendancePage)).rows}


async def test_pressed_again_a_result_is_taken_back(sheet, house):
    press = {"person_id": house.cast.lea.id, "mark": "attended"}
    await sheet.send(AttendanceActs.mark, press)
    assert await rows(sheet) == {"Lea Learner": "attended", "Noa Nearby": ""}
    await sheet.send(AttendanceActs.mark, press)
    assert await rows(sheet) == {"Lea Learner": "", "Noa Nearby": ""}


async def test_recorded_by_two_clicks_it_is_recorded_once(sheet, house):
    await sheet.send(AttendanceActs.everybody)
    await sheet.send(AttendanceActs.save)
    assert await sheet.notice() == "Recorded: 2 complete."
    await sheet.send(AttendanceActs.save)
    assert await sheet.notice() == "Recorded: 2 complete."
    assert await rows(sheet) == {"Lea Learner": "attended", "Noa Nearby": "attended"}


async def test_what_somebody_else_recorded_meanwhile_is_named_and_nothing_is_recorded(sheet, house, course):
    await sheet.send(AttendanceActs.mark, {"person_id": house.cast.lea.id, "mark": "failed"})
    with db.write() as session:
        build = Builder(session, clock.now())
        said = rooms.Classroom(session, build, SYSTEM, session.get(rooms.Training, course))
        said.record(house.cast.lea)
    await sheet.send(AttendanceActs.save)
    assert "is recorded as attended" in await sheet.notice()
    page = await sheet.state(AttendancePage)
    assert (page.refused, page.refusals[0].name) == (1, "Lea Learner")
    await sheet.send(AttendanceActs.leave_out)
    assert (await sheet.state(AttendancePage)).refused == 0


@pytest.mark.rule("P-06", "a call of the sheet that did not come from its page changes nothing and is recorded")
@pytest.mark.parametrize(
    "said", [{"person_id": "x", "mark": "attended"}, {"person_id": 1, "mark": "passed"}, {"person_id": 1, "mark": None}]
)
async def test_a_call_that_makes_no_sense_changes_nothing(sheet, house, kept, refusals, said):
    before = kept()
    await sheet.send(AttendanceActs.mark, said)
    assert kept() == before
    assert refusals() == {(house.cast.tess.id, "mark"): 1}


async def test_a_form_that_nobody_filled_in_changes_nothing(sheet, kept):
    before = kept()
    for form in ({}, {"attendee_addresses": 5, "mark": "attended"}, {"attendee_addresses": "x", "mark": "all"}):
        await sheet.send(AddAttendees.paste, {"form": form})
    assert {name for name, what in kept().items() if what != before[name]} <= {"refusal"}


@pytest.mark.rule("P-06", "whoever may not record attendance neither sees the sheet nor calls it")
@pytest.mark.parametrize("who", ["ada", "max", "lea"])
async def test_nobody_else_sees_or_records(house, tab, course, kept, who):
    tab.come_as(house.sign_in(getattr(house.cast, who)))
    before = kept()
    await tab.open(f"/courses/{course}/attendance")
    for act in (AttendanceActs.everybody, AttendanceActs.save, AttendanceActs.clear):
        await tab.send(act)
    assert (await tab.state(AttendancePage)).rows == []
    assert kept() == before


@pytest.mark.rule("P-03", "a coordinator for one branch sees and records the people of that branch alone")
async def test_a_coordinator_of_a_branch_sees_that_branch(house, tab, course):
    with db.write() as session:
        branch = frozenset({house.cast.lea.branch_id})
        accounts.give_role(session, SYSTEM, person_id=known(house.cast.noa.id), role=Role.COORDINATOR,
                           branch_ids=branch, now=clock.now())  # fmt: skip
    tab.come_as(house.sign_in(house.cast.noa))
    await tab.open(f"/courses/{course}/attendance")
    await tab.send(AttendanceActs.everybody)
    assert await rows(tab) == {"Lea Learner": "attended"}
    await tab.send(AttendanceActs.mark, {"person_id": house.cast.ada.id, "mark": "attended"})
    assert await rows(tab) == {"Lea Learner": "attended"}
