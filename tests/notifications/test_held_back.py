"""Reminders that were held back, or waited for long: what takes their place, and what is not made up for."""

import pytest
from support.editing.in_story import edit
from support.story import Story

from training_app.notifications.sending.suppressing import OVERTAKEN

STARTED, MOVED, IN_7, TODAY = "assignment started", "due date moved", "due in 7 days", "due today"


@pytest.mark.rule("A-16", "a reminder of today that was held back does not keep today's other one from being sent")
def test_a_held_back_reminder_gives_its_place_to_the_one_that_is_due_now(story: Story):
    lea = story.person("Lea")
    made = story.assign(lea, due="2027-03-20")
    story.loop()
    # ── the 14th, after a standstill: what the 13th missed is decided, and before it goes the date moves by a day
    story.at("2027-03-12 09:00")
    story.loop()
    story.at("2027-03-14 07:00")
    story.decide()
    edit(story, made, due="2027-03-21")
    story.at("2027-03-14 07:30")
    story.loop()
    assert story.told(lea) == [STARTED, MOVED]
    story.at("2027-03-14 08:00")
    story.loop()
    assert story.told(lea) == [STARTED, IN_7, MOVED]
    (reminder,) = [one for one in story.messages(lea, channel="email") if one.occasion == IN_7]
    assert (reminder.due_on.isoformat(), reminder.why) == ("2027-03-21", "")
    assert reminder.subject == "Lifting safely is due in 7 days"
    story.loop()
    assert story.told(lea).count(IN_7) == 1


@pytest.mark.rule("N-05", "of several reminders that waited while mails stood still only the latest is sent")
def test_of_reminders_that_waited_for_days_only_the_latest_is_sent(story: Story):
    lea, noa = story.person("Lea"), story.person("Noa")
    story.assign(lea, noa, due="2027-03-20")
    story.loop()
    for moment in ("2027-03-13 08:00", "2027-03-20 08:00"):
        story.at(moment)
        story.decide()
    story.loop()
    for person in (lea, noa):
        assert story.told(person) == [STARTED, TODAY]
        assert [one.why for one in story.messages(person, status="suppressed")] == [OVERTAKEN]


@pytest.mark.rule("P-09", "a start notice held back while somebody was deactivated is not made up for by a later move")
def test_what_was_held_back_days_ago_is_no_news_any_more(story: Story):
    lea = story.person("Lea")
    made = story.assign(lea, due="2027-03-20")
    story.decide()
    story.deactivate(lea)
    story.loop()
    story.reactivate(lea)
    story.at("2027-03-04 09:00")
    edit(story, made, due="2027-03-27")
    story.loop()
    assert story.told(lea) == [MOVED]


@pytest.mark.rule("N-05", "what waits beside it and speaks of a day that is no longer so takes no reminder's place")
def test_a_newer_reminder_of_another_day_takes_no_ones_place(story: Story):
    lea = story.person("Lea")
    made = story.assign(lea, due="2027-03-20")
    story.loop()
    # ── mails stand still; on the 13th and the 14th a reminder is decided, each of the day that is due then
    for moment, due in (("2027-03-13 08:00", "2027-03-21"), ("2027-03-14 08:00", "2027-03-20")):
        story.at(moment)
        story.decide()
        edit(story, made, due=due)
    story.decide()
    story.at("2027-03-14 10:00")
    story.loop()
    reminders = [one for one in story.messages(lea, channel="email") if one.occasion == IN_7]
    assert [(one.due_on.isoformat(), one.status) for one in reminders] == [
        ("2027-03-20", "sent"),
        ("2027-03-21", "suppressed"),
    ]
