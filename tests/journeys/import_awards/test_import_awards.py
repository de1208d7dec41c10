"""Certifications are awarded from a file on the page: brought, previewed, confirmed, and what came of it (C-17)."""

import csv

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import func, select
from support.browser import Visits
from support.cards import CODES, cards, kinds
from support.rosters import CardDesk
from support.server import Server
from support.town import Town

from training_app.access.rules import Role
from training_app.certifications.model import Award
from training_app.people.model import Person

ADDRESS = "/certifications/import"


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


@pytest.fixture(scope="module")
def sam(town: Town) -> Person:
    """Who awards, in a town of three people with the certifications of the file."""
    with town.building() as build:
        kinds(build.session, build.now, *CODES)
        for first in ("Lea", "Max", "Noa"):
            build.person(first, "Medic", email=f"{first.lower()}@x.test")
    return town.person("Sam", Role.SUPERADMIN)


def at(town: Town, page: Page, sam: Person) -> CardDesk:
    return CardDesk(town.come(page, sam, ADDRESS), town)


def awards(town: Town) -> int:
    with town.building() as build:
        return build.session.exec(select(func.count()).select_from(Award)).one()


@pytest.mark.rule("C-17", "on the page: brought, previewed, confirmed, awarded by a job, refused rows as a file")
@pytest.mark.rule("J-01", "awards from a file: asked about with their number, done once, the result with refused rows")
def test_a_file_is_previewed_and_awarded(town: Town, visits: Visits, sam: Person):
    desk = at(town, visits.desk(), sam)
    desk.is_sound()
    desk.brought(cards(
        "lea@x.test,CPR,01/31/2026,01/31/2028,1", "max@x.test,ACLS,02/03/2026,02/03/2028,",
        "lea@x.test,CPR,01/31/2026,01/31/2028,1", "ghost@x.test,CPR,02/03/2026,02/03/2028,", "noa@x.test,PALS,,,",
    ).encode(), "cards.csv")  # fmt: skip
    for tab in ("Award 2", "Leave alone 1", "Refuse 2"):
        expect(desk.page.get_by_role("tab", name=tab, exact=True)).to_be_visible()
    expect(desk.page.get_by_text("CPR card, issued 31 Jan 2026, valid to 31 Jan 2028, number 1")).to_be_visible()
    desk.is_sound()
    desk.tab("Refuse")
    expect(desk.page.get_by_text("Expires is missing.")).to_be_visible()
    with desk.page.expect_download() as downloaded:
        desk.page.get_by_role("link", name="Download refused rows").click()
    with downloaded.value.path().open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["Row in the file"], row["User"]) for row in rows] == [("5", "ghost@x.test"), ("6", "noa@x.test")]
    assert awards(town) == 0
    asked = desk.start("Award 2 certifications")
    expect(asked).to_have_count(0)
    desk.result("2 awarded, 2 refused")
    expect(desk.page.get_by_role("tab", name="Awarded 2", exact=True)).to_be_visible()
    assert awards(town) == 2
    desk.is_sound()
    desk.page.goto(ADDRESS)
    expect(desk.page.get_by_role("region", name="Earlier imports")).to_contain_text("Awarded")


@pytest.mark.rule("C-17", "on a phone: a bad file is named with its fault, a column is matched, dates are asked about")
def test_on_a_phone_a_file_is_matched_and_asked_about(town: Town, visits: Visits, sam: Person):
    desk = at(town, visits.phone(), sam)
    desk.bring(b"User,Cert,Expires\n")
    expect(desk.page.get_by_role("alert")).to_contain_text("no row below it")
    desk.brought(b"Email;What;Expires\nnoa@x.test;EVOC;03/04/2030\n", "few.csv")
    expect(desk.page.get_by_role("alert")).to_contain_text("No column was recognized as “Certification”")
    desk.is_sound()
    desk.column("What").select_option("Certification")
    desk.page.get_by_role("button", name="Month first: 03/04/2030 is 4 Mar 2030").click()
    expect(desk.page.get_by_text("EVOC card, valid to 4 Mar 2030")).to_be_visible()
    desk.is_sound()
    before = awards(town)
    desk.start("Award 1 certification")
    desk.result("1 awarded, 0 refused")
    assert awards(town) == before + 1


def test_the_file_of_the_roster_is_shown_with_its_numbers(town: Town, visits: Visits, sam: Person):
    """Nobody of it is known in this town."""
    desk = at(town, visits.desk(), sam)
    desk.brought("awards.tsv")
    expect(desk.page.get_by_text("600 rows · UTF-8, tabs")).to_be_visible()
    expect(desk.page.get_by_role("tab", name="Refuse 600", exact=True)).to_be_visible()
    expect(desk.page.get_by_role("button", name="Award")).to_have_count(0)
    desk.page.get_by_role("button", name="Discard").click()
    desk.page.get_by_role("alertdialog").get_by_role("button", name="Discard").click()
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Awards from a file")
