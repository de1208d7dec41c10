"""How long one waits after failures, and what a password must be (P-07)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_app.accounts import keys
from training_app.accounts.rules import (
    FREE_FOR_ACCOUNT,
    FREE_FOR_ADDRESS,
    WINDOW,
    Failures,
    PasswordProblem,
    Purpose,
    network_of,
    password_problem,
    wait_at,
)

START = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
pauses = st.lists(st.integers(0, 1200).map(lambda seconds: timedelta(seconds=seconds)), max_size=60)
free = st.sampled_from([FREE_FOR_ACCOUNT, FREE_FOR_ADDRESS])


class Book:
    """What the table of failed tries holds of one account, kept in a list."""

    def __init__(self, free: int) -> None:
        self.free = free
        self.rows: list[tuple[datetime, int]] = []

    def failures(self, now: datetime) -> Failures:
        recent = sum(at > now - WINDOW for at, _ in self.rows)
        return Failures(recent, *self.rows[-1]) if self.rows else Failures()

    def try_at(self, now: datetime) -> timedelta:
        """Fail once, or be told to wait."""
        failures = self.failures(now)
        wait = failures.wait(now)
        if not wait:
            self.rows.append((now, failures.next_level(now, free=self.free)))
        return wait


@pytest.mark.rule("P-07", "waits begin with the fifth failure within 15 minutes and double to 15 minutes")
def test_waits_double_from_fifteen_seconds_to_fifteen_minutes():
    book, now = Book(FREE_FOR_ACCOUNT), START
    for _ in range(5):
        assert book.try_at(now) == timedelta(0)
    waits = []
    for _ in range(9):
        waits.append(book.try_at(now).total_seconds())
        now += timedelta(seconds=waits[-1])
        assert book.try_at(now) == timedelta(0)
    assert waits == [15, 30, 60, 120, 240, 480, 900, 900, 900]


@given(pauses, free)
def test_nobody_ever_waits_longer_than_a_quarter_of_an_hour(pauses: list[timedelta], free: int):
    book, now = Book(free), START
    for pause in pauses:
        now += pause
        assert book.try_at(now) <= timedelta(minutes=15)


@given(pauses, free)
def test_nobody_waits_who_failed_less_often_than_is_free_within_any_quarter(pauses: list[timedelta], free: int):
    book, now = Book(free), START
    for pause in pauses:
        now += pause
        most = max((sum(at - WINDOW < other <= at for other, _ in book.rows) for at, _ in book.rows), default=0)
        assert most >= free or book.try_at(now) == timedelta(0)


@given(pauses, free)
def test_however_one_times_it_a_quarter_of_an_hour_allows_only_a_few_tries_more(pauses: list[timedelta], free: int):
    book, now = Book(free), START
    for pause in [*pauses, *[timedelta(seconds=1)] * 100]:
        now += pause
        book.try_at(now)
    assert max(sum(at - WINDOW < other <= at for other, _ in book.rows) for at, _ in book.rows) <= free + 6


@given(st.integers(0, 40), free)
def test_a_quarter_of_an_hour_without_a_try_after_the_wait_ends_the_doubling(number: int, free: int):
    book, now = Book(free), START
    for _ in range(number):
        now += book.try_at(now)
    later = now + timedelta(minutes=30)
    assert book.failures(later).next_level(later, free=free) == 0


def test_a_level_of_nothing_waits_nothing():
    assert wait_at(0) == timedelta(0)
    assert wait_at(10_000) == timedelta(minutes=15)


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("", ""),
        ("not an address", "not an address"),
    ],
)
def test_one_customer_of_a_network_counts_as_one_address(address: str, counted: str):
    assert network_of(address) == counted


@pytest.mark.rule("P-07", "an invitation lasts 14 days, a reset 2 hours")
def test_a_reset_lasts_two_hours_and_an_invitation_a_fortnight():
    assert (Purpose.RESET.lasts(), Purpose.INVITATION.lasts()) == (timedelta(hours=2), timedelta(days=14))


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("seven77", PasswordProblem.SHORT),
        ("x" * 129, PasswordProblem.LONG),
        ("Password", PasswordProblem.COMMON),
        ("password123!", PasswordProblem.COMMON),
        ("aaaaaaaaaaaa", PasswordProblem.COMMON),
        ("abababababab", PasswordProblem.COMMON),
        ("1234567890", PasswordProblem.COMMON),
        ("98765432", PasswordProblem.COMMON),
        ("LeaLearner1", PasswordProblem.PERSONAL),
        ("lea@muster.test", PasswordProblem.PERSONAL),
        ("LeaLearner and a boat", None),
        ("muster-demo", None),
        ("grün ist der Deich", None),
        ("correct horse battery", None),
    ],
)
def test_a_password_is_refused_for_a_reason_that_is_told(password: str, problem: PasswordProblem | None):
    found = password_problem(password, personal=("Lea", "LeaLearner", "lea@muster.test"))
    assert found == problem
    assert found is None or found.text().endswith(".")


@given(st.text(max_size=200), st.lists(st.text(max_size=30), max_size=3))
def test_any_text_at_all_is_judged(password: str, personal: list[str]):
    assert password_problem(password, personal=personal) in {None, *PasswordProblem}


@pytest.mark.rule("P-07", "a key is 256 random bits, of which the SHA-256 is stored")
def test_a_key_is_long_new_each_time_and_stored_as_a_hash_only():
    first, second = keys.new(), keys.new()
    assert first != second
    assert len(first) == 43
    assert len(keys.hash_of(first)) == 64
    assert first not in keys.hash_of(first)


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("muster=abc", "abc"),
        ('bad[]=1; x="; muster=abc; other=1', "abc"),
        ("notmuster=abc", ""),
        ("muster", ""),
        ("", ""),
    ],
)
def test_the_key_is_found_beside_any_other_cookie(header: str, key: str):
    assert keys.key_in(header) == key
