"""What people hear of what they submitted: approved until when, or declined and why (C-25, T-04)."""

from dataclasses import replace

import pytest
from support import scans
from support.build import SYSTEM
from support.smtp import Sink
from support.story import Story

from training_app.accounts import queries as accounts
from training_app.assignments.external.facts import ActivityDecided
from training_app.certifications.awarding import revoking
from training_app.certifications.submitting import deciding, entering
from training_app.certifications.submitting.deciding import Correction
from training_app.certifications.submitting.entering import Card
from training_app.certifications.tracking.entry import ALWAYS, Entry
from training_app.core import db, events
from training_app.core.organization import OrganizationRow
from training_app.core.tables import known
from training_app.people.model import Person

RENEWED = Entry("", "2029-06-30", "E-77")


@pytest.fixture
def emt(story: Story) -> int:
    with db.write() as session:
        session.get_one(OrganizationRow, 1).members_may_submit = True
        return scans.kind(session, "EMT", now=story.now, always_valid_allowed=True)


def submitted(story: Story, person: Person, kind: int, entry: Entry = RENEWED, key: str = "form") -> int:
    with db.write() as session:
        actor = accounts.actor_of(session, person_id=known(person.id))
        assert actor is not None
        photo = scans.sent(session, person, entering.PLACE, now=story.now)
        return entering.submit(session, actor, card=Card(key, kind, entry, (photo,)), now=story.now)


def approve(story: Story, number: int, kind: int, entry: Entry = RENEWED) -> int:
    with db.write() as session:
        correction = Correction(kind, entry)
        return deciding.approve(session, SYSTEM, submission_id=number, correction=correction, now=story.now).award_id


def decline(story: Story, number: int, reason: str = "Only the <back> is on it.") -> None:
    with db.write() as session:
        deciding.decline(session, SYSTEM, submission_id=number, reason=reason, now=story.now)


def bell(story: Story, person: Person) -> list[tuple[str, str, str]]:
    shown = story.messages(person, channel="dashboard")
    return [(message.subject, message.text, message.link) for message in shown]


@pytest.mark.rule("C-25", "the person is told by bell and e-mail: approved until when, or declined and why")
def test_whoever_submitted_a_card_is_told_what_was_decided(story: Story, sink: Sink, emt: int):
    lea, link = story.person("Lea"), "/my/certifications"
    approve(story, submitted(story, lea, emt), emt)
    decline(story, submitted(story, lea, emt, key="another"))
    approve(story, submitted(story, lea, emt, key="a third"), emt, replace(RENEWED, expires_on=ALWAYS))
    story.loop()
    story.loop()
    said = [("Your card “EMT” was approved", "It is valid through Saturday, 30 June 2029.", link),
            ("Your card “EMT” was declined", "The reason: Only the <back> is on it.", link),
            ("Your card “EMT” was approved", "It is always valid.", link)]  # fmt: skip
    assert bell(story, lea) == said
    assert [mail.subject for mail in sink.to(lea.email)] == [subject for subject, *_ in said]
    for mail, (_subject, text, _link) in zip(sink.mails, said, strict=True):
        assert text in mail.text
        assert f"http://localhost:3000{link}" in mail.text
    assert "&lt;back&gt;" in sink.mails[1].message.get_body(("html",)).get_content()


@pytest.mark.rule("T-04", "whoever recorded an external activity is told by bell and e-mail what was decided")
def test_whoever_recorded_an_activity_is_told_what_was_decided(story: Story, sink: Sink):
    lea = story.person("Lea")
    for reason in ("", "No hours on it"):
        fact = ActivityDecided(7, known(lea.id), "Trauma day", approved=not reason, reason=reason)
        with db.write() as session:
            events.record(session, fact, actor_id=None, at=story.now)
    story.loop()
    assert bell(story, lea) == [
        ("Your activity “Trauma day” was approved", "It counts as completed.", "/my/activities"),
        ("Your activity “Trauma day” was declined", "The reason: No hours on it", "/my/activities"),
    ]
    assert [mail.subject for mail in sink.to(lea.email)] == [subject for subject, *_ in bell(story, lea)]


@pytest.mark.rule("N-04", "of a card's answer the reason is asked when the mail goes: who left, and what was revoked")
def test_an_answer_that_is_not_true_any_more_is_not_mailed(story: Story, sink: Sink, emt: int):
    lea, noa, kim, gus = (story.person(name) for name in ("Lea", "Noa", "Kim", "Gus"))
    numbers = {one.first_name: submitted(story, one, emt, key=one.first_name) for one in (lea, noa, kim, gus)}
    story.deactivate(gus)
    awards = {name: approve(story, number, emt) for name, number in numbers.items()}
    story.decide()
    assert bell(story, gus) == [], "whoever has left by then has nothing under the bell either"
    story.deactivate(lea)
    with db.write() as session:
        revoking.take_back(session, award_ids=[awards["Noa"]], by_id=None, why="Forged", now=story.now)
    story.loop()
    assert [mail.to for mail in sink.mails] == [(kim.email,)]
    reasons = {one.first_name: story.email(one).why for one in (lea, noa, kim, gus)}
    assert reasons == {"Lea": "The person was deactivated.", "Noa": "The certification was revoked.", "Kim": "",
                       "Gus": "The person was deactivated."}  # fmt: skip


def test_of_cards_nothing_is_mailed_while_the_module_is_off(story: Story, sink: Sink, emt: int):
    lea = story.person("Lea")
    decline(story, submitted(story, lea, emt))
    story.decide()
    with db.write() as session:
        session.get_one(OrganizationRow, 1).certification_tracking = False
    story.loop()
    assert (sink.mails, story.email(lea).why) == ([], "The Certification Tracking Module is switched off.")
