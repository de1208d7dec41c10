"""The review: which messages there will be and when, as a list and in a calendar (A-12, A-13, A-15, A-16)."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from support.review import Desk


@pytest.mark.rule("A-13", "the review names every notification, its moment, how many it goes to and by which channels")
def test_every_message_is_named_with_its_moment(review, whole):
    seen = review(whole)
    start, week, due = (f"{seen.today + timedelta(days):%-d %b}" for days in (2, 25, 32))
    expect(seen.moment("Assigned to you")).to_contain_text(re.compile(f"{start}.*00:00.*4 people, bell and e-mail"))
    expect(seen.moment("Due in 7 days")).to_contain_text(re.compile(f"{week}.*08:00.*up to 4, if not complete"))
    expect(seen.moment("Due today")).to_contain_text(re.compile(f"{due}.*08:00.*up to 4, if not complete"))
    expect(seen.column("When")).to_contain_text("Times in UTC")


@pytest.mark.rule("A-13", "the calendar of the review marks every day with messages")
def test_the_calendar_marks_the_days_with_messages(review, whole):
    seen = review(whole)
    for days, words in ((2, "Assigned to you"), (25, "Due in 7 days"), (29, "Locked for editing"), (32, "Due today")):
        day = seen.today + timedelta(days)
        expect(seen.day(re.compile(f"^{day.day} ?: {words}$"))).to_be_visible()
        expect(seen.column("When").get_by_role("table", name=f"{day:%B %Y}")).to_be_visible()


@pytest.mark.rule("A-15", "the review of what starts today says: at once")
def test_what_starts_today_is_told_at_once(review, desk_of: Desk, crew):
    seen = review(desk_of.draft(crew.course, crew.lea, due=30))
    expect(seen.moment("Assigned to you")).to_contain_text(re.compile("at once.*1 person, bell and e-mail"))


@pytest.mark.rule("A-16", "the review names the reminder whose moment has passed as not sent")
def test_a_reminder_that_has_passed_is_named_as_not_sent(review, desk_of: Desk, crew):
    seen = review(desk_of.draft(crew.course, crew.lea, due=6))
    expect(seen.moment("Due in 7 days")).to_contain_text("Not sent: this moment has passed.")
    expect(seen.moment("Due today")).to_contain_text("up to 1, if not complete")


@pytest.mark.rule("A-12", "with both switches off the review says that nothing is sent, and names no message")
def test_with_both_switches_off_the_review_says_that_nothing_is_sent(review, desk_of: Desk, crew):
    seen = review(desk_of.draft(crew.course, crew.lea, dashboard_notifications=False, emails=False))
    expect(seen.column("When")).to_contain_text("Both switches are off: nobody will be told anything.")
    expect(seen.moment("Assigned to you")).to_have_count(0)
    expect(seen.moment("Due")).to_have_count(0)
    expect(seen.column("What")).to_contain_text("E-mailsOff")


@pytest.mark.rule("A-12", "with one switch off the review names the other channel alone")
@pytest.mark.parametrize(("off", "left"), [("emails", "bell"), ("dashboard_notifications", "e-mail")])
def test_with_one_switch_off_the_other_channel_is_named(desk_review, desk_of: Desk, crew, off: str, left: str):
    seen = desk_review(desk_of.draft(crew.course, crew.lea, **{off: False}))
    expect(seen.moment("Assigned to you")).to_contain_text(re.compile(f"1 person, {left}$"))


def test_a_long_assignment_shows_the_months_with_something_only(desk_review, desk_of: Desk, crew):
    seen = desk_review(desk_of.draft(crew.course, crew.lea, due=300))
    first, last = seen.today, seen.today + timedelta(300)
    between = date(first.year + (first.month + 2 > 12), (first.month + 1) % 12 + 1, 1)
    months = seen.column("When")
    expect(months.get_by_role("table", name=f"{first:%B %Y}")).to_be_visible()
    expect(months.get_by_role("table", name=f"{last:%B %Y}")).to_be_visible()
    expect(months.get_by_role("table", name=f"{between:%B %Y}")).to_have_count(0)
