"""Entering a session before it is recorded: kept at once, seen by nobody else, recorded in one act (T-03)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from support.build import SYSTEM

from training_app.assignments.attendance import entries as attendance_entries
from training_app.assignments.attendance import overview as attendance_overview
from training_app.assignments.attendance import sheet as attendance_sheet
from training_app.assignments.attendance.attending import Mark
from training_app.assignments.attendance.filters import SheetFilter, SheetTab
from training_app.core.errors import Invalid, NotAllowed, NotFound
from training_app.core.tables import known
from training_app.people import actions as people


class Desk:
    """One coordinator at the sheet of one session."""

    def __init__(self, room, by=None, ago: int = 0) -> None:
        self.room, self.by = room, by or room.tess
        self.day = room.today - timedelta(days=ago)
        self.about = {"course_id": known(room.course.id), "day": self.day}

    def do(self, verb, **said):
        return verb(self.room.session, self.by, **self.about, **said)

    def enter(self, person, mark=Mark.ATTENDED):
        return self.do(attendance_entries.enter_one, person_id=known(person.id), mark=mark, now=self.room.build.now)

    def score(self, person, text: str):
        return self.do(attendance_entries.enter_score, person_id=known(person.id), score=text, now=self.room.build.now)

    def paste(self, text: str, mark=Mark.ATTENDED):
        return self.do(attendance_entries.enter_addresses, text=text, mark=mark, now=self.room.build.now)

    def save(self):
        return self.do(attendance_entries.save, now=self.room.build.now)

    def account(self):
        return self.do(attendance_sheet.account)

    def sheet(self, tab=SheetTab.ALL, q: str = ""):
        wanted = SheetFilter(day=self.day, tab=tab, q=q)
        found = attendance_overview.sheet(self.room.session, self.by, course_id=self.about["course_id"],
                                          wanted=wanted, today=self.room.today)  # fmt: skip
        return {row.name: row for row in found.rows.rows}


@pytest.fixture
def desk(room) -> Desk:
    return Desk(room)


@pytest.mark.rule("T-03", "the list offers everybody enrolled, with what asks for it first")
def test_the_sheet_lists_who_is_enrolled_with_their_first_due_day(room, cast, desk):
    room.build.assign(room.course, "q=lea", due=room.today + timedelta(days=20))
    room.build.assign(room.course, "q=lea", due=room.today + timedelta(days=9))
    row = desk.sheet()["Lea Learner"]
    assert (row.email, row.branch, row.due_on, row.is_enrolled) == ("lea@muster.test", "Station 1", "2027-03-10", True)
    assert desk.sheet(q="noa") == {}


def test_entries_are_one_s_own_until_they_are_recorded(room, cast, desk):
    room.build.assign(room.course, "q=lea")
    desk.enter(cast.lea)
    desk.score(cast.lea, "92,5 %")
    assert (desk.sheet()["Lea Learner"].mark, desk.sheet()["Lea Learner"].score) == ("attended", "92.5")
    assert Desk(room, cast.actor(cast.sam)).sheet()["Lea Learner"].mark == ""
    assert room.attempts(cast.lea)[0].is_open()
    assert desk.save().completed == 1
    assert room.attempts(cast.lea)[0].score == Decimal("92.5")
    row = Desk(room, cast.actor(cast.sam)).sheet()["Lea Learner"]
    assert (row.recorded, row.recorded_score, row.mark) == ("attended", "92.5", "")
    assert desk.account().people == 0


@pytest.mark.rule("T-03", "what recording would do is shown before: complete, fail, get enrolled, recorded already")
def test_the_account_says_what_recording_would_do(room, cast, desk):
    room.build.assign(room.course, "q=lea")
    for person, mark in ((cast.lea, Mark.ATTENDED), (cast.noa, Mark.ATTENDED), (cast.max, Mark.FAILED),
                         (cast.ada, Mark.ABSENT)):  # fmt: skip
        desk.enter(person, mark)
    told = desk.account()
    assert (told.people, told.completed, told.failed, told.enrolled, told.absent) == (4, 2, 1, 2, 1)
    room.record(cast.lea, by=cast.actor(cast.sam))
    assert (desk.account().completed, desk.account().already) == (1, 1)
    assert desk.save().already == 1


def test_what_cannot_be_recorded_any_more_is_named_and_left_out(room, cast, desk):
    desk.enter(cast.noa, Mark.FAILED)
    desk.enter(cast.lea)
    room.record(cast.noa, by=cast.actor(cast.sam))
    (refusal,) = desk.account().refusals
    assert (refusal.name, refusal.why) == ("Noa Nearby", "is recorded as attended on 1 Mar 2027 already")
    with pytest.raises(Invalid, match="Noa Nearby"):
        desk.save()
    desk.do(attendance_entries.take_out_refused)
    assert desk.save().completed == 1


@pytest.mark.rule("T-03", "everybody attended: one act for all who have no result yet and whom the search finds")
def test_everybody_attended_leaves_what_is_entered_and_recorded(room, cast, desk):
    for name in ("lea", "noa", "max", "tess"):
        room.build.assign(room.course, f"q={name}")
    desk.enter(cast.max, Mark.FAILED)
    room.record(cast.noa, mark=Mark.FAILED)
    assert desk.do(attendance_entries.enter_everybody, q="tess", now=room.build.now).entered == 1
    assert desk.do(attendance_entries.enter_everybody, now=room.build.now).entered == 1
    assert {name: row.mark for name, row in desk.sheet().items()} == {
        "Lea Learner": "attended", "Max Manager": "failed", "Noa Nearby": "", "Tess Trainer": "attended",
    }  # fmt: skip


def test_a_result_is_taken_back_and_the_tabs_tell_who_is_left(room, cast, desk):
    room.build.assign(room.course, "q=lea")
    desk.enter(cast.noa)
    assert desk.sheet(SheetTab.OPEN).keys() == {"Lea Learner"}
    assert desk.sheet(SheetTab.ENTERED).keys() == {"Noa Nearby"}
    desk.do(attendance_entries.take_out, person_ids=[known(cast.noa.id)])
    assert desk.sheet().keys() == {"Lea Learner"}


@pytest.mark.rule("T-03", "pasted addresses: everybody is entered, and whom nobody is found for is named back")
def test_pasted_addresses_are_entered_and_the_others_named_back(room, cast, desk):
    room.build.assign(room.course, "q=lea")
    done = desk.paste("LEA@muster.test; noa@muster.test\nnobody@muster.test, ivo@muster.test not-an-address")
    assert (done.done.entered, done.done.enrolled) == (2, 1)
    assert (done.unknown, done.malformed) == (["nobody@muster.test"], ["not-an-address"])
    assert [(one.name, one.why) for one in done.done.refused] == [
        ("Ivo Inactive", "is deactivated and has no open enrollment")
    ]
    assert desk.paste("lea@muster.test", Mark.FAILED).done.entered == 1
    assert desk.sheet()["Lea Learner"].mark == "failed"


def test_a_coordinator_of_one_team_sees_and_enters_that_team_alone(room, cast, own):
    room.build.assign(room.course)
    desk = Desk(room, own)
    assert desk.sheet().keys() == {"Lea Learner"}
    assert desk.paste("lea@muster.test noa@muster.test").unknown == ["noa@muster.test"]
    with pytest.raises(NotFound):
        desk.enter(cast.noa)


@pytest.mark.parametrize("who", ["ada", "max", "lea"])
def test_a_lower_role_neither_sees_nor_enters(room, cast, who):
    desk = Desk(room, cast.actor(getattr(cast, who)))
    for act in (desk.sheet, desk.account, desk.save, lambda: desk.enter(cast.lea), lambda: desk.paste("lea@x.test"),
                lambda: desk.do(attendance_entries.clear)):  # fmt: skip
        with pytest.raises(NotAllowed):
            act()


def test_an_attempt_of_an_assignment_that_is_being_created_is_not_on_the_sheet(room, cast, desk):
    from training_app.assignments import actions  # noqa: PLC0415
    from training_app.assignments.making.entry import NewAssignment  # noqa: PLC0415
    from training_app.audience.filters import PeopleFilter  # noqa: PLC0415

    room.build.people(101)
    new = NewAssignment("f", known(room.course.id), room.today, room.today + timedelta(days=9))
    made = actions.assign(room.session, SYSTEM, new=new, whom=PeopleFilter.from_query(""), now=room.build.now)
    actions.write_chunk(room.session, assignment_id=made.assignment_id, after_person_id=0, size=500, now=room.build.now)
    assert desk.sheet() == {}


def test_whoever_left_since_is_not_offered(room, cast, desk):
    room.build.assign(room.course, "q=lea")
    people.deactivate(room.session, SYSTEM, person_id=known(cast.lea.id), now=room.build.now)
    assert desk.sheet() == {}


def test_entries_of_another_day_are_found_again_and_moved(room, cast, desk):
    yesterday = Desk(room, ago=1)
    yesterday.enter(cast.lea)
    found = attendance_overview.sheet(room.session, room.tess, course_id=known(room.course.id), wanted=SheetFilter(),
                                      today=room.today)  # fmt: skip
    assert [(one.day, one.people) for one in found.others] == [(yesterday.day, 1)]
    yesterday.do(attendance_entries.move, to=desk.day, now=room.build.now)
    assert (yesterday.account().people, desk.account().people) == (0, 1)


@pytest.mark.parametrize("text", ["101", "-1", "abc", "1e2", "٣", "5.123"])
def test_what_is_no_score_is_refused(room, cast, desk, text):
    desk.enter(cast.lea)
    with pytest.raises(Invalid, match="is no score from 0 to 100"):
        desk.score(cast.lea, text)


def test_a_score_without_a_result_asks_for_it_and_a_recorded_one_is_corrected(room, cast, desk):
    with pytest.raises(Invalid, match="first say whether they attended"):
        desk.score(cast.lea, "90")
    room.record(cast.lea, score=90)
    desk.score(cast.lea, "95")
    assert desk.account().corrected == 1
    assert desk.save().corrected == 1


def test_nothing_is_entered_for_a_day_to_come(room, cast):
    with pytest.raises(Invalid, match="is after today"):
        Desk(room, ago=-1).enter(cast.lea)
