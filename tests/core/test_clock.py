"""Instants and organization days, across changes to and from summer time."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from training_app.core import clock

BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"


def test_now_is_aware_and_in_utc():
    assert clock.now().tzinfo is UTC


@pytest.mark.rule("N-05", "the day is the organization's, not UTC's")
def test_one_instant_falls_on_different_days_in_different_zones():
    instant = datetime(2027, 3, 1, 3, 0, tzinfo=UTC)

    assert clock.day_of(instant, BERLIN) == date(2027, 3, 1)
    assert clock.day_of(instant, NEW_YORK) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        (BERLIN, date(2027, 3, 27), datetime(2027, 3, 27, 7, tzinfo=UTC)),
        (BERLIN, date(2027, 3, 28), datetime(2027, 3, 28, 6, tzinfo=UTC)),
        (BERLIN, date(2027, 10, 30), datetime(2027, 10, 30, 6, tzinfo=UTC)),
        (BERLIN, date(2027, 10, 31), datetime(2027, 10, 31, 7, tzinfo=UTC)),
        (NEW_YORK, date(2027, 3, 13), datetime(2027, 3, 13, 13, tzinfo=UTC)),
        (NEW_YORK, date(2027, 3, 14), datetime(2027, 3, 14, 12, tzinfo=UTC)),
        (NEW_YORK, date(2027, 11, 6), datetime(2027, 11, 6, 12, tzinfo=UTC)),
        (NEW_YORK, date(2027, 11, 7), datetime(2027, 11, 7, 13, tzinfo=UTC)),
    ],
)
@pytest.mark.rule("N-05", "eight in the morning stays eight across clock changes")
def test_eight_in_the_morning_is_what_the_clock_on_the_wall_shows(zone: str, day: date, expected: datetime):
    assert clock.instant_at(day, time(8), zone) == expected


@pytest.mark.rule("N-05", "an hour that is skipped still has its instant")
def test_an_hour_skipped_in_spring_is_the_instant_at_which_it_would_have_been():
    in_berlin = clock.instant_at(date(2027, 3, 28), time(2, 30), BERLIN)
    in_new_york = clock.instant_at(date(2027, 3, 14), time(2, 30), NEW_YORK)

    assert in_berlin == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert in_new_york == datetime(2027, 3, 14, 7, 30, tzinfo=UTC)


@pytest.mark.rule("N-05", "an hour that comes twice is meant once, the first time")
def test_an_hour_repeated_in_autumn_is_meant_the_first_time():
    assert clock.instant_at(date(2027, 10, 31), time(2, 30), BERLIN) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert clock.instant_at(date(2027, 11, 7), time(1, 30), NEW_YORK) == datetime(2027, 11, 7, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize("zone", [BERLIN, NEW_YORK, "Etc/UTC", "Pacific/Kiritimati"])
@pytest.mark.rule("N-05", "every day begins at its own midnight")
def test_each_day_of_a_year_begins_at_its_midnight_and_not_a_moment_earlier(zone: str):
    for number in range(365):
        day = clock.days_after(date(2027, 1, 1), number)
        begins = clock.midnight(day, zone)
        assert clock.day_of(begins, zone) == day
        assert clock.day_of(begins - timedelta(microseconds=1), zone) == clock.days_after(day, -1)


def test_the_day_of_the_clock_change_is_an_hour_shorter_or_longer():
    spring = clock.midnight(date(2027, 3, 29), BERLIN) - clock.midnight(date(2027, 3, 28), BERLIN)
    autumn = clock.midnight(date(2027, 11, 1), BERLIN) - clock.midnight(date(2027, 10, 31), BERLIN)

    assert (spring, autumn) == (timedelta(hours=23), timedelta(hours=25))
