"""What the review says, in words, numbers and days (A-04, A-13, A-19)."""

from datetime import UTC, date, datetime

import pytest

from training_app.assignments.making.reviewing import LevelCount
from training_app.assignments.rules import Part
from training_app.notifications.deciding.planned import AT_ONCE, PlannedMessage
from training_app.web.admin.new_assignment.review import said
from training_app.web.admin.new_assignment.review.calendar import LOCK, MESSAGES, Mark, months
from training_app.web.admin.new_assignment.review.said import Shown, Who

TODAY = date(2027, 3, 1)


def counts(**parts: int) -> dict[str, int]:
    return dict.fromkeys(Part, 0) | parts


def message(day: str, what: str, *, time: str = "08:00", people: int = 214, note: str = "") -> PlannedMessage:
    is_reminder = what.startswith("Due")
    return PlannedMessage(day, time, what, people, at_most=is_reminder, channels="bell and e-mail", note=note)


def test_the_account_is_said_in_numbers_and_words():
    told = said.who(counts(enrolled=1211, joining=3, skipped=13, completed=12, deactivated=1))
    assert (told.assigned, told.number, told.enrolled, told.joining, told.skipped) == (
        1214,
        "1,214",
        "1,211",
        "3",
        "13",
    )
    assert told.completed == "12 completed it in this licensing period"
    assert told.deactivated == "1 is deactivated"
    assert said.who(counts(skipped=2, deactivated=2)).deactivated == "2 are deactivated"


@pytest.mark.rule("A-13", "the review says how many lack a prerequisite")
@pytest.mark.parametrize(("number", "words"), [(0, ""), (1, "1 lacks a prerequisite"), (2, "2 lack a prerequisite")])
def test_who_lacks_a_prerequisite_is_said(number: int, words: str):
    assert said.who(counts(skipped=number, prerequisite=number)).prerequisite == words


def test_the_bar_has_a_part_for_everybody_and_none_for_nobody():
    shares = said.who(counts(enrolled=3, skipped=1, deactivated=1)).shares
    assert shares == ("75.00%", "", "25.00%")
    assert said.who(counts()).shares == ("", "", "")


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ((LevelCount("BLS", 7), LevelCount("", 2)), "The course is ALS; 7 are BLS, 2 have no level."),
        ((LevelCount("BLS", 1),), "The course is ALS; 1 is BLS."),
        ((LevelCount("", 1),), "The course is ALS; 1 has no level."),
    ],
)
def test_people_of_another_level_are_counted_level_by_level(levels: tuple[LevelCount, ...], words: str):
    told = said.with_levels(Who(), "ALS", levels)
    assert told.levels == words
    assert told.other_level == str(sum(one.people for one in levels))


@pytest.mark.rule("M-04", "the address of the review says which list, search and page, whatever else is in it")
def test_an_address_reads_back_as_what_it_was_made_of():
    for shown in (Shown(), Shown(Part.SKIPPED, "né & co", 3), Shown(Part.OTHER_LEVEL)):
        assert Shown.from_query(shown.query()) == shown
    assert Shown.from_query("part=nonsense&page=-1&q=" + "x" * 500) == Shown(q="x" * 100)
    assert Shown(Part.SKIPPED, "lea", 3).searching("noa") == Shown(Part.SKIPPED, "noa")


def test_what_comes_is_listed_in_order_with_the_lock_between():
    told = said.moments(
        (
            message("2027-03-22", "Assigned to you", time="00:00"),
            message("2027-04-23", "Due in 7 days", people=0, note="Not sent: why."),
            message("2027-04-30", "Due today", people=1214),
        ),
        due_on=date(2027, 4, 30),
        today=TODAY,
    )
    assert [(one.day, one.time, one.what, one.told, one.kind) for one in told] == [
        ("22 Mar", "00:00", "Assigned to you", "214 people, bell and e-mail", "sent"),
        ("23 Apr", "08:00", "Due in 7 days", "Not sent: why.", "not sent"),
        ("27 Apr", "00:00", "Locked for editing", "no message", "lock"),
        ("30 Apr", "08:00", "Due today", "up to 1,214, if not complete; bell and e-mail", "sent"),
    ]


@pytest.mark.rule("A-19", "made from midnight of the third day before the due date on, the review says it is locked")
@pytest.mark.parametrize(("due", "day", "time"), [(5, "2 Mar", "00:00"), (4, "1 Mar", AT_ONCE), (1, "1 Mar", AT_ONCE)])
def test_the_lock_comes_at_its_midnight_or_at_once(due: int, day: str, time: str):
    (lock,) = said.moments((), due_on=date(2027, 3, due), today=TODAY)
    assert (lock.day, lock.time, lock.what) == (day, time, "Locked for editing")


def test_what_is_told_at_once_comes_before_what_comes_later_that_day():
    told = said.moments(
        (message("2027-03-01", "Assigned to you", time=AT_ONCE), message("2027-03-01", "Due today")),
        due_on=TODAY, today=TODAY,
    )  # fmt: skip
    assert [one.what for one in told] == ["Assigned to you", "Locked for editing", "Due today"]


def test_the_calendar_marks_what_is_sent_and_the_lock():
    marks = said.marks(
        (message("2027-04-23", "Due in 7 days", people=0), message("2027-04-30", "Due today")), due_on=date(2027, 4, 30)
    )
    assert marks == {
        date(2027, 4, 30): [Mark(MESSAGES, "Due today")],
        date(2027, 4, 27): [Mark(LOCK, "Locked for editing")],
    }


def test_up_to_three_months_are_shown_whole():
    shown = months(date(2027, 3, 22), date(2027, 5, 1), {})
    assert [month.name for month in shown] == ["March 2027", "April 2027", "May 2027"]
    march = shown[0]
    assert [day.number for day in march.weeks[0]] == ["1", "2", "3", "4", "5", "6", "7"]
    assert [day.number for day in march.weeks[-1]] == ["29", "30", "31", "", "", "", ""]


def test_of_more_than_three_months_only_those_with_something_are_shown():
    marks = {date(2026, 12, 5): [Mark(MESSAGES, "a")], date(2027, 4, 1): [Mark(MESSAGES, "b"), Mark(LOCK, "c")]}
    shown = months(date(2026, 12, 5), date(2027, 4, 30), marks)
    assert [month.name for month in shown] == ["December 2026", "April 2027"]
    (first,) = [day for week in shown[1].weeks for day in week if day.number == "1"]
    assert (first.marks, first.told) == ("msg lock", "b; c")


def test_a_due_day_before_the_start_has_no_calendar():
    assert months(date(2027, 4, 1), date(2027, 3, 1), {}) == []


@pytest.mark.parametrize(
    ("zone", "words"),
    [("America/New_York", "New York (EST)"), ("Etc/UTC", "UTC"), ("America/Sao_Paulo", "Sao Paulo"),
     ("Europe/Berlin", "Berlin (CET)")],
)  # fmt: skip
def test_a_zone_is_named_as_people_name_it(zone: str, words: str):
    assert said.zone_words(zone, datetime(2027, 3, 1, 9, tzinfo=UTC)) == words
