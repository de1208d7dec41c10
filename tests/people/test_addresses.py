"""Reading pasted email addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_app.people import addresses

ANN, BOB = "ann@muster.test", "bob@muster.test"


@pytest.mark.rule("A-10", "addresses are pasted in any usual separation")
@pytest.mark.parametrize(
    "text",
    [
        f"{ANN}\n{BOB}",
        f"{ANN}\r\n{BOB}\r\n",
        f"{ANN}, {BOB}",
        f"{ANN};{BOB};",
        f"{ANN}\t{BOB}",
        f"{ANN} {BOB}",
        f"Ann Doe <{ANN}>, “Roe, Bob” <{BOB}>",
        f'"Doe, Ann" <{ANN}>; Bob\t<{BOB}>',
        f"Doe, Ann <{ANN}>; Roe, Bob <{BOB}>",
        f"<{ANN}>\n({BOB})",
        f"mailto:{ANN}\nMAILTO:{BOB}",
        f"\ufeff'{ANN}'\n\"{BOB}\".",
        f"{ANN} | {BOB}",
        f"{ANN}\n{BOB}\n{ANN.upper()}",
    ],
)
def test_addresses_are_read_in_any_usual_separation(text):
    assert addresses.read(text) == addresses.Addresses({ANN: ANN, BOB: BOB}, [])


def test_what_is_no_address_is_named_once_as_it_was_written():
    found = addresses.read(f"{ANN}, Kim, kim@, @muster.test, Kim, a@b")
    assert list(found.good) == [ANN]
    assert found.malformed == ["Kim", "kim@", "@muster.test", "a@b"]


def test_an_address_is_named_as_it_was_written():
    assert addresses.read("Ann@Muster.Test").good == {ANN: "Ann@Muster.Test"}


@given(st.text(max_size=400))
def test_nothing_that_can_be_pasted_fails(text):
    found = addresses.read(text)
    assert len(set(found.malformed)) == len(found.malformed)


@given(st.lists(st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.test", fullmatch=True), unique=True, max_size=30),
       st.sampled_from(["\n", ", ", ";", "\t", " "]))  # fmt: skip
def test_every_address_that_was_pasted_is_read(pasted, between):
    assert list(addresses.read(between.join(pasted)).good) == pasted
