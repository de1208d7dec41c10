"""People who are taken out of an assignment by an edit: who is told of it, and what is never sent (A-19, N-04)."""

import pytest
from sqlmodel import Session
from support.cast import Cast
from support.editing.in_story import edit, editor
from support.smtp import Sink
from support.story import Story

from training_app.assignments.making import drafting, editing
from training_app.core import db
from training_app.core.errors import NotFound
from training_app.core.tables import known
from training_app.notifications.deciding import told
from training_app.notifications.deciding.planned import AS_TOLD, AT_ONCE, PlannedMessage, planned_edit
from training_app.notifications.sending import delivery

STARTED, WITHDRAWN, CANCELLED, IN_7 = "assignment started", "withdrawn", "assignment cancelled", "due in 7 days"


@pytest.mark.rule("A-19", "who is taken out and had been told of it is told so, once; who is complete stays")
def test_whoever_is_taken_out_and_had_been_told_is_told(story: Story, sink: Sink):
    lea, stays, done = story.person("Lea"), story.person("Noa"), story.person("Dee")
    made = story.assign(lea, stays, done, due="2027-03-20")
    story.loop()
    story.complete(done)
    edit(story, made, remove=[lea, done], emails=False)
    story.loop()
    story.loop()
    assert [story.told(lea, channel) for channel in ("email", "dashboard")] == [[STARTED, WITHDRAWN]] * 2
    assert story.told(stays) == story.told(done) == [STARTED]
    sent = sink.to(lea.email)[-1]
    assert sent.subject == "No longer asked of you: Lifting safely"
    assert "which was due on Saturday, 20 March 2027, is no longer asked of you in this assignment." in sent.text
    assert "You need not complete it any more." in sent.text
    assert "/home" in sent.text
    bell = story.messages(lea, channel="dashboard")[-1]
    assert (bell.subject, bell.text, bell.link) == (sent.subject, "You need not complete it any more.", "")


@pytest.mark.rule("N-04", "nobody is told or reminded of what they were withdrawn from before it went out")
def test_what_was_not_sent_is_suppressed_at_once_and_only_the_bell_takes_back_what_it_said(story: Story, sink: Sink):
    lea = story.person("Lea")
    made = story.assign(lea, due="2027-03-20")
    story.decide()
    edit(story, made, remove=[lea])
    story.decide()
    mail = story.email(lea)
    assert (mail.status, mail.why) == ("suppressed", "The person is no longer in this assignment.")
    story.at("2027-03-13 08:00")
    story.loop()
    assert sink.mails == []
    assert story.told(lea, "dashboard") == [STARTED, WITHDRAWN]


@pytest.mark.rule("A-19", "the excused and the deactivated are not told that they were taken out")
def test_whoever_gets_no_message_is_not_told(story: Story):
    excused, gone, stays = story.person("Eve"), story.person("Gus"), story.person("Noa")
    made = story.assign(excused, gone, stays, due="2027-03-20")
    story.loop()
    story.excuse(made, excused, until="2027-03-10")
    story.deactivate(gone)
    edit(story, made, remove=[excused, gone])
    story.loop()
    assert [story.told(one, channel)[1:] for one in (excused, gone) for channel in ("email", "dashboard")] == [[]] * 4


@pytest.mark.rule("A-11", "taken out of one assignment, who has the same attempt by another is told that it stays")
def test_whoever_still_owes_it_by_another_assignment_is_told_so_and_reminded(story: Story, sink: Sink):
    lea, noa = story.person("Lea"), story.person("Noa")
    first = story.assign(lea, noa, due="2027-03-20")
    story.assign(lea, due="2027-03-20")
    story.loop()
    # ── 13 March: the one reminder of both waits, when she is taken out of the first
    story.at("2027-03-13 08:00")
    story.decide()
    edit(story, first, remove=[lea])
    story.loop()
    assert sorted(story.told(lea)) == [STARTED, STARTED, IN_7, WITHDRAWN]
    said = next(mail.text for mail in sink.to(lea.email) if mail.subject.startswith("No longer"))
    assert "Another assignment still asks for it: it is due in 7 days (Saturday, 20 March 2027)." in said


