"""Awards that were edited or unassigned while a reminder of them waited (C-09, C-13, C-14, N-04)."""

from collections.abc import Iterator
from datetime import date

import pytest
from support.build import SYSTEM
from support.database import Database
from support.smtp import Sink, connected
from support.story import Story

from training_app.certifications import actions
from training_app.certifications.actions import NewAward, NewCertification
from training_app.certifications.awarding import changing, revoking
from training_app.certifications.awarding.changing import AwardEdit
from training_app.core import db
from training_app.core.tables import known
from training_app.people.model import Person

SOON, LATER = date(2027, 3, 31), date(2027, 4, 23)


@pytest.fixture
def sink(database: Database) -> Iterator[Sink]:
    with connected() as sink:
        yield sink


@pytest.mark.rule("C-14", "nobody is reminded of an unassigned award, also where the reminder waited already")
@pytest.mark.rule("C-13", "a moved expiry: the reminder that waited is not sent, and the new one comes on its own day")
@pytest.mark.rule("C-09", "whose longer award is unassigned is reminded of the shorter one again")
def test_reminders_follow_what_was_edited_and_unassigned(database: Database, sink: Sink):
    story = Story()
    revoked, moved, shortened = (story.person(name) for name in ("Revoked", "Moved", "Shortened"))
    with db.write() as session:
        new = NewCertification(name="CPR", code="CPR")
        kind = known(actions.add_certification(session, SYSTEM, new=new, now=story.now).id)

    def award(person: Person, until: date) -> int:
        with db.write() as session:
            new = NewAward(known(person.id), kind, expires_on=until)
            return actions.award(session, SYSTEM, new=new, now=story.now)

    def revoke(award_id: int) -> None:
        with db.write() as session:
            revoking.revoke_many(session, SYSTEM, award_ids=[award_id], why="Forged", now=story.now)

    gone, edited = award(revoked, SOON), award(moved, SOON)
    award(shortened, SOON)
    longer = award(shortened, date(2029, 3, 31))
    story.loop()
    # ── 24 March: decided; and before any mail goes, one is unassigned and one is moved
    story.at("2027-03-24 08:00")
    story.decide()
    revoke(gone)
    with db.write() as session:
        base = AwardEdit(expires_on=SOON)
        new_days = AwardEdit(expires_on=LATER)
        changing.change(session, SYSTEM, award_id=edited, base=base, new=new_days, now=story.now)
    story.loop()
    assert [len(sink.to(person.email)) for person in (revoked, moved, shortened)] == [0, 0, 0]
    assert story.messages(revoked, channel="email")[0].why == "The certification was revoked."
    assert story.messages(moved, channel="email")[0].why == "It expires on Friday, 23 April 2027 now."
    # ── later that day the longer one is unassigned: of the shorter one on its last day, and of the moved one 7 days
    revoke(longer)
    story.at("2027-03-31 08:00")
    story.loop()
    story.at("2027-04-16 08:00")
    story.loop()
    subjects = {person.first_name: [mail.subject for mail in sink.to(person.email)] for person in (moved, shortened)}
    assert subjects == {"Moved": ["CPR expires in 7 days"], "Shortened": ["CPR expires today"]}
    assert sink.to(revoked.email) == []
