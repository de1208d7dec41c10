"""What may be answered to each kind of question (T-02)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_app.assignments.evaluations import rules
from training_app.catalog.rules import ItemKind

NONSENSE = st.one_of(
    st.text(max_size=9), st.text(alphabet="\ud800\x00 19", max_size=3), st.integers(), st.floats(), st.booleans(),
    st.none(), st.lists(st.integers(), max_size=2),
)  # fmt: skip


@pytest.mark.rule("T-02", "an evaluation asks for a number from 1 to 5, for one of some choices, or for text")
@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        (ItemKind.SCALE, "1", "1"), (ItemKind.SCALE, 5, "5"), (ItemKind.CHOICE, "3", "3"), (ItemKind.CHOICE, 1, "1"),
        (ItemKind.TEXT, " Shorter.\n", " Shorter.\n"), (ItemKind.TEXT, "x" * 4000, "x" * 4000),
        (ItemKind.TEXT, "a\x00b", "ab"), (ItemKind.SCALE, "", ""), (ItemKind.TEXT, " \n", ""),
    ],
)  # fmt: skip
def test_an_answer_is_kept_as_it_was_given(kind, value, kept):
    assert rules.read(value, kind=kind, choices=3) == kept


@pytest.mark.parametrize(
    ("kind", "value", "why"),
    [
        (ItemKind.SCALE, "0", "Choose a number from 1 to 5."), (ItemKind.SCALE, "6", "Choose a number from 1 to 5."),
        (ItemKind.SCALE, True, "Choose a number from 1 to 5."), (ItemKind.SCALE, "٣", "Choose a number from 1 to 5."),
        (ItemKind.CHOICE, "4", "Choose one of the answers."), (ItemKind.CHOICE, "Right", "Choose one of the answers."),
        (ItemKind.TEXT, "x" * 4001, "This answer has 4,001 signs. It can have 4,000."),
        (ItemKind.TEXT, "\ud800", "Write your answer as text."), (ItemKind.TEXT, None, "Write your answer as text."),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused_with_what_would_be_one(kind, value, why):
    with pytest.raises(ValueError, match=why):
        rules.read(value, kind=kind, choices=3)


@given(kind=st.sampled_from(ItemKind), value=NONSENSE)
def test_whatever_is_sent_is_refused_or_can_be_written(kind, value):
    try:
        kept = rules.read(value, kind=kind, choices=3)
    except ValueError:
        return
    assert "\x00" not in kept
    assert kept.encode().decode() == kept
    assert kind is ItemKind.TEXT or kept in {"", "1", "2", "3", "4", "5"}
