"""Which part of a file a player gets that asks for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_app.api.ranges import part_of


@pytest.mark.parametrize(("said", "part"), [
    ("bytes=0-", range(10)), ("bytes=0-1", range(2)), ("bytes=4-4", range(4, 5)), ("bytes=9-", range(9, 10)),
    ("bytes=4-99", range(4, 10)), ("bytes=-3", range(7, 10)), ("bytes=-99", range(10)), ("bytes= 2-3", range(2, 4)),
])  # fmt: skip
def test_a_part_is_cut_to_the_file(said, part):
    assert part_of(said, 10) == part


@pytest.mark.parametrize("said", ["bytes=10-", "bytes=10-12", "bytes=-0", "bytes=999999999999999999-"])
def test_a_part_behind_the_end_is_no_part(said):
    found = part_of(said, 10)
    assert found is not None
    assert len(found) == 0


@pytest.mark.parametrize("said", [
    "", "bytes=", "bytes=-", "bytes=5-4", "bytes=a-b", "bytes=0-1,3-4", "items=0-1", "bytes=--1", "bytes=1", "0-1",
    f"bytes=0-{'9' * 40}", "bytes=٣-",
])  # fmt: skip
def test_what_cannot_be_understood_asks_for_the_whole(said):
    assert part_of(said, 10) is None


@given(st.text() | st.from_regex(r"bytes=-?\d*-\d*", fullmatch=True), st.integers(0, 1000))
def test_whatever_is_asked_for_is_within_the_file(said, size):
    found = part_of(said, size)
    assert found is None or len(found) == 0 or (0 <= found.start < found.stop <= size)
