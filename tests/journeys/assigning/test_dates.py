"""Step 2: the start date and the due date, and what is said of them (A-05, A-15, A-19)."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from support.wizard import ACCREDITED, Wizard, spoken


@pytest.fixture
def dates(wizard: Wizard) -> Wizard:
    """The step, with a course chosen whose accreditation ends."""
    return wizard.choose("Hazard communication").next("dates")


def end_of_quarter(day: date) -> date:
    """The last day of March, June, September or December from that day on."""
    ends = [date(day.year, month, last) for month, last in ((3, 31), (6, 30), (9, 30), (12, 31))]
    return next(end for end in ends if end >= day)


@pytest.mark.rule("A-05", "a start and a due date are typed, or taken: today, +30 days, +90 days, end of quarter")
def test_dates_are_typed_or_taken(dates: Wizard):
    start, due, later = dates.field("Start date"), dates.field("Due date"), dates.today + timedelta(days=10)
    expect(start).to_have_value(dates.today.isoformat())
    dates.enter("Start date", later)
    for label, day in (
        ("+30 days", later + timedelta(days=30)),
        ("+90 days", later + timedelta(days=90)),
        ("End of quarter", end_of_quarter(later)),
    ):
        dates.page.get_by_role("button", name=label).click()
        expect(due).to_have_value(day.isoformat())
    dates.is_saved()
    dates.page.get_by_role("button", name="Today").click()
    expect(start).to_have_value(dates.today.isoformat())
    dates.enter("Due date", dates.today + timedelta(days=3))
    dates.page.reload()
    expect(due).to_have_value((dates.today + timedelta(days=3)).isoformat())
    start.fill("")
    dates.page.get_by_role("button", name="+30 days").click()
    expect(due).to_have_value((dates.today + timedelta(days=30)).isoformat())


@pytest.mark.rule("A-05", "in the wizard: what is wrong with a date is said beside it when one leaves the field")
def test_what_is_wrong_is_said_on_leaving_the_field(dates: Wizard):
    expect(dates.wrong("due_on")).to_have_count(0)
    dates.field("Due date").focus()
    dates.field("Due date").blur()
    expect(dates.wrong("due_on")).to_contain_text("Due date is missing.")
    expect(dates.field("Due date")).to_have_attribute("aria-invalid", "true")
    dates.enter("Due date", dates.today + timedelta(days=9))
    expect(dates.wrong("due_on")).to_have_count(0)
    dates.field("Start date").fill("")
    dates.field("Start date").blur()
    expect(dates.wrong("starts_on")).to_contain_text("Start date is missing.")
    dates.enter("Start date", dates.today - timedelta(days=1))
    expect(dates.wrong("starts_on")).to_contain_text("is before today")
    dates.page.get_by_role("button", name="Today").click()
    expect(dates.wrong("starts_on")).to_have_count(0)


@pytest.mark.rule("A-05", "in the wizard: a due date before the start is named, whichever of the two was moved")
def test_a_due_date_before_the_start_is_named(dates: Wizard):
    dates.enter("Due date", dates.today + timedelta(days=8))
    expect(dates.wrong("due_on")).to_have_count(0)
    dates.enter("Start date", dates.today + timedelta(days=9))
    expect(dates.wrong("due_on")).to_contain_text("before the start date")
    expect(dates.steps().get_by_role("img", name="Complete")).to_have_count(2)
    dates.page.reload()
    expect(dates.wrong("due_on")).to_contain_text("before the start date")


@pytest.mark.rule("A-05", "in the wizard: a due date after the end of the accreditation is named")
def test_a_due_date_after_the_accreditation_is_named(dates: Wizard):
    expect(dates.page.get_by_text(f"accredited through {spoken(dates.today + ACCREDITED)}")).to_be_visible()
    dates.page.get_by_role("button", name="+90 days").click()
    expect(dates.wrong("due_on")).to_contain_text("accredit")
    dates.enter("Due date", dates.today + ACCREDITED)
    expect(dates.wrong("due_on")).to_have_count(0)


@pytest.mark.rule("A-15", "the wizard says when people are told: at once, or at midnight of the start date")
def test_it_says_when_people_are_told(dates: Wizard):
    follows, later = dates.page.get_by_role("region", name="What follows"), dates.today + timedelta(days=5)
    dates.page.get_by_role("button", name="+30 days").click()
    expect(follows).to_contain_text("At once, when you press Create")
    dates.enter("Start date", later)
    expect(follows).to_contain_text(f"{spoken(later)}, midnight")
    expect(follows).not_to_contain_text("At once")


@pytest.mark.rule("A-16", "the wizard says on which days people will be reminded")
def test_it_says_when_people_are_reminded(dates: Wizard):
    follows, due = dates.page.get_by_role("region", name="What follows"), dates.today + timedelta(days=30)
    dates.enter("Due date", due)
    expect(follows).to_contain_text(f"{spoken(due - timedelta(days=7))}, 08:00")
    expect(follows).to_contain_text(f"{spoken(due)}, 08:00")


@pytest.mark.rule("A-19", "the wizard says until when it can be edited, and when it would be locked from the start")
def test_it_says_until_when_it_can_be_edited(dates: Wizard):
    follows, due = dates.page.get_by_role("region", name="What follows"), dates.today + timedelta(days=30)
    dates.enter("Due date", due)
    expect(follows).to_contain_text(f"edited through {spoken(due - timedelta(days=4))}")
    expect(follows).to_contain_text(f"From midnight of {spoken(due - timedelta(days=3))}")
    dates.enter("Due date", dates.today + timedelta(days=3))
    expect(follows).to_contain_text("locked from the start")
    dates.enter("Due date", dates.today + timedelta(days=4))
    expect(follows).to_contain_text(f"edited through {spoken(dates.today)}")
