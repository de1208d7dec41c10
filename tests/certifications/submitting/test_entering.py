"""Submitting one's own renewed card, which then waits (C-25)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select
from support import scans
from support.submitting import RENEWED, Desk

from training_app.certifications.model import Award, Certification
from training_app.certifications.module import NoSubmissions, TrackingOff
from training_app.certifications.records import Submission, SubmissionFile
from training_app.certifications.submitting import entering, files, listing
from training_app.certifications.submitting.entering import DecidedMeanwhile
from training_app.certifications.tracking.entry import ALWAYS
from training_app.core import staging
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotFound


@pytest.mark.rule("C-25", "a member's card with photograph, expiry and number waits, and is nobody's award yet")
def test_a_submitted_card_waits_with_its_photographs(desk: Desk):
    number = desk.submit(photos=(desk.photo(), desk.photo(name="back.jpg", content=scans.jpg("red"))))
    (mine,) = listing.mine(desk.session, desk.lea, now=desk.cast.build.now)
    assert (mine.id, mine.is_waiting, mine.entry, mine.certification) == (number, True, RENEWED, "EMT-Basic")
    assert [(photo.name, photo.is_shown) for photo in mine.photos] == [("card.jpg", True), ("back.jpg", True)]
    assert desk.waiting() == ["Lea Learner"]
    assert listing.waiting(desk.session, desk.tess) == 1
    assert desk.session.exec(select(Award)).all() == []
    assert staging.waiting(desk.session, by_id=desk.cast.lea.id or 0, place=entering.PLACE) == []
    assert "card submitted" in [entry.act for entry in desk.session.exec(select(AuditEntry))]


@pytest.mark.rule("C-25", "the same form twice submits one card")
def test_a_form_that_is_submitted_twice_is_one_card(desk: Desk):
    photos = (desk.photo(),)
    assert desk.submit(photos=photos) == desk.submit(photos=photos)
    assert len(desk.session.exec(select(Submission)).all()) == 1


@pytest.mark.rule("C-25", "a photograph and an expiry are asked for, and every faulty field is named at once")
def test_every_fault_of_a_card_is_named_and_nothing_waits(desk: Desk):
    faulty = replace(RENEWED, issued_on="2029-07-01", number="9" * 201)
    for entry, kind, photos, fields in (
        (replace(RENEWED, expires_on=""), 0, (), ["files", "certification_id", "expires_on"]),
        (faulty, desk.kind, (desk.photo(),), ["expires_on", "number"]),
        (replace(RENEWED, expires_on=ALWAYS), desk.kind, (desk.photo(),), ["always_valid"]),
        (replace(RENEWED, issued_on="", expires_on="2027-02-28"), desk.kind, (desk.photo(),), ["expires_on"]),
        (RENEWED, desk.kind, (desk.photo(desk.cast.noa),), ["files"]),
    ):
        with pytest.raises(Invalid) as refused, desk.session.begin_nested():
            desk.submit(entry, kind=kind, photos=photos)
        assert [problem.field for problem in refused.value.problems] == fields
    desk.session.get_one(Certification, desk.kind).archived_at = desk.cast.build.now
    with pytest.raises(Invalid):
        desk.submit()
    assert desk.session.exec(select(Submission)).all() == []


@pytest.mark.rule("C-25", "members may submit is a setting: off, what they send is refused, and what waits stays")
def test_while_members_may_not_submit_what_waits_is_still_decided(desk: Desk):
    number, photo = desk.submit(), desk.photo()
    desk.switch(members_may_submit=False)
    with pytest.raises(NoSubmissions):
        desk.submit(key="another", photos=(photo,))
    assert desk.waiting() == ["Lea Learner"]
    desk.approve(number)
    desk.switch(members_may_submit=True, certification_tracking=False)
    now = desk.cast.build.now
    for act in (lambda: desk.submit(photos=(photo,)), lambda: desk.decline(number), desk.waiting,
                lambda: entering.take_back(desk.session, desk.lea, submission_id=number, now=now)):  # fmt: skip
        with pytest.raises(TrackingOff):
            act()
    assert listing.waiting(desk.session, desk.tess) == 0


@pytest.mark.rule("C-25", "whoever submitted a card can take it back while it waits, and nobody else can")
def test_a_card_that_waits_is_taken_back_with_its_photographs(desk: Desk):
    number, decided = desk.submit(), desk.submit(key="another", photos=(desk.photo(content=scans.jpg("red")),))
    desk.decline(decided)

    def take_back(by, which):
        entering.take_back(desk.session, by, submission_id=which, now=desk.cast.build.now)

    with pytest.raises(NotFound):
        take_back(desk.tess, number)
    with pytest.raises(DecidedMeanwhile):
        take_back(desk.lea, decided)
    take_back(desk.lea, number)
    assert [row.id for row in desk.session.exec(select(Submission))] == [decided]
    assert sorted(scans.needed(desk.session).values()) == [0, 0, 1, 1], "the other card's photograph stays"


@pytest.mark.rule("C-25", "a photograph is seen by whoever submitted it, and by coordinators of that person alone")
def test_who_sees_the_photographs(desk: Desk):
    desk.submit()
    (photo,) = desk.session.exec(select(SubmissionFile)).all()
    for actor in (desk.lea, desk.tess):
        assert files.photo_of(desk.session, actor, file_id=photo.id or 0).name == "card.jpg"
    for person in (desk.cast.max, desk.cast.noa):
        with pytest.raises(NotFound):
            files.photo_of(desk.session, desk.cast.actor(person), file_id=photo.id or 0)


def test_a_declined_card_is_shown_to_its_owner_for_a_while(desk: Desk):
    desk.decline(desk.submit())
    for days, reasons in ((59, ["It cannot be read"]), (61, [])):
        shown = listing.mine(desk.session, desk.lea, now=desk.cast.build.now + timedelta(days=days))
        assert [one.reason for one in shown] == reasons
