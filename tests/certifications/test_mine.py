"""One's own certifications: what one sees of them, and that one can do nothing to them (C-08)."""

from datetime import date

import pytest
from sqlmodel import col, select
from support import scans
from support.build import SYSTEM
from support.cast import Cast

from training_app.certifications import actions, mine
from training_app.certifications.actions import AwardChange, NewAward
from training_app.certifications.awarding import changing, revoking
from training_app.certifications.mine import MyAward
from training_app.certifications.model import Award
from training_app.certifications.module import TrackingOff
from training_app.certifications.records import AwardFile
from training_app.certifications.tracking import deleting, filing, saving
from training_app.certifications.tracking.checking import Addition
from training_app.certifications.tracking.entry import Entry
from training_app.certifications.tracking.filing import FileEntry
from training_app.core.errors import NotAllowed, NotFound
from training_app.core.organization import OrganizationRow
from training_app.core.tables import known
from training_app.people.model import Person

TODAY = date(2027, 3, 1)
EMT, CPR = "EMT", "CPR"


@pytest.fixture
def kinds(cast: Cast) -> dict[str, int]:
    said = {"now": cast.build.now, "always_valid_allowed": True}
    return {name: scans.kind(cast.build.session, name, **said) for name in (EMT, CPR)}


def award(cast: Cast, kind: int, person: Person, expires: date | None, **said) -> int:
    entered = NewAward(known(person.id), kind, expires_on=expires, always_valid=expires is None, **said)
    return actions.award(cast.build.session, SYSTEM, new=entered, now=cast.build.now)


def awards(cast: Cast, person: Person) -> mine.Mine:
    return mine.awards(cast.build.session, cast.actor(person), today=TODAY)


def said(shown: tuple[MyAward, ...]) -> list[tuple[str, str]]:
    return [(one.name, one.expires_on) for one in shown]


@pytest.mark.rule("C-08", "members see names, expiry dates and scans of their own certifications, and nobody else's")
def test_one_sees_one_s_own_current_certifications_and_the_earlier_ones_apart(cast: Cast, kinds):
    award(cast, kinds[EMT], cast.lea, date(2025, 12, 31))
    held = award(cast, kinds[EMT], cast.lea, date(2027, 12, 31), number="E-7")
    award(cast, kinds[EMT], cast.lea, date(2029, 12, 31), issued_on=date(2028, 1, 1))
    award(cast, kinds[CPR], cast.lea, None)
    award(cast, kinds[EMT], cast.noa, date(2030, 1, 31))
    content = {"key": "0" * 64, "preview_key": "1" * 64, "name": "card.jpg", "size": 3, "media_type": "image/jpeg"}
    cast.build.session.add(AwardFile(award_id=held, added_at=cast.build.now, **content))
    found = awards(cast, cast.lea)
    assert said(found.current) == [(EMT, "2027-12-31"), (EMT, "2029-12-31"), (CPR, "")]
    assert said(found.earlier) == [(EMT, "2025-12-31")]
    assert found.current[0].number == "E-7"
    assert [(scan.name, scan.is_shown) for scan in found.current[0].scans] == [("card.jpg", True)]
    assert said(awards(cast, cast.noa).current) == [(EMT, "2030-01-31")]
    assert awards(cast, cast.ada).current == ()


def test_what_has_expired_still_stands_there_and_what_was_withdrawn_is_history(cast: Cast, kinds):
    award(cast, kinds[EMT], cast.lea, date(2027, 2, 28))
    gone = award(cast, kinds[CPR], cast.lea, date(2028, 2, 28))
    cast.build.session.get_one(Award, gone).revoked_at = cast.build.now
    found = awards(cast, cast.lea)
    assert said(found.current) == [(EMT, "2027-02-28")]
    assert [(one.name, one.is_withdrawn) for one in found.earlier] == [(CPR, True)]


@pytest.mark.rule("C-08", "while the module is off members see nothing of it")
def test_while_the_module_is_off_nothing_is_seen(cast: Cast):
    cast.build.session.add(OrganizationRow(certification_tracking=False))
    cast.build.session.flush()
    with pytest.raises(TrackingOff):
        awards(cast, cast.lea)


@pytest.mark.rule("C-08", "members do nothing else with their certifications than view, download and print them")
@pytest.mark.rule("P-05", "a learner can edit, upload or delete nothing of their own certifications")
def test_a_learner_changes_nothing_of_their_own_certifications(cast: Cast, kinds):
    session, lea, now = cast.build.session, cast.actor(cast.lea), cast.build.now
    person_id, held = known(cast.lea.id), award(cast, kinds[EMT], cast.lea, date(2027, 12, 31))
    file_id = scans.sent(session, cast.lea, filing.place_of(person_id), now=now)
    content = {"key": "0" * 64, "name": "card.jpg", "size": 3, "media_type": "image/jpeg"}
    scan = AwardFile(award_id=held, added_at=now, **content)
    session.add(scan)
    session.flush()
    typed = Entry("", "2030-12-31", "")
    edit = changing.detail(session, cast.actor(cast.sam), award_id=held)
    acts = (
        lambda: actions.award(session, lea, new=NewAward(person_id, kinds[CPR], always_valid=True), now=now),
        lambda: actions.change_awards(session, lea, changes=[AwardChange(held, None, date(2030, 1, 1), "")], now=now),
        lambda: saving.save(session, lea, person_id=person_id, changes=(), delete=(held,), now=now,
                            new=(Addition("new", kinds[CPR], typed),)),
        lambda: filing.file_all(session, lea, person_id=person_id, now=now,
                                entries=[FileEntry(file_id, kinds[EMT], typed)]),
        lambda: deleting.delete_file(session, lea, file_id=known(scan.id), now=now),
        lambda: revoking.revoke_many(session, lea, award_ids=[held], why="I am tired", now=now),
        lambda: changing.change(session, lea, award_id=held, base=edit.entered, new=edit.entered, now=now),
    )  # fmt: skip
    for act in acts:
        with pytest.raises((NotAllowed, NotFound)):
            act()
    (row,) = session.exec(select(Award).where(col(Award.person_id) == person_id))
    assert (row.expires_on, row.revoked_at, session.get(AwardFile, scan.id)) == (date(2027, 12, 31), None, scan)
