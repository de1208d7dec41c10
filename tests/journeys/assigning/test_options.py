"""Step 3: the switches, and what they mean (A-11, A-12)."""

import pytest
from playwright.sync_api import expect
from support.wizard import Wizard


@pytest.fixture
def options(wizard: Wizard) -> Wizard:
    return wizard.open("options")


@pytest.mark.rule("A-12", "both switches are on, with the advice to leave them on, and the step says what is not sent")
def test_the_switches_say_what_will_not_be_sent(options: Wizard):
    dashboard, emails = options.field("Dashboard notifications"), options.field("E-mails")
    group = options.page.get_by_role("group", name="Send Dashboard Notifications & E-mails")
    unsent = options.page.get_by_role("status", name="What is not sent")
    expect(group).to_contain_text("We advise to leave both on")
    expect(dashboard).to_be_checked()
    expect(emails).to_be_checked()
    expect(unsent).to_be_empty()
    emails.click()
    expect(unsent).to_contain_text("No e-mails will be sent")
    expect(unsent).to_contain_text("“Notify Past Due Users” sends to both all the same.")
    expect(options.steps()).to_contain_text("E-mails off")
    dashboard.click()
    expect(unsent).to_contain_text("Nobody will be told anything")
    emails.click()
    expect(unsent).to_contain_text("Nothing will appear on dashboards")
    options.page.reload()
    expect(emails).to_be_checked()
    expect(dashboard).not_to_be_checked()
    dashboard.click()
    expect(unsent).to_be_empty()
    expect(options.steps()).to_contain_text("Dashboard notifications on")


@pytest.mark.rule("A-12", "the dates step says that nobody is told when both switches are off")
def test_with_both_off_the_dates_say_that_nobody_is_told(options: Wizard):
    for label in ("Dashboard notifications", "E-mails"):
        options.field(label).click()
        expect(options.steps()).to_contain_text(f"{label} off")
    options.back("dates").page.get_by_role("button", name="+30 days").click()
    follows = options.page.get_by_role("region", name="What follows")
    expect(follows).to_contain_text("Nobody is told: both switches are off.")


@pytest.mark.rule("A-11", "in the wizard: off and explained; on, who completed it in this period is enrolled too")
def test_duplicates_are_skipped_or_allowed(wizard: Wizard):
    duplicates = wizard.page.get_by_label("Allow Duplicate Enrollments")
    wizard.filled("Lifting safely", "nearby")
    wizard.tells("1completed it this period")
    wizard.back("options")
    expect(duplicates).not_to_be_checked()
    expect(wizard.page.get_by_text("completed this training in their current licensing period")).to_be_visible()
    duplicates.click()
    wizard.is_saved()
    wizard.next("people").tells("1will be enrolled")
    expect(wizard.page.get_by_label("What will happen")).not_to_contain_text("completed it this period")
