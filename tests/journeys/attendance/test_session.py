"""A coordinator records a session, at a desk and on a phone: a list, addresses, a file (T-03)."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from support.browser import axe, scrolls_sideways


@pytest.mark.rule("T-03", "on the page: everybody attended but one, one more who was not enrolled, in one act")
def test_a_session_is_recorded(sitting):
    page = sitting.page
    page.get_by_role("button", name="Everybody attended (3)").click()
    sitting.will("3 complete")
    sitting.mark("Bob Crew", "Failed").click()
    sitting.mark("Cleo Crew", "Absent").press("Enter")
    expect(sitting.mark("Cleo Crew", "Absent")).to_have_attribute("aria-pressed", "true")
    page.get_by_label("Score of Ann Crew").fill("92,5")
    page.get_by_label("Score of Ann Crew").press("Tab")
    page.get_by_label("Somebody else came").fill("dan crew")
    page.get_by_role("button", name="Add Dan Crew").click()
    sitting.says("Dan Crew is entered as attended, and will be enrolled.")
    expect(sitting.row("Dan Crew")).to_contain_text("Will be enrolled")
    sitting.will("2 complete1 fails1 gets enrolled1 was absent")
    axe(page)
    assert not scrolls_sideways(page)

    # ── nothing entered is lost, and nobody has a result yet
    page.reload()
    sitting.will("2 complete1 fails1 gets enrolled1 was absent")
    expect(page.get_by_label("Score of Ann Crew")).to_have_value("92.5")
    assert set(sitting.statuses().values()) == {"enrolled"}

    # ── recorded
    sitting.record(4)
    sitting.says("Recorded: 2 complete, 1 failed, 1 newly enrolled, 1 absent.")
    expect(sitting.row("Ann Crew")).to_contain_text("Recorded: attended")
    expect(sitting.row("Bob Crew")).to_contain_text("Recorded: failed")
    assert sitting.statuses() == {"Ann": "evaluated", "Bob": "failed", "Cleo": "enrolled", "Dan": "evaluated"}

    # ── a slip of the finger is put right
    sitting.mark("Bob Crew", "Attended").click()
    sitting.will("1 is corrected")
    sitting.record(1)
    sitting.says("Recorded: 1 corrected.")
    assert sitting.statuses()["Bob"] == "evaluated"


@pytest.mark.rule("T-03", "on the page: pasted addresses are entered, and whom nobody is found for stay in the box")
def test_pasted_addresses_are_entered(desk_sitting):
    page = desk_sitting.page
    page.get_by_label("Email addresses").fill("ann@crew.test; dan@crew.test, nobody@crew.test")
    page.get_by_label("Result of everybody pasted").select_option("failed")
    page.get_by_role("button", name="Enter them").click()
    desk_sitting.says("2 people entered, 1 of them will be enrolled, 1 left out.")
    expect(page.get_by_role("list", name="Not entered")).to_have_text(
        "nobody@crew.test is nobody whom you see in the roster"
    )
    expect(page.get_by_label("Email addresses")).to_have_value("nobody@crew.test")
    desk_sitting.will("2 fail1 gets enrolled")
    page.get_by_role("button", name="Clear").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Take it back").click()
    expect(desk_sitting.row("Dan Crew")).to_have_count(0)
    expect(page.get_by_role("button", name="Record 0 results")).to_be_disabled()


@pytest.mark.rule("T-03", "on the page: a file with a bad row, which is named with its number and can be taken home")
def test_a_file_with_a_bad_row_is_entered_but_for_that(desk_sitting):
    page = desk_sitting.page
    content = b"Email;Result;Score\nann@crew.test;present;88\nbob@crew.test;perhaps;\nnobody@crew.test;failed;\n"
    page.get_by_label("From a file").set_input_files({"name": "cpr.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Enter the rows").click()
    told = page.get_by_role("region", name="The file")
    expect(told).to_contain_text("cpr.csv: 1 row entered, 2 not.")
    expect(told.get_by_role("listitem")).to_have_text([
        "Row 3: Result “perhaps” is no result: attended, failed or absent",
        "Row 4: Email “nobody@crew.test” is nobody whom you see in the roster",
    ])  # fmt: skip
    with page.expect_download() as downloaded:
        told.get_by_role("link", name="Download them").click()
    home = downloaded.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert home[0] == "Row,Reason,Email,Result,Score"
    assert home[1].startswith("3,")
    desk_sitting.will("1 completes")
    desk_sitting.record(1)
    desk_sitting.says("Recorded: 1 complete.")
    expect(told).to_have_count(0)

    page.get_by_label("From a file").set_input_files(
        {"name": "a.png", "mimeType": "text/csv", "buffer": b"\x89PNG\r\n"}
    )
    page.get_by_role("button", name="Enter the rows").click()
    expect(page.locator("#fault")).to_contain_text("This is a picture, not a CSV file")


def test_what_was_entered_for_another_day_is_found_again_and_moved(desk_sitting):
    page = desk_sitting.page
    desk_sitting.mark("Ann Crew", "Attended").click()
    desk_sitting.will("1 completes")
    page.get_by_label("Day of the session").fill("2099-01-01")
    expect(page.locator("#day_help")).to_contain_text("is after today")
    expect(page.get_by_role("button", name="Record")).to_have_count(0)
    yesterday = desk_sitting.town.today() - timedelta(days=1)
    page.goto(f"/courses/{desk_sitting.course_id}/attendance?day={yesterday}")
    expect(page.get_by_text("Entered and not recorded yet: 1 result for")).to_be_visible()
    page.get_by_role("button", name="Move them to this day").click()
    desk_sitting.will("1 completes")
