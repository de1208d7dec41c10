from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.build import SYSTEM, Builder

from training_app.certifications import actions, queries
from training_app.certifications.actions import NewAward, NewCertification
from training_app.certifications.rules import Held, Period, add_months, longest, period_of
from training_app.core.tables import known

TODAY = date(2027, 3, 1)
DAYS = st.dates(date(2020, 1, 1), date(2034, 12, 31))
HELD = st.builds(
    lambda issued, length: Held(issued, issued + timedelta(days=length)), DAYS, st.integers(0, 1500)
) | st.builds(Held, st.none() | DAYS, st.none())


@pytest.mark.rule("A-11", "the licensing period runs from issued through expiry")
def test_the_period_runs_from_issued_through_expiry():
    period = period_of([Held(date(2026, 4, 1), date(2028, 3, 31))], TODAY, 24)
    assert period == Period(date(2026, 4, 1), date(2028, 3, 31))
    assert period.contains(date(2028, 3, 31))
    assert not period.contains(date(2026, 3, 31))


@pytest.mark.rule("A-11", "of several current licences the one that began last counts")
def test_of_several_current_licences_the_one_that_began_last_counts():
    older, newer = Held(date(2025, 1, 1), date(2030, 1, 1)), Held(date(2026, 6, 1), date(2028, 5, 31))
    assert period_of([newer, older], TODAY, 24).first == date(2026, 6, 1)


@pytest.mark.rule("A-11", "after a lapse the period runs from the day after the last expiry")
def test_after_a_lapse_the_period_runs_from_the_day_after_the_last_expiry():
    licences = [Held(date(2022, 1, 1), date(2023, 12, 31)), Held(date(2024, 1, 1), date(2026, 12, 31))]
    assert period_of(licences, TODAY, 24) == Period(date(2027, 1, 1))


@pytest.mark.rule("A-11", "without a licence the default length is counted back from today")
def test_without_a_licence_the_default_length_is_counted_back():
    assert period_of([], TODAY, 24) == Period(date(2025, 3, 1), TODAY)


@pytest.mark.rule("X-07", "a licence issued in the future is not yet valid")
def test_a_licence_of_the_future_does_not_count_yet():
    ahead = Held(TODAY + timedelta(days=1), date(2029, 3, 31))
    assert period_of([ahead], TODAY, 24) == period_of([], TODAY, 24)
    lapsed = Held(date(2024, 1, 1), date(2026, 12, 31))
    assert period_of([ahead, lapsed], TODAY, 24) == Period(date(2027, 1, 1))


def test_a_licence_holds_on_its_last_day_and_has_lapsed_the_day_after():
    held = Held(date(2025, 3, 2), TODAY)
    assert period_of([held], TODAY, 24).last == TODAY
    assert period_of([held], TODAY + timedelta(days=1), 24) == Period(TODAY + timedelta(days=1))


def test_without_a_day_of_issue_the_default_length_is_counted_back_from_the_expiry():
    assert period_of([Held(None, date(2028, 3, 31))], TODAY, 24) == Period(date(2026, 4, 1), date(2028, 3, 31))
    assert period_of([Held(None, date(2032, 3, 31))], TODAY, 24).first == date(2025, 3, 1)
    assert period_of([Held(None, None)], TODAY, 24) == Period(date(2025, 3, 1))


@given(st.lists(HELD, max_size=6), DAYS, st.integers(1, 60))
def test_today_always_lies_in_the_period(licences, today, months):
    assert period_of(licences, today, months).contains(today)


@given(st.lists(HELD, max_size=6), DAYS, st.integers(1, 60))
def test_the_order_in_which_licences_are_recorded_does_not_matter(licences, today, months):
    assert period_of(licences, today, months) == period_of(licences[::-1], today, months)


@given(st.lists(HELD, max_size=6), DAYS, st.integers(1, 60))
def test_a_licence_that_has_not_begun_changes_nothing(licences, today, months):
    ahead = Held(today + timedelta(days=1), None)
    assert period_of([*licences, ahead], today, months) == period_of(licences, today, months)


@given(DAYS, st.integers(-200, 200))
def test_months_are_calendar_months(day, months):
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved.day < day.day and (moved + timedelta(days=1)).day == 1)


def test_a_month_after_the_last_of_january_is_the_last_of_february():
    assert add_months(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert add_months(date(2028, 2, 29), -12) == date(2027, 2, 28)


@given(st.lists(HELD, min_size=1, max_size=6), DAYS)
def test_the_current_one_is_the_longest_valid_of_those_that_hold(held, today):
    found = longest(held, today)
    assert found is not None
    valid = [one for one in held if one.is_valid(today)]
    ends = [one.expires_on or date.max for one in valid or held]
    assert (found.expires_on or date.max) == max(ends)


def test_the_period_of_a_person_is_read_from_their_licences(build: Builder):
    ann, session = build.person("Ann"), build.session
    assert queries.licensing_period(session, SYSTEM, person_id=known(ann.id), today=TODAY).first == date(2025, 3, 1)
    for name, is_licence in (("EMT", True), ("CPR", False)):
        new = NewCertification(name=name, code=name, is_licence=is_licence)
        kind = actions.add_certification(session, SYSTEM, new=new, now=build.now)
        entered = NewAward(known(ann.id), known(kind.id), date(2026, 1, 1 + is_licence), date(2028, 1, 31))
        actions.award(session, SYSTEM, new=entered, now=build.now)
    period = queries.licensing_period(session, SYSTEM, person_id=known(ann.id), today=TODAY)
    assert period == Period(date(2026, 1, 2), date(2028, 1, 31))
