"""A coordinator approves a submitted card, or declines it with a reason (C-25)."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import col, select
from support import scans
from support.submitting import OLD, RENEWED, Desk

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.accounts import actions as accounts
from training_app.certifications.model import Award
from training_app.certifications.records import AwardFile, SubmissionFile
from training_app.certifications.submitting import listing
from training_app.certifications.submitting.deciding import DecidedAlready
from training_app.certifications.submitting.filters import SubmissionFilter, SubmissionTab
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed, NotFound
from training_app.core.events import Event
from training_app.core.tables import known


def awards(desk: Desk) -> list[Award]:
    return list(desk.session.exec(select(Award).order_by(col(Award.id))))


@pytest.mark.rule(
    "C-25", "approved, it becomes an award with its photographs, as an upload does: a later one a new award"
)
def test_an_approved_card_becomes_a_new_award_with_its_photographs(desk: Desk):
    old = desk.award()
    number = desk.submit()
    applied = desk.approve(number)
    assert applied.is_new
    before, new = awards(desk)
    assert (before.id, before.expires_on, before.number) == (old.id, OLD, "E-1")
    assert (new.issued_on, new.expires_on, new.number) == (date(2027, 2, 15), date(2029, 6, 30), "E-77")
    assert (new.person_id, new.by_id, desk.row(number).award_id) == (desk.cast.lea.id, desk.cast.tess.id, new.id)
    (file,) = desk.session.exec(select(AwardFile)).all()
    (photo,) = desk.session.exec(select(SubmissionFile)).all()
    assert (file.award_id, file.key, file.name) == (new.id, photo.key, "card.jpg")
    assert set(scans.needed(desk.session).values()) == {2}, "the card and its award both speak of the photograph"
    assert "card approved" in [entry.act for entry in desk.session.exec(select(AuditEntry))]


@pytest.mark.rule("C-25", "the coordinator can correct what was entered; an expiry that is no later changes the award")
def test_what_was_read_wrongly_is_corrected_before_it_counts(desk: Desk):
    old = desk.award()
    number = desk.submit(replace(RENEWED, expires_on="2030-06-30"))
    with pytest.raises(Invalid) as refused:
        desk.approve(number, replace(RENEWED, expires_on="30 June"))
    assert [problem.field for problem in refused.value.problems] == ["expires_on"]
    assert not desk.approve(number, replace(RENEWED, expires_on=OLD.isoformat(), number="E-2")).is_new
    (award,) = awards(desk)
    assert (award.id, award.expires_on, award.number, award.version) == (old.id, OLD, "E-2", 2)


@pytest.mark.rule("C-25", "declined with a reason, which is required, nothing changes for the person")
def test_a_card_is_declined_with_a_reason(desk: Desk):
    number = desk.submit()
    for reason in (" \n", "x" * 501):
        with pytest.raises(Invalid):
            desk.decline(number, reason)
    desk.decline(number, " Only the back is on it ")
    assert (desk.row(number).is_approved, desk.row(number).reason) == (False, "Only the back is on it")
    assert awards(desk) == []
    (event,) = desk.session.exec(select(Event).where(Event.act == "SubmissionDecided"))
    assert event.payload == {"submission_id": number, "person_id": desk.cast.lea.id, "certification": "EMT-Basic",
                             "approved": False, "reason": "Only the back is on it"}  # fmt: skip


@pytest.mark.rule("C-25", "of two coordinators one decides; the other is told what was decided, and changes nothing")
def test_a_card_is_decided_once(desk: Desk):
    approved, declined = desk.submit(), desk.submit(key="another")
    desk.approve(approved)
    desk.decline(declined)
    ada = desk.cast.actor(desk.cast.ada)
    for number, said in ((approved, "Tess Trainer has approved"), (declined, "declined.*It cannot be read")):
        for act in (lambda one=number: desk.approve(one, by=ada), lambda one=number: desk.decline(one, by=ada)):
            with pytest.raises(DecidedAlready, match=said):
                act()
    assert len(awards(desk)) == 1
    assert len(desk.session.exec(select(Event).where(Event.act == "SubmissionDecided")).all()) == 2


@pytest.fixture
def max_tracks(desk: Desk) -> Actor:
    """Max, who may track the certifications of his own people."""
    told = {"permission": Permission.TRACK_CERTIFICATIONS, "given": True, "now": desk.cast.build.now}
    accounts.set_permission(desk.session, Actor.system(), person_id=known(desk.cast.max.id), **told)
    desk.session.flush()
    return desk.cast.actor(desk.cast.max)


@pytest.mark.rule("C-25", "who tracks certifications decides about their own people's cards, nobody about a stranger's")
def test_who_decides_about_whom(desk: Desk, max_tracks: Actor):
    own, strange = desk.submit(), desk.submit(by=desk.cast.noa, key="noa's")
    assert desk.waiting() == ["Lea Learner", "Noa Nearby"]
    assert desk.waiting(q="noa") == ["Noa Nearby"]
    assert desk.waiting(max_tracks) == ["Lea Learner"]
    assert (listing.waiting(desk.session, max_tracks), listing.waiting(desk.session, desk.lea)) == (1, 0)

    def look(by, number):
        return listing.submission(desk.session, by, submission_id=number, today=OLD)

    for act in (look, lambda by, number: desk.approve(number, by=by), lambda by, number: desk.decline(number, by=by)):
        with pytest.raises(NotFound):
            act(max_tracks, strange)
        with pytest.raises(NotAllowed):
            act(desk.lea, own)
    with pytest.raises(NotAllowed):
        desk.waiting(desk.lea)
    desk.decline(own, by=max_tracks)
    assert look(max_tracks, own).decided_by == "Max Manager"


def test_the_tabs_count_what_was_decided_and_a_card_stands_beside_what_is_held(desk: Desk):
    award = desk.award()
    numbers = [desk.submit(key=str(number)) for number in range(3)]
    desk.approve(numbers[0])
    desk.decline(numbers[1])
    found = listing.submissions(desk.session, desk.tess, wanted=SubmissionFilter(tab=SubmissionTab.DECLINED))
    assert list(found.tabs.values()) == [1, 1, 1]
    assert [row.id for row in found.found.rows] == [numbers[1]]
    shown = listing.submission(desk.session, desk.tess, submission_id=numbers[2], today=date(2027, 3, 1))
    assert (shown.row.name, shown.entry, shown.is_approved) == ("Lea Learner", RENEWED, None)
    assert shown.current is not None
    assert shown.current.expires_on == date(2029, 6, 30)
    assert shown.current.id != award.id


@pytest.mark.parametrize("query", ["", "tab=declined&q=lea&page=3&open=7", "tab=approved"])
def test_an_address_reads_back_as_its_filter(query):
    assert SubmissionFilter.from_query(query).query() == query


def test_what_makes_no_sense_in_an_address_is_the_default():
    assert SubmissionFilter.from_query("tab=x&page=-1&open=1%20OR%201&q=%00") == SubmissionFilter()
