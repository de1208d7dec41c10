"""A due date that moves: who is told of it, and what becomes of the reminders."""

import pytest
from support.build import Builder
from support.editing.in_story import edit
from support.smtp import Sink
from support.story import Story

from training_app.core import db
from training_app.notifications import queries
from training_app.people.model import Person

STARTED, MOVED, IN_7, TODAY = "assignment started", "due date moved", "due in 7 days", "due today"
WITHDRAWN = "withdrawn"
CHANNELS = ("email", "dashboard")


def assigned(story: Story, *persons: Person, due: str = "2027-03-20", **said) -> int:
    """An assignment of which everybody has been told already."""
    made = story.assign(*persons, due=due, **said)
    story.loop()
    return made


def whys(story: Story, person: Person) -> list[str]:
    return [message.why for message in story.messages(person, channel="email", status="suppressed")]


@pytest.mark.rule("A-19", "everybody whose due date moved is told at once")
def test_everybody_whose_due_day_moved_is_told_at_once_of_the_new_one(story: Story, sink: Sink):
    lea, noa = story.person("Lea"), story.person("Noa")
    made = assigned(story, lea, noa)
    edit(story, made, due="2027-03-27")
    story.loop()
    for person in (lea, noa):
        assert [story.told(person, channel) for channel in CHANNELS] == [[STARTED, MOVED]] * 2
    sent = sink.to(lea.email)[-1]
    assert sent.subject == "New due date: Lifting safely"
    assert "It is due in 26 days (Saturday, 27 March 2027)." in sent.text
    with db.read() as session:
        newest = queries.inbox(session, Builder(session, story.now).actor(lea)).rows[0]
    assert (newest.subject, newest.text) == ("New due date: Lifting safely", "Due Saturday, 27 March 2027.")


@pytest.mark.rule("A-26", "whoever is given more time is told at once, and nobody else")
def test_an_extended_person_is_told_and_the_others_are_not(story: Story):
    lea, noa = story.person("Lea"), story.person("Noa")
    made = assigned(story, lea, noa)
    story.extend(made, lea, due="2027-03-27")
    story.loop()
    assert story.told(lea) == [STARTED, MOVED]
    assert story.told(noa) == [STARTED]
    story.loop_until("2027-03-27 08:00", hours=24)
    story.loop()
    assert story.told(lea) == [STARTED, MOVED, IN_7, TODAY]
    assert story.told(noa) == [STARTED, IN_7, TODAY]


@pytest.mark.rule("A-12", "the switches govern the notice of a moved date")
@pytest.mark.parametrize(("off", "other"), [("dashboard_notifications", "email"), ("emails", "dashboard")])
def test_a_channel_that_is_switched_off_tells_of_no_moved_date(story: Story, off: str, other: str):
    lea = story.person("Lea")
    made = assigned(story, lea, **{off: False})
    edit(story, made, due="2027-03-27")
    story.loop()
    assert {message.channel for message in story.messages(lea)} == {other}
    assert story.told(lea, other) == [STARTED, MOVED]


@pytest.mark.rule("A-19", "whoever does not owe it, or is not here, is not told of a moved date")
def test_whoever_does_not_owe_it_is_not_told_of_a_new_day(story: Story):
    done, gone, excused, owing = (story.person(name) for name in ("Dee", "Gus", "Eve", "Lea"))
    made = assigned(story, done, gone, excused, owing)
    story.complete(done)
    story.deactivate(gone)
    story.excuse(made, excused)
    edit(story, made, due="2027-03-27")
    story.loop()
    assert [story.told(one)[1:] for one in (done, gone, excused, owing)] == [[], [], [], [MOVED]]


@pytest.mark.rule("A-19", "of an upcoming assignment nobody has been told, so a moved date is told with its start")
def test_a_date_that_moves_before_the_start_is_told_with_the_start_alone(story: Story, sink: Sink):
    lea = story.person("Lea")
    made = assigned(story, lea, start="2027-03-05")
    edit(story, made, due="2027-03-27")
    story.loop()
    assert story.messages(lea) == []
    story.loop_until("2027-03-20 08:00", hours=24)
    story.at("2027-03-20 08:00")
    story.loop()
    assert story.told(lea) == [STARTED, IN_7]
    assert "Saturday, 27 March 2027" in sink.to(lea.email)[0].text


