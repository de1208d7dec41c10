"""A medic's own certifications on a phone, and a renewed card from the photograph to the award (C-08, C-25)."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session, select
from support import scans
from support.browser import Visits, axe, scrolls_sideways, too_small_to_touch
from support.build import SYSTEM
from support.server import Server
from support.town import Town

from training_app.access.rules import Role
from training_app.certifications import actions
from training_app.certifications.actions import NewAward
from training_app.certifications.model import Award
from training_app.certifications.records import AwardFile
from training_app.certifications.tracking import applying
from training_app.core import staging
from training_app.core.organization import OrganizationRow
from training_app.core.tables import known
from training_app.people.model import Person

MINE = "/my/certifications"
PHOTO = {"name": "card.jpg", "mimeType": "image/jpeg"}


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


@pytest.fixture(scope="module")
def kinds(town: Town) -> dict[str, int]:
    """Kinds to hold, in a town where members may submit."""
    with town.building() as build:
        row = build.session.get(OrganizationRow, 1) or OrganizationRow(is_demo=False)
        build.session.add(row.sqlmodel_update({"members_may_submit": True}))
        said = {"now": build.now, "always_valid_allowed": True}
        return {name: scans.kind(build.session, name, **said) for name in ("Paramedic", "CPR", "HazMat")}


def award(town: Town, person: Person, kind: int, days: int | None, *, number: str = "", scan: bool = False) -> None:
    """Award a kind that expires in so many days, with a scan."""
    expires_on = town.today() + timedelta(days=days) if days is not None else None
    with town.building() as build:
        if not scan:
            new = NewAward(known(person.id), kind, None, expires_on, expires_on is None, number)
            actions.award(build.session, SYSTEM, new=new, now=build.now)
            return
        file_id = scans.sent(build.session, person, "scan", now=build.now)
        taken = staging.take(build.session, by_id=known(person.id), place="scan", ids=[file_id])
        applying.apply(
            build.session, SYSTEM, person_id=known(person.id), certification_id=kind, issued_on=None, now=build.now,
            expires_on=expires_on, always_valid=expires_on is None, number=number, files=list(taken.values()),
        )  # fmt: skip


def ready(page: Page) -> None:
    expect(page.get_by_role("list", name="My certifications")).to_be_visible()


def content(page: Page) -> None:
    """What must hold of every page on a phone."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        axe(page)
    assert (too_small_to_touch(page), scrolls_sideways(page)) == ([], False)


@pytest.mark.rule("C-08", "on a phone members view, download and print the scans of their own certifications")
def test_a_medic_looks_at_their_own_certifications_on_a_phone(town: Town, visits: Visits, kinds):
    lea = town.person("Lea")
    award(town, lea, kinds["Paramedic"], 12, number="P-4711", scan=True)
    award(town, lea, kinds["HazMat"], -3)
    award(town, lea, kinds["CPR"], None)
    page = town.come(visits.phone(), lea, "/home")
    page.get_by_role("navigation", name="Main, on a phone").get_by_role("link", name="Certifications").tap()
    expect(page).to_have_url(re.compile(f"{MINE}$"))
    ready(page)
    cards = page.locator(".wallet-card")
    expect(cards.get_by_role("heading")).to_have_text(["HazMat", "Paramedic", "CPR"])
    for card, said in enumerate(("Expired since", "In 12 days", "Always valid")):
        expect(cards.nth(card)).to_contain_text(said)
    expect(cards.nth(1)).to_contain_text("P-4711")
    content(page)
    main = page.get_by_role("main")
    for acts in ("Delete", "Edit", "Upload", "Update"):
        expect(main.get_by_role("button", name=acts)).to_have_count(0)
    with page.expect_download() as downloaded:
        cards.nth(1).get_by_role("link", name="Download").tap()
    assert downloaded.value.suggested_filename == "card.jpg"
    cards.nth(1).get_by_role("button", name="View").last.tap()
    scan = page.get_by_role("dialog")
    expect(scan.get_by_role("button", name="Print")).to_be_visible()
    expect(scan.get_by_role("img", name="card.jpg")).to_be_visible()
    assert scan.get_by_role("img").evaluate("one => one.decode().then(() => one.naturalWidth)") > 0
    content(page)
    scan.get_by_role("button", name="Close").tap()
    expect(scan).to_have_count(0)


