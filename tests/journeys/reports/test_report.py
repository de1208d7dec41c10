"""The report as an admin takes it away: as a file, and by “Email Report” with the dashboard it comes to (A-23)."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from support.browser import axe, scrolls_sideways
from support.made_files import sheet
from support.smtp import Mail, Sink
from support.town import Town

from training_app.people.model import Person


def attached(town: Town, person: Person, title: str) -> bytes:
    """The file of the first mail to this person about the report of that training."""

    def found(sink: Sink) -> list[Mail]:
        return [mail for mail in sink.to(person.email) if mail.subject == f"Report of User(s) Assigned: {title}"]

    town.sink.wait_until(lambda sink: bool(found(sink)))
    (file,) = found(town.sink)[0].message.iter_attachments()
    return file.get_payload(decode=True)


@pytest.mark.rule("A-23", "XLSX is a click away and has what the page shows, at a desk and on a phone")
def test_the_xlsx_has_what_the_page_shows(page: Page, office):
    page.goto(f"/assignments/{office.few}/report?q=ada")
    expect(page.locator("tbody tr")).to_have_count(1)
    with page.expect_download() as begun:
        page.get_by_role("link", name="XLSX").click()
    assert begun.value.suggested_filename == f"users-assigned-{office.few}.xlsx"
    assert [row[0] for row in sheet(Path(begun.value.path()).read_bytes())] == ["Name", "Ada Admin"]
    assert not scrolls_sideways(page)


@pytest.mark.rule("A-23", "“Email Report” reaches the admin and the further admin chosen, who have the file by mail")
def test_a_report_is_emailed_and_opened_from_the_dashboard(page: Page, town: Town, office):
    page.goto(f"/assignments/{office.few}/report?q=ada")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("button", name="Email Report").click()
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_contain_text("1 person. All, with “ada” in the name, by name.")
    axe(page)
    dialog.get_by_label("Further admins, by name or email").fill("sam")
    dialog.get_by_role("button", name=re.compile("^Sam Super")).click()
    expect(dialog.get_by_role("button", name="Take out Sam Super")).to_be_visible()
    dialog.get_by_role("button", name="Email it to 2 people").dblclick()
    expect(page.locator("#notice")).to_contain_text("on its way to you and 1 other person")
    for person in (office.ada, office.sam):
        assert [row[0] for row in sheet(attached(town, person, "Lifting safely (LIFT)"))] == ["Name", "Ada Admin"]
    page.goto("/dashboard")
    told = page.get_by_role("region", name="Notifications").get_by_role("link", name=re.compile("Lifting safely")).first
    with page.expect_download() as begun:
        told.click()
    assert [row[0] for row in sheet(Path(begun.value.path()).read_bytes())] == ["Name", "Ada Admin"]
    reports = page.get_by_role("region", name="Reports")
    expect(reports.get_by_role("link", name=re.compile("Open XLSX"))).not_to_have_count(0)
    axe(page)
    assert not scrolls_sideways(page)


@pytest.mark.rule("J-01", "the report of many people is made as a job, and then stands on the dashboard")
def test_the_report_of_many_is_a_job_that_ends_on_the_dashboard(town: Town, office, visits):
    page = town.come(visits.desk(), office.ada, f"/assignments/{office.many}/report")
    expect(page.locator("tbody tr")).to_have_count(50)
    page.get_by_role("button", name="Email Report").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Email it to me").click()
    expect(page.locator("#notice")).to_contain_text(re.compile("is being made|Sent the report"))
    assert len(sheet(attached(town, office.ada, "Bloodborne pathogens (BLOOD)"))) > 111
    page.goto("/dashboard")
    expect(page.get_by_role("region", name="Reports")).to_contain_text("Bloodborne pathogens")
