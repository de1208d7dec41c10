"""“Enrollment Status” as an admin uses it: every control, at a desk and on a phone (A-17, A-21, A-22, A-23)."""

import csv
import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from support.browser import Visits, axe, scrolls_sideways
from support.expired import Expired, expired
from support.smtp import Mail
from support.town import Town

from training_app.people.model import Person

TABS = {"All": 5, "Evaluated (Completed)": 1, "Due within 30 days": 0, "Past Due": 4, "Enrolled": 2, "Passed": 0,
        "Failed": 2}  # fmt: skip


@pytest.fixture
def here(town: Town, page: Page) -> Expired:
    """The page of an assignment that was due yesterday."""
    made = expired(town)
    page.goto(f"/assignments/{made.id}")
    expect(tab(page, "All", 5)).to_be_visible()
    return made


def tab(page: Page, label: str, number: int) -> Locator:
    return page.get_by_role("tab", name=f"{label} {number}", exact=True)


def rows(page: Page) -> Locator:
    return page.locator("tbody tr")


def press(page: Page, name: str) -> Locator:
    """Press a button of the page; answer what it asks."""
    page.get_by_role("button", name=name, exact=True).click()
    return page.get_by_role("alertdialog")


def says(page: Page, words: str) -> None:
    expect(page.locator("#notice")).to_contain_text(words)


def mails(town: Town, person: Person, beginning: str) -> list[Mail]:
    return [mail for mail in town.sink.to(person.email) if mail.subject.startswith(beginning)]


