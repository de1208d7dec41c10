"""The catalogue and the editor of a learning path, at a desk and on a phone (T-05, A-03, A-24)."""

import re
from dataclasses import dataclass, replace

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import col, select
from support.browser import Visits, axe, scrolls_sideways, too_small_to_touch
from support.town import Town
from support.wizard import Wizard

from training_app.access.rules import Role
from training_app.catalog import paths, queries
from training_app.catalog.model import Training
from training_app.core.tables import known
from training_app.people.model import Person

ONE = re.compile(r"/paths/\d+$")


@dataclass(frozen=True)
class Editor:
    """The editor of a path as somebody sees it."""

    page: Page

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(label, exact=True)

    def search(self, words: str) -> Locator:
        box = self.page.get_by_label("Add a course: type its title, code, library or level")
        box.fill(words)
        return box

    def add(self, title: str, number: int) -> None:
        self.search(title)
        self.button(f"Add {title}").click()
        expect(self.rows()).to_have_count(number)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def rows(self) -> Locator:
        return self.page.get_by_role("list", name="Courses of the path").get_by_role("listitem")

    def has(self, *titles: str) -> None:
        for place, title in enumerate(titles):
            expect(self.rows().nth(place)).to_contain_text(title)
        expect(self.rows()).to_have_count(len(titles))

    def says(self, words: str) -> None:
        expect(self.page.get_by_role("status", name="Saving")).to_have_text(words)


def made(town: Town, title: str) -> list[str]:
    """The courses of the path of that title, as they are saved."""
    with town.building() as build:
        path = build.session.exec(select(Training).where(Training.title == title)).one()
        version = queries.current_version(build.session, training_id=known(path.id))
        return [one.title for one in queries.courses_of(build.session, version_id=known(version.id))]


@pytest.mark.rule("T-05", "in the browser: a path is made, its courses are ordered, and it is assigned as a plan")
def test_a_path_is_made_and_assigned(town: Town, ada: Person, visits: Visits):
    page = town.come(visits.desk(), ada, "/catalog?tab=paths")
    page.get_by_role("main").get_by_role("link", name="New learning path").first.click()
    expect(page.get_by_role("heading", level=1, name="New learning path")).to_be_visible()
    editor = Editor(page)
    # ── nothing typed is lost when it is refused
    editor.field("Title").fill("New hire")
    editor.button("Create learning path").click()
    expect(page.locator("#code_help.wrong")).to_have_text("Code is missing.")
    expect(page.locator("#courses_help.wrong")).to_have_text("Add at least one course.")
    expect(editor.field("Code")).to_be_focused()
    expect(editor.field("Title")).to_have_value("New hire")
    # ── the courses
    editor.field("Code").fill("NEW-1")
    editor.field("Level").select_option("BLS")
    for number, title in enumerate(("Radio", "Driving", "Lifting safely"), start=1):
        editor.add(title, number)
    expect(page.get_by_text("3 courses · 7.0 h")).to_be_visible()
    editor.says("Not saved yet")
    up = editor.button("Move up: Lifting safely")
    up.focus()
    page.keyboard.press("Enter")
    editor.has("Radio", "Lifting safely", "Driving")
    expect(up).to_be_focused()
    page.keyboard.press("Enter")
    editor.has("Lifting safely", "Radio", "Driving")
    expect(editor.button("Move down: Lifting safely")).to_be_focused()
    editor.button("Take out: Radio").click()
    editor.has("Lifting safely", "Driving")
    axe(page)
    editor.button("Create learning path").click()
    expect(page).to_have_url(ONE)
    expect(page.get_by_role("heading", level=1, name="New hire")).to_be_visible()
    assert made(town, "New hire") == ["Lifting safely", "Driving"]
    # ── as a training plan
    editor.button("Assign this plan").click()
    wizard = Wizard(page, town.today()).is_at("dates")
    wizard.open("training")
    expect(wizard.training("New hire")).to_be_checked()
    page.get_by_role("link", name="Training plan").click()
    row = page.locator("label").filter(has=wizard.training("New hire"))
    expect(row).to_contain_text("2 courses: Lifting safely, Driving")


@pytest.mark.rule("L-03", "a path is edited on a phone: found, moved, taken out and saved by touch")
def test_a_path_is_edited_on_a_phone(town: Town, ada: Person, visits: Visits):
    with town.building() as build:
        radio = build.session.exec(select(Training).where(Training.title == "Radio")).one()
        path = build.path("Phone path", radio)
    page = town.come(visits.phone(), ada, "/catalog?tab=paths&q=phone")
    page.get_by_role("link", name="Phone path").tap()
    editor = Editor(page)
    editor.has("Radio")
    editor.add("Driving", 2)
    editor.button("Move up: Driving").tap()
    editor.has("Driving", "Radio")
    page.get_by_label("Find an instructor-led course").fill("dr")
    expect(editor.button("Require Drill day")).to_be_visible()
    expect(editor.button("Require Driving")).to_have_count(0)
    editor.button("Require Drill day").tap()
    expect(editor.button("Require none")).to_be_visible()
    assert too_small_to_touch(page) == []
    assert not scrolls_sideways(page)
    editor.says("Not saved yet")
    editor.button("Save changes").tap()
    editor.says("Saved")
    assert made(town, "Phone path") == ["Driving", "Radio"]
    page.reload()
    editor.has("Driving", "Radio")
    expect(page.get_by_text("DAY-1")).to_be_visible()
    with town.building() as build:
        assert build.session.get_one(Training, path.id).requires_id is not None


