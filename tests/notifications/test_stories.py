"""Who is told what and when, over a calendar of the organization."""

import pytest
from support.story import Story

STARTED, IN_7, TODAY = "assignment started", "due in 7 days", "due today"


@pytest.mark.rule("A-15", "start date today: told at once")
def test_whoever_is_assigned_something_that_starts_today_is_told_at_once(story: Story):
    lea = story.person("Lea")
    story.assign(lea, due="2027-04-01")
    story.loop()
    assert story.told(lea) == [STARTED]
    assert story.told(lea, "dashboard") == [STARTED]


@pytest.mark.rule("A-15", "start date in the future: at midnight of the start date")
def test_an_assignment_that_starts_later_is_told_at_midnight_of_its_start(story: Story):
    lea = story.person("Lea")
    story.assign(lea, start="2027-03-05", due="2027-04-01")
    # ── 4 March, the last minute
    story.loop_until("2027-03-04 23:00", hours=3)
    story.at("2027-03-04 23:59")
    story.loop()
    assert story.told(lea) == []
    # ── 5 March, midnight
    story.at("2027-03-05 00:00")
    story.loop()
    assert story.told(lea) == [STARTED]
    assert story.told(lea, "dashboard") == [STARTED]


@pytest.mark.rule("X-03", "whoever completed before the start gets no start notice")
def test_whoever_completed_before_the_start_is_not_told_of_it(story: Story):
    lea, noa = story.person("Lea"), story.person("Noa")
    story.assign(lea, noa, start="2027-03-05", due="2027-04-01")
    story.assign(lea, due="2027-04-01")
    story.loop()
    story.complete(lea)
    story.at("2027-03-05 00:00")
    story.loop()
    assert story.told(lea) == [STARTED]
    assert story.told(noa) == [STARTED]
    assert len(story.messages(lea, channel="email")) == 1


@pytest.mark.rule("A-16", "reminded 7 days before the due date and on it, at the reminder hour")
def test_reminders_come_seven_days_before_and_on_the_due_day_at_eight(story: Story):
    lea = story.person("Lea")
    story.assign(lea, due="2027-03-20")
    # ── 13 March: seven days left
    story.loop_until("2027-03-13 07:00", hours=6)
    story.at("2027-03-13 07:59")
    story.loop()
    assert story.told(lea) == [STARTED]
    story.at("2027-03-13 08:00")
    story.loop()
    assert story.told(lea) == [STARTED, IN_7]
    # ── 20 March: due
    story.loop_until("2027-03-20 07:00", hours=6)
    assert story.told(lea) == [STARTED, IN_7]
    story.at("2027-03-20 08:00")
    story.loop()
    assert story.told(lea) == story.told(lea, "dashboard") == [STARTED, IN_7, TODAY]
    # ── and no more
    story.loop_until("2027-04-10 08:00", hours=12)
    assert story.told(lea) == [STARTED, IN_7, TODAY]


@pytest.mark.rule("A-16", "a moment that had passed when the assignment was made is not made up for")
def test_a_moment_before_the_assignment_is_not_made_up_for(story: Story):
    story.loop()
    lea = story.person("Lea")
    # It is nine o'clock: today's eight o'clock has passed.
    story.assign(lea, due="2027-03-08")
    story.loop_until("2027-03-02 09:00")
    assert story.told(lea) == [STARTED]
    story.loop_until("2027-03-08 08:00", hours=1)
    assert story.told(lea) == [STARTED, TODAY]


@pytest.mark.rule("A-16", "an act on its way while the moment was decided is reminded")
def test_an_assignment_committed_just_after_the_moment_it_was_made_before_is_reminded(story: Story):
    lea = story.person("Lea")
    story.loop()
    # ── 8 March: the loop decides at eight, the assignment of a moment before is committed right after
    story.at("2027-03-08 08:00")
    story.loop()
    story.at("2027-03-08 07:59")
    story.assign(lea, due="2027-03-08")
    story.at("2027-03-08 08:01")
    story.loop()
    assert story.told(lea) == [STARTED, TODAY]


