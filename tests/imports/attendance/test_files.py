"""A file of who attended: every row is entered or named with its number and why it is not (T-03)."""

import codecs

import pytest
from support import attendance as rooms
from support.attendance import Classroom

from training_app.access.actor import Scope
from training_app.assignments.attendance import entries as attendance_entries
from training_app.assignments.attendance import sheet as attendance_sheet
from training_app.assignments.attendance.attending import Entry, Mark
from training_app.core.errors import Invalid, NotAllowed
from training_app.core.tables import known
from training_app.imports import attendance
from training_app.imports.attendance import AttendancePlan


@pytest.fixture
def room(session, build, cast) -> Classroom:
    return rooms.classroom(session, build, cast.actor(cast.tess))


def plan(room: Classroom, content: str | bytes, by=None) -> AttendancePlan:
    table = attendance.read(content if isinstance(content, bytes) else content.encode())
    said = {"course_id": known(room.course.id), "day": room.today, "table": table, "now": room.build.now}
    return attendance.plan(room.session, by or room.tess, **said)


def bring(room: Classroom, content: str) -> AttendancePlan:
    said = {"course_id": known(room.course.id), "day": room.today, "file_name": "cpr.csv", "now": room.build.now}
    return attendance.bring(room.session, room.tess, table=attendance.read(content.encode()), **said)


def marks(found: AttendancePlan) -> list[Mark]:
    return [entry.mark for entry in found.entries.values()]


def reasons(found: AttendancePlan) -> dict[int, str]:
    return {row.number: row.reason for row in found.refused}


@pytest.mark.rule("T-03", "a CSV names people by email, username or employee number, with result and score")
def test_people_are_named_in_three_ways(room, cast):
    kim = room.build.person("Kim", employee_number="0042")
    found = plan(room, "E-mail Address,User name,Employee #,Result,Score\n"
                 'LEA@muster.test,,,Passed,92\n,noa,,no show,\n,,0042,F,"41,5"\n')  # fmt: skip
    assert [(entry.person_id, entry.mark, str(entry.score)) for entry in found.entries.values()] == [
        (cast.lea.id, Mark.ATTENDED, "92"), (cast.noa.id, Mark.ABSENT, "None"), (kim.id, Mark.FAILED, "41.5"),
    ]  # fmt: skip
    assert found.refused == ()


@pytest.mark.rule("T-03", "the file is read with byte order mark, semicolons, tabs, and in Windows-1252")
@pytest.mark.parametrize(
    "content",
    [
        codecs.BOM_UTF8 + b"Email,Attendance\r\nlea@muster.test,Present\r\n",
        b"Email;Attendance\nlea@muster.test;yes\n",
        b"Email\tAttendance\nlea@muster.test\tx\n",
        "Email,Attendance,Remark\nlea@muster.test,attended,très bien\n".encode("cp1252"),
        "Email,Attendance\nlea@muster.test,attended\n".encode("utf-16"),
        b"Email\nlea@muster.test\n",
    ],
    ids=["mark", "semicolon", "tab", "windows", "utf-16", "no result column"],
)
def test_a_file_is_read_as_programs_write_it(room, cast, content):
    found = plan(room, content)
    assert [(entry.person_id, entry.mark) for entry in found.entries.values()] == [(cast.lea.id, Mark.ATTENDED)]


