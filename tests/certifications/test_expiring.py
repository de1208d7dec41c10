"""Whose expiry matters, and on which days it is said: one by one, and for everybody at once (C-09)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col
from support.build import SYSTEM, Builder

from training_app.certifications import actions, expiring
from training_app.certifications.actions import NewCertification
from training_app.certifications.expiring import Entered
from training_app.certifications.model import Award
from training_app.certifications.rules import REMIND_DAYS, Held
from training_app.core.tables import known
from training_app.notifications.deciding import expiries

TODAY = date(2027, 3, 1)
EXPIRY = date(2027, 3, 31)
ONE = Entered(1, Held(date(2025, 4, 1), EXPIRY))


def entered(issued: date | None, expires: date | None, *, revoked: bool = False, number: int = 2) -> Entered:
    return Entered(number, Held(issued, expires), is_revoked=revoked)


@pytest.mark.rule("C-09", "nobody is reminded of an award beside which they hold a longer-valid one of the same kind")
@pytest.mark.parametrize("until", [date(2027, 4, 1), None])
def test_one_that_lasts_longer_takes_over(until):
    assert not expiring.matters(ONE, [ONE, entered(date(2026, 1, 1), until)], TODAY)
    assert expiring.matters(ONE, [ONE, entered(date(2026, 1, 1), EXPIRY - timedelta(days=1))], TODAY)


@pytest.mark.rule("C-09", "renewed is what goes on without a day between; after a gap there is an expiry")
def test_a_renewal_takes_over_when_it_begins_by_the_day_after():
    renewed = date(2029, 3, 31)
    assert not expiring.matters(ONE, [ONE, entered(date(2027, 4, 1), renewed)], TODAY)
    assert expiring.matters(ONE, [ONE, entered(date(2027, 4, 2), renewed)], TODAY)
    assert expiring.matters(ONE, [ONE, entered(date(2027, 4, 1), renewed, revoked=True)], TODAY)


@pytest.mark.rule("X-07", "an award issued in the future is not yet valid: nobody is reminded of its expiry")
def test_what_has_not_begun_does_not_expire_yet():
    ahead = entered(date(2027, 3, 2), EXPIRY)
    assert not expiring.matters(ahead, [ahead], TODAY)
    assert expiring.matters(ahead, [ahead], date(2027, 3, 2))


def test_of_two_that_end_on_one_day_one_is_spoken_of():
    twin, ahead = entered(None, EXPIRY), entered(date(2027, 3, 5), EXPIRY, number=0)
    assert [expiring.matters(one, [ONE, twin], TODAY) for one in (ONE, twin)] == [True, False]
    assert [expiring.matters(one, [ONE, ahead], TODAY) for one in (ONE, ahead)] == [True, False]


@pytest.mark.rule("C-09", "90, 60, 30 and 7 days before, and on the day")
def test_a_day_reminds_of_what_expires_so_many_days_later():
    assert expiring.days_before([TODAY], REMIND_DAYS, TODAY) == {
        TODAY + timedelta(days=number): number for number in (90, 60, 30, 7, 0)
    }


@pytest.mark.rule("N-05", "after a standstill of nine days of several reminders of one expiry only the latest")
def test_of_several_reminders_of_one_expiry_the_latest_is_left_and_none_of_what_has_expired():
    missed = [TODAY - timedelta(days=number) for number in range(9)]
    found = expiring.days_before(missed, (7, 0), TODAY)
    # Both were missed: seven days before, a week ago, and the day itself.
    assert found[TODAY] == 0
    assert found[TODAY + timedelta(days=1)] == 7
    assert min(found) == TODAY
    assert max(found) == TODAY + timedelta(days=7)


@pytest.mark.rule("N-05", "29 February is a day like others: counted in days, before and after it")
def test_days_are_counted_over_a_leap_day():
    leap = date(2028, 2, 29)
    assert expiring.days_before([date(2027, 12, 1)], (90,), date(2027, 12, 1)) == {leap: 90}
    assert expiring.days_before([leap], (0, 365), leap) == {leap: 0, date(2029, 2, 28): 365}


PEOPLE = 6
AT = datetime(2025, 1, 1, tzinfo=UTC)
# Near each other, so that days before, on and after an expiry are all met.
DAYS = st.dates(TODAY - timedelta(days=6), TODAY + timedelta(days=6))
HELD = st.one_of(
    st.tuples(DAYS, DAYS).map(sorted).map(lambda days: Held(*days)),
    st.builds(Held, st.none() | DAYS, st.none()),
    st.builds(Held, st.none(), DAYS),
)
AWARDS = st.lists(st.tuples(HELD, st.sampled_from([False, False, True])), max_size=4)


@pytest.fixture
def somebody(build: Builder) -> list[int]:
    return [known(person.id) for person in build.people(PEOPLE)]


@pytest.fixture
def kind(build: Builder) -> int:
    new = NewCertification(name="EMT", code="EMT")
    return known(actions.add_certification(build.session, SYSTEM, new=new, now=build.now).id)


@pytest.mark.rule("N-04", "awards: what is asked at sending is what was asked for everybody at deciding")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(held=st.lists(AWARDS, min_size=PEOPLE, max_size=PEOPLE), today=DAYS)
def test_the_rule_and_the_condition_agree_over_random_awards(session: Session, somebody, kind, held, today):
    with session.begin_nested() as tried:
        rows = [
            [_award(person_id, kind, one, revoked=revoked) for one, revoked in awards]
            for person_id, awards in zip(somebody, held, strict=True)
        ]
        session.add_all([row for awards in rows for row in awards])
        session.flush()
        found = set(session.connection().execute(sa.select(col(Award.id)).where(expiring.matters_sql(today))).scalars())
        stand = [[_as_entered(row) for row in awards] for awards in rows]
        tried.rollback()
    assert found == {one.id for awards in stand for one in awards if expiring.matters(one, awards, today)}
    assert found == {
        one.id
        for awards in stand
        for one in awards
        if not expiries.why_not(one, awards, one.held.expires_on or today, today)
    }


def _award(person_id: int, kind: int, held: Held, *, revoked: bool) -> Award:
    return Award(person_id=person_id, certification_id=kind, issued_on=held.issued_on, expires_on=held.expires_on,
                 always_valid=held.expires_on is None, created_at=AT, revoked_at=AT if revoked else None)  # fmt: skip


def _as_entered(row: Award) -> Entered:
    return Entered(known(row.id), Held(row.issued_on, row.expires_on), is_revoked=row.revoked_at is not None)
