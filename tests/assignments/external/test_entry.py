"""What is entered of an external activity, and what is wrong with it (T-04)."""

from datetime import date
from decimal import Decimal

import pytest

from training_app.assignments.external import entry
from training_app.assignments.external.entry import NO_HOURS
from training_app.assignments.external.filters import ActivityFilter, ActivityTab

TODAY = date(2027, 3, 1)
SAID = {"title": " Academy ", "done_on": "2027-02-19", "hours": "7,5", "place": "Albany", "note": "", "training_id": ""}


def faults(**said: str) -> list[str]:
    new = entry.typed(SAID | said, key="1:form")
    return [one.field for one in entry.problems_of(new, None, today=TODAY)]


def test_what_is_typed_is_read_as_people_write_it():
    new = entry.typed(SAID, key="1:form", files=(3,))
    assert (new.title, new.done_on, new.hours, new.training_id) == ("Academy", date(2027, 2, 19), Decimal("7.5"), None)
    assert entry.typed(SAID | {"hours": ""}, key="k").hours == 0
    assert entry.typed(SAID | {"hours": "a day"}, key="k").hours == NO_HOURS


@pytest.mark.rule("T-04", "an activity says what was done and on which day, 1990 to today; hours are 0 to 9,999.99")
@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({}, []),
        ({"done_on": "2027-03-01", "hours": "9999.99"}, []),
        ({"done_on": "1990-01-01", "hours": "0"}, []),
        ({"title": "  ", "done_on": "", "hours": "x"}, ["title", "done_on", "hours"]),
        ({"done_on": "2027-03-02"}, ["done_on"]),
        ({"done_on": "1989-12-31"}, ["done_on"]),
        ({"done_on": "2027-02-30"}, ["done_on"]),
        ({"hours": "10000"}, ["hours"]),
        ({"hours": "-1"}, ["hours"]),
        ({"training_id": "77"}, ["training_id"]),
    ],
)
def test_what_is_wrong_is_named_field_by_field(said, wrong):
    assert faults(**said) == wrong


@pytest.mark.rule("M-04", "the address of the activities says what they are narrowed by")
def test_the_filter_reads_back_what_it_wrote_and_never_fails():
    wanted = ActivityFilter(ActivityTab.DECLINED, "lea & co", 3, 7)
    assert ActivityFilter.from_query(wanted.query()) == wanted
    assert ActivityFilter.from_query("tab=none&page=x&activity=99999999999&q=%00") == ActivityFilter()
