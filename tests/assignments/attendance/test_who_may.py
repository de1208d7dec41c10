"""Who records attendance, of whom, and of which courses (P-03, P-04, P-06)."""

import pytest
from support.build import SYSTEM

from training_app.access.rules import Permission
from training_app.accounts import actions as accounts
from training_app.assignments.attendance.recording import NotInstructorLed
from training_app.core.errors import NotAllowed, NotFound
from training_app.core.tables import known


def test_a_coordinator_of_one_team_records_that_team(room, cast, own):
    assert room.record(cast.lea, by=own).completed == 1


def test_a_stranger_is_not_found_and_then_nobody_is_recorded(room, cast, own):
    with pytest.raises(NotFound):
        room.record(cast.lea, cast.noa, by=own)
    assert room.attempts(cast.lea) == room.attempts(cast.noa) == []


@pytest.mark.rule("P-06", "attendance is recorded with the right “Record attendance” alone")
@pytest.mark.parametrize("who", ["ada", "max", "lea"])
def test_a_lower_role_records_nothing(room, cast, who):
    with pytest.raises(NotAllowed, match="Record attendance"):
        room.record(cast.lea, by=cast.actor(getattr(cast, who)))
    assert room.attempts(cast.lea) == []


def test_the_right_alone_is_enough(room, cast):
    accounts.set_permission(room.session, SYSTEM, person_id=known(cast.ada.id),
                            permission=Permission.RECORD_ATTENDANCE, given=True, now=room.build.now)  # fmt: skip
    assert room.record(cast.lea, by=cast.actor(cast.ada)).completed == 1


@pytest.mark.rule("T-03", "attendance is of instructor-led courses alone")
def test_an_online_course_and_a_path_have_no_sessions(room, cast):
    online = room.build.course()
    with pytest.raises(NotInstructorLed):
        room.record(cast.lea, course=online)
    with pytest.raises(NotFound):
        room.record(cast.lea, course=room.build.path("New hire", online))
