"""A roster is brought on the page: matched, previewed, imported by a job, and the same again (P-08, J-01)."""

import csv
import json
from pathlib import Path

import pytest
from playwright.sync_api import expect
from support.importing import numbered
from support.imports import roster
from support.rosters import DATA, Desk
from support.town import Town

from training_app.access.rules import Role

EXPECTED = json.loads((DATA / "expected.json").read_text())


@pytest.mark.rule("P-08", "the page shows row by row what will be created and refused, before anything is written")
@pytest.mark.rule("P-08", "then it runs as a job with a progress bar, and the result names every number")
@pytest.mark.rule("J-01", "an import: asked about with its numbers, done once, the result with the refused rows")
def test_a_roster_is_previewed_imported_and_the_same_again_changes_nothing(desk: Desk):
    expected = EXPECTED["roster.csv"]
    refused = [row["row"] for row in expected["refused"]]
    desk.is_sound()
    address = desk.brought("roster.csv")
    desk.counts(expected["created"], 0, 0, len(refused))
    assert desk.headcount() == 1
    desk.is_sound()

    # ── the refused rows, each with its number and its reason, also as a file
    desk.tab("Refuse")
    rows = desk.page.get_by_role("row").filter(has=desk.page.get_by_role("cell"))
    expect(rows).to_have_count(len(refused))
    assert [int(text.split()[-1]) for text in rows.locator("td:first-child").all_inner_texts()] == refused
    expect(rows.first).to_contain_text("nobody reports to themselves")
    desk.is_sound()
    with desk.page.expect_download() as downloaded:
        desk.page.get_by_role("link", name="Download refused rows").click()
    with downloaded.value.path().open(encoding="utf-8-sig", newline="") as file:
        assert [int(row["Row in the file"]) for row in csv.DictReader(file)] == refused

    # ── searched, by an address that a reload and another tab show the same
    desk.page.get_by_label("Search by name or email").fill("florence")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("“soon” is not a date")
    desk.page.reload()
    expect(rows).to_have_count(1)
    desk.page.goto(f"{address}?tab=create&page=24")
    expect(desk.page.get_by_text("1,188 of 1,188")).to_be_visible()
    expect(rows).to_have_count(38)

    # ── imported, once
    asked = desk.start("Import 1,188 people", typed=1188)
    expect(asked).to_have_count(0)
    desk.result("1,188 created, 0 changed, 12 refused; 1,130 licences awarded.")
    desk.counts(1188, 0, 0, 12, is_over=True)
    assert desk.headcount() == 1189
    desk.is_sound()

    # ── the same file again
    desk.page.goto("/people/import")
    expect(desk.page.get_by_role("region", name="Earlier imports")).to_contain_text("Imported")
    assert desk.brought("roster.csv") != address
    desk.counts(0, 0, 1188, 12)
    expect(desk.page.get_by_text("There is nothing to import")).to_be_visible()
    expect(desk.page.get_by_role("button", name="Import")).to_have_count(0)
    assert desk.headcount() == 1189


@pytest.mark.rule("P-08", "on the page: a file of Excel, with semicolons, Windows-1252 and day.month.year")
def test_a_file_of_excel_is_read_and_what_it_changes_is_shown_old_and_new(desk: Desk):
    desk.brought("roster-excel.csv", "roster-excel.csv")
    expect(desk.page.get_by_text("286 rows · Windows-1252, semicolons")).to_be_visible()
    desk.counts(286, 0, 0, 0)
    desk.start("Import 286 people")
    desk.result("286 created, 0 changed, 0 refused")
    changed = (DATA / "roster-excel.csv").read_bytes().replace(b"Captain", b"Chief", 1)
    desk.page.goto("/people/import")
    desk.brought(changed)
    desk.counts(0, 1, 285, 0)
    expect(desk.page.get_by_text("Title: Captain → Chief")).to_be_visible()
    desk.start("Import 1 person")
    desk.result("0 created, 1 changed, 0 refused")


@pytest.mark.rule("P-08", "on the page: an ambiguous date is asked about once, with both readings of an example")
def test_an_ambiguous_date_is_asked_about_with_both_readings(desk: Desk):
    address = desk.brought(roster("Ann,Lee,ann@x.test,North,03/04/2026", more=",Hire date").encode())
    expect(
        desk.page.get_by_text("Is “03/04/2026” in row 2 (Hire date) written day first or month first?")
    ).to_be_visible()
    expect(desk.page.get_by_role("tab")).to_have_count(0)
    expect(desk.page.get_by_role("button", name="Import")).to_have_count(0)
    desk.is_sound()
    expect(desk.page.get_by_role("button", name="Month first: 03/04/2026 is 4 Mar 2026")).to_be_visible()
    desk.page.get_by_role("button", name="Day first: 03/04/2026 is 3 Apr 2026").click()
    desk.counts(1, 0, 0, 0)
    desk.page.goto(address)
    expect(desk.page.get_by_text("are read day first")).to_be_visible()
    desk.start("Import 1 person")
    desk.result("1 created")
    desk.page.goto("/people/import")
    desk.brought(roster("Ann,Lee,ann@x.test,North,2026-04-03", more=",Hire date").encode())
    desk.counts(0, 0, 1, 0)


