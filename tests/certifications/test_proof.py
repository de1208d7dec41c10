"""The code of one's own award: made when it is first asked for, nobody else's, gone with the award (T-06, P-05)."""

import pytest
from certifications.tracking.conftest import Cards, cards
from sqlmodel import select

from training_app.certifications import proof
from training_app.certifications.module import TrackingOff
from training_app.certifications.records import AwardCheck
from training_app.core import codes
from training_app.core.errors import NotFound
from training_app.core.organization import OrganizationRow

__all__ = ["cards"]


@pytest.mark.rule("T-06", "the holder of an award gets a code for it, always the same")
@pytest.mark.rule("P-05", "a code is made for one's own awards alone")
def test_its_holder_and_nobody_else_gets_the_code(cards: Cards):
    number, now = cards.award(), cards.build.now
    lea = cards.cast.actor(cards.cast.lea)
    first = proof.code_of(cards.session, lea, award_id=number, now=now)
    assert codes.read(first) == first
    assert proof.code_of(cards.session, lea, award_id=number, now=now) == first
    for other in (cards.cast.max, cards.cast.tess, cards.cast.noa):
        with pytest.raises(NotFound):
            proof.code_of(cards.session, cards.cast.actor(other), award_id=number, now=now)
    assert len(cards.session.exec(select(AwardCheck)).all()) == 1


def test_with_a_deleted_award_its_code_goes(cards: Cards):
    number, now = cards.award(), cards.build.now
    code = proof.code_of(cards.session, cards.cast.actor(cards.cast.lea), award_id=number, now=now)
    cards.save(delete=(number,))
    assert proof.check(cards.session, code=code, today=now.date()) is None
    assert cards.session.exec(select(AwardCheck)).all() == []


@pytest.mark.rule("C-02", "while the module is off nobody gets a code; those that were given are checked as before")
def test_while_the_module_is_off(cards: Cards):
    number, now = cards.award(), cards.build.now
    lea = cards.cast.actor(cards.cast.lea)
    code = proof.code_of(cards.session, lea, award_id=number, now=now)
    cards.session.add(OrganizationRow(certification_tracking=False))
    cards.session.flush()
    with pytest.raises(TrackingOff):
        proof.code_of(cards.session, lea, award_id=number, now=now)
    assert proof.check(cards.session, code=code, today=now.date()) is not None