@pytest.mark.rule("C-25", "from the phone to the award: photographed, waiting, approved at a desk, told by bell, mail")
def test_a_renewed_card_from_the_phone_to_the_award(town: Town, visits: Visits, kinds):
    kim, tess = town.person("Kim", last="Medic"), town.person("Tess", Role.COORDINATOR)
    award(town, kim, kinds["Paramedic"], 12, number="P-1")
    renewed = (town.today() + timedelta(days=742)).isoformat()
    phone = town.come(visits.phone(), kim, MINE)
    ready(phone)
    phone.get_by_role("link", name="Renew Paramedic").tap()
    form = phone.get_by_role("region", name="Submit a renewed card")
    expect(form.get_by_label("Certification", exact=True)).to_have_value(str(kinds["Paramedic"]))
    form.get_by_label("Certification Num").fill("P-2")
    form.get_by_role("button", name="Submit card").tap()
    expect(form).to_contain_text("Photograph the card, or choose a scan of it.")
    expect(form).to_contain_text("The day of expiry is missing.")
    expect(form.get_by_label("Certification Num")).to_have_value("P-2")
    content(phone)
    phone.locator("#files").set_input_files({**PHOTO, "buffer": scans.jpg()})
    expect(form.get_by_text("1 file selected")).to_be_visible()
    form.get_by_label("Expires").fill(renewed)
    form.get_by_role("button", name="Submit card").tap()
    expect(phone.locator("#notice")).to_contain_text("Your card is submitted.")
    waiting = phone.get_by_role("region", name="Submitted cards")
    expect(waiting).to_contain_text("Waits for your training coordinator")
    content(phone)

    # ── the coordinator, at a desk: from the dashboard, with the photograph beside what was entered and what is held
    desk = town.come(visits.desk(), tess, "/dashboard")
    desk.get_by_role("link", name="1 submitted card waits").click()
    card = desk.get_by_role("region", name="Card of Kim Medic")
    expect(card.get_by_role("img", name="Photograph of the card: card.jpg")).to_be_visible()
    expect(card.get_by_label("Expires")).to_have_value(renewed)
    expect(card.get_by_text("P-1")).to_be_visible()
    axe(desk)
    card.get_by_label("Certification Num").fill("P-22")
    card.get_by_role("button", name="Approve").click()
    expect(desk.locator("#notice")).to_contain_text("Approved: Paramedic of Kim Medic.")
    expect(desk.get_by_text("No card waits.")).to_be_visible()
    expect(desk.get_by_role("tab", name=re.compile("^Approved"))).to_contain_text("1")

    # ── the medic: a mail, the bell, and the new card
    mail = town.mail_to(kim)
    assert mail.subject == "Your card “Paramedic” was approved"
    assert f"It is valid through {date.fromisoformat(renewed):%A}" in mail.text
    phone.goto("/notifications")
    phone.get_by_role("link", name="Your card “Paramedic” was approved").tap()
    expect(phone).to_have_url(re.compile(f"{MINE}$"))
    ready(phone)
    expect(phone.locator(".wallet-card").first).to_contain_text("P-22")
    expect(phone.get_by_role("region", name="Submitted cards")).to_have_count(0)
    phone.get_by_text("History").tap()
    expect(phone.get_by_role("group")).to_contain_text("Paramedic")
    with town.building() as build:
        assert _scans(build.session, known(kim.id)) == ["card.jpg"]


def _scans(session: Session, person_id: int) -> list[str]:
    mine = select(AwardFile.name).join(Award, Award.id == AwardFile.award_id).where(Award.person_id == person_id)
    return list(session.exec(mine))
