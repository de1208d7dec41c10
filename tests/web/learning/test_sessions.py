"""Sessions in the words of whoever signs up for them."""

import pytest

from training_app.web.learner.sessions.shown import nth, seats


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"), (21, "21st"),
     (112, "112th"), (1003, "1,003rd")],
)  # fmt: skip
def test_a_place_in_a_line_is_said_as_people_say_it(number, said):
    assert nth(number) == said


@pytest.mark.parametrize(
    ("free", "waiting", "said"),
    [(None, 0, ""), (1, 0, "1 seat left"), (12, 0, "12 seats left"), (0, 0, "Full"), (0, 1, "Full, 1 is waiting"),
     (0, 3, "Full, 3 are waiting")],
)  # fmt: skip
def test_how_many_seats_are_left(free, waiting, said):
    assert seats(free, waiting) == said
