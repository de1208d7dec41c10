"""Signing in and out (P-07)."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlmodel import Session, select
from support.build import SYSTEM
from support.cast import Cast
from support.signing_in import PASSWORD, begin, mailed, sign_in, who

from training_app import wiring
from training_app.accounts import actions as accounts
from training_app.accounts import keys, passwords, queries, signing
from training_app.accounts.model import FailedTry, Link, SignIn
from training_app.accounts.signing import MustWait
from training_app.core import events
from training_app.core.tables import known
from training_app.people import actions as people
from training_app.people.model import Person


@pytest.mark.rule("P-07", "sign-in by email or username, compared without case")
@pytest.mark.parametrize("name", ["lea@muster.test", "LEA@Muster.Test", "lea", " Lea "])
def test_somebody_signs_in_by_email_or_username(cast: Cast, lea: Person, name: str):
    key = sign_in(cast, name)
    assert key is not None
    assert who(cast, key) == "Lea Learner"


@pytest.mark.rule("P-07", "only the SHA-256 of the key is stored")
def test_the_key_itself_is_stored_nowhere(cast: Cast, lea: Person, session: Session):
    key = sign_in(cast, "lea")
    [row] = session.exec(select(SignIn))
    assert key not in str(row)
    assert row.key_hash == keys.hash_of(key or "")


@pytest.mark.parametrize("wrong", ["", "lifting-with-leg", "LIFTING-WITH-LEGS", PASSWORD + " "])
def test_a_wrong_password_is_refused(cast: Cast, lea: Person, wrong: str):
    assert sign_in(cast, "lea", wrong) is None


@pytest.mark.rule("P-09", "a deactivated person cannot sign in")
def test_a_deactivated_person_is_refused_with_the_right_password(cast: Cast, lea: Person):
    people.deactivate(cast.build.session, SYSTEM, person_id=known(lea.id), now=cast.build.now)
    assert sign_in(cast, "lea") is None


def test_somebody_deactivated_between_the_password_and_the_session_is_refused(cast: Cast, lea: Person):
    begun = begin(cast, "lea")
    people.deactivate(cast.build.session, SYSTEM, person_id=known(lea.id), now=cast.build.now)
    told = {"address": "", "device": "", "now": cast.build.now}
    assert signing.end_in_sign_in(cast.build.session, begun, **told) is None


def test_a_password_changed_between_comparing_and_the_session_is_refused(cast: Cast, lea: Person, session: Session):
    begun = begin(cast, "lea")
    accounts.request_reset(session, name="lea", now=cast.build.now)
    accounts.set_password(session, token=mailed(session, "ResetAsked"), password=passwords.hashed("another-password"),
                          now=cast.build.now)  # fmt: skip
    told = {"address": "", "device": "", "now": cast.build.now}
    assert signing.end_in_sign_in(session, begun, **told) is None


@pytest.mark.rule("P-07", "the same work for an account that is unknown, deactivated or has no password")
@pytest.mark.parametrize("name", ["lea", "nobody@muster.test", "ivo", "noa", "", "x" * 300])
def test_every_failed_try_compares_once_with_the_same_parameters(
    cast: Cast, lea: Person, monkeypatch: pytest.MonkeyPatch, name: str
):
    compared: list[str] = []
    original = PasswordHasher.verify

    def counted(self: PasswordHasher, password_hash: str, password: str) -> bool:
        compared.append(password_hash)
        return original(self, password_hash, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    assert sign_in(cast, name, "wrong password") is None
    assert [passwords.is_up_to_date(one) for one in compared] == [True]


@pytest.mark.rule("P-07", "sign-out ends the session on the server, and no other")
def test_signing_out_ends_this_session_and_no_other(cast: Cast, lea: Person, session: Session):
    here, elsewhere = sign_in(cast, "lea"), sign_in(cast, "lea")
    actor = queries.actor(session, key_hash=keys.hash_of(here or ""), now=cast.build.now)
    signing.sign_out(session, actor, now=cast.build.now)
    session.expire_all()
    assert (who(cast, here), who(cast, elsewhere)) == (None, "Lea Learner")


def test_signing_in_again_in_the_same_browser_ends_the_session_before(cast: Cast, lea: Person, session: Session):
    first = sign_in(cast, "lea")
    begun = begin(cast, "lea")
    told = {"address": "", "device": "", "now": cast.build.now}
    second = signing.end_in_sign_in(session, begun, replacing=keys.hash_of(first or ""), **told)
    session.expire_all()
    assert (who(cast, first or ""), who(cast, second or "")) == (None, "Lea Learner")


def test_a_session_ends_after_thirty_days_however_often_it_is_used(cast: Cast, lea: Person):
    key = sign_in(cast, "lea") or ""
    assert who(cast, key, timedelta(days=30) - timedelta(seconds=1)) == "Lea Learner"
    assert who(cast, key, timedelta(days=30)) is None


@pytest.mark.rule("P-09", "deactivation ends all sessions at once, and reactivation brings none back")
def test_a_deactivated_person_is_signed_out_everywhere(
    cast: Cast, lea: Person, session: Session, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(events, "_subscribers", {})
    wiring.bind()
    key = sign_in(cast, "lea") or ""
    told = {"person_id": known(lea.id), "now": cast.build.now}
    people.deactivate(session, SYSTEM, **told)
    session.expire_all()
    assert who(cast, key) is None
    people.reactivate(session, SYSTEM, **told)
    session.expire_all()
    assert who(cast, key) is None


@pytest.mark.rule("P-07", "after 5 failures for an account each try waits, the right password too")
def test_after_five_failures_even_the_right_password_waits(cast: Cast, lea: Person):
    for number in range(5):
        assert sign_in(cast, "lea", "wrong", address=f"192.0.2.{number}") is None
    with pytest.raises(MustWait) as told:
        sign_in(cast, "lea", after=timedelta(seconds=5))
    assert told.value.seconds == 10
    assert sign_in(cast, "lea", after=timedelta(seconds=15))


@pytest.mark.rule("P-07", "email and username are one account to the throttle")
def test_failures_by_email_and_by_username_count_together(cast: Cast, lea: Person):
    for name in ("lea", "lea@muster.test", "LEA", "lea", "lea@muster.test"):
        assert sign_in(cast, name, "wrong") is None
    with pytest.raises(MustWait):
        begin(cast, "lea")


@pytest.mark.rule("P-07", "an unknown account waits like a known one")
def test_an_unknown_account_is_throttled_the_same(cast: Cast, lea: Person):
    waits = []
    for name in ("lea", "nobody", "ivo"):
        for _ in range(5):
            assert sign_in(cast, name, "wrong", address=f"{name}'s") is None
        with pytest.raises(MustWait) as told:
            begin(cast, name, address=f"{name}'s")
        waits.append(told.value.seconds)
    assert waits == [15, 15, 15]


def test_a_try_during_the_wait_is_not_counted(cast: Cast, lea: Person, session: Session):
    for _ in range(5):
        sign_in(cast, "lea", "wrong")
    before = len(session.exec(select(FailedTry)).all())
    with pytest.raises(MustWait):
        begin(cast, "lea")
    assert len(session.exec(select(FailedTry)).all()) == before


def test_tries_begun_at_once_are_counted_before_any_is_compared(cast: Cast, lea: Person):
    for _ in range(5):
        begin(cast, "lea")
    with pytest.raises(MustWait):
        begin(cast, "lea")


def test_failures_further_apart_than_a_quarter_of_an_hour_never_wait(cast: Cast, lea: Person):
    for number in range(8):
        assert sign_in(cast, "lea", "wrong", after=number * timedelta(minutes=4)) is None


def test_signing_in_forgets_the_failures_of_the_account_but_not_of_the_address(cast: Cast, lea: Person):
    for _ in range(4):
        sign_in(cast, "lea", "wrong")
    assert sign_in(cast, "lea")
    for _ in range(4):
        assert sign_in(cast, "lea", "wrong") is None
    failures = signing.failures(cast.build.session, keys.subject("address", "192.0.2.1"), now=cast.build.now)
    assert failures.recent == 8


@pytest.mark.rule("P-07", "after 20 failures from an address each try waits, whatever account it is for")
def test_after_twenty_failures_from_an_address_everybody_there_waits(cast: Cast, lea: Person):
    for number in range(20):
        assert sign_in(cast, f"nobody{number}", "wrong") is None
    with pytest.raises(MustWait):
        begin(cast, "lea")
    assert sign_in(cast, "lea", address="198.51.100.1")


def test_nothing_typed_into_the_form_can_be_read_from_the_table(cast: Cast, lea: Person, session: Session):
    sign_in(cast, "my secret password", "wrong")
    assert not [row for row in session.exec(select(FailedTry)) if "secret" in row.subject or "192" in row.subject]


def test_what_has_been_over_for_a_month_is_deleted(cast: Cast, lea: Person, session: Session):
    sign_in(cast, "lea", "wrong")
    key = sign_in(cast, "lea") or ""
    signing.tidy(session, now=cast.build.now + timedelta(days=29))
    assert who(cast, key) == "Lea Learner"
    signing.tidy(session, now=cast.build.now + timedelta(days=61))
    session.expire_all()
    left = [session.exec(select(table)).all() for table in (FailedTry, SignIn, Link)]
    assert left == [[], [], []]
