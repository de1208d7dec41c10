"""The materials of a course: files dropped and chosen, put in order by hand and by key, written, captioned (T-01)."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import select
from support import materials as brought
from support import scans
from support.browser import Visits, axe, scrolls_sideways, too_small_to_touch
from support.town import Town

from training_app.access.rules import Role
from training_app.catalog.editing import material_reading, materials
from training_app.catalog.model import Material, Training, TrainingVersion
from training_app.core.settings import settings
from training_app.core.tables import known
from training_app.people.model import Person

# What a hand does that drops files: the browser hands them over with the event.
DROP = """(zone, files) => {
  const dataTransfer = new DataTransfer();
  files.forEach(([name, text]) => dataTransfer.items.add(new File([text], name)));
  for (const kind of ["dragover", "drop"]) {
    zone.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer }));
  }
}"""
GOOD, BAD = "00:00:01,000 --> 00:00:04,000\nBend your knees.", "00:00:01,000 --> soon\nBend your knees."


def course(town: Town, title: str) -> int:
    with town.building() as build:
        return known(build.session.exec(select(Training.id).where(Training.title == title)).one())


def files(folder: Path) -> list[Path]:
    """What lies on a desk."""
    for name, content in (("lifting_safely.webm", brought.VIDEO), ("hand-out.pdf", brought.pdf("One", "Two"))):
        (folder / name).write_bytes(content)
    (folder / "scene.jpg").write_bytes(scans.jpg())
    (folder / "bad.srt").write_text(f"1\n{BAD}\n")
    return [folder / name for name in ("lifting_safely.webm", "hand-out.pdf", "scene.jpg")]


def rows(page: Page) -> Locator:
    return page.get_by_role("list", name="Materials").get_by_role("listitem")


def has(page: Page, *titles: str) -> None:
    """These materials, in this order."""
    expect(rows(page).locator(".col > .link")).to_have_text(titles)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def drag(page: Page, title: str, onto: str) -> None:
    """Take a material by its handle to where another one stands."""
    item, to = (rows(page).filter(has_text=one) for one in (title, onto))
    item.locator("[data-drag]").hover()
    page.mouse.down()
    where = to.bounding_box()
    assert where is not None
    page.mouse.move(where["x"] + 20, where["y"] + where["height"] / 2, steps=6)
    expect(item).to_have_css("transform", re.compile("matrix"))
    page.mouse.up()


def retitled(town: Town, by: Person, title: str, to: str) -> None:
    """Somebody else calls a material of a draft otherwise."""
    with town.building() as build:
        actor = build.actor(by)
        wanted = select(Material.id).join(TrainingVersion).where(Material.title == title)
        number = known(build.session.exec(wanted).one())
        base = material_reading.entered(build.session, actor, material_id=number).words
        new = materials.Words(to, base.body, base.url, base.captions)
        materials.edit(build.session, actor, material_id=number, base=base, new=new, now=build.now)


@pytest.mark.rule(
    "T-01", "materials by form: several files at once, dropped or chosen; ordered by hand and by key; Markdown"
)
@pytest.mark.rule(
    "T-01", "captions of a video are read from a file; what is wrong in them is named by its line, and kept"
)
@pytest.mark.rule("A-24", "who edits a material that somebody else changed meanwhile is told so, and may take theirs")
def test_at_a_desk_a_course_gets_its_materials(town: Town, ada: Person, visits: Visits, tmp_path: Path):
    sam, (*chosen,) = town.person("Sam", Role.SUPERADMIN, last="Ortiz"), files(tmp_path)
    page = town.come(visits.desk(), ada, f"/courses/{course(town, 'Lifting safely')}/materials")
    expect(rows(page)).to_have_count(2)
    expect(page.get_by_label("Choose Files")).to_have_count(0)
    button(page, "Change the content").click()
    # ── several at once
    page.get_by_label("Choose Files").set_input_files(chosen)
    has(page, "Part 1", "Part 2", "Lifting safely", "Hand-out", "Scene")
    page.locator("[data-drops-to]").evaluate(DROP, [["roster_2027.csv", "a,b"], ["nothing.txt", ""]])
    has(page, "Part 1", "Part 2", "Lifting safely", "Hand-out", "Scene", "Roster 2027")
    expect(page.get_by_text("This file is empty.")).to_be_visible()
    button(page, "Dismiss: nothing.txt").click()
    about = ("Video · 26 KB · lifting_safely.webm", "PDF · 2 pages · 1 KB · hand-out.pdf", "Picture ·", "File · 1 KB")
    for place, words in enumerate(about, start=2):
        expect(rows(page).nth(place)).to_contain_text(words)
    axe(page)
    # ── in order, by key and by hand
    button(page, "Move up: Part 2").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Part 2 is number 1 of 6.")).to_be_attached()
    expect(button(page, "Move down: Part 2")).to_be_focused()
    drag(page, "Roster 2027", onto="Part 1")
    has(page, "Part 2", "Roster 2027", "Part 1", "Lifting safely", "Hand-out", "Scene")
    # ── written, captioned, and none of it lost
    page.get_by_role("link", name="Lifting safely", exact=True).last.click()
    page.get_by_label("What is said below it").fill("## Before you lift\n\n**Ask** for help. <script>alert(1)</script>")
    preview = page.get_by_role("region", name="Preview")
    expect(preview.get_by_role("heading", name="Before you lift")).to_be_visible()
    expect(preview.locator("video")).to_be_visible()
    page.get_by_label("Choose a captions file").set_input_files(tmp_path / "bad.srt")
    box = page.get_by_label("Captions", exact=True)
    expect(box).to_have_value(f"1\n{BAD}\n")
    button(page, "Save").click()
    expect(page.get_by_text("Line 2: “00:00:01,000 --> soon” is no time.")).to_be_visible()
    page.on("dialog", lambda asked: asked.accept())
    page.reload()
    expect(page.get_by_text("What you typed before is here again.")).to_be_visible()
    expect(preview.get_by_role("heading", name="Before you lift")).to_be_visible()
    axe(page)
    box.fill(f"1\n{GOOD}")
    page.get_by_label("Title").fill("Lift with your legs")
    retitled(town, sam, "Lifting safely", "Lifting")
    button(page, "Save").click()
    expect(page.get_by_text("Sam Ortiz changed “Title” meanwhile. It is now: “Lifting”.")).to_be_visible()
    button(page, "Take theirs").press("Enter")
    expect(page.get_by_label("Title")).to_have_value("Lifting")
    expect(page.get_by_label("Title")).to_be_focused()
    button(page, "Save").click()
    has(page, "Part 2", "Roster 2027", "Part 1", "Lifting", "Hand-out", "Scene")
    expect(rows(page).nth(3)).to_contain_text("26 KB · captions")
    # ── taken out
    button(page, "Remove: Roster 2027").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Remove").click()
    has(page, "Part 2", "Part 1", "Lifting", "Hand-out", "Scene")


@pytest.mark.rule(
    "T-01", "on a phone materials are added, moved and replaced by touch; a file over the limit is not sent"
)
def test_on_a_phone_materials_are_added_and_moved(town: Town, ada: Person, visits: Visits, tmp_path: Path):
    (chosen, other, _), large = files(tmp_path), tmp_path / "large.mp4"
    with large.open("wb") as file:
        file.truncate(settings().max_video() + 1)
    page = town.come(visits.phone(), ada, f"/courses/{course(town, 'Radio')}/materials")
    button(page, "Change the content").tap()
    page.get_by_label("Choose Files").set_input_files([chosen, large])
    expect(page.get_by_text("This file is larger than 1 GB, the most that it may have.")).to_be_visible()
    has(page, "Part 1", "Part 2", "Lifting safely")
    button(page, "Dismiss: large.mp4").tap()
    button(page, "Move up: Lifting safely").tap()
    has(page, "Part 1", "Lifting safely", "Part 2")
    axe(page)
    assert (too_small_to_touch(page), scrolls_sideways(page)) == ([], False)
    page.get_by_role("link", name="Add link").tap()
    button(page, "Add link").tap()
    expect(page.get_by_text("This cannot be saved yet")).to_be_visible()
    page.get_by_label("Title").fill("Clean hands")
    page.get_by_label("Address").fill("https://www.cdc.gov/clean-hands")
    axe(page)
    assert (too_small_to_touch(page), scrolls_sideways(page)) == ([], False)
    button(page, "Add link").tap()
    has(page, "Part 1", "Lifting safely", "Part 2", "Clean hands")
    expect(rows(page).nth(3)).to_contain_text("Link · www.cdc.gov")
    page.get_by_role("link", name="Lifting safely", exact=True).tap()
    page.get_by_label("Choose Another File").set_input_files(other)
    expect(page.get_by_role("region", name="File")).to_contain_text("hand-out.pdf")
    expect(page.get_by_role("region", name="hand-out.pdf").get_by_alt_text("Page 1 of 2.")).to_be_visible()
