"""What an answer may be, what is right and what passes (T-02)."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from training_app.assignments.exams import answers, rules
from training_app.assignments.exams.rules import NOTHING, Given, Key
from training_app.assignments.rules import ClosedAs, Status
from training_app.core.errors import Invalid

NOON = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "said", "kept"),
    [
        ("single", [2], Given((2,))),
        ("multiple", [2, 0], Given((0, 2))),
        ("multiple", [0, 1, 2], Given((0, 1, 2))),
        ("ordered", [2, 0, 1], Given((2, 0, 1))),
        ("numeric", " 12,5 ", Given(number="12,5")),
        ("numeric", "1 200", Given(number="1 200")),
        *(
            (kind, nothing, NOTHING)
            for kind in ("single", "multiple", "ordered", "numeric")
            for nothing in (None, [], "")
        ),
        ("numeric", "   ", NOTHING),
    ],
)
def test_an_answer_is_kept_as_it_was_given_and_nothing_takes_it_back(kind, said, kept):
    assert answers.read(kind, 3, said) == kept


@pytest.mark.parametrize(
    ("kind", "said", "expected"),
    [
        ("single", [0, 1], "Choose one answer."),
        ("single", [3], "Choose among the choices"),
        ("single", [-1], "Choose among the choices"),
        ("single", 0, "Choose among the choices"),
        ("single", "0", "Choose among the choices"),
        ("single", [True], "Choose among the choices"),
        ("single", [0.0], "Choose among the choices"),
        ("single", ["0"], "Choose among the choices"),
        ("single", [[0]], "Choose among the choices"),
        ("single", {"0": 1}, "Choose among the choices"),
        ("single", [10**400], "Choose among the choices"),
        ("multiple", [1, 1], "each once"),
        ("multiple", list(range(10_000)), "Choose among the choices"),
        ("ordered", [0, 1], "all of the choices"),
        ("ordered", [0, 1, 1], "each once"),
        ("numeric", [1], "Enter a number"),
        ("numeric", 12.5, "Enter a number"),
        ("numeric", True, "Enter a number"),
        ("numeric", "1" * 21, "at most 20 signs"),
        ("numeric", "x" * 100_000, "at most 20 signs"),
        *(("numeric", said, "Enter a number") for said in ("NaN", "Infinity", "-inf", "1e999", "1_0", "0x10", "12 5",
                                                           "1..2", "1,2,3", ".", "-", "½", "१२", "1 2000", "5 mg")),
        ("numeric", "1,200", "enter 1200 or 1.200"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_with_what_was_expected(kind, said, expected):
    with pytest.raises(Invalid, match=expected):
        answers.read(kind, 3, said)


@pytest.mark.parametrize(
    ("entered", "number"),
    [("12.5", "12.5"), ("12,5", "12.5"), ("1 200", "1200"), ("1\u202f200,5", "1200.5"), ("-3", "-3"), ("+3", "3"),
     ("\N{MINUS SIGN}3", "-3"), (".5", "0.5"), (",5", "0.5"), ("5.", "5"), ("0,125", "0.125"), ("1.200", "1.2"),
     ("007", "7"), ("12 345 678", "12345678")],
)  # fmt: skip
def test_a_number_is_read_with_point_or_comma_and_groups_of_three(entered, number):
    assert rules.number_of(entered) == Decimal(number)


RATE = Key("numeric", number="110", tolerance="10")


@pytest.mark.parametrize(
    ("key", "said", "is_right"),
    [
        (Key("single", (1,)), Given((1,)), True),
        (Key("single", (1,)), Given((0,)), False),
        (Key("multiple", (0, 2)), Given((0, 2)), True),
        (Key("multiple", (0, 2)), Given((0,)), False),
        (Key("multiple", (0, 2)), Given((0, 1, 2)), False),
        (Key("ordered", (2, 0, 1)), Given((2, 0, 1)), True),
        (Key("ordered", (2, 0, 1)), Given((0, 1, 2)), False),
        (RATE, Given(number="100"), True),
        (RATE, Given(number="120,0"), True),
        (RATE, Given(number="120.0000000000001"), False),
        (Key("numeric", number="0.3"), Given(number=".30"), True),
        (Key("numeric", number="1"), Given(number="0.9999999999999999"), False),
        # Beyond what a Decimal keeps by itself.
        (Key("numeric", number="0." + "0" * 30 + "1"), Given(number="0"), False),
        *((Key(kind, (0,), number="0"), NOTHING, False) for kind in ("single", "multiple", "ordered", "numeric")),
    ],
)
def test_an_answer_is_right_as_a_whole_or_not_at_all(key, said, is_right):
    assert rules.is_right(key, said) is is_right


@pytest.mark.rule("T-02", "an exam is passed by as many right questions as its pass mark asks for, in exact numbers")
@pytest.mark.parametrize(
    ("right", "total", "mark", "passes"),
    [(4, 5, 80, True), (3, 5, 80, False), (2, 3, 66, True), (2, 3, 67, False), (0, 5, 0, True), (0, 0, 0, False),
     (136, 203, 67, False), (3, 3, 100, True)],
)  # fmt: skip
def test_the_pass_mark_is_reached_or_not(right, total, mark, passes):
    assert rules.is_passed(right, total, mark) is passes


@given(total=some.integers(1, 1_000), share=some.floats(0, 1), mark=some.integers(0, 100))
def test_the_per_cent_that_are_said_and_passing_never_contradict_each_other(total, share, mark):
    right = int(total * share)
    assert (rules.per_cent(right, total) >= mark) is rules.is_passed(right, total, mark)


@pytest.mark.parametrize(
    ("right", "total", "said"), [(4, 5, "80"), (2, 3, "66.67"), (7, 8, "87.5"), (0, 4, "0"), (5, 5, "100"), (0, 0, "0")]
)
def test_per_cent_are_said_without_noughts(right, total, said):
    assert rules.spoken(rules.per_cent(right, total)) == said


def test_why_no_exam_can_be_taken_is_said_for_every_way_in_which_an_attempt_is_over():
    assert rules.why_closed(Status.ENROLLED, None) == ""
    assert all(rules.why_closed(Status.ENROLLED, one).endswith(".") for one in ClosedAs)
    assert all(rules.why_closed(one, None).endswith(".") for one in Status if one is not Status.ENROLLED)


def test_the_time_is_up_after_a_grace_of_five_seconds_and_never_without_a_limit():
    assert not rules.is_time_up(NOON, NOON + timedelta(seconds=5))
    assert rules.is_time_up(NOON, NOON + timedelta(seconds=5, microseconds=1))
    assert not rules.is_time_up(None, NOON)
    assert [rules.seconds_left(NOON, NOON - timedelta(seconds=90)), rules.seconds_left(NOON, NOON + rules.GRACE),
            rules.seconds_left(None, NOON)] == [90, 0, -1]  # fmt: skip


def test_tries_left_are_counted_and_any_number_stays_any_number():
    assert [rules.tries_left(3, 1), rules.tries_left(3, 4), rules.tries_left(None, 9)] == [2, 0, -1]
