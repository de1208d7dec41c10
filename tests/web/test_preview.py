"""The answers that the page of a preview sends: nothing of them is trusted (T-01)."""

import pytest

from training_app.web.admin.catalog.preview import answers
from training_app.web.shared.handling import Malformed


def test_answers_are_read_in_order_and_what_is_none_is_nothing():
    sent = '[{"given": [1, 0]}, {"number": "12,5"}, null, 5, {"given": "x"}]'
    assert answers.read(sent) == [[1, 0], "12,5", None, None, "x"]


@pytest.mark.parametrize("sent", [None, 5, "", "x", "{}", "1", "[" * 100_000, "\ud800", ["1"], "9" * 10_000])
def test_answers_that_make_no_sense_are_refused(sent):
    with pytest.raises(Malformed):
        answers.read(sent)
