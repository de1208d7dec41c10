"""Signing up, waiting and stepping back (T-03)."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from support.attendance import only
from support.build import SYSTEM

from training_app.access.actor import Scope
from training_app.assignments.attempts import results
from training_app.assignments.attempts.results import Result
from training_app.assignments.sessions import making, signing_up
from training_app.assignments.sessions.filters import PeopleTab
from training_app.assignments.sessions.rules import Stand
from training_app.assignments.sessions.signing_up import AllTaken, Closed
from training_app.catalog.rules import SignUpBy
from training_app.core.errors import Invalid, NotAllowed, NotFound
from training_app.core.tables import known


@pytest.mark.rule("T-03", "a double click signs up once")
@pytest.mark.rule("T-03", "when all seats are taken people wait in the order in which they came")
@pytest.mark.rule("T-03", "a seat that comes free goes to the first who waits, who is told")
def test_seats_then_a_line_and_the_first_of_it_gets_the_next_seat(room, cast):
    one = room.held(seats=1)
    assert room.signs_up(cast.lea, one) is room.signs_up(cast.lea, one) is Stand.SEATED
    assert room.signs_up(cast.noa, one) is room.signs_up(cast.max, one) is Stand.WAITING
    assert (room.names(one), room.waiting(one)) == (["Lea"], ["Noa", "Max"])
    shown = room.mine(cast.max)[one]
    assert (shown.stand, shown.number, shown.free, shown.can_step_back) == ("waiting", 2, 0, True)
    room.steps_back(cast.lea, one)
    room.steps_back(cast.lea, one)
    assert (room.names(one), room.waiting(one)) == (["Noa"], ["Max"])
    assert room.rows(one)[1].seated_at == room.rows(one)[0].stepped_back_at
    assert room.told("SeatFound") == [{"session_id": one, "person_ids": [cast.noa.id]}]
    assert room.told("SteppedBack") == [{"session_id": one, "person_ids": [cast.lea.id]}]
    assert room.signs_up(cast.lea, one) is Stand.WAITING
    assert room.waiting(one) == ["Max", "Lea"]


@pytest.mark.rule("T-03", "whoever is enrolled signs up: by an assignment, by themselves, or in a learning path")
def test_enrolled_people_sign_up_also_in_a_path(room, cast):
    one = room.held(sign_up=SignUpBy.ENROLLED)
    assert room.mine(cast.lea)[one].why_not == "You are not enrolled in the course."
    with pytest.raises(Invalid, match=r"^You are not enrolled in the course\.$"):
        room.signs_up(cast.lea, one)
    room.build.assign(room.course, "q=lea")
    room.build.assign(room.build.path("New hire", room.course), "q=noa")
    room.build.assign(room.course, "q=max", starts=room.today + timedelta(days=2))
    assert room.mine(cast.lea)[one].can_sign_up
    assert room.signs_up(cast.lea, one) is room.signs_up(cast.noa, one) is Stand.SEATED
    with pytest.raises(Invalid):
        room.signs_up(cast.max, one)


@pytest.mark.rule("T-03", "nobody has seats in two sessions of a course at the same time")
def test_one_seat_at_a_time_and_none_waits_for_the_other(room, cast):
    one, same, later = room.held(seats=1), room.held(seats=1, place="B", starts=time(11)), room.held(8)
    room.signs_up(cast.lea, one)
    with pytest.raises(Invalid, match=r"You have a seat in the session of Mon 8 Mar 2027, 08:00 to 12:00 already\."):
        room.signs_up(cast.lea, same)
    assert room.mine(cast.lea)[same].why_not.startswith("You have a seat")
    assert room.signs_up(cast.lea, later) is Stand.SEATED
    room.signs_up(cast.max, same)
    assert room.signs_up(cast.noa, one) is room.signs_up(cast.noa, same) is Stand.WAITING
    room.steps_back(cast.max, same)
    assert (room.names(same), room.waiting(one)) == (["Noa"], [])


@pytest.mark.rule("T-03", "a coordinator signs up many at once, by pasted addresses; who cannot be is named")
@pytest.mark.rule("T-03", "whoever was deactivated keeps the seat until a coordinator takes them out")
def test_a_coordinator_signs_up_many_and_takes_out(room, cast):
    one = room.held(seats=2, sign_up=SignUpBy.NOBODY)
    with pytest.raises(Invalid, match="a coordinator enters who takes part"):
        room.signs_up(cast.lea, one)
    text = "noa@muster.test; Lea <lea@muster.test>\nivo@muster.test, max@muster.test, who@muster.test, nonsense"
    pasted = signing_up.sign_up_addresses(room.session, room.tess, session_id=one, text=text, now=room.tick())
    assert (pasted.done.seated, pasted.done.waiting, pasted.unknown, pasted.malformed) == (
        2, 1, ["who@muster.test"], ["nonsense"],
    )  # fmt: skip
    assert [(who.name, who.why) for who in pasted.done.refused] == [("Ivo Inactive", "is deactivated")]
    assert room.told("SignedUp") == [
        {"session_id": one, "seated": [cast.noa.id, cast.lea.id], "waiting": [cast.max.id]}
    ]
    room.build.deactivate(cast.noa)
    with pytest.raises(AllTaken):
        signing_up.give_seat(room.session, room.tess, session_id=one, person_id=known(cast.max.id), now=room.tick())
    assert room.names(one) == ["Lea", "Noa"]
    signing_up.step_back(room.session, room.tess, session_id=one, person_id=known(cast.noa.id), now=room.tick())
    assert (room.names(one), room.names(one, PeopleTab.BACK)) == (["Lea", "Max"], ["Noa"])


@pytest.mark.rule("T-03", "after the last day to sign up a coordinator alone changes who takes part, until it is over")
def test_after_the_last_day_to_sign_up_a_coordinator_gives_the_seat(room, cast):
    one = room.held(seats=1, closes_on=room.today + timedelta(days=1))
    for who in (cast.tess, cast.lea, cast.noa, cast.max):
        room.signs_up(who, one)
    room.later(1)
    room.steps_back(cast.tess, one)
    assert room.names(one) == ["Lea"], "on the last day the first who waits still gets the seat"
    room.later(1)
    for act in (room.signs_up, room.steps_back):
        with pytest.raises(Closed, match=r"The last day to sign up or step back was 2 Mar 2027\."):
            act(cast.lea, one)
    signing_up.step_back(room.session, room.tess, session_id=one, person_id=known(cast.lea.id), now=room.tick())
    assert (room.names(one), room.waiting(one)) == ([], ["Noa", "Max"])
    signing_up.give_seat(room.session, room.tess, session_id=one, person_id=known(cast.max.id), now=room.tick())
    assert (room.names(one), room.waiting(one)) == (["Max"], ["Noa"])
    room.later(6)
    with pytest.raises(Closed, match="over"):
        signing_up.sign_up(room.session, room.tess, session_id=one, person_id=known(cast.lea.id), now=room.tick())


@pytest.mark.rule("T-03", "a coordinator signs up, sees and takes out the people in their scope alone")
def test_a_coordinator_of_one_team_signs_up_that_team(room, cast):
    own, one = only(room.tess, Scope(manager_id=cast.max.id)), room.held(seats=1)
    room.signs_up(cast.noa, one)
    assert signing_up.sign_up(room.session, own, session_id=one, person_id=known(cast.lea.id), now=room.tick())
    assert (room.names(one, by=own), room.names(one, PeopleTab.WAITING, by=own)) == ([], ["Lea"])
    for act in (signing_up.sign_up, signing_up.step_back, signing_up.give_seat):
        with pytest.raises(NotFound):
            act(room.session, own, session_id=one, person_id=known(cast.noa.id), now=room.tick())
        with pytest.raises(NotAllowed):
            act(room.session, cast.actor(cast.max), session_id=one, person_id=known(cast.lea.id), now=room.tick())
        with pytest.raises(NotFound):
            act(room.session, room.tess, session_id=0, person_id=known(cast.lea.id), now=room.tick())


@pytest.mark.rule("T-03", "whoever waits and is deactivated, or not enrolled any more, is passed over in the line")
def test_whoever_cannot_come_any_more_is_passed_over_in_the_line(room, cast):
    one = room.held(seats=1, sign_up=SignUpBy.ENROLLED)
    room.build.assign(room.course)
    for who in (cast.tess, cast.lea, cast.noa, cast.max):
        room.signs_up(who, one)
    room.build.deactivate(cast.lea)
    failed = [known(room.build.attempt(cast.noa, room.course).id)]
    results.record(room.session, SYSTEM, enrollment_ids=failed, result=Result.FAILED, now=room.tick())
    room.steps_back(cast.tess, one)
    assert (room.names(one), room.waiting(one)) == (["Max"], ["Lea", "Noa"])


@pytest.mark.rule("T-03", "with more seats the first who wait get them")
def test_with_more_seats_the_first_who_wait_get_them(room, cast):
    one = room.held(seats=1)
    room.signs_up(cast.lea, one)
    # At the same moment, in the order in which they were pasted.
    text = "noa@muster.test, max@muster.test, tess@muster.test"
    signing_up.sign_up_addresses(room.session, room.tess, session_id=one, text=text, now=room.tick())
    assert room.waiting(one) == ["Noa", "Max", "Tess"]
    before = room.new(seats=1)
    making.edit(room.session, room.tess, session_id=one, base=before, new=replace(before, seats=3), now=room.tick())
    assert (room.names(one), room.waiting(one)) == (["Lea", "Max", "Noa"], ["Tess"])
    assert room.told("SeatFound") == [{"session_id": one, "person_ids": [cast.noa.id, cast.max.id]}]
    now = replace(before, seats=3)
    with pytest.raises(Invalid, match="3 people have a seat already"):
        making.edit(room.session, room.tess, session_id=one, base=now, new=replace(now, seats=2), now=room.tick())
