"""The certifications of a person on their profile, at a desk and on a phone (C-03, C-06, C-07, V-01, L-03)."""

from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import col, select
from support.browser import Visits, axe, scrolls_sideways, too_small_to_touch
from support.build import SYSTEM
from support.server import Server
from support.town import Town

from training_app.access.rules import Role
from training_app.certifications import actions
from training_app.certifications.actions import NewAward, NewCertification
from training_app.certifications.model import Award
from training_app.certifications.records import AwardFile
from training_app.core import files, stored
from training_app.core.tables import known
from training_app.people.model import Person


@pytest.fixture(scope="module")
def tess(town: Town) -> Person:
    return town.person("Tess", Role.COORDINATOR)


@pytest.fixture(scope="module")
def kinds(town: Town) -> list[int]:
    """EMT, and CPR which may be always valid."""
    with town.building() as build:
        new = (
            NewCertification("EMT", "EMT", is_licence=True),
            NewCertification("CPR", "CPR", always_valid_allowed=True),
        )
        return [known(actions.add_certification(build.session, SYSTEM, new=one, now=build.now).id) for one in new]


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


def holder(town: Town, kinds: list[int], first: str, tmp_path) -> Person:
    """Somebody who holds an EMT of which there are two files."""
    person, expires = (
        town.person(first, last="Medic", title="Paramedic", level="ALS"),
        town.today() + timedelta(days=30),
    )
    with town.building() as build:
        new = NewAward(known(person.id), kinds[0], expires_on=expires, number="E7")
        award = actions.award(build.session, SYSTEM, new=new, now=build.now)
        for name in ("front.txt", "back.txt"):
            (tmp_path / name).write_text(f"{first} {name}")
            key = stored.put(build.session, files.seal(tmp_path / name))
            build.session.add(AwardFile(award_id=award, key=key, name=name, size=9, media_type="", added_at=build.now))
    return person


def held(town: Town, person: Person) -> list[tuple[str, str]]:
    with town.building() as build:
        rows = build.session.exec(select(Award).where(Award.person_id == person.id).order_by(col(Award.id)))
        return [(str(row.expires_on or "always"), row.number) for row in rows]


def field(page: Page, label: str) -> Locator:
    return page.get_by_label(label, exact=True)


def update(page: Page, name: str = "Update") -> None:
    page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.rule(
    "C-03", "in the browser: several new rows at once, a bad one is named and focused, nothing typed is lost"
)
@pytest.mark.rule("C-06", "in the browser: each file has its icons, the first one gives the file back")
@pytest.mark.rule("C-07", "in the browser: a file is deleted alone after Ok, checked rows with Update after asking")
def test_the_certifications_of_a_person(town: Town, tess: Person, kinds: list[int], visits: Visits, tmp_path):
    lea = holder(town, kinds, "Lea", tmp_path)
    page = town.come(visits.desk(), tess, "/people?q=lea")
    page.get_by_role("link", name="Lea Medic", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lea Medic")
    # ── two new rows, one of them without an expiry
    field(page, "Certification Num: EMT").fill("E8")
    page.get_by_role("button", name="One more new certification").click()
    field(page, "Certification of new certification").select_option(label="EMT")
    field(page, "Issued: new certification").fill("2026-01-01")
    field(page, "Certification of new certification 2").select_option(label="CPR")
    page.get_by_label("Always Valid new certification 2").check()
    expect(field(page, "Expires: new certification 2")).to_be_hidden()
    update(page)
    expect(page.get_by_role("alert")).to_contain_text("New certification, Expires: The day of expiry is missing.")
    expect(field(page, "Expires: new certification")).to_be_focused()
    expect(field(page, "Certification Num: EMT")).to_have_value("E8")
    axe(page)
    assert len(held(town, lea)) == 1
    field(page, "Expires: new certification").fill("2030-01-31")
    # ── a file goes meanwhile; what is typed stays
    with page.expect_download() as given:
        page.get_by_role("link", name="Download front.txt").click()
    assert given.value.path().read_text() == "Lea front.txt"
    page.get_by_role("button", name="Delete file front.txt").click()
    asking = page.get_by_role("alertdialog", name="Delete this file?")
    expect(asking).to_contain_text("EMT stays, with its days and its other files.")
    asking.get_by_role("button", name="Ok", exact=True).click()
    expect(page.get_by_role("button", name="Delete file front.txt")).to_have_count(0)
    expect(page.get_by_role("button", name="Delete file back.txt")).to_be_visible()
    expect(field(page, "Expires: new certification")).to_have_value("2030-01-31")
    # ── all of it, or nothing
    update(page)
    expect(page.locator("#notice")).to_contain_text("Certifications: 1 changed, 2 added.")
    assert held(town, lea)[1:] == [("2030-01-31", ""), ("always", "")]
    assert held(town, lea)[0][1] == "E8"
    expect(field(page, "Certification of new certification")).to_have_value("")
    # ── a row goes, asked about first, and the list is as it was
    page.get_by_role("checkbox", name="Delete EMT").last.check()
    update(page, "Update and Close")
    asking = page.get_by_role("alertdialog", name="Delete 1 certification?")
    expect(asking).to_contain_text("1 certification and 1 file will be deleted, as if never entered.")
    expect(asking).to_contain_text("unassign it instead")
    axe(page)
    asking.get_by_role("button", name="Delete 1 certification").click()
    expect(page).to_have_url(f"{town.server.address}/people?q=lea")
    assert held(town, lea) == [("2030-01-31", ""), ("always", "")]


@pytest.mark.rule("L-03", "the certifications of a person are changed on a phone, by touch")
def test_the_certifications_of_a_person_on_a_phone(
    town: Town, tess: Person, kinds: list[int], visits: Visits, tmp_path
):
    noa = holder(town, kinds, "Noa", tmp_path)
    page = town.come(visits.phone(), tess, f"/people/{noa.id}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Noa Medic")
    page.get_by_role("button", name="One more new certification").tap()
    field(page, "Certification of new certification 2").select_option(label="CPR")
    update(page)
    expect(field(page, "Expires: new certification 2")).to_be_focused()
    axe(page)
    assert too_small_to_touch(page) == []
    assert not scrolls_sideways(page)
    page.get_by_label("Always Valid new certification 2").tap()
    page.get_by_role("button", name="Update", exact=True).tap()
    expect(page.locator("#notice")).to_contain_text("Certifications: 1 added.")
    assert [expires for expires, _ in held(town, noa)][1:] == ["always"]