@pytest.mark.rule("A-16", "not once complete")
def test_a_reminder_is_not_made_for_somebody_who_finished_yesterday(story: Story):
    lea, noa = story.person("Lea"), story.person("Noa")
    story.assign(lea, noa, due="2027-03-20")
    story.loop()
    story.at("2027-03-12 15:00")
    story.complete(lea)
    story.at("2027-03-13 08:00")
    story.loop()
    assert story.told(lea) == [STARTED]
    assert story.told(noa) == [STARTED, IN_7]
    assert len(story.messages(lea, channel="email")) == 1


@pytest.mark.rule("A-16", "not when deactivated")
@pytest.mark.rule("P-09", "a deactivated person gets no notification; reactivated, nothing is made up for")
def test_somebody_deactivated_is_not_reminded_and_nothing_is_made_up_for(story: Story):
    lea, noa = story.person("Lea"), story.person("Noa")
    story.assign(lea, noa, due="2027-03-20")
    story.loop()
    story.deactivate(lea)
    story.at("2027-03-13 08:00")
    story.loop()
    story.reactivate(lea)
    story.at("2027-03-14 08:00")
    story.loop()
    assert story.told(lea) == [STARTED]
    assert story.told(noa) == [STARTED, IN_7]
    story.at("2027-03-20 08:00")
    story.loop()
    assert story.told(lea) == [STARTED, TODAY]


@pytest.mark.rule("A-12", "the switches govern the start notice and both reminders; off, none is made")
@pytest.mark.parametrize(("off", "other"), [("dashboard_notifications", "email"), ("emails", "dashboard")])
def test_a_channel_that_is_switched_off_makes_no_message(story: Story, off, other):
    lea = story.person("Lea")
    story.assign(lea, start="2027-03-02", due="2027-03-20", **{off: False})
    story.loop_until("2027-03-20 08:00", hours=12)
    story.at("2027-03-20 08:00")
    story.loop()
    assert {message.channel for message in story.messages(lea)} == {other}
    assert story.told(lea, other) == [STARTED, IN_7, TODAY]


@pytest.mark.rule("A-12", "both switched off, nothing is made")
def test_with_both_switches_off_nothing_is_made(story: Story):
    lea, noa = story.person("Lea"), story.person("Noa")
    story.assign(lea, due="2027-03-08", dashboard_notifications=False, emails=False)
    story.assign(noa, due="2027-03-08")
    story.loop_until("2027-03-08 08:00", hours=1)
    assert story.messages(lea) == []
    assert story.told(noa) == [STARTED, TODAY]


@pytest.mark.rule("A-11", "at most one timed reminder a day for one training")
def test_two_assignments_of_one_training_remind_once_a_day_and_of_what_is_due_first(story: Story):
    lea = story.person("Lea")
    story.assign(lea, due="2027-03-20")
    story.assign(lea, due="2027-03-27")
    story.loop()
    assert story.told(lea) == [STARTED, STARTED]
    story.at("2027-03-20 08:00")
    story.loop()
    assert story.told(lea)[2:] == story.told(lea, "dashboard")[2:] == [TODAY]


@pytest.mark.rule("A-11", "one reminder a day is for one training, another training has its own")
def test_two_trainings_that_are_due_on_one_day_are_two_reminders(story: Story):
    lea = story.person("Lea")
    story.assign(lea, due="2027-03-20")
    story.assign(lea, due="2027-03-20", training=story.course("Bloodborne pathogens"))
    story.loop_until("2027-03-13 08:00", hours=1)
    assert story.told(lea)[2:] == [IN_7, IN_7]


@pytest.mark.rule("X-03", "hidden from the learner until the start day, so not reminded before it")
def test_nobody_is_reminded_of_what_has_not_started(story: Story):
    lea = story.person("Lea")
    story.assign(lea, start="2027-03-16", due="2027-03-20")
    story.loop_until("2027-03-15 08:00", hours=12)
    assert story.messages(lea) == []
    story.loop_until("2027-03-20 08:00", hours=1)
    assert story.told(lea) == [STARTED, TODAY]


