"""Making, changing and removing one's own calendar address (N-09, P-05, P-10)."""

import pytest
from sqlmodel import Session, select
from support.build import SYSTEM
from support.cast import Cast

from training_app.core.audit import AuditEntry
from training_app.core.errors import NotAllowed, NotFound
from training_app.notifications.calendar import address, private


@pytest.mark.rule("N-09", "the secret has 256 random bits; a second wish keeps it, a new one stops the old")
def test_an_address_is_a_secret_that_can_be_changed(session: Session, cast: Cast, now):
    lea, noa = cast.actor(cast.lea), cast.actor(cast.noa)
    first = address.make(session, lea, now=now)
    assert len(first) >= 256 / 6
    assert address.make(session, lea, now=now) == address.mine(session, lea) == first
    assert address.make(session, noa, now=now) != first
    second = address.renew(session, lea, now=now)
    assert b"BEGIN:VCALENDAR" in private.calendar(session, token=second, now=now)
    with pytest.raises(NotFound):
        private.calendar(session, token=first, now=now)
    address.remove(session, lea, now=now)
    address.remove(session, lea, now=now)
    assert address.mine(session, lea) == ""
    assert address.mine(session, noa) != ""
    for gone in (second, ""):
        with pytest.raises(NotFound):
            private.calendar(session, token=gone, now=now)


@pytest.mark.rule("P-10", "the audit says who made and removed a calendar address, and never the secret")
def test_the_audit_has_no_secret(session: Session, cast: Cast, now):
    lea = cast.actor(cast.lea)
    tokens = [address.make(session, lea, now=now), address.renew(session, lea, now=now)]
    address.remove(session, lea, now=now)
    session.flush()
    entries = [one for one in session.exec(select(AuditEntry)) if one.act.startswith("calendar address")]
    assert [(one.act, one.actor_id, one.subject_id) for one in entries] == [
        (f"calendar address {word}", cast.lea.id, cast.lea.id) for word in ("made", "made anew", "removed")
    ]
    assert not any(token in repr(entry.model_dump()) for token in tokens for entry in entries)


def test_only_a_person_has_an_address(session: Session, cast: Cast, now):
    for act in (address.make, address.renew, address.remove):
        with pytest.raises(NotAllowed):
            act(session, SYSTEM, now=now)