@pytest.mark.rule("T-03", "each bad row of a file is named with its number and why; the good ones are entered")
def test_every_bad_row_is_named_with_its_number(room, cast):
    room.record(cast.max)
    found = plan(
        room,
        "Email,Username,Result,Score\n"
        "lea@muster.test,,attended,92\n"
        "nobody@muster.test,,attended,\n"
        "Lea@Muster.test,,failed,\n"
        "noa@muster.test,,perhaps,\n"
        "noa@muster.test,,,\n"
        "noa@muster.test,,attended,101\n"
        "ivo@muster.test,,attended,\n"
        "max@muster.test,,failed,\n"
        ",,attended,\n"
        "noa@muster.test,tess,attended,\n"
        "noa@muster.test\n",
    )
    assert list(found.entries) == [2]
    assert reasons(found) == {
        3: "Email “nobody@muster.test” is nobody whom you see in the roster",
        4: "names the person of row 2 again",
        5: "Result “perhaps” is no result: attended, failed or absent",
        6: "Result is empty",
        7: "Score “101” is no score from 0 to 100",
        8: "Ivo Inactive is deactivated and has no open enrollment",
        9: "Max Manager is recorded as attended on 1 Mar 2027 already",
        10: "says nobody: Email and Username is empty",
        11: "Email and Username are of two people",
        12: "has 1 cells where the header has 4",
    }


def test_somebody_out_of_sight_is_as_unknown_as_nobody(room, cast):
    own = rooms.only(room.tess, Scope(manager_id=cast.max.id))
    found = plan(room, "Email\nlea@muster.test\nnoa@muster.test\n", by=own)
    assert (list(found.entries), reasons(found)) == (
        [2], {3: "Email “noa@muster.test” is nobody whom you see in the roster"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("Name,Result\nLea Learner,attended\n", "No column says who attended"),
        ("Email,E-mail address\na@x.test,b@x.test\n", "could each be “Email”"),
        ("Email,Result,Attendance\na@x.test,x,x\n", "“Result” and “Attendance” could each be the result"),
        ("Email\n", "no row below it"),
        ("Email\n" + "a@x.test\n" * 5_001, "5,001 rows; 5,000 is the most"),
    ],
    ids=["nobody named", "two emails", "two results", "no rows", "too many"],
)
def test_a_file_that_says_nothing_sensible_is_refused_whole(room, cast, content, fault):
    with pytest.raises(Invalid, match=fault):
        plan(room, content)


@pytest.mark.rule("T-03", "the good rows of a file are entered, and its bad rows can be taken home")
def test_good_rows_are_entered_and_bad_ones_kept_until_they_are_dismissed(room, cast):
    bring(room, "Email,Result\nlea@muster.test,failed\n=nobody@muster.test,attended\n")
    about = {"course_id": known(room.course.id), "day": room.today}
    assert attendance_sheet.entries(room.session, room.tess, **about) == [Entry(known(cast.lea.id), Mark.FAILED)]
    told = attendance.told(room.session, room.tess, **about)
    assert told is not None
    assert (told.file_name, told.entered, told.refused, told.rows[0].number) == ("cpr.csv", 1, 1, 3)
    home = list(attendance.refused_rows(room.session, room.tess, **about))
    assert home[0] == ("Row", "Reason", "Email", "Result")
    assert (home[1][0], home[1][2:]) == ("3", ("=nobody@muster.test", "attended"))
    assert attendance_entries.save(room.session, room.tess, **about, now=room.build.now).failed == 1
    attendance.forget(room.session, room.tess, **about)
    assert attendance.told(room.session, room.tess, **about) is None


def test_a_file_for_a_day_to_come_enters_nothing(room, cast):
    room.build.now = room.build.now.replace(year=2026)
    said = {"course_id": known(room.course.id), "table": attendance.read(b"Email\nlea@muster.test\n"),
            "now": room.build.now}  # fmt: skip
    with pytest.raises(Invalid, match="is after today"):
        attendance.plan(room.session, room.tess, day=room.today.replace(year=2027), **said)


@pytest.mark.parametrize("who", ["ada", "max", "lea"])
def test_a_lower_role_brings_no_file(room, cast, who):
    actor = cast.actor(getattr(cast, who))
    about = {"course_id": known(room.course.id), "day": room.today}
    for act in (lambda: plan(room, "Email\nlea@muster.test\n", by=actor),
                lambda: attendance.forget(room.session, actor, **about),
                lambda: list(attendance.refused_rows(room.session, actor, **about))):  # fmt: skip
        with pytest.raises(NotAllowed):
            act()
