"""The licensing period that the database finds for everybody at once is the one that the rule finds for each (A-11)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col
from support.build import SYSTEM, Builder

from training_app.certifications import actions, periods
from training_app.certifications.actions import NewCertification
from training_app.certifications.model import Award
from training_app.certifications.rules import Held, period_of
from training_app.core.tables import known
from training_app.people.model import Person

PEOPLE = 6
AT = datetime(2023, 1, 1, tzinfo=UTC)
DAYS = st.dates(date(2023, 12, 25), date(2028, 3, 5))
ENDS_OF_MONTHS = st.sampled_from([date(2024, 2, 29), date(2026, 2, 28), date(2027, 3, 31), date(2027, 8, 30)])
SOME_DAY = DAYS | ENDS_OF_MONTHS
HELD = (
    st.builds(lambda issued, length: Held(issued, issued + timedelta(days=length)), SOME_DAY, st.integers(0, 900))
    | st.builds(Held, st.none() | SOME_DAY, st.none())
    | st.builds(Held, st.none(), SOME_DAY)
)
LICENCES = st.lists(st.lists(HELD, max_size=4), min_size=PEOPLE, max_size=PEOPLE)


@pytest.fixture
def somebody(build: Builder) -> list[int]:
    return [known(person.id) for person in build.people(PEOPLE)]


@pytest.fixture
def licence(build: Builder) -> int:
    made = [
        actions.add_certification(build.session, SYSTEM, now=build.now,
                                  new=NewCertification(name=name, code=name, is_licence=name == "EMT"))
        for name in ("EMT", "CPR")
    ]  # fmt: skip
    build.session.flush()
    return known(made[0].id)


@pytest.mark.rule(
    "A-11", "decided for everybody at once as for one: no licence, several, a lapse, unknown day of issue"
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(licences=LICENCES, today=SOME_DAY, months=st.integers(1, 48))
def test_the_database_finds_the_period_that_the_rule_finds(
    session: Session, somebody: list[int], licence: int, licences: list[list[Held]], today: date, months: int
):
    with session.begin_nested() as tried:
        for person_id, held in zip(somebody, licences, strict=True):
            session.add_all([_award(person_id, licence, one) for one in held])
            session.add(_award(person_id, licence + 1, Held(today, None)))  # no licence: never counts
            session.add(_award(person_id, licence, Held(today, None), revoked=True))
        session.flush()
        begins = periods.begins_sql(col(Person.id), today, months)
        chosen = sa.select(col(Person.id), begins).where(col(Person.id).in_(somebody))
        found = dict(session.connection().execute(chosen).all())
        tried.rollback()
    assert [found[one] for one in somebody] == [period_of(held, today, months).first for held in licences]


def _award(person_id: int, certification_id: int, held: Held, *, revoked: bool = False) -> Award:
    return Award(
        person_id=person_id, certification_id=certification_id, issued_on=held.issued_on, expires_on=held.expires_on,
        always_valid=held.expires_on is None, created_at=AT, revoked_at=AT if revoked else None,
    )  # fmt: skip
