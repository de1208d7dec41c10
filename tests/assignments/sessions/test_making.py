"""Making, editing, cancelling and deleting sessions (T-03)."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from sqlmodel import select

from training_app.assignments.attendance.recording import NotInstructorLed
from training_app.assignments.sessions import listing, making
from training_app.assignments.sessions.filters import SessionsFilter, SessionsTab
from training_app.assignments.sessions.making import Cancelled, InUse
from training_app.catalog.merging import ChangedMeanwhile
from training_app.core.audit import AuditEntry
from training_app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from training_app.core.tables import known


def add(room, new=None, *, by=None, course=None, times: int = 1):
    course_id = known((course or room.course).id)
    return making.add(room.session, by or room.tess, course_id=course_id, new=new or room.new(), now=room.tick(),
                      times=times)  # fmt: skip


def listed(room, tab=SessionsTab.UPCOMING):
    return listing.sessions(room.session, room.tess, course_id=known(room.course.id), wanted=SessionsFilter(tab),
                            today=room.today)  # fmt: skip


@pytest.mark.rule("T-03", "a session is made once, or for so many weeks; the same again is refused")
def test_a_session_is_made_for_several_weeks_and_not_twice(room, cast):
    made = add(room, room.new(closes_on=room.today + timedelta(days=5)), times=3)
    assert [(one.day.day, one.closes_on.day, one.starts) for one in made] == [
        (8, 6, time(8)), (15, 13, time(8)), (22, 20, time(8)),
    ]  # fmt: skip
    with pytest.raises(Invalid, match="There is a session on Mon 22 Mar 2027, 08:00 to 12:00 in Station 4 already"):
        add(room, room.new(21))
    with pytest.raises(Invalid, match="1 to 52 weeks"):
        add(room, room.new(1), times=53)
    room.course.accredited_through = room.today + timedelta(days=10)
    with pytest.raises(Invalid, match="In the week of 16 Mar 2027: The accreditation"):
        add(room, room.new(1), times=3)
    room.later(8)
    assert [row.day for row in listed(room).rows.rows] == ["2027-03-15", "2027-03-22"]
    assert [(tab.label, tab.number) for tab in listed(room).tabs] == [("Upcoming", 2), ("Past", 1), ("Cancelled", 0)]
    assert [row.day for row in listed(room, SessionsTab.PAST).rows.rows] == ["2027-03-08"]


@pytest.mark.rule("T-03", "sessions are of instructor-led courses, made by whoever records attendance or makes courses")
def test_who_makes_sessions_and_of_which_courses(room, cast):
    assert add(room, by=cast.actor(cast.ada))
    for who in (cast.max, cast.lea):
        with pytest.raises(NotAllowed):
            add(room, room.new(1), by=cast.actor(who))
    with pytest.raises(NotInstructorLed):
        add(room, course=room.build.course())
    with pytest.raises(NotFound):
        add(room, course=room.build.path("New hire", room.course))
    room.course.archived_at = room.build.now
    with pytest.raises(Conflict, match="archived"):
        add(room, room.new(2))


@pytest.mark.rule("T-03", "two who edit a session do not overwrite each other")
@pytest.mark.rule("T-03", "of another day, hour or place everybody is told who signed up")
def test_a_session_is_edited_merged_and_those_in_it_are_told_of_a_move(room, cast):
    one, base = room.held(), room.new()
    making.edit(room.session, room.tess, session_id=one, base=base, new=replace(base, note="Bring gloves"),
                now=room.tick())  # fmt: skip
    assert room.told("SessionChanged") == []
    ada = cast.actor(cast.ada)
    making.edit(room.session, ada, session_id=one, base=base, new=replace(base, starts=time(9)), now=room.tick())
    assert (room.row(one).note, room.row(one).starts) == ("Bring gloves", time(9))
    was = "Mon 8 Mar 2027, 08:00 to 12:00, Station 4"
    assert room.told("SessionChanged") == [{"session_id": one, "what": "moved", "was": was}]
    with pytest.raises(ChangedMeanwhile, match=r"Ada Admin changed “Starts” meanwhile\. It is now: 09:00\."):
        making.edit(room.session, room.tess, session_id=one, base=base, new=replace(base, starts=time(7)),
                    now=room.tick())  # fmt: skip
    written = room.session.exec(select(AuditEntry).where(AuditEntry.act == "session edited")).all()
    assert [one.after for one in written] == [{"note": "Bring gloves"}, {"starts": "09:00"}]


@pytest.mark.rule("T-03", "a session is cancelled with a reason, and everybody is told who signed up")
@pytest.mark.rule("T-03", "a session that nobody ever signed up for can be deleted, any other cancelled")
def test_a_session_is_cancelled_with_a_reason_or_deleted(room, cast):
    one, other = room.held(), room.held(8)
    room.signs_up(cast.lea, one)
    room.steps_back(cast.lea, one)
    room.signs_up(cast.noa, one)
    with pytest.raises(InUse, match="2 people have signed up"):
        making.delete(room.session, room.tess, session_id=one, now=room.tick())
    with pytest.raises(Invalid, match="Say why"):
        making.cancel(room.session, room.tess, session_id=one, why=" ", now=room.tick())
    for _ in range(2):
        making.cancel(room.session, room.tess, session_id=one, why="The room is flooded.", now=room.tick())
    assert [(fact["session_id"], fact["what"]) for fact in room.told("SessionChanged")] == [(one, "cancelled")]
    assert (room.mine(cast.noa)[one].is_cancelled, room.mine(cast.noa)[one].reason) == (True, "The room is flooded.")
    assert one not in room.mine(cast.lea)
    with pytest.raises(Cancelled):
        making.edit(room.session, room.tess, session_id=one, base=room.new(), new=room.new(2), now=room.tick())
    making.delete(room.session, room.tess, session_id=other, now=room.tick())
    assert (listed(room).rows.total, listed(room, SessionsTab.CANCELLED).rows.total) == (0, 1)
