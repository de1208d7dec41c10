"""How somebody wants their reminders by e-mail: chosen by themselves, for themselves (N-08)."""

from datetime import datetime

import pytest
from sqlmodel import Session, select
from support.build import SYSTEM
from support.cast import Cast

from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed
from training_app.notifications import preferences
from training_app.notifications.rules import ReminderMails


@pytest.mark.rule("N-08", "reminders come one by one until the person chooses otherwise, which is kept and audited")
def test_a_person_chooses_how_their_own_reminders_come(session: Session, cast: Cast, now: datetime):
    lea = cast.actor(cast.lea)
    assert preferences.mine(session, lea) is ReminderMails.EACH
    for way in (ReminderMails.DIGEST, ReminderMails.DIGEST, ReminderMails.NONE):
        assert preferences.choose(session, lea, reminders=way, now=now) is way
    assert preferences.mine(session, lea) is preferences.preference_of(session, cast.lea.id) is ReminderMails.NONE
    assert preferences.mine(session, cast.actor(cast.noa)) is ReminderMails.EACH
    session.flush()
    entries = session.exec(select(AuditEntry).where(AuditEntry.act == "reminders by e-mail chosen")).all()
    assert [(one.actor_id, one.subject_id, one.before, one.after) for one in entries] == [
        (cast.lea.id, cast.lea.id, {"reminders": "each"}, {"reminders": "digest"}),
        (cast.lea.id, cast.lea.id, {"reminders": "digest"}, {"reminders": "none"}),
    ]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_no_way_is_refused_and_nobody_without_a_person_has_reminders(session: Session, cast: Cast, now):
    with pytest.raises(Invalid):
        preferences.choose(session, cast.actor(cast.lea), reminders="never", now=now)
    for call in (preferences.mine, lambda *of: preferences.choose(*of, reminders="each", now=now)):
        with pytest.raises(NotAllowed):
            call(session, SYSTEM)
