"""One filter in two spellings: in SQL for everybody, in Python for one person. They find the same people."""

import pytest
from audience.organizations import PEOPLE, TODAY, Organization, Wishes, organizations, wishes
from hypothesis import HealthCheck, given, settings
from sqlmodel import Session
from support.build import SYSTEM
from support.cast import Cast

from training_app.audience import queries
from training_app.audience.facts import known
from training_app.audience.filters import PeopleFilter
from training_app.audience.matching import finds
from training_app.core.errors import NotFound
from training_app.core.tables import known as stored


def in_sql(session: Session, wanted: PeopleFilter) -> set[int]:
    return set(session.connection().execute(queries.everyone(SYSTEM, wanted, TODAY)).scalars())


@pytest.mark.rule("A-07", "the filter finds the same people whether one person or everybody is asked")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large])
@given(organization=organizations, wishes=wishes)
def test_one_person_and_everybody_are_found_by_the_same_filter(
    session: Session, organization: Organization, wishes: Wishes
):
    organization.store(session)
    everybody = {number: known(session, SYSTEM, person_id=number) for number in range(1, PEOPLE + 1)}
    for wanted in wishes.filters():
        one_by_one = {number for number, person in everybody.items() if finds(wanted, person, TODAY)}
        assert one_by_one == in_sql(session, wanted), wanted
        assert PeopleFilter.from_query(wanted.query()) == wanted


@pytest.mark.rule("P-04", "nothing is known of somebody whom one may not see")
def test_of_a_stranger_nothing_is_known(cast: Cast, session: Session):
    boss = cast.actor(cast.max)
    assert known(session, boss, person_id=stored(cast.lea.id)).shift == "A"
    for person_id in (stored(cast.noa.id), 0, 999_999):
        with pytest.raises(NotFound):
            known(session, boss, person_id=person_id)