@pytest.mark.rule("X-05", "removed and re-added before it went out: that they were removed is not sent")
def test_added_again_before_it_went_out_it_is_not_said(story: Story):
    lea, noa = story.person("Lea"), story.person("Noa")
    made = story.assign(lea, noa, due="2027-03-20")
    story.loop()
    edit(story, made, remove=[lea])
    story.decide()
    edit(story, made, add=[lea])
    story.loop()
    assert story.told(lea) == [STARTED, STARTED]
    (out,) = story.messages(lea, channel="email", occasion=WITHDRAWN)
    assert (out.status, out.why) == ("suppressed", "The person was added again since.")
    # ── taken out and added between two looks of the loop, nothing of it is said at all
    edit(story, made, remove=[lea])
    edit(story, made, add=[lea])
    story.loop()
    assert len(story.messages(lea, channel="email", occasion=WITHDRAWN)) == 1
    # ── and taken out for good, it is
    edit(story, made, remove=[lea])
    story.loop()
    assert story.told(lea)[-1] == WITHDRAWN


@pytest.mark.rule("A-25", "who was told that they were taken out, and of nothing since, is not told of the cancel")
def test_what_was_taken_back_is_not_taken_back_again(story: Story):
    lea, noa = story.person("Lea"), story.person("Noa")
    made = story.assign(lea, noa, due="2027-03-20", dashboard_notifications=False)
    story.loop()
    edit(story, made, remove=[lea])
    story.loop()
    edit(story, made, add=[lea])
    story.decide()
    delivery.claim(story.now, worker="gone:0")
    story.cancel(made)
    story.wait(minutes=10)
    story.loop()
    assert story.told(lea) == [STARTED, WITHDRAWN]
    assert story.told(noa) == [STARTED, CANCELLED]


@pytest.mark.rule("A-13", "the review of an edit says how many had been told of it and are told that they are out")
def test_as_many_are_told_as_the_review_says(story: Story):
    people = {name: story.person(name) for name in ("Lea", "Stays", "Done", "Gone", "Excused")}
    made = story.assign(*people.values(), due="2027-03-30")
    late = story.person("Late")
    story.loop()
    edit(story, made, add=[late])
    story.complete(people["Done"])
    story.deactivate(people["Gone"])
    story.excuse(made, people["Excused"])
    leaving = [person for name, person in people.items() if name != "Stays"]
    with db.write() as session:
        admin = editor(story, session)
        draft = editing.begin(session, admin, assignment_id=made, now=story.now)
        for person in (*leaving, late):
            drafting.remove_person(session, admin, draft_id=draft, person_id=known(person.id), now=story.now)
        # The newcomer's own notice waits still, so nobody has told them.
        assert told.people_taken_out(session, admin, draft_id=draft, today=story.today) == 1
        editing.save(session, admin, draft_id=draft, now=story.now)
    story.loop()
    hear = [person.first_name for person in (*people.values(), late) if WITHDRAWN in story.told(person)]
    assert hear == ["Lea"]


def test_the_review_names_it_whatever_the_switches(session: Session, cast: Cast, now):
    day = now.date()
    plan = planned_edit(session, cast.actor(cast.ada), starts_on=day, due_on=day, moved=0, added=0, withdrawn=2,
                        dashboard=False, emails=False, now=now)  # fmt: skip
    assert plan == (PlannedMessage(day.isoformat(), AT_ONCE, "No longer asked of you", 2, at_most=False,
                                   channels=AS_TOLD, note=""),)  # fmt: skip


def test_nobody_counts_on_the_edit_of_another(session: Session, cast: Cast, now):
    with pytest.raises(NotFound):
        told.people_taken_out(session, cast.actor(cast.ada), draft_id=987654, today=now.date())
