"""Files of a course on a phone: a video, a PDF page by page, a picture, a link; left in the middle (T-01, L-02)."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import col, select
from support import materials, scans
from support.browser import ANY, Visits, axe, scrolls_sideways, too_small_to_touch
from support.database import pointed_to
from support.town import Town

from training_app.catalog.content import NewMaterial
from training_app.catalog.model import MaterialFile
from training_app.catalog.rules import MaterialKind
from training_app.core import db, files
from training_app.core.tables import known

HANDOUT = materials.pdf("Bend your knees", "Keep the load close", "Lift with your legs")
WIDE = "# Loads\n\n| " + " | ".join(["A rather wide column"] * 6) + " |\n|" + "-|" * 6 + "\n|" + " 25 kg |" * 6
LINK = NewMaterial("More to read", WIDE, MaterialKind.LINK, "https://www.osha.gov/ergonomics?a=b@evil.test")
HAS_PICTURE = "one => one.complete && one.naturalWidth > 0"


def course_of(town: Town, first: str, *contents: tuple[str, bytes], code: str) -> tuple[str, Page]:
    """The address of an attempt at a course of these files and of a link, and whose it is."""
    person = town.person(first)
    with town.building() as build:
        course = materials.course(build, *contents, more=(LINK,), code=code, title=f"Course of {first}")
        build.assign(course, f"q={person.username}")
        return f"/learn/{known(build.attempt(person, course).id)}", person


def is_fine(page: Page) -> None:
    """Nothing that axe finds in light or in the dark, nothing too small to touch, nothing to scroll sideways."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        axe(page, impacts=ANY)
    assert too_small_to_touch(page) == []
    assert not scrolls_sideways(page)


def has_drawn(page: Page, number: int) -> None:
    """This page of the handout is seen as a picture."""
    picture = page.get_by_role("img", name=f"Page {number} of 3.")
    expect(picture).to_be_visible()
    page.wait_for_function(HAS_PICTURE, arg=picture.element_handle())


@pytest.mark.rule("L-02", "in the browser: a video goes on at the second, and a PDF at the page, where they were left")
@pytest.mark.rule("T-01", "in the browser: a video is played, a PDF shown page by page, a picture shown, a link opened")
@pytest.mark.rule("L-03", "a video, a PDF, a picture and a link at 360 px, light and dark, and axe finds nothing")
def test_files_are_left_in_the_middle_and_gone_on_with(town: Town, visits: Visits):
    address, lea = course_of(
        town, "Lea", ("lift.webm", materials.VIDEO), ("handout.pdf", HANDOUT), ("photo.jpg", scans.jpg()), code="C-LEA"
    )
    page = town.come(visits.phone(), lea, address)

    # ── a video, left at its twelfth second
    video = page.locator("video")
    expect(video).to_have_js_property("readyState", 4)
    is_fine(page)
    video.evaluate("one => { one.muted = true; one.currentTime = 12; return one.play(); }")
    page.wait_for_function("one => one.currentTime > 12.5", arg=video.element_handle())
    page.goto("/home")
    page.get_by_role("link", name=re.compile("^(Begin|Continue) ?Course of Lea")).tap()
    page.wait_for_function("() => document.querySelector('video')?.currentTime >= 12")

    # ── a PDF, left at its second page
    page.get_by_role("button", name="Next", exact=True).tap()
    has_drawn(page, 1)
    page.get_by_role("button", name="Next page").tap()
    has_drawn(page, 2)
    expect(page.get_by_role("status").filter(has_text="Page 2 of 3")).to_have_count(1)
    page.get_by_text("Text of this page").tap()
    expect(page.get_by_text("Keep the load close")).to_be_visible()
    is_fine(page)
    page.reload()
    has_drawn(page, 2)
    number = page.get_by_role("textbox", name="Page")
    expect(number).to_have_value("2")
    number.fill("99")
    number.press("Enter")
    has_drawn(page, 3)
    expect(page.get_by_role("button", name="Next page")).to_have_attribute("aria-disabled", "true")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download the PDF").tap()
    assert saved.value.suggested_filename == "handout.pdf"

    # ── a picture, and a link
    page.get_by_role("button", name="Next", exact=True).tap()
    picture = page.get_by_role("img", name="Picture: photo.jpg")
    page.wait_for_function(HAS_PICTURE, arg=picture.element_handle())
    page.get_by_role("button", name="Next", exact=True).tap()
    link = page.get_by_role("link", name="Open the link Opens www.osha.gov in a new window")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    is_fine(page)


@pytest.mark.rule("T-01", "in the browser: a file that is gone from the server says so in its place, in words")
def test_a_file_that_is_gone_says_so(town: Town, visits: Visits):
    names = ("lift.webm", materials.VIDEO + b" "), ("handout.pdf", materials.pdf("Gone")), ("table.xlsx", b"PK")
    address, kim = course_of(town, "Kim", *names, code="C-KIM")
    with pointed_to(f"sqlite:///{town.server.data / 'muster.db'}", town.server.data), db.read() as session:
        brought = {name for name, _ in names}
        for row in session.exec(select(MaterialFile).where(col(MaterialFile.name).in_(brought))).all():
            if row.size in {len(content) for _, content in names}:
                files.drop(row.key)
    page = town.come(visits.phone(), kim, address)
    for name, _ in names:
        expect(page.get_by_role("heading", name=name)).to_be_visible()
        expect(page.get_by_role("alert").filter(has_text="This file is no longer on the server.")).to_be_visible()
        expect(page.get_by_role("link", name="Download")).to_have_count(0)
        expect(page.get_by_text(f"About {name}.")).to_be_visible()
        page.get_by_role("button", name="Next", exact=True).tap()
