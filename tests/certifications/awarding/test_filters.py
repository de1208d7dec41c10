"""The address of "Awarded Users" carries all that it shows, and one that makes no sense breaks nothing (M-04)."""

import pytest

from training_app.certifications.awarding.filters import LAST_PAGE, AwardedFilter, AwardedSort
from training_app.certifications.awarding.rules import AwardState


@pytest.mark.rule("M-04", "who was awarded a certification: the address carries state, search, sort and page")
@pytest.mark.parametrize(
    "wanted",
    [
        AwardedFilter(),
        AwardedFilter(AwardState.EXPIRING, "o'neil & co", "-issued", 3, 10),
        AwardedFilter(AwardState.AHEAD, sort=AwardedSort.RENEWS),
    ],
)
def test_the_address_reads_back_as_the_filter(wanted):
    assert AwardedFilter.from_query(wanted.query()) == wanted


def test_the_usual_list_has_the_plain_address():
    assert AwardedFilter().query() == ""


@pytest.mark.parametrize("query", ["state=none&sort=sideways&page=-1&size=x", "page=%C2%B2&q=", "&&&=", "sort=-&page="])
def test_what_makes_no_sense_is_the_usual_list(query):
    assert AwardedFilter.from_query(query) == AwardedFilter()


def test_a_page_is_never_beyond_what_a_database_can_count():
    assert AwardedFilter.from_query("page=9999999").page == LAST_PAGE
    assert AwardedFilter.from_query("page=99999999999").page == 1


@pytest.mark.rule("M-05", "the export of who was awarded names its filter in words")
def test_the_filter_is_said_in_words():
    wanted = AwardedFilter(AwardState.EXPIRED, "lea", "-expires")
    assert wanted.said() == "Expired, with “lea” in name, username or email, by expiry, turned"
    assert AwardedFilter().said() == "All, by last name"
