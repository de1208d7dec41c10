"""A certification of two years, and somebody who may award it."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import col, select
from support.build import SYSTEM, Builder
from support.cast import Cast

from training_app.access.actor import Actor
from training_app.certifications import actions
from training_app.certifications.actions import NewAward, NewCertification
from training_app.certifications.awarding import batches, targets
from training_app.certifications.model import Award
from training_app.certifications.rules import Validity
from training_app.core.tables import known
from training_app.people.model import Person

Hold = Callable[..., None]
CPR = NewCertification(
    name="CPR", code="CPR", validity=Validity.YEARS, validity_number=2, to_month_end=True, always_valid_allowed=True
)


@pytest.fixture
def kind(build: Builder) -> int:
    return known(actions.add_certification(build.session, SYSTEM, new=CPR, now=build.now).id)


@pytest.fixture
def sam(cast: Cast) -> Actor:
    """The superadmin."""
    return cast.actor(cast.sam)


@pytest.fixture
def batch(build: Builder, sam: Actor, kind: int) -> int:
    """A form of Sam's on which nothing is entered."""
    return batches.begin(build.session, sam, certification_id=kind, now=build.now)


@pytest.fixture
def hold(build: Builder, kind: int) -> Hold:
    """Let somebody hold it already, until a day; without one it is always valid."""

    def awarded(person: Person, until: date | None) -> None:
        new = NewAward(known(person.id), kind, expires_on=until, always_valid=until is None)
        actions.award(build.session, SYSTEM, new=new, now=build.now)

    return awarded


def choose(build: Builder, actor: Actor, batch_id: int, *people: Person) -> None:
    for person in people:
        targets.add_person(build.session, actor, batch_id=batch_id, person_id=known(person.id), now=build.now)


def awards(build: Builder, batch_id: int) -> dict[int, Award]:
    """What a form has awarded, by person."""
    found = build.session.exec(select(Award).where(col(Award.batch_id) == batch_id)).all()
    return {award.person_id: award for award in found}
