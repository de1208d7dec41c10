"""Questions from a CSV file, and a course from the file that another was exported to, in the browser (T-01)."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from support import exams
from support.browser import Visits, axe, scrolls_sideways, too_small_to_touch
from support.build import SYSTEM
from support.town import Town

from training_app.catalog import actions, drafting
from training_app.catalog.content import Facts
from training_app.catalog.editing import exams as editing
from training_app.core.tables import known
from training_app.people.model import Person

FILE = "Question,A,B,Right\nFirst?,x,y,A\nSecond?,x,y,\nThird?,x,y,2\n"


def button(within: Page | Locator, name: str) -> Locator:
    return within.get_by_role("button", name=name, exact=True)


@pytest.mark.rule("T-01", "in the browser: a CSV of questions is looked at, refused rows named, the good ones added")
def test_questions_are_brought_by_a_file(town: Town, ada: Person, visits: Visits, tmp_path: Path):
    with town.building() as build:
        course = actions.add_draft(build.session, SYSTEM, new=Facts(title="Airway", code="AIR-1"), now=build.now)
        draft = drafting.draft_of(build.session, training_id=known(course.id))
        editing.add(build.session, SYSTEM, version_id=known(draft.id), now=build.now)
    (tmp_path / "bank.csv").write_text(FILE)
    page = town.come(visits.desk(), ada, f"/courses/{course.id}/exam/import")
    # ── what cannot be read at all is said at once
    page.get_by_label("Or paste a table").fill("Name\tAge\nx\t1")
    button(page, "Show what is in it: the pasted table").click()
    expect(page.locator("#pasted_help")).to_contain_text("No column is called “Question”")
    expect(page.get_by_label("Or paste a table")).to_have_value("Name\tAge\nx\t1")
    page.get_by_label("CSV file").set_input_files(tmp_path / "bank.csv")
    button(page, "Show what is in it").click()
    # ── nothing is added yet, and a reload loses nothing
    expect(button(page, "Add 2 questions")).to_be_visible()
    page.get_by_role("tab", name="Refused 1").click()
    expect(page.get_by_text("Right is missing: say which choice is right.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Right is missing: say which choice is right.")).to_be_visible()
    axe(page)
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="Refused rows").click()
    assert "3,Right is missing" in Path(downloaded.value.path()).read_text()
    button(page, "Add 2 questions").click()
    expect(page.locator("#notice")).to_contain_text("2 questions are added. 1 row is refused")
    expect(page.get_by_role("link", name="Exam 2 questions")).to_be_visible()
    expect(page.get_by_role("tab", name="Already there 2")).to_be_visible()


@pytest.mark.rule("T-01", "in the browser: a course is exported, and imported under another code, on a phone too")
def test_a_course_is_exported_and_imported(town: Town, ada: Person, visits: Visits, tmp_path: Path):
    with town.building() as build:
        course = build.course("Lifting safely", code="LIFT-1", exam=exams.exam(), evaluation=exams.EVALUATION)
    page = town.come(visits.phone(), ada, f"/courses/{course.id}")
    page.get_by_label("More about this course").tap()
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="Export").tap()
    assert downloaded.value.suggested_filename == "LIFT-1.zip"
    downloaded.value.save_as(tmp_path / "LIFT-1.zip")
    (tmp_path / "other.zip").write_bytes(b"PK no archive")
    page.goto("/courses/import")
    page.locator("#course_file").set_input_files(tmp_path / "other.zip")
    expect(page.get_by_text("This is no file of a course.")).to_be_visible()
    page.locator("#course_file").set_input_files(tmp_path / "LIFT-1.zip")
    parts = page.get_by_role("list", name="What is in it")
    expect(parts).to_contain_text("2 materials0 files4 exam questions1 evaluation question")
    assert too_small_to_touch(page) == []
    assert not scrolls_sideways(page)
    axe(page)
    expect(page.locator("#code_help")).to_contain_text("Another course has this code.")
    page.get_by_label("Code").fill("LIFT-2")
    button(page, "Create the course").tap()
    expect(page).to_have_url(re.compile(r"/courses/\d+$"))
    expect(page.get_by_text("Not published")).to_be_visible()
    expect(page.get_by_role("link", name="Exam 4 questions")).to_be_visible()