@pytest.mark.rule("P-08", "on the page: columns are re-matched by hand; two on one field and a missing one are named")
def test_columns_are_matched_again_by_hand(desk: Desk):
    header = "First Name,Last Name,Contact,Where,Kitchen duty"
    address = desk.brought(f"{header}\nAnn,Lee,ann@x.test,North,Monday\n".encode())
    problems = desk.page.get_by_role("alert")
    expect(problems).to_contain_text("No column was recognized as “Email”")
    expect(problems).to_contain_text("No column was recognized as “Branch”")
    expect(desk.page.get_by_text("ann@x.test")).to_be_visible()
    desk.is_sound()
    desk.column("Contact").select_option("Email")
    expect(problems).not_to_contain_text("“Email”")
    desk.column("Kitchen duty").select_option("Branch")
    expect(problems).to_have_count(0)
    desk.column("Where").select_option("Branch")
    expect(problems).to_contain_text("“Branch” is matched to two columns")
    desk.column("Kitchen duty").select_option("Further attribute")
    desk.counts(1, 0, 0, 0)
    expect(desk.page.get_by_text("1 new attribute: Kitchen duty")).to_be_visible()
    desk.page.goto(address)
    desk.counts(1, 0, 0, 0)
    expect(desk.column("Where")).to_have_value("Branch")
    desk.start("Import 1 person")
    desk.result("1 created")


@pytest.mark.rule("P-08", "on the page: a bad file is named with its fault, and nothing of it is kept")
@pytest.mark.parametrize("page", ["phone"], indirect=True)
def test_bad_files_are_named(desk: Desk, tmp_path: Path):
    large = tmp_path / "large.csv"
    large.write_bytes(b"A,B\n" + b"x,y\n" * 8_400_000)
    for content, fault in (
        (b"PK\x03\x04 a workbook that was renamed", "a workbook or an archive"),
        (b"", "The file is empty."),
        (b"Ann,Lee,ann@x.test,North\nBob,Ray,bob@x.test,North\n", "the file has no header"),
        (",".join(map("C{}".format, range(300))).encode() + b"\nx\n", "300 columns; 200 is the most"),
        (str(large), "larger than 32 MB"),
    ):
        desk.bring(content)
        expect(desk.page.get_by_role("alert")).to_contain_text(fault, timeout=60_000)
        expect(desk.page.get_by_role("heading", name="Unfinished imports")).to_have_count(0)
    desk.is_sound()
    desk.page.goto("/people/import?refused=12345678")
    expect(desk.page.get_by_role("alert")).to_have_text("The file could not be read. Choose it again.")


@pytest.mark.rule("P-08", "an import that is not finished is listed, opened again by its address, and discarded")
@pytest.mark.parametrize("page", ["phone"], indirect=True)
def test_an_unfinished_import_is_listed_opened_and_discarded(desk: Desk, visits):
    visits.forgive("WebSocket")
    address = desk.brought(roster("Ann,Lee,ann@x.test,North").encode(), "today.csv")
    desk.town.server.restart()
    desk.page.goto("/people/import")
    waiting = desk.page.get_by_role("region", name="Unfinished imports")
    expect(waiting).to_contain_text("Ready to import")
    desk.is_sound()
    waiting.get_by_role("link", name="today.csv").click()
    expect(desk.page).to_have_url(address)
    desk.counts(1, 0, 0, 0)
    desk.page.goto("/people/import")
    waiting.get_by_role("button", name="Discard today.csv").click()
    desk.page.get_by_role("alertdialog").get_by_role("button", name="Discard").click()
    expect(waiting).to_have_count(0)
    desk.page.goto(address)
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Import not found")


@pytest.mark.rule("P-08", "somebody else's import does not exist for anybody, and a learner is told what it needs")
@pytest.mark.parametrize("page", ["desk"], indirect=True)
def test_a_stranger_finds_no_import(desk: Desk, visits, own_town: Town):
    address = desk.brought(roster("Ann,Lee,ann@x.test,North").encode())
    sam, lea = own_town.person("Sam", Role.SUPERADMIN), own_town.person("Lea")
    other = own_town.come(visits.desk(), sam, address)
    expect(other.get_by_role("heading", level=1)).to_have_text("Import not found")
    learner = own_town.come(visits.desk(), lea, address)
    expect(learner.get_by_text("This page needs the right “Manage people”.")).to_be_visible()


@pytest.mark.rule("J-01", "an import goes on by itself after the server was killed, with its progress bar")
@pytest.mark.parametrize("page", ["desk"], indirect=True)
def test_an_import_goes_on_after_the_server_was_killed(desk: Desk, visits):
    for beginning in ("WebSocket", "Failed to load"):
        visits.forgive(beginning)
    desk.brought(numbered(8_000).encode())
    desk.start("Import 8,000 people", typed=8000)
    expect(desk.page.get_by_role("progressbar", name="Rows written")).to_be_visible()
    desk.town.server.restart()
    desk.page.reload()
    desk.result("8,000 created, 0 changed, 0 refused")
    assert desk.headcount() == 8001


@pytest.mark.rule("J-01", "an import is cancelled on its page: what was done stays and is listed")
@pytest.mark.parametrize("page", ["phone"], indirect=True)
def test_an_import_is_cancelled_and_what_was_done_is_listed(desk: Desk):
    desk.brought(numbered(8_000).encode())
    expect(desk.start("Import 8,000 people", typed=8000)).to_have_count(0)
    desk.page.get_by_role("button", name="Cancel", exact=True).click()
    desk.page.get_by_role("alertdialog").get_by_role("button", name="Cancel the import").click()
    desk.result("Cancelled. What was done stays:")
    made = desk.headcount() - 1
    assert 0 <= made < 8_000
    desk.counts(made, 0, 0, 0, is_over=True)
    expect(desk.page.get_by_role("tab", name=f"Not come to {8_000 - made}")).to_be_visible()
    desk.is_sound()
