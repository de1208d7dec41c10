"""Why a timed message was not made: each reason by itself, their order, and what is said when none is known."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from training_app.notifications.explaining import whys
from training_app.notifications.explaining.asked import Asked, Edit, Spell, Whose
from training_app.notifications.explaining.whys import Timed, why
from training_app.notifications.rules import Channel, Occasion, ReminderMails

DAY = date(2027, 3, 13)
MOMENT = datetime(2027, 3, 13, 8, tzinfo=UTC)
BEFORE, LATER = MOMENT - timedelta(days=3), MOMENT + timedelta(days=1)
ASKED = Asked(id=1, assignment_id=1, training_id=1, title="Lifting safely", occasion=1, starts_on=date(2027, 3, 1),
              due_on=date(2027, 3, 20), due_set_at=BEFORE, published_at=BEFORE)  # fmt: skip
OTHER = replace(ASKED, id=2, assignment_id=2, due_on=DAY)
REMINDER = Timed(ASKED, Whose(), Occasion.DUE_IN_7, Channel.EMAIL, day=DAY, moment=MOMENT, at=MOMENT, today=DAY,
                 zone="Europe/Berlin", begun_on=date(2027, 1, 1))  # fmt: skip
EMAILS_OFF = "Switched off in the assignment: E-mails."
COMPLETED = "It was completed on Wednesday, 10 March 2027."
SPEAKS = "One reminder a day for a training: that of the assignment due Saturday, 13 March 2027 speaks for it."
DEACTIVATED = "The person was deactivated."
INSTANT = "Wednesday, 10 March 2027, 09:00 (Europe/Berlin)"


def of(timed: Timed = REMINDER, **place) -> Timed:
    """A timed message of a place that differs in this."""
    return replace(timed, asked=replace(timed.asked, **place))


def to(**person) -> Timed:
    """The same to a person who differs in this."""
    return replace(REMINDER, whose=Whose(**person))


def test_where_nothing_stands_against_it_there_is_no_reason():
    assert why(REMINDER) == ""


@pytest.mark.rule("N-07", "why not: the switch of the assignment was off, which one, as it was at that moment")
def test_the_switch_that_was_off_is_named():
    assert why(of(emails=False)) == EMAILS_OFF
    assert why(of(dashboard_notifications=False)) == ""
    bell = replace(REMINDER, channel=Channel.DASHBOARD)
    assert why(of(bell, dashboard_notifications=False)) == "Switched off in the assignment: Dashboard notifications."
    assert why(of(edits=[Edit(LATER, {"emails": False})])) == EMAILS_OFF
    assert why(of(emails=False, edits=[Edit(LATER, {"emails": True})])) == ""


@pytest.mark.rule("N-07", "why not: the moment had passed when the assignment was made, or the due date set")
def test_a_moment_that_had_passed_says_when_it_was_made_or_set():
    at = datetime(2027, 3, 13, 9, 30, tzinfo=UTC)
    said = "after this moment: Saturday, 13 March 2027, 10:30 (Europe/Berlin)."
    assert why(of(published_at=at)) == f"The assignment was made {said}"
    assert why(of(due_set_at=at)) == f"The due date was set {said}"
    assert why(replace(of(due_set_at=at), occasion=Occasion.STARTED)) == ""


@pytest.mark.rule("N-07", "why not: it was completed before, on which day")
def test_what_was_completed_before_says_on_which_day():
    day = date(2027, 3, 10)
    done = {"status": "evaluated", "completed_on": day}
    assert why(of(**done, completed_at=BEFORE)) == COMPLETED
    assert why(of(**done | {"completed_on": LATER.date()}, completed_at=LATER)) == ""
    assert why(of(**done)) == COMPLETED
    assert why(of(**done | {"completed_on": DAY})) == ""


@pytest.mark.rule("N-07", "why not: withdrawn, excused, closed, cancelled or failed before, and not after")
@pytest.mark.parametrize(
    ("fields", "since", "said"),
    [
        ({}, "withdrawn_at", "The person is no longer in this assignment."),
        ({}, "cancelled_at", "The assignment was cancelled."),
        ({}, "excused_at", "The person was excused."),
        ({"closed_as": "lapsed"}, "closed_at", "The enrollment was closed: lapsed."),
        ({"status": "failed"}, "failed_at", "The enrollment is failed."),
    ],
)
def test_what_was_over_before_is_a_reason_and_what_was_over_later_is_none(fields, since, said):
    assert why(of(**fields, **{since: BEFORE})) == said
    assert why(of(**fields, **{since: LATER})) == ""


@pytest.mark.rule("N-07", "why not: an excuse that was over since, by its days or taken back")
def test_an_excuse_of_then_is_a_reason():
    assert why(of(excuses=[Spell(BEFORE, DAY, LATER)])) == "The person was excused."
    assert why(of(excuses=[Spell(BEFORE, None, LATER)])) == "The person was excused."
    assert why(of(excuses=[Spell(BEFORE, None, BEFORE)])) == ""
    assert why(of(excused_at=BEFORE, excused_until=DAY - timedelta(days=1))) == ""


@pytest.mark.rule("N-07", "why not: the assignment had not started, as its start day was then")
def test_what_had_not_started_says_when_it_starts():
    said = "The assignment starts on Sunday, 14 March 2027."
    assert why(of(starts_on=date(2027, 3, 14))) == said
    assert why(of(edits=[Edit(LATER, {"starts_on": "2027-03-14"})])) == said


@pytest.mark.rule("N-07", "why not: another assignment's reminder spoke for it that day, named by its due date")
def test_the_assignment_that_speaks_for_it_is_named():
    assert why(replace(REMINDER, spoken_by=OTHER)) == SPEAKS
    assert why(replace(REMINDER, spoken_by=ASKED)) == ""


@pytest.mark.rule("N-07", "why not: the person was deactivated at that moment")
def test_whoever_was_deactivated_then_got_nothing():
    assert why(to(is_active=False)) == DEACTIVATED
    assert why(to(edits=[Edit(LATER, {"active": False})])) == DEACTIVATED
    assert why(to(is_active=False, edits=[Edit(LATER, {"active": True})])) == ""


@pytest.mark.rule("N-07", "why not: the person has switched reminders by e-mail off, since when")
def test_whoever_wants_no_reminders_by_e_mail_gets_them_under_the_bell_alone():
    off = to(reminders=ReminderMails.NONE, reminders_since=BEFORE)
    assert why(off) == f"The person wants no reminders by e-mail, since {INSTANT}."
    assert why(replace(off, channel=Channel.DASHBOARD)) == ""
    assert why(replace(off, occasion=Occasion.STARTED)) == ""
    assert why(to(edits=[Edit(LATER, {"reminders": "none"})])) == "The person wants no reminders by e-mail."
    assert why(to(reminders="none", reminders_since=LATER, edits=[Edit(LATER, {"reminders": "digest"})])) == ""


@pytest.mark.rule("N-07", "why not: messages stood still and a later reminder took its place")
def test_after_a_standstill_the_reminder_of_the_due_day_takes_the_place_of_the_week_s():
    until = date(2027, 3, 22)
    late = replace(REMINDER, today=until, at=datetime(2027, 3, 22, 9, tzinfo=UTC))
    said = "Messages stood still until Monday, 22 March 2027; the reminder of the due day took its place."
    assert why(late) == said
    assert why(replace(late, occasion=Occasion.DUE_TODAY)) == ""
    on_the_day = replace(late, today=ASKED.due_on, spoken_by=ASKED)
    assert why(on_the_day) == said.replace("Monday, 22", "Saturday, 20")
    assert why(replace(on_the_day, spoken_by=None)) == ""


@pytest.mark.rule("N-07", "why not: the moment was before the first day that was decided")
def test_what_was_before_the_first_decided_day_says_so():
    said = "Messages are decided since Sunday, 14 March 2027; this was before."
    assert why(replace(REMINDER, begun_on=date(2027, 3, 14))) == said
    assert why(replace(REMINDER, begun_on=DAY)) == ""


@pytest.mark.rule("N-07", "why not: where the record does not say when somebody failed, that is what is said")
def test_a_failure_of_unknown_time_is_said_to_be_that():
    assert why(of(status="failed")) == "The enrollment is failed; since when is not recorded."


@pytest.mark.rule("N-07", "why not: of several reasons the first in a fixed order is told")
def test_of_several_reasons_the_first_in_order_is_told():
    all_of_them = replace(
        of(emails=False, due_set_at=LATER, status="evaluated", completed_on=BEFORE.date(), completed_at=BEFORE),
        whose=Whose(is_active=False, reminders=ReminderMails.NONE), spoken_by=OTHER, begun_on=date(2027, 4, 1),
    )  # fmt: skip
    told, timed = [], all_of_them
    for better in ({"emails": True}, {"due_set_at": BEFORE}, {"status": "enrolled"}, {}):
        told.append(why(timed))
        timed = of(timed, **better)
    assert told[0] == EMAILS_OFF
    assert told[1].startswith("The due date was set after")
    assert told[2:] == [COMPLETED, SPEAKS]
    timed = replace(timed, spoken_by=None)
    assert why(timed) == DEACTIVATED
    assert why(replace(timed, whose=Whose(reminders=ReminderMails.NONE))).startswith("The person wants no reminders")
    assert why(replace(timed, whose=Whose())).startswith("Messages are decided since")


@pytest.mark.rule("A-11", "of reminders to come of one training and day, the one that will speak is known before")
def test_of_two_reminders_to_come_the_due_day_speaks_for_the_training():
    today = replace(REMINDER, asked=OTHER, occasion=Occasion.DUE_TODAY)
    said = {one.asked.id: why(one) for one in whys.with_speakers([REMINDER, today])}
    assert said == {1: SPEAKS, 2: ""}
    # What is held back speaks for nothing.
    said = {one.asked.id: why(one) for one in whys.with_speakers([REMINDER, of(today, emails=False)])}
    assert said == {1: "", 2: EMAILS_OFF}
    elsewhere = of(today, training_id=2)
    assert [why(one) for one in whys.with_speakers([REMINDER, elsewhere])] == ["", ""]
