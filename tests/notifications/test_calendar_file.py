"""Calendar files as bytes, and read again by a program that knows the format (N-09)."""

from datetime import UTC, date, datetime
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from training_app.core import mime
from training_app.core.mime import Attachment
from training_app.notifications.calendar import events
from training_app.notifications.calendar.events import Entry, Method, Organizer

ORGANIZER = Organizer('County "Fire" & Rescue; Größe, A:B', "training@county.test")
# What stands in a title; the library reads a backslash before an n as the end of a line.
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\\\r", exclude_categories=("Cc", "Cs")), max_size=200)


def entry(**said) -> Entry:
    usual = {"uid": "assignee-7@county.test", "day": date(2027, 2, 28), "summary": "Due: Lifting safely",
             "description": "Open the training: https://county.test/learn/9", "url": "https://county.test/learn/9",
             "sequence": 12, "stamp": datetime(2027, 2, 1, 8, tzinfo=UTC)}  # fmt: skip
    return Entry(**usual | said)


def event_of(content: bytes):
    (event,) = Calendar.from_ical(content).events
    return event


@pytest.mark.rule("N-09", "an event is the whole due day, keeps nobody busy, and has a number that grows")
def test_an_event_is_a_whole_day():
    lines = events.file([entry()], ORGANIZER).decode().split("\r\n")
    assert {"METHOD:PUBLISH", "UID:assignee-7@county.test", "DTSTART;VALUE=DATE:20270228", "DTEND;VALUE=DATE:20270301",
            "DTSTAMP:20270201T080000Z", "SEQUENCE:12", "TRANSP:TRANSPARENT", "STATUS:CONFIRMED",
            "URL:https://county.test/learn/9"} <= set(lines)  # fmt: skip
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])


@pytest.mark.rule("N-09", "what takes an event back says so twice, and by whom it was put in")
def test_a_cancel_is_a_cancelled_event():
    content = events.file([entry()], ORGANIZER, method=Method.CANCEL)
    assert b"METHOD:CANCEL\r\n" in content
    event = event_of(content)
    assert (event["STATUS"], event["ORGANIZER"]) == ("CANCELLED", "mailto:training@county.test")
    assert event["ORGANIZER"].params["CN"] == "County 'Fire' & Rescue; Größe, A:B"


@pytest.mark.rule("N-09", "a title of any signs arrives as it was, in lines of at most 75 octets")
@given(summary=WORDS)
def test_words_of_any_language_arrive_as_they_were(summary: str):
    content = events.file([entry(summary=f"Due: {summary}", description=f"{summary}\nhttps://county.test")], ORGANIZER)
    event = event_of(content)
    assert str(event["SUMMARY"]) == f"Due: {summary}"
    assert str(event["DESCRIPTION"]) == f"{summary}\nhttps://county.test"
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_a_title_adds_no_line_of_its_own():
    sly = "A, B; C\r\nSTATUS:CANCELLED\x00\x0b" + "ß" * 200
    content = events.file([entry(summary=sly)], ORGANIZER)
    assert str(event_of(content)["SUMMARY"]) == "A, B; C\nSTATUS:CANCELLED  " + "ß" * 200
    assert b"\r\nSTATUS:CANCELLED" not in content
    assert b"SUMMARY:A\\, B\\; C\\nSTATUS:CANCELLED" in content


def test_one_file_has_several_events_and_a_name():
    several = [entry(uid=f"assignee-{number}@county.test") for number in (1, 2, 3)]
    content = events.file(several, ORGANIZER, name="County, Fire: due dates")
    calendar = Calendar.from_ical(content)
    assert [event.uid for event in calendar.events] == [one.uid for one in several]
    assert b"\r\nX-WR-CALNAME:County\\, Fire: due dates\r\n" in content
    assert calendar["REFRESH-INTERVAL"].dt.total_seconds() == 6 * 60 * 60


@pytest.mark.rule("N-09", "the mail says of the file what is to be done with it, and its alphabet")
def test_a_mail_says_the_method_and_the_alphabet():
    content = events.file([entry(summary="Größe")], ORGANIZER)
    file = Attachment("due.ics", events.media_type(Method.PUBLISH), content)
    mail = mime.message({"Subject": "x"}, {"plain": "x"}, [file], between="x")
    assert b"Content-Type: text/calendar; method=PUBLISH; charset=utf-8\r\n" in mail
    _body, part = message_from_bytes(mail, policy=policy.default).iter_parts()
    assert (part.get_content_type(), part.get_param("method"), part.get_content_charset()) == (
        "text/calendar", "PUBLISH", "utf-8"
    )  # fmt: skip
    assert part.get_payload(decode=True) == content


@pytest.mark.parametrize("kind", ["text/csv;x=y", "text/csv; x=y\r\nX-Sly: yes", "text/csv; x", "text/csv; x=y; ;"])
def test_a_kind_that_makes_no_sense_is_not_passed_on(kind: str):
    mail = mime.message({}, {"plain": "x"}, [Attachment("x", kind, b"x")], between="x")
    assert b"Content-Type: application/octet-stream\r\n" in mail
    assert b"X-Sly" not in mail
