"""A coordinator makes a session, signs people up, prints the sheet and records who came (T-03)."""

from datetime import timedelta
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from support.browser import axe, cut_off, scrolls_sideways, too_small_to_touch
from support.town import Town

from training_app.catalog.rules import CourseKind
from training_app.core.tables import known
from training_app.people.model import Person


@pytest.fixture
def course_id(town: Town, crew: dict[str, Person]) -> int:
    with town.building() as build:
        course = build.course("Extrication", materials=0, course_kind=CourseKind.INSTRUCTOR_LED)
        build.assign(course, f"q={crew['Ann'].username}")
        return known(course.id)


def says(page: Page, words: str) -> None:
    expect(page.locator("#notice")).to_contain_text(words)


def fill(page: Page, **boxes: str) -> None:
    """Open the sheet and make a session; what is refused stays as it was typed."""
    page.get_by_role("button", name="New session").first.click()
    sheet = page.get_by_role("dialog")
    for label, text in boxes.items():
        sheet.get_by_label(label.replace("_", " "), exact=True).fill(text)
    sheet.get_by_label("Who signs up").select_option("everyone")


@pytest.mark.rule("T-03", "on the page: a session is made, people signed up, and attendance recorded from it")
def test_a_session_from_its_making_to_its_attendance(town: Town, visits, tess, crew, course_id):
    page, today = visits.desk(), town.today()
    town.come(page, tess, f"/courses/{course_id}/sessions")
    fill(page, Day=today.isoformat(), Starts="18:00", Ends="08:00", Place="Station 4", Seats="2")
    page.get_by_role("button", name="Make session").click()
    ends = page.get_by_label("Ends", exact=True)
    expect(ends).to_be_focused()
    expect(page.get_by_label("Place", exact=True)).to_have_value("Station 4")
    axe(page)
    ends.fill("21:00")
    page.get_by_role("button", name="Make session").dblclick()
    says(page, "The session is made.")
    expect(page.get_by_role("button", name="New session")).to_be_focused()
    axe(page)

    # ── people are signed up: two seats, and one who waits
    page.get_by_role("link", name="18:00 to 21:00").click()
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_label("Note", exact=True).fill("Bring gloves.")
    page.get_by_role("button", name="Save changes").click()
    says(page, "The session is saved.")
    expect(page.get_by_text("Bring gloves.")).to_be_visible()
    page.get_by_label("Email addresses").fill("ann@crew.test, dan@crew.test; nobody@crew.test")
    page.get_by_role("button", name="Sign them up").click()
    says(page, "2 got a seat, 1 left out.")
    expect(page.get_by_role("list", name="Not signed up")).to_contain_text("nobody@crew.test is nobody")
    page.get_by_label("Sign somebody up").fill("cleo")
    page.get_by_role("button", name="Sign up Cleo Crew").click()
    says(page, "Cleo Crew waits for a seat.")
    expect(page.locator("tbody tr")).to_have_count(2)
    axe(page)
    assert not scrolls_sideways(page)

    # ── the sheet on paper
    sheet = page.get_by_role("link", name="Print the sheet").get_attribute("href")
    assert sheet is not None
    (paper,) = PdfReader(BytesIO(page.request.get(sheet).body())).pages
    said = paper.extract_text()
    assert all(words in said for words in ("Extrication", "Ann Crew", "Dan Crew", "Waiting for a seat", "Cleo Crew"))

    # ── on the day
    page.get_by_role("link", name="Record attendance").click()
    expect(page.get_by_role("tab", name="Signed up 2")).to_have_attribute("aria-selected", "true")
    page.get_by_role("button", name="Enter everybody signed up as attended").click()
    says(page, "2 people entered, 1 of them will be enrolled.")
    axe(page)
    page.get_by_role("button", name="Record 2 results").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Record 2 results").click()
    says(page, "Recorded: 2 complete, 1 newly enrolled.")
    page.get_by_role("link", name="Sessions", exact=True).click()
    page.get_by_role("link", name="18:00 to 21:00").click()
    expect(page.locator("tbody tr").filter(has_text="Attendance recorded")).to_have_count(2)


@pytest.mark.rule("T-03", "on a phone: the line of a session is seen in its order, and it is cancelled with a reason")
def test_a_session_on_a_phone(town: Town, visits, tess, crew, course_id):
    page, day = visits.phone(), town.today() + timedelta(days=7)
    town.come(page, tess, f"/courses/{course_id}/sessions")
    fill(page, Day=day.isoformat(), Seats="1")
    assert not scrolls_sideways(page)
    assert too_small_to_touch(page) == []
    page.get_by_role("button", name="Make session").click()
    says(page, "The session is made.")
    page.get_by_role("link", name=f"{day:%-d %b %Y}").click()
    page.get_by_label("Email addresses").fill("dan@crew.test cleo@crew.test bob@crew.test")
    page.get_by_role("button", name="Sign them up").click()
    says(page, "1 got a seat, 2 wait for one.")
    page.get_by_role("tab", name="Waiting 2").click()
    expect(page.locator("tbody tr")).to_contain_text(["Cleo Crew", "Bob Crew"])
    axe(page)
    assert not scrolls_sideways(page)
    assert too_small_to_touch(page) == []
    assert cut_off(page) == []
    page.get_by_role("tab", name="Seated 1").click()
    page.get_by_role("button", name="Take out Dan Crew").click()
    expect(page.locator("tbody tr")).to_contain_text(["Cleo Crew"])
    page.get_by_role("button", name="Cancel session").click()
    page.get_by_label("Why").fill("The hall is flooded.")
    page.get_by_role("button", name="Cancel the session").click()
    expect(page.get_by_text("Cancelled: The hall is flooded.")).to_be_visible()
