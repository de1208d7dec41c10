"""How long an award holds: calendar arithmetic and renewal, without a database (C-01, C-18)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_app.certifications.rules import Held, Validity, lasts_longer
from training_app.certifications.terms import Terms, earned, expiry, is_in_renewal_window

TWO_YEARS = Terms(Validity.YEARS, 2, renewal_days=90)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.rule("C-01", "validity counts days, calendar months or years, or ends on a fixed day")
@pytest.mark.parametrize(
    ("terms", "issued", "expires"),
    [
        (Terms(Validity.DAYS, 30), "2027-02-27", "2027-03-29"),
        (Terms(Validity.MONTHS, 1), "2027-01-31", "2027-02-28"),
        (Terms(Validity.MONTHS, 6), "2027-03-15", "2027-09-15"),
        (Terms(Validity.YEARS, 2), "2026-03-01", "2028-03-01"),
        (Terms(Validity.YEARS, 1), "2028-02-29", "2029-02-28"),
        (Terms(Validity.YEARS, 4), "2028-02-29", "2032-02-29"),
        (Terms(Validity.FIXED, fixed_day=date(2027, 3, 31)), "2026-11-22", "2027-03-31"),
    ],
)
def test_an_award_expires_by_the_calendar(terms: Terms, issued: str, expires: str):
    assert expiry(terms, day(issued)) == day(expires)


@pytest.mark.rule("C-01", "validity may run to the end of the month in which it ends")
@pytest.mark.parametrize(
    ("terms", "issued", "expires"),
    [
        (Terms(Validity.YEARS, 2, to_month_end=True), "2026-03-01", "2028-03-31"),
        (Terms(Validity.YEARS, 1, to_month_end=True), "2027-02-03", "2028-02-29"),
        (Terms(Validity.MONTHS, 1, to_month_end=True), "2027-01-31", "2027-02-28"),
        (Terms(Validity.DAYS, 10, to_month_end=True), "2027-12-25", "2028-01-31"),
    ],
)
def test_to_the_end_of_the_month(terms: Terms, issued: str, expires: str):
    assert expiry(terms, day(issued)) == day(expires)


def test_without_a_validity_there_is_no_expiry():
    assert expiry(Terms(), day("2027-01-01")) is None
    assert earned(Terms(), day("2027-01-01"), None) == Held(day("2027-01-01"), None)


@pytest.mark.rule("C-18", "inside the renewal window validity is counted from the old expiry")
@pytest.mark.parametrize("completed", ["2027-03-03", "2027-06-01"])  # the first day of the window, and the last valid
def test_renewed_early_nothing_is_lost(completed: str):
    current = Held(day("2025-06-01"), day("2027-06-01"))
    assert is_in_renewal_window(TWO_YEARS, day(completed), day("2027-06-01"))
    assert earned(TWO_YEARS, day(completed), current) == Held(day(completed), day("2029-06-01"))


@pytest.mark.rule("C-18", "outside the renewal window validity is counted from the completion")
@pytest.mark.parametrize(
    ("completed", "expires"),
    [
        ("2027-03-02", "2029-03-02"),  # a day before the window
        ("2027-06-02", "2029-06-02"),  # expired the day before
        ("2028-01-15", "2030-01-15"),
    ],
)
def test_renewed_too_early_or_late(completed: str, expires: str):
    current = Held(day("2025-06-01"), day("2027-06-01"))
    assert earned(TWO_YEARS, day(completed), current) == Held(day(completed), day(expires))


@pytest.mark.rule("C-18", "a renewal never shortens an expiry")
def test_what_lasts_longer_stays_as_long():
    entered_by_hand = Held(day("2026-01-01"), day("2035-12-31"))
    assert earned(TWO_YEARS, day("2027-01-01"), entered_by_hand) == Held(day("2027-01-01"), day("2035-12-31"))
    always = Held(day("2026-01-01"), None)
    assert earned(TWO_YEARS, day("2027-01-01"), always) == Held(day("2027-01-01"), None)


def test_after_a_fixed_day_nothing_is_awarded():
    terms = Terms(Validity.FIXED, fixed_day=day("2027-03-31"))
    assert earned(terms, day("2027-03-31"), None) == Held(day("2027-03-31"), day("2027-03-31"))
    assert earned(terms, day("2027-04-01"), None) is None


DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
TERMS = st.builds(
    Terms,
    st.sampled_from([Validity.NONE, Validity.DAYS, Validity.MONTHS, Validity.YEARS]),
    st.integers(1, 60),
    st.booleans(),
    renewal_days=st.integers(0, 400),
)


@given(TERMS, DAYS, DAYS, st.integers(0, 3000))
def test_whatever_is_completed_is_held_that_day_and_shortens_nothing(
    terms: Terms, issued: date, completed: date, valid: int
):
    current = Held(issued, issued + timedelta(days=valid))
    new = earned(terms, completed, current)
    assert new is not None
    assert new.is_valid(completed)
    assert not lasts_longer(current, new)
    unheld = earned(terms, completed, None)
    assert unheld is not None
    assert not lasts_longer(unheld, new), "whoever held one before does not get less"
    assert replace(new, expires_on=None).issued_on == completed
