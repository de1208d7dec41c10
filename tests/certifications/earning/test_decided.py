"""What becomes of completions, decided without a database (C-18)."""

from datetime import date

import pytest

from training_app.certifications.earning.outcomes import Earned, Standing, decide
from training_app.certifications.rules import Held, Validity
from training_app.certifications.terms import Terms

MONTH = Terms(Validity.MONTHS, 1, renewal_days=90)
DAY = date(2027, 3, 1)


def earned(number: int, day: date = DAY) -> Earned:
    return Earned(1, 1, day, (number,))


@pytest.mark.rule("C-18", "what is completed on one day awards once, even where all of it lies in the renewal window")
def test_a_course_and_its_path_on_one_day_are_one_award():
    first, second = decide(MONTH, [earned(1), earned(2)], [])
    assert (first.new, first.joins) == (Held(DAY, date(2027, 4, 1)), False)
    assert (second.new, second.joins) == (None, True)
    (later,) = decide(MONTH, [earned(3)], [Standing(Held(DAY, date(2027, 4, 1)), by_itself=True)])
    assert later.joins


def test_what_somebody_gave_on_that_day_stands_for_itself():
    (outcome,) = decide(MONTH, [earned(1)], [Standing(Held(DAY, date(2030, 1, 1)), by_itself=False)])
    assert outcome.new == Held(DAY, date(2030, 1, 1)), "and is not shortened"


def test_of_two_days_the_second_renews_the_first_in_whatever_order_they_are_told():
    outcomes = decide(MONTH, [earned(2, date(2027, 3, 20)), earned(1)], [])
    assert [one.new and one.new.expires_on for one in outcomes] == [date(2027, 4, 1), date(2027, 5, 1)]