@pytest.mark.rule(
    "A-24", "in the browser: what another editor of the path did meanwhile is said, and can be taken over"
)
def test_a_change_by_another_editor_is_said(town: Town, ada: Person, visits: Visits):
    bea = town.person("Bea", Role.ADMIN, last="Second")
    with town.building() as build:
        radio = build.session.exec(select(Training).where(Training.title == "Radio")).one()
        path = build.path("Shared path", radio)
    page = town.come(visits.desk(), ada, f"/paths/{path.id}")
    editor = Editor(page)
    expect(editor.field("Title")).to_have_value("Shared path")
    with town.building() as build:
        base = paths.entered(build.session, build.session.get_one(Training, path.id))
        new = replace(base, title="Hers", description="Begin here.")
        paths.edit(build.session, build.actor(bea), training_id=known(path.id), base=base, new=new, now=build.now)
    editor.field("Title").fill("Mine")
    editor.field("Code").fill("MINE-1")
    editor.button("Save changes").click()
    expect(page.locator("#title_help.wrong")).to_have_text("Bea Second changed “Title” meanwhile. It is now: “Hers”.")
    expect(editor.field("Title")).to_have_value("Mine")
    page.get_by_role("button", name="Take theirs").click()
    expect(editor.field("Title")).to_have_value("Hers")
    editor.button("Save changes").click()
    editor.says("Saved")
    expect(editor.field("Description")).to_have_value("Begin here.")
    with town.building() as build:
        row = build.session.exec(select(Training).where(col(Training.id) == path.id)).one()
        assert (row.title, row.code, row.description) == ("Hers", "MINE-1", "Begin here.")


@pytest.mark.rule("X-04", "in the browser: a path says whom other courses concern; in use it is archived, not deleted")
@pytest.mark.rule("X-04", "in the browser: a path is archived after a question that says what stays, and put back")
def test_a_path_is_archived_and_put_back(town: Town, ada: Person, visits: Visits):
    with town.building() as build:
        radio = build.session.exec(select(Training).where(Training.title == "Radio")).one()
        path = build.path("Old path", radio)
        number = known(path.id)
        build.assign(path, "q=noa")
    page = town.come(visits.desk(), ada, f"/paths/{number}")
    Editor(page).add("Driving", 2)
    concern = "1 person is in it and keeps the courses they began with. Whoever begins it from now on gets these."
    expect(page.get_by_role("status").filter(has_text=concern)).to_be_visible()
    axe(page)
    # ── copied as it is saved
    page.get_by_label("More about this path").click()
    page.get_by_role("button", name="Copy…").click()
    asked = page.get_by_role("alertdialog")
    asked.get_by_label("Code").fill("OLD-2")
    asked.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("heading", level=1, name="Old path (copy)")).to_be_visible()
    Editor(page).has("Radio")
    page.goto(f"/paths/{number}")
    # ── not deleted, but archived
    page.get_by_label("More about this path").click()
    page.get_by_role("button", name="Delete…").click()
    expect(asked).to_contain_text("1 person has an enrollment in it.")
    asked.get_by_role("button", name="Archive instead").click()
    expect(page.get_by_role("heading", level=1, name="Catalog")).to_be_visible()
    page.get_by_role("tab", name=re.compile("^Archived")).click()
    page.get_by_role("link", name="Old path").click()
    expect(page.get_by_role("button", name="Assign this plan")).to_have_count(0)
    page.get_by_role("button", name="Put back into the catalog").click()
    expect(page.get_by_role("button", name="Assign this plan")).to_be_visible()


@pytest.mark.rule("M-04", "the address of the catalogue carries tab, search, library, level and sort")
def test_the_address_of_the_catalogue_carries_everything(town: Town, ada: Person, visits: Visits):
    page = town.come(visits.desk(), ada, "/catalog")
    expect(page.get_by_role("row")).to_have_count(5)
    page.get_by_label("Search by title, code, library or level").fill("d")
    expect(page.get_by_role("row")).to_have_count(4)
    page.get_by_label("Level", exact=True).select_option("none")
    page.get_by_label("Library", exact=True).select_option("in-house")
    hours = page.get_by_role("columnheader", name="Hours").get_by_role("link")
    expect(hours).to_have_attribute("href", re.compile("library=in-house&level=none"))
    hours.click()
    expect(page).to_have_url(re.compile("q=d&library=in-house&level=none&sort=hours"))
    page.reload()
    expect(page.get_by_role("row").nth(1)).to_contain_text("Drill day")
    expect(page.get_by_label("Level", exact=True)).to_have_value("none")


@pytest.mark.rule("P-03", "a coordinator reads the catalogue and records attendance from it, and edits nothing")
@pytest.mark.rule("T-03", "whoever records attendance comes from the catalogue to the sessions of a course")
def test_a_coordinator_reads_the_catalogue(town: Town, ada: Person, visits: Visits):
    tess = town.person("Tess", Role.COORDINATOR)
    page = town.come(visits.phone(), tess, "/catalog")
    expect(page.get_by_text("Drill day", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="New learning path")).to_have_count(0)
    link = page.get_by_role("link", name="Record attendance of Drill day")
    expect(link).to_have_attribute("href", re.compile(r"/courses/\d+/attendance"))
    expect(page.get_by_role("link", name=re.compile("^Record attendance"))).to_have_count(1)
    page.get_by_role("link", name="Drill day", exact=True).tap()
    expect(page.get_by_text("Here stand the days on which this course is held.")).to_be_visible()
