"""“Awarded Users” as an administrator uses it: found, sorted, edited, unassigned, exported (C-12 to C-14)."""

import csv
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import select
from support.browser import Visits, axe, scrolls_sideways, too_small_to_touch
from support.build import SYSTEM
from support.server import Server
from support.town import Town

from training_app.access.rules import Role
from training_app.catalog.rules import CourseKind
from training_app.certifications import actions
from training_app.certifications.actions import NewAward, NewCertification
from training_app.certifications.awarding import changing
from training_app.certifications.model import Award
from training_app.core.tables import known
from training_app.people.model import Person


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


@pytest.fixture(scope="module")
def sam(town: Town) -> Person:
    return town.person("Sam", Role.SUPERADMIN, last="Super")


@pytest.fixture
def kind(town: Town) -> int:
    """A certification of its own: Lea's expires in ten days, beside an older one; Noa's never; Kim's has expired."""
    today = town.today()
    people = [town.person(name, last="Holder", invited=True) for name in ("Lea", "Noa", "Kim")]
    lea, noa, kim = (known(person.id) for person in people)
    with town.building() as build:
        name = f"CPR {lea}"
        new = NewCertification(name=name, code=name, always_valid_allowed=True, renewal_days=30)
        kind = known(actions.add_certification(build.session, SYSTEM, new=new, now=build.now).id)
        awards = [
            NewAward(lea, kind, today - timedelta(days=355), today + timedelta(days=10)),
            NewAward(lea, kind, today - timedelta(days=500), today - timedelta(days=135)),
            NewAward(noa, kind, today - timedelta(days=1), always_valid=True),
            NewAward(kim, kind, today - timedelta(days=366), today - timedelta(days=1)),
        ]
        actions.award_many(build.session, SYSTEM, awards=awards, now=build.now)
        build.course("Ropes day", course_kind=CourseKind.EXTERNAL)
    return kind


def rows(page: Page) -> Locator:
    return page.locator("tbody tr")


def act(page: Page, name: str, verb: str) -> Locator:
    """Choose from the menu of a row; answer what it asks."""
    page.get_by_label(f"Actions for {name}").click()
    page.get_by_role("button", name=verb, exact=True).click()
    return page.get_by_role("alertdialog")


def says(page: Page, words: str) -> None:
    expect(page.locator("#notice")).to_contain_text(words)


@pytest.mark.rule("C-12", "in the browser: a row per person with its columns; states, search and sort in the address")
@pytest.mark.rule("C-13", "in the browser: days and association are edited; the external type asks which activity")
@pytest.mark.rule("C-14", "in the browser: unassign asks for a reason and says what stays and what they still have")
@pytest.mark.rule("V-01", "the dialog of unassigning says which verb it is, how many it concerns and what stays")
def test_who_was_awarded_is_found_edited_and_unassigned(
    town: Town, visits: Visits, sam: Person, kind: int, tmp_path: Path
):
    page = town.come(visits.desk(), sam, f"/certifications/{kind}/awarded")
    expect(page.get_by_role("tab", name="All 3", exact=True)).to_be_visible()
    expect(rows(page)).to_have_count(3)
    expect(rows(page).filter(has_text="Lea")).to_contain_text("10 days")
    expect(rows(page).filter(has_text="Noa")).to_contain_text("Always Valid")
    expect(rows(page).filter(has_text="Kim")).to_contain_text("Expired 1 day ago")
    expect(page.get_by_role("link", name="Award Users")).to_have_attribute("href", f"/certifications/{kind}/award")
    axe(page)
    # ── sorted, narrowed, searched; the address says it, and so does the file
    page.get_by_role("link", name="Expires on").click()
    expect(page.get_by_role("columnheader", name="Expires on")).to_have_attribute("aria-sort", "ascending")
    expect(rows(page).first).to_contain_text("Kim")
    page.get_by_role("link", name="Expires on").click()
    expect(page).to_have_url(re.compile("sort=-expires"))
    expect(rows(page).first).to_contain_text("Noa")
    page.get_by_label("Search by name, username or email").fill("lea")
    expect(rows(page)).to_have_count(1)
    page.get_by_role("tab", name="Expiring 1", exact=True).click()
    expect(page).to_have_url(re.compile(r"state=expiring&q=lea&sort=-expires"))
    with page.expect_download() as loading:
        page.get_by_role("link", name="CSV").click()
    loading.value.save_as(tmp_path / "awarded.csv")
    found = list(csv.reader((tmp_path / "awarded.csv").read_text("utf-8-sig").splitlines()))
    assert [found[1][1], [row[1] for row in found[5:]]] == [
        "Expiring, with “lea” in name, username or email, by expiry, turned", ["Lea"],
    ]  # fmt: skip
    # ── edited: what is wrong is said beside it, and nothing typed is lost
    form = act(page, "Lea Holder", "Edit")
    expect(form.get_by_label("Issued on")).to_have_value((town.today() - timedelta(days=355)).isoformat())
    later = town.today() + timedelta(days=400)
    form.get_by_label("Expires on").fill(later.isoformat())
    form.get_by_label("Association type", exact=True).select_option("External training activity completion")
    axe(page)
    form.get_by_role("button", name="Confirm").click()
    expect(form).to_contain_text("Choose the external activity")
    expect(form.get_by_label("Expires on")).to_have_value(later.isoformat())
    form.get_by_label("External activity").select_option("Ropes day")
    form.get_by_role("button", name="Confirm").click()
    says(page, "The award is changed")
    expect(page.get_by_role("tab", name="Valid 1", exact=True)).to_be_visible()
    page.get_by_role("tab", name="All 1", exact=True).click()
    expect(rows(page)).to_contain_text("400 days")
    expect(rows(page)).to_contain_text("Ropes day")
    # ── unassigned: the older one stands in its place
    asking = act(page, "Lea Holder", "Unassign")
    expect(asking).to_contain_text("Revokes 1 award of 1 person")
    expect(asking).to_contain_text("It stays in the record as revoked")
    expect(asking).to_contain_text("has another one that is not valid today")
    axe(page)
    asking.get_by_role("button", name="Unassign").click()
    expect(asking).to_contain_text("Reason is missing.")
    asking.get_by_label("Reason").fill("The card was somebody else's")
    asking.get_by_role("button", name="Unassign").click()
    says(page, "The award of Lea Holder is unassigned.")
    expect(rows(page)).to_contain_text("Expired 135 days ago")