@pytest.mark.rule("N-04", "a start notice that goes out after the date moved names the new date")
def test_a_start_notice_names_the_day_that_holds_when_it_is_sent(story: Story, sink: Sink):
    lea = story.person("Lea")
    made = story.assign(lea, due="2027-03-20")
    story.decide()
    edit(story, made, due="2027-03-27")
    story.loop()
    start = next(mail for mail in sink.to(lea.email) if mail.subject.startswith("New training"))
    assert "27 March" in start.text
    assert "20 March" not in start.text


@pytest.mark.rule("A-19", "their reminders move")
def test_the_reminders_of_the_old_day_are_not_sent_and_those_of_the_new_day_are(story: Story, sink: Sink):
    lea = story.person("Lea")
    made = assigned(story, lea)
    # ── 13 March, 8:00: decided and not sent yet, when the date moves
    story.at("2027-03-13 08:00")
    story.decide()
    edit(story, made, due="2027-03-24")
    story.loop()
    assert story.told(lea) == [STARTED, MOVED]
    assert whys(story, lea) == ["The due date is Wednesday, 24 March 2027 now."]
    # ── 17 March: seven days before the new day; 20 March: nothing; 24 March: due
    told = []
    for day in ("17", "20", "24"):
        story.at(f"2027-03-{day} 08:00")
        story.loop()
        told.append(story.told(lea)[2:])
    assert told == [[IN_7], [IN_7], [IN_7, TODAY]]


@pytest.mark.rule("X-05", "moved away and back the same day: a suppressed reminder is sent after all, once")
def test_moved_away_and_back_on_one_day_a_suppressed_reminder_is_sent_once(story: Story, sink: Sink):
    lea = story.person("Lea")
    made = assigned(story, lea)
    story.at("2027-03-13 08:00")
    story.decide()
    # ── 8:10 away, and the mails go; 8:20 back
    story.at("2027-03-13 08:10")
    edit(story, made, due="2027-03-24")
    story.loop()
    assert story.told(lea) == [STARTED, MOVED]
    story.at("2027-03-13 08:20")
    edit(story, made, due="2027-03-20")
    story.loop()
    assert sorted(story.told(lea)) == sorted([STARTED, IN_7, MOVED, MOVED])
    assert whys(story, lea) == []
    # ── and away and back once more: what was sent is not sent again
    for due in ("2027-03-24", "2027-03-20"):
        edit(story, made, due=due)
        story.loop()
    assert story.told(lea).count(IN_7) == 1
    assert set(sink.ids().values()) == {1}


@pytest.mark.rule("X-05", "moved away and back before anything was sent: told once of the day that holds")
def test_moved_away_and_back_before_a_mail_went_only_the_last_move_is_mailed(story: Story):
    lea = story.person("Lea")
    made = assigned(story, lea)
    for due in ("2027-03-24", "2027-03-20", "2027-03-24"):
        edit(story, made, due=due)
        story.decide()
    story.loop()
    assert story.told(lea) == [STARTED, MOVED]
    assert whys(story, lea) == ["The due date was moved again since.", "The due date is Wednesday, 24 March 2027 now."]


@pytest.mark.rule("X-05", "moved back on a later day, a reminder of the earlier one stays suppressed")
def test_moved_back_a_day_later_the_old_reminder_is_pointless(story: Story):
    lea = story.person("Lea")
    made = assigned(story, lea)
    story.at("2027-03-13 08:00")
    story.decide()
    edit(story, made, due="2027-03-27")
    story.loop()
    story.at("2027-03-14 09:00")
    edit(story, made, due="2027-03-20")
    story.loop()
    assert story.told(lea) == [STARTED, MOVED, MOVED]
    story.at("2027-03-20 08:00")
    story.loop()
    assert story.told(lea)[3:] == [TODAY]


