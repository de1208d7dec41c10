"""The mark on certificates, proof of one's own certification, and checking a code without any script (T-06, C-14)."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select
from support import scans
from support.browser import PHONE, Visits, axe, scrolls_sideways, too_small_to_touch
from support.build import SYSTEM
from support.server import Server
from support.town import Town

from training_app.access.rules import Role
from training_app.assignments.records import Certificate
from training_app.certifications import actions
from training_app.certifications.actions import NewAward
from training_app.core import codes, organization
from training_app.core.tables import known


@pytest.fixture
def server(town: Town) -> Server:
    return town.server


def content(page: Page) -> None:
    """What must hold of a page on a phone."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        axe(page)
    assert (too_small_to_touch(page), scrolls_sideways(page)) == ([], False)


@pytest.mark.rule(
    "T-06", "in the browser: the mark is chosen in the settings, refused if it is no picture, and removed"
)
@pytest.mark.rule("T-06", "in the browser: whoever holds a certification shows its proof, which leads to its check")
def test_the_mark_is_set_and_a_certification_is_proved(town: Town, visits: Visits):
    ada, lea = town.person("Ada", Role.ADMIN), town.person("Lea")
    ends = town.today() + timedelta(days=90)
    with town.building() as build:
        new = NewAward(known(lea.id), scans.kind(build.session, "Paramedic", now=build.now), None, ends)
        actions.award(build.session, SYSTEM, new=new, now=build.now)
    # ── the mark
    page = town.come(visits.phone(), ada, "/settings")
    field = page.get_by_label("Choose a picture")
    field.set_input_files({"name": "mark.png", "mimeType": "image/png", "buffer": b"not a picture"})
    expect(page.get_by_role("alert")).to_contain_text("“mark.png” is not a PNG or JPG")
    field.set_input_files({"name": "mark.jpg", "mimeType": "image/jpeg", "buffer": scans.jpg()})
    picture = page.get_by_role("img", name="The organization's mark")
    expect(picture).to_be_visible()
    assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") == 640
    expect(page.get_by_role("alert")).to_have_count(0)
    content(page)
    page.get_by_role("button", name="Remove the mark").tap()
    page.get_by_role("alertdialog").get_by_role("button", name="Remove the mark").tap()
    expect(page.get_by_text("The mark is removed.")).to_be_visible()
    expect(picture).to_have_count(0)
    with town.building() as build:
        assert organization.of(build.session).mark_key == ""
    # ── the proof
    page = town.come(visits.phone(), lea, "/my/certifications")
    page.get_by_role("button", name="Show proof of Paramedic").tap()
    proof = page.get_by_role("dialog", name="Paramedic")
    expect(proof.get_by_role("img", name="QR code of the address below")).to_be_visible()
    assert codes.read(proof.locator(".proof-code").inner_text())
    content(page)
    with page.expect_popup() as opened:
        proof.get_by_role("link").tap()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("This certification is valid")
    page.keyboard.press("Escape")
    expect(proof).to_have_count(0)


@pytest.mark.rule("T-06", "in a browser without scripts, 360 px wide: the code is typed and checked")
def test_a_code_is_checked_without_a_script(town: Town, visits: Visits):
    noa = town.person("Noa")
    with town.building() as build:
        course = build.course("Lifting safely")
        build.assign(course, f"q={noa.username}")
        build.complete(noa, course)
        code = codes.shown(build.session.exec(select(Certificate.code)).one())
    context = visits.browser.new_context(
        base_url=visits.address, viewport=PHONE, has_touch=True, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/verify")
    page.get_by_label("Code of a certificate").fill(code.lower())
    page.get_by_role("button", name="Check the code").tap()
    expect(page).to_have_url(re.compile(f"/verify/{code}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("This certificate is valid")
    expect(page.get_by_role("main")).to_contain_text(f"Noa {noa.last_name}")
    expect(page).to_have_title("This certificate is valid · Muster")
    context.close()
    looked = visits.phone()
    for address in (f"/verify/{code}", "/verify/0000-0000-0000", "/verify"):
        looked.goto(address)
        content(looked)
