"""The day of a session: the sheet that is printed, and recording who attended (T-03)."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from training_app.assignments.attendance import entries as attendance_entries
from training_app.assignments.attendance import overview as attendance_overview
from training_app.assignments.attendance.filters import SheetFilter, SheetTab
from training_app.assignments.sessions import people, printing, sheet
from training_app.assignments.sessions.filters import PeopleOfSession, PeopleTab
from training_app.core.errors import NotAllowed, NotFound
from training_app.core.tables import known


def tabs(room, day=None) -> dict[str, int]:
    found = attendance_overview.sheet(room.session, room.tess, course_id=known(room.course.id),
                                      wanted=SheetFilter(day, SheetTab.SIGNED_UP), today=room.today)  # fmt: skip
    return {tab.label: tab.number for tab in found.tabs}


def is_its_day(room, session_id: int) -> bool:
    wanted = PeopleOfSession(PeopleTab.SEATED)
    return people.one(room.session, room.tess, session_id=session_id, wanted=wanted, today=room.today).is_its_day


@pytest.mark.rule(
    "T-03", "everybody signed up is entered as attended in one act; recording enrolls who was not enrolled"
)
@pytest.mark.rule("T-03", "attendance of a session of several days is of its last day")
def test_who_signed_up_is_on_the_attendance_sheet_of_the_day(room, cast):
    one = room.held(0, last_day=room.today + timedelta(days=1), seats=2)
    room.build.assign(room.course, "q=lea")
    for who in (cast.lea, cast.noa, cast.max):
        room.signs_up(who, one)
    assert (is_its_day(room, one), "Signed up" in tabs(room)) == (False, False)
    room.later(1)
    assert (is_its_day(room, one), tabs(room)["Signed up"]) == (True, 2)
    about = {"course_id": known(room.course.id), "day": room.today, "now": room.tick()}
    done = attendance_entries.enter_signed_up(room.session, room.tess, **about)
    assert (done.entered, done.enrolled) == (2, 1)
    assert attendance_entries.enter_signed_up(room.session, room.tess, **about).entered == 0
    recorded = attendance_entries.save(room.session, room.tess, **about)
    assert (recorded.completed, recorded.enrolled) == (2, 1)
    assert (room.build.attempt(cast.noa, room.course).source, room.waiting(one)) == ("attendance", ["Max"])
    assert "Signed up" not in tabs(room, room.new(1).day)


@pytest.mark.rule("T-03", "the sheet to print has everybody signed up, with rows for whoever comes besides")
def test_the_printed_sheet_names_them_on_every_page_and_in_any_script(room, cast, tmp_path):
    one = room.held(instructor="Dr. Anna Kowalska", seats=40)
    names = (("Nguyễn", "Thị Ánh", "a@muster.test"), ("Ирина", "Петрова", "b@muster.test"))
    crew = [room.build.person(first, last, email=email) for first, last, email in names]
    crew += room.build.people(39)
    for who in crew:
        room.signs_up(who, one)
    found = printing.sheet(room.session, room.tess, session_id=one, today=room.today)
    assert (len(found.seated), len(found.waiting), found.unseen) == (40, 1, 0)
    pages = [page.extract_text() for page in PdfReader(BytesIO(sheet.drawn(found, folder=tmp_path))).pages]
    for number, page in enumerate(pages, start=1):
        for said in ("Hands-on CPR", "Mon 8 Mar 2027, 08:00 to 12:00", "Station 4", "Instructor: Dr. Anna Kowalska",
                     "Employee number", "Signature", f"Page {number} of {len(pages)}"):  # fmt: skip
            assert said in page
    whole = "\n".join(pages)
    assert "Nguyễn Thị Ánh" in whole
    assert "Ирина Петрова" in whole
    assert ("Waiting for a seat" in whole) is ("Came without signing up" in whole) is True
    with pytest.raises(NotFound):
        printing.sheet(room.session, room.tess, session_id=0, today=room.today)
    with pytest.raises(NotAllowed):
        printing.sheet(room.session, cast.actor(cast.max), session_id=one, today=room.today)