@pytest.mark.rule("X-05", "one reminder speaks for two assignments, and wakes for either of them")
def test_a_shared_reminder_is_sent_when_the_other_assignment_moves_back(story: Story):
    lea = story.person("Lea")
    first, second = assigned(story, lea), assigned(story, lea)
    story.at("2027-03-13 08:00")
    story.decide()
    for made in (first, second):
        edit(story, made, due="2027-03-27")
    story.loop()
    assert IN_7 not in story.told(lea)
    edit(story, second, due="2027-03-20")
    story.loop()
    assert story.told(lea).count(IN_7) == 1


@pytest.mark.rule("A-16", "edited twice: reminders of the last dates, and no passed moment is made up for")
def test_an_assignment_edited_twice_reminds_on_the_days_of_the_last_edit(story: Story):
    lea = story.person("Lea")
    made = assigned(story, lea, due="2027-03-20")
    # ── 2 March: two weeks more; 29 March: now due on 31 March, whose week's reminder would have been on the 24th
    story.at("2027-03-02 09:00")
    edit(story, made, due="2027-04-03")
    story.loop_until("2027-03-27 09:00", hours=12)
    assert story.told(lea) == [STARTED, MOVED, IN_7]
    story.at("2027-03-29 09:00")
    edit(story, made, due="2027-03-31")
    story.loop_until("2027-04-04 09:00", hours=12)
    assert story.told(lea) == [STARTED, MOVED, IN_7, MOVED, TODAY]


@pytest.mark.rule("A-19", "added people are notified by the assignment's switches, and those who were in it are not")
def test_whoever_is_added_by_an_edit_is_told_by_the_switches(story: Story):
    lea, noa = story.person("Lea"), story.person("Noa")
    made = assigned(story, lea, emails=False)
    edit(story, made, add=[noa])
    story.loop()
    assert [story.told(noa, channel) for channel in CHANNELS] == [[], [STARTED]]
    assert story.told(lea, "dashboard") == [STARTED]


@pytest.mark.rule("X-05", "removed and added again: the occasion counts up, so the notices are made anew")
def test_whoever_is_removed_and_added_again_is_told_again(story: Story):
    lea, noa = story.person("Lea"), story.person("Noa")
    made = assigned(story, lea, noa)
    story.at("2027-03-02 09:00")
    edit(story, made, remove=[lea])
    story.at("2027-03-13 08:00")
    story.loop()
    assert story.told(lea) == [STARTED, WITHDRAWN]
    story.at("2027-03-14 09:00")
    edit(story, made, add=[lea])
    story.loop_until("2027-03-20 09:00", hours=1)
    assert story.told(lea) == [STARTED, WITHDRAWN, STARTED, TODAY]
    assert story.told(noa) == [STARTED, IN_7, TODAY]


@pytest.mark.rule("X-05", "removed and added again the same day: a reminder that was held back is sent after all")
def test_a_reminder_that_a_removal_held_back_wakes_when_it_is_taken_back(story: Story):
    lea, noa = story.person("Lea"), story.person("Noa")
    made = assigned(story, lea, noa)
    story.at("2027-03-13 08:00")
    story.decide()
    edit(story, made, remove=[lea])
    story.loop()
    assert story.told(lea) == [STARTED, WITHDRAWN]
    story.at("2027-03-13 09:00")
    edit(story, made, add=[lea])
    story.loop()
    assert sorted(story.told(lea)) == [STARTED, STARTED, IN_7, WITHDRAWN]


@pytest.mark.rule("X-05", "removed and added again before the first notice went: it is sent once")
def test_removed_and_added_again_before_the_first_mail_only_the_new_notice_is_sent(story: Story, sink: Sink, decided):
    lea, _, made = decided
    edit(story, made, remove=[lea])
    edit(story, made, add=[lea])
    story.loop()
    assert len(sink.to(lea.email)) == 1
    assert whys(story, lea) == ["The person was removed and added again since."]
