"""What the wizard says of days and levels (A-04, A-05, A-19)."""

from datetime import date

import pytest

from training_app.web.admin.new_assignment import schedule, steps

MONDAY = date(2027, 3, 1)


@pytest.mark.rule("A-04", "the account says of which levels those are who have another")
@pytest.mark.parametrize(
    ("levels", "people", "said"),
    [
        (["BLS"], 1, "is BLS"),
        (["BLS"], 6, "are BLS"),
        ([""], 1, "has no level"),
        (["BLS", ""], 6, "are BLS or have no level"),
        (["ALS", "BLS"], 2, "are ALS or BLS"),
        ([], 0, ""),
    ],
)
def test_people_of_another_level_are_named(levels, people, said):
    assert steps.of_another_level(levels, people) == said


@pytest.mark.rule("A-05", "the end of the quarter is the last day of March, June, September or December")
@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2027-01-01", "2027-03-31"),
        ("2027-03-31", "2027-03-31"),
        ("2027-04-01", "2027-06-30"),
        ("2028-02-29", "2028-03-31"),
        ("2027-09-15", "2027-09-30"),
        ("2027-12-31", "2027-12-31"),
        ("9999-12-31", "9000-03-31"),
    ],
)
def test_the_end_of_the_quarter(first, last):
    assert schedule.end_of_quarter(date.fromisoformat(first)).isoformat() == last


def test_no_day_is_beyond_the_calendar():
    assert schedule.later(date.max, 10**9) < date.max


@pytest.mark.parametrize("text", ["", "soon", "2027-02-30", "2027-13-01", "\x00", "1 March"])
def test_what_is_no_day_is_none(text):
    assert schedule.day(text) is None


@pytest.mark.rule("A-19", "the wizard names the last day to edit and the midnight from which it is locked")
@pytest.mark.parametrize(
    ("due", "said"),
    [
        (date(2027, 4, 30), "through Mon 26 Apr 2027. From midnight of Tue 27 Apr 2027"),
        (date(2027, 3, 5), "through Mon 1 Mar 2027. From midnight of Tue 2 Mar 2027"),
        (date(2027, 3, 4), "locked from the start"),
        (MONDAY, "locked from the start"),
    ],
)
def test_it_says_until_when_it_can_be_edited(due, said):
    assert said in schedule.locked(due, MONDAY)