@pytest.mark.rule("C-12", "on a phone the people are cards, and their award is edited and unassigned by touch")
@pytest.mark.rule("L-03", "who was awarded a certification can be read and acted upon on a phone")
def test_who_was_awarded_is_read_and_unassigned_on_a_phone(town: Town, visits: Visits, sam: Person, kind: int):
    page = town.come(visits.phone(), sam, f"/certifications/{kind}/awarded")
    expect(rows(page)).to_have_count(3)
    axe(page)
    assert too_small_to_touch(page) == []
    assert not scrolls_sideways(page)
    form = act(page, "Noa Holder", "Edit")
    expect(form.get_by_label("Expires on")).to_be_disabled()
    form.get_by_label("Always Valid").tap()
    expect(form.get_by_label("Expires on")).to_be_enabled()
    form.get_by_label("Expires on").fill(town.today().isoformat())
    axe(page)
    assert too_small_to_touch(page) == []
    form.get_by_role("button", name="Confirm").tap()
    says(page, "The award is changed")
    expect(rows(page).filter(has_text="Noa")).to_contain_text("Today")
    asking = act(page, "Noa Holder", "Unassign")
    asking.get_by_label("Reason").fill("Left")
    asking.get_by_role("button", name="Unassign").tap()
    expect(rows(page)).to_have_count(2)


@pytest.mark.rule("A-24", "in the browser: what another admin did to an award meanwhile is said, and nothing is lost")
def test_two_who_edit_one_award(town: Town, visits: Visits, sam: Person, kind: int):
    page = town.come(visits.desk(), sam, f"/certifications/{kind}/awarded?q=noa")
    form = act(page, "Noa Holder", "Edit")
    expect(form.get_by_label("Issued on")).to_be_visible()
    today = town.today()
    with town.building() as build:
        always = select(Award.id).where(Award.certification_id == kind, Award.always_valid)
        award_id = known(build.session.exec(always).one())
        base = changing.detail(build.session, SYSTEM, award_id=award_id).entered
        theirs = replace(base, issued_on=today)
        changing.change(build.session, SYSTEM, award_id=award_id, base=base, new=theirs, now=build.now)
    day = (today - timedelta(days=20)).isoformat()
    form.get_by_label("Issued on").fill(day)
    form.get_by_role("button", name="Confirm").click()
    expect(form).to_contain_text("changed “Issued on” meanwhile")
    expect(form.get_by_label("Issued on")).to_have_value(day)
    form.get_by_role("button", name="Confirm").click()
    says(page, "The award is changed")
    expect(rows(page)).to_contain_text(f"{today - timedelta(days=20):%-d %b %Y}")