@pytest.mark.rule("A-17", "the name of an assignment opens it: the tabs, each with its count; on an expired one too")
def test_the_name_opens_the_status_with_its_tabs(town: Town, page: Page):
    made = expired(town)
    page.goto("/assignments?tab=expired")
    page.get_by_label("Search by title").fill(made.title)
    expect(page.get_by_role("tab", name="Expired 1", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("q=Airway"))
    page.get_by_role("link", name=made.title, exact=True).click()
    expect(page.get_by_role("heading", level=1, name=made.title)).to_be_visible()
    expect(page.get_by_role("heading", name="Enrollment Status")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^Locked since \d+ \w+ \(3 days before the due date\)$"))).to_be_visible()
    expect(page.get_by_text("20% complete: 1 of 5 people")).to_be_visible()
    for label, number in TABS.items():
        tab(page, label, number).click()
        expect(tab(page, label, number)).to_have_attribute("aria-selected", "true")
        expect(rows(page)).to_have_count(number)
        if not number:
            expect(page.get_by_text("Nobody stands under this tab.")).to_be_visible()
    assert not scrolls_sideways(page)
    axe(page)


@pytest.mark.rule("A-17", "“Search By Name” narrows the rows and the counts, and stands in the address")
def test_a_search_narrows_rows_and_counts(here: Expired, page: Page):
    page.get_by_label("Search By Name").fill("nearby")
    expect(tab(page, "All", 1)).to_be_visible()
    expect(rows(page)).to_have_count(1)
    expect(rows(page).first).to_contain_text("Noa Nearby")
    expect(page).to_have_url(re.compile("q=nearby"))
    # The head is about the whole assignment, whatever is searched for.
    expect(page.get_by_text("20% complete: 1 of 5 people")).to_be_visible()
    page.get_by_label("Search By Name").fill("zzz")
    expect(page.get_by_text("Nobody here matches “zzz”.")).to_be_visible()


@pytest.mark.rule("M-04", "people assigned: sorted and cut into pages as the address says, by every control")
def test_sorting_and_pages_stand_in_the_address(town: Town, page: Page):
    made = expired(town, late=12)
    page.goto(f"/assignments/{made.id}")
    expect(rows(page)).to_have_count(15)
    if page.viewport_size["width"] > 720:
        page.get_by_role("columnheader", name="Name").get_by_role("link").click()
        expect(page.get_by_role("columnheader", name="Name")).to_have_attribute("aria-sort", "descending")
    else:
        page.get_by_label("Sort by").select_option("Name, last first")
    expect(page).to_have_url(re.compile("sort=-name"))
    expect(rows(page).first).to_contain_text("Pia Patient")
    page.get_by_label("Rows a page").select_option("10 a page")
    expect(rows(page)).to_have_count(10)
    page.get_by_label("Next page").click()
    expect(page.get_by_text(re.compile("^11.15 of 15$"))).to_be_visible()
    expect(rows(page).last).to_contain_text("Eve Evaluated")
    page.reload()
    expect(page.get_by_text(re.compile("^11.15 of 15$"))).to_be_visible()
    page.get_by_label("Previous page").click()
    expect(rows(page)).to_have_count(10)


@pytest.mark.rule("A-21", "on the page: asks with the number, says whom it leaves out and how many it reached")
@pytest.mark.rule("A-21", "on the page: a double click sends once, and pressed again it says when it was done")
def test_everybody_past_due_is_notified_once(here: Expired, page: Page, town: Town, ada: Person):
    asked = press(page, "Notify Past Due Users")
    expect(asked).to_contain_text("Notify 2 people past due?")
    expect(asked).to_contain_text("2 people who failed are left out")
    axe(page)
    page.keyboard.press("Escape")
    expect(asked).to_have_count(0)
    asked = press(page, "Notify Past Due Users")
    asked.get_by_role("button", name="Cancel").click()
    expect(asked).to_have_count(0)
    assert mails(town, here.late[0], "Past due") == []
    asked = press(page, "Notify Past Due Users")
    asked.get_by_role("button", name="Notify 2 people").dblclick()
    says(page, "2 people notified, on the dashboard and by e-mail. 2 people who failed left out.")
    asked = press(page, "Notify Past Due Users")
    expect(asked).to_contain_text(re.compile(rf"done today at \d\d:\d\d by Ada {ada.last_name} already"))
    expect(asked.get_by_role("button", name="Notify 2 people again")).to_be_visible()
    asked.get_by_role("button", name="Cancel").click()
    for person in here.late:
        while not mails(town, person, "Past due"):
            town.sink.wait_for(len(town.sink.mails) + 1)
        assert [mail.subject for mail in mails(town, person, "Past due")] == [f"Past due: {here.title}"]
    assert mails(town, here.failed[0], "Past due") == mails(town, here.done, "Past due") == []


def test_where_nobody_is_past_due_it_says_so(town: Town, page: Page):
    with town.building() as build:
        course = build.course("Nobody late")
        person = build.person("Kim")
        made = build.assign(course, f"q={person.username}").assignment_id
    page.goto(f"/assignments/{made}")
    page.get_by_role("button", name="Notify Past Due Users").click()
    says(page, "Nobody is past due who could be notified.")
    page.get_by_role("button", name="Re-enroll Failed Users").click()
    says(page, "Nobody here has failed who could be re-enrolled.")


@pytest.mark.rule("A-22", "on the page: who is ticked, or everybody who failed; the new due date is required")
def test_failed_people_are_re_enrolled_first_one_and_then_all(here: Expired, page: Page, town: Town):
    tab(page, "Failed", 2).click()
    expect(rows(page)).to_have_count(2)
    box = page.get_by_label(re.compile("^Select Noa"))
    box.click()
    expect(page.get_by_text("1 selected")).to_be_visible()
    page.get_by_role("button", name="Select nobody").click()
    expect(box).not_to_be_checked()
    box.click()
    expect(page.get_by_text("1 selected")).to_be_visible()
    asked = press(page, "Re-enroll Failed Users")
    expect(asked).to_contain_text("Re-enroll 1 person who failed?")
    axe(page)
    asked.get_by_role("button", name="Re-enroll 1 person").click()
    expect(asked.locator("#new_due_help.wrong")).to_contain_text("Due date is missing")
    expect(asked.get_by_label("New due date")).to_be_focused()
    asked.get_by_label("New due date").fill((town.today() - timedelta(days=1)).isoformat())
    asked.get_by_role("button", name="Re-enroll 1 person").click()
    expect(asked.locator("#new_due_help.wrong")).to_contain_text("is before today")
    asked.get_by_role("button", name="+14 days").click()
    expect(asked.get_by_label("New due date")).to_have_value((town.today() + timedelta(days=14)).isoformat())
    asked.get_by_role("button", name="Re-enroll 1 person").dblclick()
    says(page, "1 person re-enrolled.")
    expect(tab(page, "Failed", 1)).to_be_visible()
    expect(rows(page)).to_have_count(1)
    expect(rows(page).first).to_contain_text("Pia Patient")
    # ── nobody is ticked: everybody who failed
    asked = press(page, "Re-enroll Failed Users")
    expect(asked).to_contain_text("Re-enroll 1 person who failed?")
    asked.get_by_role("button", name="+30 days").click()
    asked.get_by_role("button", name="Re-enroll 1 person").click()
    expect(tab(page, "Failed", 0)).to_be_visible()
    tab(page, "Due within 30 days", 2).click()
    noa = rows(page).filter(has_text="Noa Nearby")
    expect(noa).to_contain_text("Due in 14 days")
    expect(noa).to_contain_text(re.compile(r"2$|2\s*$"))
    while not mails(town, here.failed[0], "A new attempt"):
        town.sink.wait_for(len(town.sink.mails) + 1)


@pytest.mark.rule("A-22", "on the page: everybody on the page is ticked by one box")
def test_one_box_ticks_everybody_on_the_page(town: Town, ada: Person, visits: Visits):
    made = expired(town)
    page = town.come(visits.desk(), ada, f"/assignments/{made.id}?tab=failed")
    page.get_by_label("Select everybody on this page").click()
    expect(page.get_by_text("2 selected")).to_be_visible()
    expect(page.get_by_label(re.compile("^Select Pia"))).to_be_checked()
    page.get_by_label(re.compile("^Select Pia")).click()
    expect(page.get_by_text("1 selected")).to_be_visible()
    tab(page, "All", 5).click()
    expect(rows(page)).to_have_count(5)
    tab(page, "Failed", 2).click()
    expect(page.get_by_label(re.compile("^Select Noa"))).not_to_be_checked()


@pytest.mark.rule("A-23", "the report opens from the page with its tab, and is exported as it is narrowed")
def test_the_report_is_read_narrowed_and_exported(here: Expired, page: Page, tmp_path: Path):
    tab(page, "Past Due", 4).click()
    expect(rows(page)).to_have_count(4)
    page.get_by_role("link", name="Report of User(s) Assigned").click()
    expect(page.get_by_role("heading", level=1, name="Report of User(s) Assigned")).to_be_visible()
    expect(tab(page, "Past Due", 4)).to_have_attribute("aria-selected", "true")
    expect(rows(page).first).to_contain_text(here.title)
    assert not scrolls_sideways(page)
    axe(page)
    tab(page, "All", 5).click()
    expect(rows(page)).to_have_count(5)
    page.get_by_label("Search By Name").fill("late")
    expect(tab(page, "All", 2)).to_be_visible()
    expect(page.get_by_role("link", name="CSV")).to_have_attribute("href", re.compile("q=late"))
    with page.expect_download() as begun:
        page.get_by_role("link", name="CSV").click()
    file = tmp_path / "report.csv"
    begun.value.save_as(file)
    lines = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
    assert lines[1] == ["Filter", "All, with “late” in the name, by name"]
    assert [(line[0], line[2], line[5]) for line in lines[5:]] == [
        (person.name(), here.title, "Past due") for person in here.late
    ]


@pytest.mark.rule("A-17", "the status of an assignment and its acts work by keyboard alone")
def test_everything_works_by_keyboard_alone(town: Town, ada: Person, visits: Visits):
    made = expired(town)
    page = town.come(visits.desk(), ada, f"/assignments/{made.id}")
    expect(rows(page)).to_have_count(5)
    tab_to(page, page.get_by_role("button", name="Notify Past Due Users")).press("Enter")
    asked = page.get_by_role("alertdialog")
    tab_to(page, asked.get_by_role("button", name="Notify 2 people")).press("Enter")
    says(page, "2 people notified")
    tab_to(page, tab(page, "Failed", 2)).press("Enter")
    expect(rows(page)).to_have_count(2)
    tab_to(page, page.get_by_label(re.compile("^Select Noa"))).press("Space")
    expect(page.get_by_text("1 selected")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Re-enroll Failed Users"), back=True).press("Enter")
    tab_to(page, asked.get_by_role("button", name="+14 days")).press("Space")
    expect(asked.get_by_label("New due date")).not_to_have_value("")
    tab_to(page, asked.get_by_role("button", name="Re-enroll 1 person")).press("Enter")
    says(page, "1 person re-enrolled.")
    tab_to(page, page.get_by_role("link", name="Report of User(s) Assigned"), back=True).press("Enter")
    expect(page.get_by_role("heading", level=1, name="Report of User(s) Assigned")).to_be_focused()


def tab_to(page: Page, wanted: Locator, *, back: bool = False) -> Locator:
    """Press Tab until this has the focus."""
    expect(wanted).to_be_visible()
    for _ in range(60):
        if wanted.evaluate("one => one === document.activeElement"):
            return wanted
        page.keyboard.press("Shift+Tab" if back else "Tab")
    pytest.fail(f"Tab does not reach {wanted}")
