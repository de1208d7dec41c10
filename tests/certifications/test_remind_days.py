"""How long before an expiry a certification reminds: a setting of each (C-09)."""

import pytest
from sqlmodel import select
from support.build import SYSTEM
from support.cast import Cast

from training_app.certifications import actions
from training_app.certifications.actions import NewCertification
from training_app.certifications.model import Certification
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed, NotFound
from training_app.core.tables import known


@pytest.fixture
def kind(cast: Cast) -> int:
    new = NewCertification(name="EMT", code="EMT")
    return known(actions.add_certification(cast.build.session, SYSTEM, new=new, now=cast.build.now).id)


@pytest.mark.rule("C-09", "the days before an expiry are a setting per certification")
def test_coordinators_set_the_days_and_others_do_not(cast: Cast, kind: int):
    session, now = cast.build.session, cast.build.now
    for person in (cast.max, cast.lea):
        with pytest.raises(NotAllowed):
            actions.set_reminders(session, cast.actor(person), certification_id=kind, days=[7], now=now)
    with pytest.raises(NotFound):
        actions.set_reminders(session, cast.actor(cast.tess), certification_id=kind + 1, days=[7], now=now)
    for _twice in range(2):
        actions.set_reminders(session, cast.actor(cast.tess), certification_id=kind, days=[0, 45, 45, 120], now=now)
    assert session.get_one(Certification, kind).remind_days == [120, 45, 0]
    (entry,) = session.exec(select(AuditEntry).where(AuditEntry.act == "reminders changed"))
    assert (entry.actor_id, entry.subject_id) == (cast.tess.id, kind)
    assert (entry.before, entry.after) == ({"days": [90, 60, 30, 7, 0]}, {"days": [120, 45, 0]})


def test_days_that_make_no_sense_are_refused_and_none_at_all_means_no_reminder(cast: Cast, kind: int):
    session, now = cast.build.session, cast.build.now
    for days in ([-1], [731], range(21)):
        with pytest.raises(Invalid) as refused:
            actions.set_reminders(session, cast.actor(cast.tess), certification_id=kind, days=days, now=now)
        assert [problem.field for problem in refused.value.problems] == ["days"]
    actions.set_reminders(session, cast.actor(cast.tess), certification_id=kind, days=[], now=now)
    assert session.get_one(Certification, kind).remind_days == []
