"""Days, hours and who may, without a database (T-03)."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from training_app.assignments.sessions import entry, instants, rules
from training_app.assignments.sessions.entry import NewSession
from training_app.assignments.sessions.rules import Applicant, When
from training_app.catalog.model import Training
from training_app.catalog.rules import SignUpBy
from training_app.core.errors import Invalid

MARCH = date(2027, 3, 1)
THIRD = date(2027, 3, 3)
THEY = Applicant(is_themselves=True)
THEY_ENROLLED = replace(THEY, is_enrolled=True)
OTHERS = Applicant(is_themselves=False)
MORNING = When(THIRD, THIRD, time(8), time(12))


@pytest.mark.parametrize(
    ("other", "is_one"),
    [
        (When(THIRD, THIRD, time(12), time(16)), False),
        (When(THIRD, THIRD, time(11, 59), time(13)), True),
        (When(THIRD, THIRD), True),
        (When(date(2027, 3, 2), THIRD, time(20), time(8)), False),
        (When(date(2027, 3, 2), date(2027, 3, 4), time(13), time(15)), True),
        (When(THIRD, THIRD, time(13)), False),
    ],
)
def test_two_sessions_overlap_when_nobody_can_be_in_both(other, is_one):
    assert MORNING.overlaps(other) is other.overlaps(MORNING) is is_one


def test_a_session_in_the_night_of_the_clock_change_is_shown_as_typed():
    night = When(date(2027, 3, 28), date(2027, 3, 28), time(2, 30), time(4))
    assert night.in_words() == "Sun 28 Mar 2027, 02:30 to 04:00"
    assert instants.begins_at(night, "Europe/Berlin") == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert instants.ends_at(night, "Europe/Berlin") == datetime(2027, 3, 28, 2, tzinfo=UTC)
    assert instants.ends_at(When(THIRD, THIRD), "Etc/UTC") == datetime(2027, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (When(THIRD, THIRD), "Wed 3 Mar 2027"),
        (When(THIRD, THIRD, time(8)), "Wed 3 Mar 2027, 08:00"),
        (When(THIRD, date(2027, 3, 5)), "Wed 3 Mar 2027 to Fri 5 Mar 2027"),
        (When(THIRD, date(2027, 3, 4), time(19), time(7)), "Wed 3 Mar 2027, 19:00 to Thu 4 Mar 2027, 07:00"),
    ],
)
def test_days_and_hours_in_words(when, said):
    assert when.in_words() == said


@pytest.mark.rule("T-03", "people sign up and step back through the last day to sign up, or else the day it begins")
@pytest.mark.parametrize(
    ("closes_on", "today", "why"),
    [
        (None, THIRD, ""),
        (None, date(2027, 3, 4), "The last day to sign up or step back was 3 Mar 2027."),
        (MARCH, MARCH, ""),
        (MARCH, date(2027, 3, 2), "The last day to sign up or step back was 1 Mar 2027."),
        (None, date(2027, 3, 5), "This session is over."),
    ],
)
def test_until_when_people_sign_up_by_themselves(closes_on, today, why):
    two_days = replace(MORNING, last_day=date(2027, 3, 4))
    assert rules.why_closed(two_days, closes_on, today, is_cancelled=False) == why


@pytest.mark.rule("T-03", "who signs up by themselves is said of each session: whoever is enrolled, everybody, nobody")
@pytest.mark.parametrize(
    ("who", "sign_up", "is_current", "why"),
    [
        (THEY_ENROLLED, SignUpBy.ENROLLED, True, ""),
        (THEY, SignUpBy.ENROLLED, True, "is not enrolled in the course"),
        (THEY, SignUpBy.EVERYONE, True, ""),
        (THEY_ENROLLED, SignUpBy.NOBODY, True, "cannot sign up: a coordinator enters who takes part"),
        (OTHERS, SignUpBy.NOBODY, True, ""),
        (OTHERS, SignUpBy.ENROLLED, True, ""),
        (replace(OTHERS, is_active=False, is_enrolled=True), SignUpBy.EVERYONE, True, "is deactivated"),
        (THEY_ENROLLED, SignUpBy.EVERYONE, False, ""),
        (OTHERS, SignUpBy.EVERYONE, False,
         "is not enrolled, and nobody can be now: the course is archived, over, or not published yet"),
    ],
)  # fmt: skip
def test_who_can_be_signed_up(who, sign_up, is_current, why):
    assert rules.why_not(who, sign_up, is_course_current=is_current) == why


def test_what_is_said_of_others_is_said_to_the_person():
    assert rules.about_you("is not enrolled in the course") == "You are not enrolled in the course."


SOUND = NewSession(THIRD, THIRD, time(8), time(12), seats=12)


@pytest.mark.rule("T-03", "what is wrong with a session is named at its field")
@pytest.mark.parametrize(
    ("wrong", "field", "text"),
    [
        ({"day": date(2027, 2, 28), "last_day": date(2027, 2, 28)}, "day", "28 Feb 2027 is past. Today is 1 Mar 2027."),
        ({"day": date(2222, 3, 3), "last_day": date(2222, 3, 3)}, "day", "3 Mar 2222 is more than 5 years away."),
        ({"last_day": date(2027, 3, 2)}, "last_day", "The last day is before the first, 3 Mar 2027."),
        ({"last_day": date(2027, 9, 3)}, "last_day", "A session has at most 60 days."),
        ({"day": date(2027, 7, 1), "last_day": date(2027, 7, 1)}, "day",
         "The accreditation of “CPR” ends before that day, on 30 Jun 2027."),
        ({"ends": time(8)}, "ends",
         "It ends at 08:00, before it starts at 08:00. Through the night, the next day is its last."),
        ({"starts": None}, "starts", "Say when it starts, too."),
        ({"seats": 0}, "seats", "Seats are from 1 to 10,000; leave it empty for any number."),
        ({"seats": 3}, "seats", "4 people have a seat already. Take some out first, or leave at least 4."),
        ({"closes_on": date(2027, 3, 4)}, "closes_on", "The session begins before that day, on 3 Mar 2027."),
        ({"closes_on": date(2027, 2, 1)}, "closes_on", "1 Feb 2027 is past, so that nobody could sign up."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_session_is_named(wrong, field, text):
    course = Training(title="CPR", code="C", code_key="c", accredited_through=date(2027, 6, 30), created_at=None)
    found = entry.problems_of(replace(SOUND, **wrong), None, course, today=MARCH, seated=4)
    assert [(one.field, one.text) for one in found] == [(field, text)]
    assert entry.problems_of(SOUND, None, course, today=MARCH, seated=4) == []


def test_what_was_past_already_may_stay():
    course = Training(title="CPR", code="C", code_key="c", created_at=None)
    before = replace(SOUND, closes_on=date(2027, 3, 2))
    new = replace(before, place="Station 4")
    assert entry.problems_of(new, before, course, today=date(2027, 4, 1), seated=0) == []


def test_a_form_says_a_session_and_each_box_that_says_nothing():
    said = {"day": "2027-03-03", "starts": "08:00", "ends": "12:00:30", "seats": "12", "sign_up": "enrolled"}
    assert entry.typed(said) == SOUND
    with pytest.raises(Invalid) as refused:
        entry.typed({"last_day": "soon", "starts": "25:00", "seats": "²", "sign_up": "x"})
    assert [one.field for one in refused.value.problems] == ["day", "last_day", "starts", "seats", "sign_up"]
