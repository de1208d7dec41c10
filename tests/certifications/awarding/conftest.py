"""What the tests of "Awarded Users" hold: a kind that may be always valid, and awards of it."""

from collections.abc import Callable
from datetime import date

import pytest
from support.build import SYSTEM, Builder

from training_app.certifications import actions
from training_app.certifications.actions import NewAward, NewCertification
from training_app.core.tables import known
from training_app.people.model import Person

Give = Callable[..., int]


@pytest.fixture
def kind(build: Builder) -> int:
    """ "CPR", renewed within 60 days before it expires."""
    new = NewCertification(name="CPR", code="CPR-1", always_valid_allowed=True, renewal_days=60)
    return known(actions.add_certification(build.session, SYSTEM, new=new, now=build.now).id)


@pytest.fixture
def give(build: Builder, kind: int) -> Give:
    """Award it to somebody: issued on a day, and until a day or for ever."""

    def give(person: Person, expires: str = "", issued: str = "", *, of: int = kind) -> int:
        new = NewAward(
            person_id=known(person.id), certification_id=of, always_valid=not expires,
            expires_on=date.fromisoformat(expires) if expires else None,
            issued_on=date.fromisoformat(issued) if issued else None,
        )  # fmt: skip
        return actions.award(build.session, SYSTEM, new=new, now=build.now)

    return give
