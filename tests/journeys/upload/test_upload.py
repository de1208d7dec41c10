"""A coordinator uploads the scans of a member's cards: chosen, associated, stored, one bad among them (C-05, C-06)."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import col, select
from support import scans
from support.browser import Visits, axe, scrolls_sideways, too_small_to_touch
from support.town import Town

from training_app.certifications.model import Award
from training_app.certifications.records import AwardFile
from training_app.core.settings import settings
from training_app.people.model import Person


def brought(folder: Path) -> dict[str, Path]:
    """Files as they lie on a desk."""
    large = settings().max_upload() + 1
    for name, content in (
        ("front.jpg", scans.jpg()), ("back.jpg", scans.jpg("white")), ("letter.pdf", b"%PDF-1.7"), ("empty.jpg", b""),
    ):  # fmt: skip
        (folder / name).write_bytes(content)
    with (folder / "large.jpg").open("wb") as file:
        file.truncate(large)
    return {file.name: file for file in folder.iterdir()}


def choose(page: Page, *files: Path) -> None:
    page.get_by_label("Choose Files").set_input_files(files)


def of(page: Page, name: str) -> Locator:
    """The part of the form that is about one file."""
    return page.get_by_role("group", name=name)


def held(town: Town, person: Person) -> list[tuple[str, date, list[str]]]:
    """What the person holds: number, expiry, files."""
    with town.building() as build:
        mine = select(Award).where(Award.person_id == person.id).order_by(col(Award.id))
        files = select(AwardFile).order_by(col(AwardFile.id))
        kept = [(row.award_id, row.name) for row in build.session.exec(files)]
        return [
            (one.number, one.expires_on, [name for award_id, name in kept if award_id == one.id])
            for one in build.session.exec(mine)
        ]


@pytest.mark.rule("C-05", "“Choose Files”, “2 files selected”, “Continue”, associate each, “Submit”: from end to end")
@pytest.mark.rule("C-05", "of several files one bad: those stored are confirmed, the other stays with its error")
@pytest.mark.rule("C-06", "bad files: what is empty, too large or broke off is said beside its name, and tried again")
def test_several_files_one_bad(town: Town, tess: Person, lea: Person, visits: Visits, tmp_path: Path):
    files, today = brought(tmp_path), town.today()
    page = town.come(visits.desk(), tess, f"/people/{lea.id}/upload")
    expect(page.get_by_text("JPG or PNG is best")).to_be_visible()
    expect(page.get_by_role("button", name="Continue")).to_be_disabled()
    # ── refused before they are sent
    choose(page, files["empty.jpg"], files["large.jpg"])
    refused = page.get_by_role("listitem").filter(has=page.get_by_role("button", name="Dismiss"))
    expect(refused.filter(has_text="empty.jpg")).to_contain_text("This file is empty. Choose another one.")
    expect(refused.filter(has_text="large.jpg")).to_contain_text("This file is larger than 25 MB")
    for name in ("empty.jpg", "large.jpg"):
        page.get_by_role("button", name=f"Dismiss: {name}").click()
    expect(refused).to_have_count(0)
    # ── the connection breaks off once
    page.route("**/files?*back.jpg*", lambda route: route.abort("connectionreset"), times=1)
    choose(page, files["front.jpg"], files["back.jpg"])
    expect(refused.filter(has_text="back.jpg")).to_contain_text("The connection broke off")
    expect(page.get_by_text("1 file selected")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("2 files selected")).to_be_visible()
    page.get_by_role("link", name="Continue").click()
    # ── filled in from what she holds, and changed
    front, back = of(page, "front.jpg"), of(page, "back.jpg")
    front.get_by_label("Certification", exact=True).select_option("EMT-Basic")
    expect(front.get_by_label("Certification Num")).to_have_value("A-1177")
    expect(front.get_by_label("Expires")).to_have_value(str(today + timedelta(days=30)))
    front.get_by_label("Expires").fill(str(today + timedelta(days=760)))
    front.get_by_label("Certification Num").fill("B-2")
    back.get_by_label("Certification", exact=True).select_option("ACLS")
    expect(back.get_by_text("They hold none yet")).to_be_visible()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("1 file is not stored yet")).to_be_visible()
    expect(page.get_by_text("front.jpg with EMT-Basic, until")).to_be_visible()
    expect(page.get_by_role("group")).to_have_count(1)
    expect(back).to_contain_text("The day of expiry is missing.")
    back.get_by_label("Expires").fill(str(today + timedelta(days=365)))
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("status").filter(has_text="2 files are stored")).to_be_visible()
    expect(page).to_have_url(re.compile(f"/people/{lea.id}$"))
    assert held(town, lea) == [
        ("A-1177", today + timedelta(days=30), []),
        ("B-2", today + timedelta(days=760), ["front.jpg"]),
        ("", today + timedelta(days=365), ["back.jpg"]),
    ]


@pytest.mark.rule(
    "C-06", "“Download” shows a scan in the page, for viewing and printing alone; by keyboard, on a phone"
)
@pytest.mark.rule("L-03", "uploading and looking at a scan on a phone: touched, read, without sideways scroll, for axe")
def test_on_a_phone_a_scan_is_looked_at_and_printed(
    town: Town, tess: Person, lea: Person, visits: Visits, tmp_path: Path
):
    files = brought(tmp_path)
    page = town.come(visits.phone(), tess, f"/people/{lea.id}/upload")
    choose(page, files["front.jpg"], files["letter.pdf"])
    expect(page.get_by_text("2 files selected")).to_be_visible()
    expect(page.get_by_role("button", name="View letter.pdf")).to_have_count(0)
    view = page.get_by_role("button", name="View front.jpg")
    view.focus()
    page.keyboard.press("Enter")
    shown = page.get_by_role("dialog", name="front.jpg")
    expect(shown.get_by_role("img", name="front.jpg")).to_be_visible()
    expect(shown.get_by_role("link", name="Download")).to_have_attribute("href", re.compile(r"^/files/staged/\d+$"))
    fits(page)
    # ── printed, the picture is alone on its page
    page.emulate_media(media="print")
    expect(page.locator("#scan img")).to_be_visible()
    for beside in (page.locator("h1"), page.locator("#scan [data-print]")):
        expect(beside).to_be_hidden()
    page.emulate_media(media="screen")
    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    expect(view).to_be_focused()
    fits(page)
    # ── a file is taken out, the other one goes on
    page.get_by_role("button", name="Remove letter.pdf").tap()
    expect(page.get_by_text("1 file selected")).to_be_visible()
    page.get_by_role("link", name="Continue").tap()
    page.get_by_role("button", name="Submit").tap()
    expect(page.get_by_text("Choose the certification that this file belongs to.")).to_be_visible()
    fits(page)


def fits(page: Page) -> None:
    axe(page)
    assert not scrolls_sideways(page)
    assert too_small_to_touch(page) == []
