from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_app.imports.dates import NoDay, Order, Sighting, day_of, settle

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


def sightings(*values: str):
    return [Sighting(row, "Hired", value) for row, value in enumerate(values, 2)]


@pytest.mark.rule("P-08", "ISO and locale dates are read correctly")
@pytest.mark.parametrize(
    "text",
    ["2026-03-04", "2026/3/4", "20260304", "04.03.2026", "4/3/2026", "4-3-2026", "4 March 2026", "Mar 4, 2026",
     "04-MAR-2026", "2026-03-04 00:00:00", "2026-03-04T12:30", "4/3/2026 12:00 AM", " 4.3.2026 "],
)  # fmt: skip
def test_a_day_is_read_in_each_usual_writing(text):
    assert day_of(text, Order.DAY_FIRST) == date(2026, 3, 4)


@given(DAYS)
def test_every_day_is_read_back_in_both_orders(day):
    assert day_of(f"{day.day}/{day.month}/{day.year}", Order.DAY_FIRST) == day
    assert day_of(f"{day.month}/{day.day}/{day.year}", Order.MONTH_FIRST) == day
    assert day_of(day.isoformat(), None) == day


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("soon", "is not a date"),
        ("2026-02-30", "is no day that exists"),
        ("30/02/2026", "is no day that exists"),
        ("31 Foo 2026", "is not a date"),
        ("3/4/26", "two digits"),
        ("0206-03-01", "not between 1900"),
        ("13/04/2026", "when the month comes first"),
        ("45000", "is not a date"),
        ("1/2-2026", "is not a date"),
    ],
)
@pytest.mark.rule("P-08", "what is no day is refused with the reason")
def test_what_is_no_day_is_refused_with_its_reason(text, why):
    with pytest.raises(NoDay, match=why):
        day_of(text, Order.MONTH_FIRST)


@pytest.mark.rule("P-08", "an ambiguous date is settled by the other dates of the file")
@pytest.mark.parametrize(("other", "order"), [("13/04/2026", Order.DAY_FIRST), ("04/13/2026", Order.MONTH_FIRST)])
def test_one_date_that_can_be_read_in_one_way_only_settles_the_others(other, order):
    found = settle(sightings("03/04/2026", other, "05/06/2026"))
    assert found.order is order
    assert not found.question()


@pytest.mark.rule("P-08", "an ambiguous date that nothing settles is asked about")
def test_an_order_that_nothing_settles_is_asked_about_with_an_example():
    found = settle(sightings("2026-01-01", "03/04/2026", "05/06/2026"))
    assert found.order is None
    assert "“03/04/2026” in row 3" in found.question()


def test_dates_that_contradict_each_other_are_both_named():
    found = settle(sightings("13/04/2026", "04/14/2026"))
    assert found.order is None
    assert "row 2" in found.question()
    assert "row 3" in found.question()


def test_dates_whose_order_does_not_matter_ask_nothing():
    assert not settle(sightings("2026-03-04", "05/05/2026", "4 May 2026", "soon", "")).question()


@given(st.lists(DAYS, max_size=20), st.sampled_from(Order))
def test_a_file_written_in_one_order_is_never_read_in_the_other(days, order):
    written = [
        f"{day.day}/{day.month}/{day.year}" if order is Order.DAY_FIRST else f"{day.month}/{day.day}/{day.year}"
        for day in days
    ]
    found = settle(sightings(*written))
    if found.order is not None:
        assert [day_of(text, found.order) for text in written] == days
