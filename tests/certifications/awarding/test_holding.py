"""Which award is the current one and how it stands: one by one, and for everybody at once (C-12)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col
from support.build import Builder

from training_app.certifications.awarding import holding
from training_app.certifications.awarding.rules import AwardState, state_of
from training_app.certifications.expiring import Entered
from training_app.certifications.model import Award
from training_app.certifications.rules import Held
from training_app.core.tables import known

TODAY = date(2027, 3, 1)
RENEWAL_DAYS = 3
PEOPLE = 5
AT = datetime(2025, 1, 1, tzinfo=UTC)
# Near each other, so that equal days, and days before, on and after today are all met.
DAYS = st.dates(TODAY - timedelta(days=5), TODAY + timedelta(days=5))
HELD = st.one_of(
    st.tuples(DAYS, DAYS).map(sorted).map(lambda days: Held(*days)),
    st.builds(Held, st.none() | DAYS, st.none()),
    st.builds(Held, st.none(), DAYS),
)
AWARDS = st.lists(st.tuples(HELD, st.sampled_from([False, False, True])), max_size=4)


def entered(number: int, issued: date | None, expires: date | None, *, revoked: bool = False) -> Entered:
    return Entered(number, Held(issued, expires), is_revoked=revoked)


@pytest.mark.rule("C-12", "of several awards of a kind one row: the longest valid today, else the longest of all")
def test_the_current_award_is_the_longest_valid_today_else_the_longest_of_all():
    lapsed, short = entered(1, date(2024, 1, 1), date(2026, 1, 1)), entered(2, date(2026, 1, 1), date(2027, 4, 1))
    ahead, for_ever = entered(3, date(2027, 3, 2), date(2030, 1, 1)), entered(4, None, None)
    assert holding.current([lapsed, short, ahead], TODAY) == short
    assert holding.current([lapsed, short, ahead, for_ever], TODAY) == for_ever
    assert holding.current([ahead, lapsed], TODAY) == ahead
    assert holding.current([lapsed], TODAY) == lapsed
    assert holding.current([entered(5, None, None, revoked=True)], TODAY) is None


def test_of_equals_the_later_issued_is_the_current_one_then_the_later_entered():
    until = date(2027, 4, 1)
    first, second, unknown = entered(1, TODAY, until), entered(2, TODAY, until), entered(3, None, until)
    assert holding.current([second, first, unknown], TODAY) == second


@pytest.mark.rule("C-12", "each row says whether it is valid, expiring, expired, always valid or not yet valid")
@pytest.mark.rule("X-07", "issued in the future means not yet valid: also among those who were awarded")
@pytest.mark.parametrize(
    ("issued", "expires", "state"),
    [
        (None, TODAY - timedelta(days=1), AwardState.EXPIRED),
        (None, TODAY, AwardState.EXPIRING),
        (None, TODAY + timedelta(days=RENEWAL_DAYS), AwardState.EXPIRING),
        (TODAY, TODAY + timedelta(days=RENEWAL_DAYS + 1), AwardState.VALID),
        (TODAY, None, AwardState.ALWAYS),
        (TODAY + timedelta(days=1), None, AwardState.AHEAD),
    ],
)
def test_how_an_award_stands(issued, expires, state):
    assert state_of(Held(issued, expires), TODAY, RENEWAL_DAYS) is state


@pytest.fixture
def somebody(build: Builder) -> list[int]:
    return [known(person.id) for person in build.people(PEOPLE)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(held=st.lists(AWARDS, min_size=PEOPLE, max_size=PEOPLE), today=DAYS)
def test_the_rule_and_its_twins_agree_over_random_awards(session: Session, somebody, kind, held, today):
    with session.begin_nested() as tried:
        rows = [
            [_award(person_id, kind, one, revoked=revoked) for one, revoked in awards]
            for person_id, awards in zip(somebody, held, strict=True)
        ]
        session.add_all([row for awards in rows for row in awards])
        session.flush()
        current = sa.select(col(Award.id)).where(holding.is_current_sql(today))
        found = set(session.connection().execute(current).scalars())
        in_state = {
            state: set(
                session.connection()
                .execute(current.where(holding.is_in_state_sql(state, today, RENEWAL_DAYS)))
                .scalars()
            )
            for state in AwardState
        }
        states = dict(map(tuple, session.connection().execute(holding.states_sql(today, RENEWAL_DAYS))))
        stand = {person_id: [_entered(row) for row in awards] for person_id, awards in zip(somebody, rows, strict=True)}
        tried.rollback()
    should = {person_id: holding.current(awards, today) for person_id, awards in stand.items()}
    held_now = {person_id: one for person_id, one in should.items() if one}
    assert found == {one.id for one in held_now.values()}
    assert states == {person_id: state_of(one.held, today, RENEWAL_DAYS) for person_id, one in held_now.items()}
    assert in_state == {
        state: {one.id for one in held_now.values() if state_of(one.held, today, RENEWAL_DAYS) is state}
        for state in AwardState
    }


def _award(person_id: int, kind: int, held: Held, *, revoked: bool) -> Award:
    return Award(person_id=person_id, certification_id=kind, issued_on=held.issued_on, expires_on=held.expires_on,
                 always_valid=held.expires_on is None, created_at=AT, revoked_at=AT if revoked else None)  # fmt: skip


def _entered(row: Award) -> Entered:
    return Entered(known(row.id), Held(row.issued_on, row.expires_on), is_revoked=row.revoked_at is not None)