@pytest.mark.rule("N-05", "midnight and reminder hour are the organization's, over the change to summer time")
def test_the_night_of_the_change_to_summer_time_moves_nothing(story: Story):
    lea = story.person("Lea")
    story.assign(lea, start="2027-03-28", due="2027-04-04")
    story.assign(lea, due="2027-03-28", training=story.course("Hazard communication"))
    # ── 28 March: clocks go from 02:00 to 03:00 in Berlin
    story.loop_until("2027-03-27 23:00", hours=6)
    before = len(story.messages(lea, channel="email"))
    story.at("2027-03-28 00:00")
    story.loop()
    made = story.messages(lea, channel="email")[before:]
    assert [message.occasion for message in made] == [STARTED]
    assert made[0].made_at.isoformat() == "2027-03-27T23:00:00+00:00"
    story.at("2027-03-28 07:59")
    story.loop()
    assert len(story.messages(lea, channel="email")) == before + 1
    story.at("2027-03-28 08:00")
    story.loop()
    made = story.messages(lea, channel="email")[before + 1 :]
    assert sorted(message.occasion for message in made) == [IN_7, TODAY]
    assert {message.made_at.isoformat() for message in made} == {"2027-03-28T06:00:00+00:00"}


@pytest.mark.rule("N-05", "midnight is the organization's, over the change from summer time")
def test_the_night_of_the_change_from_summer_time_tells_once(story: Story):
    story.at("2027-10-25 09:00")
    lea = story.person("Lea")
    story.assign(lea, start="2027-10-31", due="2027-11-07")
    # ── 31 October: the hour from 02:00 comes twice
    story.loop_until("2027-11-01 12:00")
    assert story.told(lea) == [STARTED, IN_7]
    assert [m.made_at.isoformat() for m in story.messages(lea, channel="dashboard")] == [
        "2027-10-30T22:00:00+00:00",
        "2027-10-31T07:00:00+00:00",
    ]


@pytest.mark.rule("N-05", "what fell due within a standstill is sent once on return")
def test_after_a_standstill_what_was_missed_is_told_once(story: Story):
    lea = story.person("Lea")
    story.assign(lea, start="2027-03-05", due="2027-03-15")
    story.loop()
    # ── nothing runs from 1 to 9 March
    story.at("2027-03-09 10:00")
    story.loop()
    assert sorted(story.told(lea)) == [STARTED, IN_7]
    story.loop_until("2027-03-12 08:00")
    assert sorted(story.told(lea)) == [STARTED, IN_7]


@pytest.mark.rule("N-05", "of several reminders for one enrollment only the latest")
def test_of_several_missed_reminders_only_the_latest_is_sent(story: Story):
    lea = story.person("Lea")
    story.assign(lea, due="2027-03-10")
    story.loop()
    story.at("2027-03-12 10:00")
    story.loop()
    assert story.told(lea) == [STARTED, TODAY]
    assert story.messages(lea, channel="email")[-1].subject == "Lifting safely was due on Wednesday, 10 March 2027"


@pytest.mark.rule("N-05", "none that has become pointless")
def test_a_missed_reminder_of_what_was_completed_meanwhile_is_not_sent(story: Story):
    lea = story.person("Lea")
    story.assign(lea, due="2027-03-10")
    story.loop()
    story.at("2027-03-11 10:00")
    story.complete(lea)
    story.at("2027-03-12 10:00")
    story.loop()
    assert story.told(lea) == [STARTED]


@pytest.mark.rule("N-05", "which days have been decided is recorded, and a new installation begins with today")
def test_a_new_installation_begins_with_today(story: Story):
    lea = story.person("Lea")
    story.assign(lea, due="2027-03-10")
    # ── the loop runs for the first time on the due day, before the hour, and then stands still for a day
    story.at("2027-03-10 07:00")
    story.loop()
    assert story.told(lea) == [STARTED]
    story.at("2027-03-11 09:00")
    story.loop()
    assert story.told(lea) == [STARTED, TODAY]


@pytest.mark.rule("A-16", "a moved due date moves the reminders")
def test_a_moved_due_date_is_reminded_of_on_its_new_days(story: Story):
    lea = story.person("Lea")
    made = story.assign(lea, due="2027-03-20")
    story.loop_until("2027-03-13 09:00")
    assert story.told(lea) == [STARTED, IN_7]
    story.extend(made, lea, due="2027-03-27")
    story.loop_until("2027-03-28 08:00", hours=1)
    assert story.told(lea) == [STARTED, IN_7, "due date moved", IN_7, TODAY]
